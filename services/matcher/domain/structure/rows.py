"""From a document's lines to rows: what stands side by side is one row of cells, page furniture is left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.reading.dates import is_pure_date
from engine.reading.forms import field_named
from engine.reading.headings import section_named
from engine.reading.text import clean, fold, is_capitals, strip_bullet, unspaced
from services.matcher.domain.document import TextLine
from services.matcher.domain.structure.places import is_place

# Dots lead from one end of a row to the other.
_WIDE_GAP = re.compile(r"\t+\s*| {4,}|\s?(?:\.{5,}|…{3,}|(?:\s\.){4,})\s?")
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|seite|pagina|strona|sida|p\.?)\s?)?\d{1,3}(?:\s?(?:/|of|von|de|di|sur|van|z)\s?\d{1,3})?|- \d{1,3} -"
)
# What a running foot says: the page, whose form it is.
_FOOT = re.compile(r"(?:page|seite|pagina|strona|sida|side)\s?\d{1,3}(?!\d)|\u00a9|europass\.")
_FOOT_EDGE = 0.93
_RANGE = re.compile(r"\s[-\u2013\u2014]|\d{4}\D+\d{4}|[-\u2013\u2014]\s*$")
# A line drawn with characters.
_DRAWN = frozenset(" -=_~*#.\u2013\u2014\u2500\u2550")
_DRAWN_CHARS = 3
# What a running foot calls the document.
_DOCUMENT = re.compile(r"(?<!\w)(?:curriculum vitae|resume|lebenslauf|cover letter|cv|curriculo|zyciorys)(?!\w)")
_LAST_UPDATED = re.compile(r"(?:last )?updated?\b.{0,40}|stand:? .{0,30}")
# Rows with longer text are never headings, names or entry headers; shorter ones may be looked at closely.
SHORT_CHARS = 200
# How many rows before or after what it belongs to a date or place may be read.
_LOOK_BACK = 14
# A column of labels has so many rows at least, most of which end at one edge and few of which begin at one.
_LABEL_ROWS = 5
_LABEL_CHARS = 60
_FLUSH = 0.8
# A heading in a margin may stand so many sizes below the first line of its section.
_HEADING_REACH = 1.5
# A heading that ends on one of these goes on in the next row.
OPEN_ENDS = (" &", " and", " und", " et", " y", " e", " en", " i", " oraz", " +", "/", "-")

Style = tuple[float, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a row with white space on both sides. `raw` keeps icons, which part contact lines."""

    text: str
    raw: str
    x0: float
    x1: float
    size: float
    bold: bool
    italic: bool

    @property
    def style(self) -> Style:
        """What makes cells look alike: half-point size, weight, slant, capitals."""
        return (round(self.size * 2) / 2, self.bold, self.italic, is_capitals(self.text[:SHORT_CHARS]))


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height in one block, left to right. `bullet` says that a glyph opened it (and was taken off)."""

    cells: tuple[Cell, ...]
    page: int
    block: int
    y0: float
    y1: float
    gap: float
    bullet: bool = False

    @property
    def text(self) -> str:
        """The cells as one text."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return max(cell.x1 for cell in self.cells)

    @property
    def size(self) -> float:
        """Font size of the first cell in points."""
        return self.cells[0].size

    @property
    def bold(self) -> bool:
        """Whether the first cell is bold."""
        return self.cells[0].bold

    @property
    def style(self) -> Style:
        """The style of the first cell."""
        return self.cells[0].style

    @property
    def short(self) -> bool:
        """Whether the row may be a heading, a name or the header of an entry by its length."""
        return sum(len(cell.text) for cell in self.cells) <= SHORT_CHARS


