"""Small documents drawn from a few lines of marked-up text, for tests of the CV reader."""

from collections.abc import Sequence

from services.matcher.domain.document import Document, TextLine

LEFT, RIGHT = 60.0, 540.0
COLUMN_CHARS = 96


def document(*blocks: str, links: Sequence[str] = (), pages: int = 1) -> Document:
    """A document of one page; each block is one visual block below the one before.

    Marks at the start of a line: `# ` the name (24 pt), `## ` a heading (14 pt bold), `** ` bold, `- ` a bullet. `||` parts what
    stands at the left from what stands at the right. An empty line is white space,
    two spaces at the start indent a line by 10 pt.
    """
    lines: list[TextLine] = []
    y = 40.0
    for number, block in enumerate(blocks):
        first = True
        space = 0.0
        for raw in block.strip("\n").split("\n"):
            text = raw.strip()
            if not text:
                space += 10.0
                continue
            indent = 10.0 if raw.startswith("  ") else 0.0
            drawn, y = _drawn(text, y + space, x0=LEFT + indent, block=number, gap=0.0 if first else space + 3.0)
            lines.extend(drawn)
            first, space = False, 0.0
    return Document(tuple(lines), pages=pages, pages_read=pages, reader="test", links=tuple(links))


def text_line(
    text: str,
    *,
    y: float,
    x0: float = LEFT,
    size: float = 10.0,
    bold: bool = False,
    block: int = 0,
    gap: float = 3.0,
    page: int = 1,
) -> TextLine:
    """One line of text, five points wide a character at ten points."""
    width = len(text) * size * 0.5
    return TextLine(text, page, block, x0, y, x0 + width, y + size * 1.2, size, bold, italic=False, gap=gap)


def _drawn(text: str, y: float, *, x0: float, block: int, gap: float) -> tuple[list[TextLine], float]:
    size, bold = 10.0, False
    for mark, mark_size in (("## ", 14.0), ("# ", 24.0), ("** ", 10.0)):
        if text.startswith(mark):
            text, size, bold = text.removeprefix(mark), mark_size, True
            break
    if text.startswith("- "):
        text = "• " + text[2:]
    left, bar, right = (part.strip() for part in text.partition("||"))
    lines = [text_line(left, y=y, x0=x0, size=size, bold=bold, block=block, gap=gap)]
    if bar:
        start = RIGHT - len(right) * size * 0.5
        lines.append(text_line(right, y=y, x0=start, size=size, block=block, gap=gap))
    return lines, y + size * 1.2 + 3.0
