"""The first reader: pypdfium2, fast and with every glyph's place. One document per process at a time."""

import ctypes
from collections.abc import Callable
from ctypes import byref, c_int, c_void_p

from services.matcher.adapters.pdf import native
from services.matcher.adapters.pdf.geometry import Display, display
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.adapters.pdf.page import PasswordError, RawDocument, RawPage, ReaderError, Shape
from services.matcher.adapters.pdf.pdfium_shapes import Painting, read_painting
from services.matcher.adapters.pdf.pdfium_text import Fonts, TextPage

NAME = "pypdfium2"

_MAX_LINKS = 500
_MAX_LINK_BYTES = 2_048


class _Reader:
    """Reads one open document."""

    def __init__(self, document: int, limits: ReadLimits, text_seen: Callable[[], None]) -> None:
        self._document = document
        self._text_seen = text_seen
        self._left = limits.max_characters
        self._max_pages = limits.max_pages
        self._fonts = Fonts()

    def read(self) -> RawDocument:
        count = native.page_count(self._document)
        pages: list[RawPage] = []
        links: list[str] = []
        for index in range(min(count, self._max_pages)):
            page = native.load_page(self._document, index)
            if not page:
                continue
            try:
                pages.append(self._page(page, index + 1))
                links += self._links(page, _MAX_LINKS - len(links))
            finally:
                native.close_page(page)
            if pages[-1].cut:
                break
        if not pages:
            raise ReaderError("no page could be loaded")
        return RawDocument(pages=count, read=tuple(pages), links=tuple(dict.fromkeys(links)), reader=NAME)

    def _page(self, page: int, number: int) -> RawPage:
        box = native.Rect()
        native.page_box(page, byref(box))
        shown = display(box.left, box.bottom, box.right, box.top, native.page_rotation(page))
        painting = read_painting(page, shown.to_page)
        shapes = _near(painting, shown)
        handle = native.load_text(page)
        if not handle:
            return RawPage(number, shown.width, shown.height, (), shapes)
        try:
            if native.char_count(handle) > 0:
                self._text_seen()
            text = TextPage(handle, to_page=shown.to_page, painting=painting, fonts=self._fonts)
            glyphs = tuple(text.glyphs(self._left))
            self._left -= text.characters
        finally:
            native.close_text(handle)
        return RawPage(number, shown.width, shown.height, glyphs, shapes, text.unmapped, cut=self._left < 0)

    def _links(self, page: int, room: int) -> list[str]:
        found: list[str] = []
        position, link = c_int(0), c_void_p()
        while len(found) < room and native.next_link(page, byref(position), byref(link)):
            action = native.link_action(link.value)
            if not action:
                continue
            size = native.action_uri(self._document, action, None, 0)
            if 1 < size <= _MAX_LINK_BYTES:
                buffer = ctypes.create_string_buffer(size)
                native.action_uri(self._document, action, buffer, size)
                found.append(buffer.value.decode("utf-8", "replace"))
        return found


def _near(painting: Painting, shown: Display) -> tuple[Shape, ...]:
    """Leaves out what is painted wholly outside the page."""
    return tuple(
        shape
        for shape in painting.shapes
        if shape.x1 >= 0 and shape.y1 >= 0 and shape.x0 <= shown.width and shape.y0 <= shown.height
    )


_started = False


def start() -> None:
    """Starts the library; once per process, before the first document."""
    global _started  # noqa: PLW0603 - the library itself is one per process
    if not _started:
        native.init_library()
        _started = True


def read(pdf: bytes, limits: ReadLimits, text_seen: Callable[[], None] = lambda: None) -> RawDocument:
    """Reads the glyphs of a PDF, calling `text_seen` on each page that has some.

    Raises:
        PasswordError: it opens only with a password.
        ReaderError: it has no page that can be loaded.
    """
    start()
    document = native.load_document(pdf, len(pdf), None)
    if not document:
        if native.last_error() == native.PASSWORD_ERROR:
            raise PasswordError("a password is needed")
        raise ReaderError("the file could not be opened")
    try:
        return _Reader(document, limits, text_seen).read()
    finally:
        native.close_document(document)
