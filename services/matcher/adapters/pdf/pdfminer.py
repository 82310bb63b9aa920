"""The second reader: pdfminer.six, slow and written in Python, so what brings the first down does not touch it."""

import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from services.matcher.adapters.pdf.fonts import Face, face
from services.matcher.adapters.pdf.geometry import Affine, writing_angle, writing_frame
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.adapters.pdf.page import (
    Colour,
    Glyph,
    PasswordError,
    RawDocument,
    RawPage,
    ReaderError,
    Shape,
    ShapeKind,
    Style,
)

NAME = "pdfminer.six"

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_INVISIBLE_MODES = (3, 7)
_FILL_AND_STROKE_MODES = (2, 6)
_MAX_COUNTED_PAGES = 10_000
_MAX_LINKS = 500
_MAX_LINK_CHARACTERS = 2_048


class _PageFullError(Exception):
    """The character limit was reached in the middle of a page."""


class _Device(PDFLayoutAnalyzer):
    """Collects one page's characters, remembering the render mode that pdfminer's items leave out."""

    def __init__(self, manager: Any, limit: int) -> None:
        super().__init__(manager, laparams=None)
        self.left = limit
        self.page: Any = None
        self.modes: dict[int, int] = {}
        self._mode = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, *rest)

    def render_char(self, *arguments: Any, **named: Any) -> float:
        if self.left <= 0:
            raise _PageFullError
        self.left -= 1
        advance: float = super().render_char(*arguments, **named)
        if self._mode:
            # The items of a page live until its end, so their identity is a key until then.
            self.modes[id(self.cur_item._objs[-1])] = self._mode  # noqa: SLF001 - the item just added
        return advance

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self.page = self.cur_item
        self.modes = {}


def read(pdf: bytes, limits: ReadLimits, text_seen: Callable[[], None] = lambda: None) -> RawDocument:
    """Reads the glyphs of a PDF, calling `text_seen` after each page once there are some.

    Raises:
        PasswordError: it opens only with a password.
        ReaderError: pdfminer.six cannot read it; any exception of the library counts.
    """
    try:
        return _read(pdf, limits, text_seen)
    except PDFPasswordIncorrect:
        raise PasswordError("a password is needed") from None
    except (MemoryError, ReaderError):
        raise
    except Exception as error:  # noqa: BLE001 - it raises whatever it runs into: KeyError, zlib.error, RecursionError ...
        raise ReaderError(type(error).__name__) from None


def _read(pdf: bytes, limits: ReadLimits, text_seen: Callable[[], None]) -> RawDocument:
    document = PDFDocument(PDFParser(io.BytesIO(pdf)), password="")
    manager = PDFResourceManager()
    device = _Device(manager, limits.max_characters)
    interpreter = PDFPageInterpreter(manager, device)
    pages: list[RawPage] = []
    links: list[str] = []
    count = 0
    for page in PDFPage.create_pages(document):
        count += 1
        if count > _MAX_COUNTED_PAGES:
            break
        if count > limits.max_pages or (pages and pages[-1].cut):
            continue
        cut = False
        try:
            interpreter.process_page(page)
        except _PageFullError:
            cut = True
        if device.left < limits.max_characters:
            text_seen()
        pages.append(_raw_page(device, count, cut=cut))
        links += _links(page, _MAX_LINKS - len(links))
    if not pages:
        raise ReaderError("no page")
    return RawDocument(pages=count, read=tuple(pages), links=tuple(dict.fromkeys(links)), reader=NAME)


def _raw_page(device: _Device, number: int, *, cut: bool) -> RawPage:
    layout = device.page
    to_page = Affine(1, 0, 0, -1, 0, layout.height)
    glyphs: list[Glyph] = []
    shapes: list[Shape] = []
    faces: dict[str, Face] = {}
    unmapped = 0
    for place, item in enumerate(_flat(layout)):
        if isinstance(item, LTChar):
            if _UNMAPPED.fullmatch(item.get_text()):
                unmapped += 1
                continue
            looks = faces.get(item.fontname) or faces.setdefault(item.fontname, face(item.fontname))
            glyphs += _glyphs(item, looks, device.modes.get(id(item), 0), to_page, place)
        else:
            shape = _shape(item, to_page, place)
            if shape is not None:
                shapes.append(shape)
    return RawPage(number, layout.width, layout.height, tuple(glyphs), tuple(shapes), unmapped, cut)


def _flat(layout: Any) -> Iterable[Any]:
    stack = [iter(layout)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, LTContainer):
            stack.append(iter(item))
        else:
            yield item


def _glyphs(item: Any, looks: Face, mode: int, to_page: Affine, place: int) -> list[Glyph]:
    a, b, c, d, e, f = item.matrix
    direction = Affine(a, b, c, d).then(to_page)
    angle = writing_angle(direction.a, direction.b)
    frame = to_page.then(writing_frame(angle))
    x0, y = frame.point(e, f)
    x1 = x0 + item.adv * math.hypot(a, b)
    style = Style(
        size=_size(item, c, d),
        bold=looks.bold or mode in _FILL_AND_STROKE_MODES,
        italic=looks.italic,
        colour=_colour(item.graphicstate.ncolor),
        opacity=1.0,
        painted=mode not in _INVISIBLE_MODES,
        wingdings=looks.wingdings,
    )
    if not all(math.isfinite(value) for value in (x0, x1, y, style.size)):
        return []
    return [Glyph(item.get_text(), min(x0, x1), max(x0, x1), y, angle, style, place)]


def _size(item: Any, c: float, d: float) -> float:
    """The size of the em on the page: an upright glyph's box is one em high, a turned one's one em wide."""
    return float(item.height if abs(d) >= abs(c) else item.width)


def _shape(item: Any, to_page: Affine, place: int) -> Shape | None:
    box = to_page.box(item.x0, item.y0, item.x1, item.y1)
    if isinstance(item, LTImage):
        return Shape(ShapeKind.IMAGE, *box, None, place)
    if isinstance(item, LTLine):
        return Shape(ShapeKind.PATH, *box, _colour(item.stroking_color), place)
    if isinstance(item, LTCurve) and item.fill:
        colour = _colour(item.non_stroking_color)
        plain = isinstance(item, LTRect) and colour is not None
        return Shape(ShapeKind.RECTANGLE if plain else ShapeKind.PATH, *box, colour, place)
    return None


def _colour(value: Any) -> Colour | None:
    """Returns the nearest RGB of a grey, RGB or CMYK value; None for patterns and anything else."""
    parts: Sequence[Any] = value if isinstance(value, (tuple, list)) else (value,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    levels = [min(1.0, max(0.0, float(part))) for part in parts]
    if len(levels) == 1:
        levels = levels * 3
    elif len(levels) == 4:  # noqa: PLR2004 - CMYK
        levels = [(1 - ink) * (1 - levels[3]) for ink in levels[:3]]
    if len(levels) != 3:  # noqa: PLR2004 - RGB
        return None
    red, green, blue = (round(255 * level) for level in levels)
    return red, green, blue


def _links(page: Any, room: int) -> list[str]:
    found: list[str] = []
    for reference in resolve1(page.annots) or []:
        if len(found) >= room:
            break
        annotation = resolve1(reference)
        action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
        target = resolve1(action.get("URI")) if isinstance(action, dict) else None
        if isinstance(target, bytes) and 0 < len(target) < _MAX_LINK_CHARACTERS:
            found.append(target.decode("utf-8", "replace"))
    return found