def rows_of(lines: Sequence[TextLine]) -> list[Row]:
    """The rows of a document in reading order, without page numbers and running heads."""
    rows: list[Row] = []
    for line in lines:
        row = None if len(line.text) >= _DRAWN_CHARS and _DRAWN.issuperset(line.text) else _row(line)
        if row is None:
            continue
        at = _row_beside(rows, row)
        if at is None:
            rows.append(row)
        else:
            rows[at] = _merged(rows[at], row)
    return _woven(_without_furniture(_parted(rows)))


def _parted(rows: list[Row]) -> list[Row]:
    """Rows that begin far left of their block with the name of a section, as two cells: margin and text."""
    edges: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for row in rows:
        edges[row.page, row.block][round(row.x0 / 2)] += 1
    # Centred text has no left edge to stand out from.
    common = {key: counts.most_common(1)[0] for key, counts in edges.items()}
    lefts = {key: edge * 2.0 if count * 3 >= edges[key].total() else 0.0 for key, (edge, count) in common.items()}
    result: list[Row] = []
    for row in rows:
        left = lefts[row.page, row.block]
        cell = row.cells[0]
        title = _outdented_title(cell) if row.x0 < left - 2 * row.size and cell.x1 > left else None
        if title is not None:
            rest = cell.text[len(title) :].strip()
            cells = (replace(cell, text=title, raw=title, x1=left - 1), replace(cell, text=rest, raw=rest, x0=left))
            result.append(replace(row, cells=cells + row.cells[1:]))
        else:
            result.append(row)
    return result


def _outdented_title(cell: Cell) -> str | None:
    """The longest section name of up to four words that a longer text begins with."""
    if section_named(cell.text) is not None:
        return None
    parts = cell.text[:SHORT_CHARS].split(" ")
    for count in range(min(4, len(parts) - 1), 0, -1):
        title = " ".join(parts[:count])
        if section_named(title) is not None:
            return title
    return None


def _row(line: TextLine) -> Row | None:
    bullet, raw = strip_bullet(line.text)
    pieces = [piece for piece in _WIDE_GAP.split(raw) if piece.strip()]
    if len(pieces) > 1 and all(unspaced(piece) != piece for piece in pieces):
        # Between spaced-out letters the gap between two words is as wide as one between cells.
        raw = " ".join(unspaced(piece) for piece in pieces)
        pieces = [raw]
    width = (line.x1 - line.x0) / max(1, len(raw))
    cells: list[Cell] = []
    offset = 0
    for piece in pieces:
        start = raw.find(piece, offset)
        offset = start + len(piece)
        text = clean(unspaced(piece))
        if text:
            x0, x1 = line.x0 + start * width, line.x0 + offset * width
            cells.append(Cell(text, piece, x0, x1, line.size, line.bold, line.italic))
    if not cells:
        return None
    return Row(tuple(cells), line.page, line.block, line.y0, line.y1, line.gap, bullet)


def _row_beside(rows: list[Row], row: Row) -> int | None:
    """The index of the row that a new one stands beside: the last, or one a little before where one of them is a date or place."""
    if not rows:
        return None
    if _beside(rows[-1], row):
        return len(rows) - 1
    # Above the row read last, it is a cell read after the rows of the column beside it.
    back = row.y0 < rows[-1].y0 - 1 and (row.page, row.block) == (rows[-1].page, rows[-1].block)
    lone = row.short and len(row.cells) == 1 and (back or is_pure_date(row.text) or is_place(row.text))
    for index in range(len(rows) - 2, max(-1, len(rows) - 2 - _LOOK_BACK), -1):
        if _beside(rows[index], row) and (lone or (len(rows[index].cells) == 1 and is_pure_date(rows[index].text))):
            return index
    return None


def _beside(left: Row, right: Row) -> bool:
    """Whether two rows of one block are one: same height, no overlap in width."""
    if left.page != right.page or left.block != right.block or len(left.cells) > 12:  # noqa: PLR2004 - no CV has more
        return False
    overlap = min(left.y1, right.y1) - max(left.y0, right.y0)
    height = min(left.y1 - left.y0, right.y1 - right.y0)
    apart = right.x0 >= left.x1 - 1 or left.x0 >= right.x1 - 1
    return apart and overlap > 0.5 * height > 0


