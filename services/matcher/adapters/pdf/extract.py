"""A PDF to its visible text: two readers, one judgement of what is seen and in which order."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from services.matcher.adapters.pdf import pdfium, pdfminer
from services.matcher.adapters.pdf.columns import regions_of
from services.matcher.adapters.pdf.geometry import Affine, writing_frame
from services.matcher.adapters.pdf.gutters import marks_of
from services.matcher.adapters.pdf.limits import MIN_LETTERS, ReadLimits
from services.matcher.adapters.pdf.lines import lines_of
from services.matcher.adapters.pdf.page import Glyph, PasswordError, RawDocument, RawPage, ReaderError, ShapeKind
from services.matcher.adapters.pdf.visible import SeenPage, see
from services.matcher.adapters.pdf.words import words_of
from services.matcher.domain.document import Document, HiddenText, TextLine
from services.matcher.domain.failure import FailureCode, MatchFailure

_IMAGE_SHARE = 0.1
_IMAGE_PAGE_LETTERS = 50
# More of the glyphs than this without a known character: what is left is noise.
_UNMAPPED_SHARE = 0.5


def extract(
    pdf: bytes,
    limits: ReadLimits,
    *,
    second_only: bool = False,
    text_seen: Callable[[], None] = lambda: None,
    second_begins: Callable[[FailureCode], None] = lambda _: None,
) -> Document:
    """Reads a PDF with pypdfium2, or with pdfminer.six where that fails or finds nothing.

    Args:
        pdf: the file.
        limits: caps on pages and characters.
        second_only: uses pdfminer.six alone, after the first reader took a process down with it.
        text_seen: called when a reader has come upon text, before that text is looked at.
        second_begins: called where pypdfium2 found too little, with what that alone would come to, before pdfminer.six, which
            is many times slower, begins; what it raises ends the reading.

    Raises:
        MatchFailure: CV_ENCRYPTED, CV_NO_TEXT or CV_UNREADABLE.
    """
    try:
        first = None if second_only else _first(pdf, limits, text_seen)
        if first is not None and (letters_in(first) >= MIN_LETTERS or _hides_text(first)):
            return _with_text(first)
        if not second_only:
            second_begins(FailureCode.CV_UNREADABLE if first is None else FailureCode.CV_NO_TEXT)
        second = _second(pdf, limits, text_seen)
    except PasswordError:
        raise MatchFailure(FailureCode.CV_ENCRYPTED, "The CV is protected by a password.") from None
    best = max((d for d in (first, second) if d is not None), key=letters_in, default=None)
    if best is None:
        raise MatchFailure(FailureCode.CV_UNREADABLE, "The CV could not be read as a PDF.")
    return _with_text(best)


def letters_in(document: Document) -> int:
    """Counts the letters and digits of a document."""
    return sum(character.isalnum() for line in document.lines for character in line.text)


def _first(pdf: bytes, limits: ReadLimits, text_seen: Callable[[], None]) -> Document | None:
    try:
        raw = pdfium.read(pdf, limits, text_seen)
    except PasswordError:
        raise
    except ReaderError:
        return None
    glyphs = sum(len(page.glyphs) for page in raw.read)
    unmapped = sum(page.unmapped for page in raw.read)
    return None if unmapped > _UNMAPPED_SHARE * (glyphs + unmapped) else document_of(raw)


def _second(pdf: bytes, limits: ReadLimits, text_seen: Callable[[], None]) -> Document | None:
    try:
        return document_of(pdfminer.read(pdf, limits, text_seen))
    except PasswordError:
        raise
    except ReaderError:
        return None


def _hides_text(document: Document) -> bool:
    """A file whose text is hidden has been read well; a second reader that sees less well must not bring it back."""
    return sum(hidden.characters for hidden in document.hidden) >= MIN_LETTERS


def _with_text(document: Document) -> Document:
    if letters_in(document) < MIN_LETTERS:
        raise MatchFailure(FailureCode.CV_NO_TEXT, "The CV has no readable text; a scan needs text recognition first.")
    return document


def document_of(raw: RawDocument) -> Document:
    """Makes the document of what a reader library gave."""
    lines: list[TextLine] = []
    hidden: list[HiddenText] = []
    image_pages: list[int] = []
    for page in raw.read:
        seen = see(page)
        own = _page_lines(page, seen)
        lines += own
        hidden += seen.hidden
        if _shows_images(page) and sum(len(line.text) for line in own) < _IMAGE_PAGE_LETTERS:
            image_pages.append(page.number)
    return Document(
        lines=tuple(lines),
        pages=raw.pages,
        pages_read=sum(not page.cut for page in raw.read),
        reader=raw.reader,
        hidden=tuple(hidden),
        image_pages=tuple(image_pages),
        links=raw.links,
    )


def _page_lines(page: RawPage, seen: SeenPage) -> list[TextLine]:
    by_angle: dict[float, list[Glyph]] = {}
    for glyph in seen.glyphs:
        by_angle.setdefault(glyph.angle, []).append(glyph)
    # The main direction first, whatever it is; text across it, such as a name along the margin, last. Slanted text is
    # a watermark or an ornament.
    straight = {angle: glyphs for angle, glyphs in by_angle.items() if angle % 90 == 0}
    counts = Counter({angle: len(glyphs) for angle, glyphs in straight.items()})
    marks = marks_of(page.shapes, page.height)
    lines: list[TextLine] = []
    block = 0
    for angle, _ in counts.most_common():
        own_marks = marks if angle == 0 else marks_of((), page.height)
        for region in regions_of(words_of(straight[angle]), own_marks):
            lines += (_on_page(line, angle) for line in lines_of(region, page=page.number, block=block))
            block += 1
    return lines


def _on_page(line: TextLine, angle: float) -> TextLine:
    """Turns a line's box from its own writing frame to the page."""
    if not angle:
        return line
    a, b, c, d, _, _ = writing_frame(angle)
    x0, y0, x1, y1 = Affine(a, c, b, d).box(line.x0, line.y0, line.x1, line.y1)
    return replace(line, x0=round(x0, 1), y0=round(y0, 1), x1=round(x1, 1), y1=round(y1, 1))


def _shows_images(page: RawPage) -> bool:
    paper = max(1.0, page.width * page.height)
    images = (s for s in page.shapes if s.kind is ShapeKind.IMAGE)
    return sum((s.x1 - s.x0) * (s.y1 - s.y0) for s in images) >= _IMAGE_SHARE * paper
