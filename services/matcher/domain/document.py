"""A PDF's visible text as lines in reading order: what extraction gives and the CV reader makes sense of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text within one column.

    Positions are in points from the page's top left corner. `block` numbers the visual blocks of a page in reading order
    (a column, a sidebar, a full-width band): lines of one block belong together, and a paragraph or section never runs on
    into a block beside it without being continued there. `gap` is the white space above the line in the same block, in points
    (0 for the first). `size` is the font size most of its characters have.
    """

    text: str
    page: int
    block: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool
    gap: float


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that a reader of the page cannot see; it is never part of the lines. `kind`: invisible, background, off_page, tiny."""

    page: int
    kind: str
    characters: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a PDF.

    `reader` is the library that gave it: pypdfium2 or pdfminer.six. `pages` is the number the file has; `pages_read` fewer when
    the page or character limit cut it. `image_pages` are pages (from 1) that show images and hardly any text. `links` are the
    targets of link annotations (mailto:, tel:, https:).
    """

    lines: tuple[TextLine, ...]
    pages: int
    pages_read: int
    reader: str
    hidden: tuple[HiddenText, ...] = ()
    image_pages: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