def _merged(left: Row, right: Row) -> Row:
    if right.x0 < left.x0:
        left, right = right, left
    return replace(
        left,
        cells=left.cells + right.cells,
        y0=min(left.y0, right.y0),
        y1=max(left.y1, right.y1),
        gap=min(left.gap, right.gap),
    )


def _without_furniture(rows: list[Row]) -> list[Row]:
    """The rows without page numbers, and without what stands at the same height of several pages after the first."""
    height = max((row.y1 for row in rows), default=0.0)
    pages_with: dict[tuple[str, int], set[int]] = defaultdict(set)
    marks: list[tuple[str, int] | None] = []
    for row in rows:
        edge = row.short and (row.y1 < 0.1 * height or row.y0 > 0.88 * height)
        mark = (re.sub(r"\d+", "#", fold(row.text)), round(row.y0 / 8)) if edge else None
        marks.append(mark)
        if mark:
            pages_with[mark].add(row.page)
    kept: list[Row] = []
    for row, mark in zip(rows, marks, strict=True):
        if mark is not None:
            folded = fold(row.text)
            if _PAGE_NUMBER.fullmatch(folded) or _LAST_UPDATED.fullmatch(folded):
                continue
            if row.y0 > _FOOT_EDGE * height and _is_day(row.text):
                continue
            if row.y0 > 0.9 * height and (_DOCUMENT.search(folded) or _FOOT.search(folded)):
                continue
            pages = pages_with[mark]
            if len(pages) > 1 and (row.page != min(pages) or row.y0 > 0.5 * height):
                continue
        kept.append(row)
    return kept


def _is_day(text: str) -> bool:
    """Whether a text is one day and nothing else, as a page is dated at its foot."""
    return is_pure_date(text) and len(re.findall(r"\d+", text)) > 1 and _RANGE.search(text) is None


def _woven(rows: list[Row]) -> list[Row]:
    """Blocks that hold only dates or headings stand in a margin: each of their rows joins the row at its height."""
    blocks: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        blocks[row.page, row.block].append(row)
    hosts: dict[tuple[int, int], tuple[int, int]] = {}
    per_page = Counter(page for page, _ in blocks)
    for key, members in blocks.items():
        if per_page[key[0]] > 30 or not _marginal(members):  # noqa: PLR2004 - a page of so many blocks is a drawing
            continue
        candidates = [
            other
            for other, theirs in blocks.items()
            if other[0] == key[0] and other != key and other not in hosts and _flanks(members, theirs)
        ]
        if candidates:
            hosts[key] = max(candidates, key=lambda other: _shared_height(members, blocks[other]))
    if not hosts:
        return rows
    guests: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for key, host in hosts.items():
        guests[host].extend(_with_whole_labels(blocks[key]))
    woven: list[Row] = []
    for key, members in blocks.items():
        if key not in hosts:
            woven.extend(_interleaved(members, guests[key]) if key in guests else members)
    return woven


def _marginal(members: list[Row]) -> bool:
    """Whether a block holds nothing but dates, or nothing but headings and their further words."""
    if any(len(row.cells) > 1 or not row.short for row in members):
        return False
    # A heading may stand over the dates.
    if all(is_pure_date(row.text) or is_place(row.text) or section_named(row.text) for row in members) and any(
        is_pure_date(row.text) for row in members
    ):
        return True
    if _is_label_column(members):
        return True
    named = [row for row in members if section_named(row.text) is not None]
    narrow = all(len(row.text.split()) <= 3 for row in members)  # noqa: PLR2004 - a heading in a margin is narrow
    # What somebody is may stand above the headings in another look.
    headings = members[members.index(named[0]) :] if len(named) > 2 else members  # noqa: PLR2004 - headings of most of a page
    alike = len({row.style[:2] for row in headings}) == 1
    return len(named) == len(members) or (narrow and alike and len(named) * 2 >= len(members))


def _is_label_column(members: list[Row]) -> bool:
    """Whether a block is set flush right and ragged left, as labels are beside what they label."""
    if len(members) < _LABEL_ROWS or any(len(row.text) > _LABEL_CHARS for row in members):
        return False
    rights, lefts = Counter(round(row.x1 / 3) for row in members), Counter(round(row.x0 / 3) for row in members)
    return rights.most_common(1)[0][1] >= _FLUSH * len(members) and lefts.most_common(1)[0][1] < (1 - _FLUSH) * 2 * len(
        members
    )


def _with_whole_labels(members: list[Row]) -> list[Row]:
    """The rows of a margin with the labels and headings put together that take two lines."""
    whole: list[Row] = []
    for row in members:
        above = whole[-1] if whole else None
        if above is not None and row.y0 - above.y1 < row.size and _completes_label(above, row):
            text = f"{above.text} {row.text}"
            whole[-1] = replace(above, cells=(replace(above.cells[0], text=text, raw=text),))
        else:
            whole.append(row)
    return whole


def _completes_label(above: Row, row: Row) -> bool:
    if above.style[:3] == row.style[:3] and fold(above.text).endswith(OPEN_ENDS):
        return True
    whole = f"{above.text} {row.text}"
    if above.style == row.style and section_named(whole) is not None:
        return True
    return field_named(row.text) is None and field_named(whole) is not None


def _shared_height(guests: Iterable[Row], host: Iterable[Row]) -> float:
    top = max(min(r.y0 for r in guests), min(r.y0 for r in host))
    return min(max(r.y1 for r in guests), max(r.y1 for r in host)) - top


def _flanks(guests: list[Row], host: list[Row]) -> bool:
    """Whether the guests stand beside the host: their heights within its own, no common width."""
    apart = (
        min(r.x0 for r in host) >= max(r.x1 for r in guests) - 1
        or max(r.x1 for r in host) <= min(r.x0 for r in guests) + 1
    )
    top, bottom = min(r.y0 for r in host), max(r.y1 for r in host)
    inside = sum(1 for r in guests if top - r.size <= r.y0 <= bottom)
    enough = len(host) >= len(guests) or (_is_label_column(guests) and 2 * len(host) >= len(guests))
    return apart and enough and inside * 2 > len(guests)


def _level(guests: Sequence[Row], host: Sequence[Row]) -> list[Row]:
    """The guests, each heading a little below the beginning of what it heads moved up to it: white space above tells that."""
    result: list[Row] = []
    for guest in guests:
        reach = _HEADING_REACH * guest.size
        near = [row for row in host if row.gap > row.size and guest.y0 - reach < row.y0 < guest.y0]
        if near and section_named(guest.text) is not None:
            result.append(replace(guest, y0=near[-1].y0, y1=near[-1].y0 + guest.y1 - guest.y0))
        else:
            result.append(guest)
    return result


def _interleaved(host: list[Row], guests: list[Row]) -> list[Row]:
    """The host's rows with each guest as a cell of the row at its height, or as a row of its own before the next."""
    waiting = _level(sorted(guests, key=lambda r: r.y0), host)
    result: list[Row] = []
    position = 0
    for row in host:
        while position < len(waiting) and waiting[position].y1 <= row.y0 + 0.3 * row.size:
            result.append(replace(waiting[position], block=row.block))
            position += 1
        if position < len(waiting) and waiting[position].y0 < row.y1 - 0.3 * row.size:
            guest = replace(waiting[position], block=row.block)
            result.append(_merged(replace(guest, gap=row.gap), row) if guest.x0 < row.x0 else _merged(row, guest))
            position += 1
        else:
            result.append(row)
    return result + [replace(guest, block=host[-1].block) for guest in waiting[position:]]
