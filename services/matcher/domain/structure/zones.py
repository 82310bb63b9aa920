"""From rows to zones: each stretch of rows under one heading, per column; what stands under none is the header."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.profile import Section
from engine.reading.dates import is_pure_date
from engine.reading.degrees import institution_score
from engine.reading.headings import (
    HEADING_CHARS,
    HEADING_WORDS,
    is_label,
    is_weak,
    section_like,
    section_named,
    section_told,
)
from engine.reading.text import fold
from engine.reading.titles import company_score, title_score
from services.matcher.domain.structure.heading_rows import with_parted_columns
from services.matcher.domain.structure.rows import OPEN_ENDS, Cell, Row, Style

HEADER = "header"
_MARGIN_HEADING_ROWS = 3


@dataclass(frozen=True, slots=True)
class Zone:
    """Rows that belong together. `kind` is a Section, PERSONAL or HEADER; `title` the heading's text."""

    kind: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the rows of a document look like: its body size, the styles its headings have, those that at least every second row of is one in, and those of nothing else."""

    body_size: float
    headings: frozenset[Style]
    usual: frozenset[Style]
    exclusive: frozenset[Style]


def body_size(rows: Sequence[Row]) -> float:
    """The font size in points that most characters have; 0 for no rows."""
    sizes: Counter[float] = Counter()
    for row in rows:
        for cell in row.cells:
            sizes[round(cell.size * 2) / 2] += len(cell.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def zones_of(rows: Sequence[Row]) -> list[Zone]:
    """The zones of a document in reading order; header rows of several blocks are one zone, the first."""
    rows = _with_margin_headings(with_parted_columns(rows))
    looks = _looks(rows)
    tracker = _Tracker(rows)
    zones: list[tuple[str, str, list[Row]]] = [(HEADER, "", [])]
    tallest = max((cell.size for row in rows if row.page == 1 and row.short for cell in row.cells), default=0.0)
    previous: Row | None = None
    for row in _with_whole_headings(rows, looks):
        if previous is not None and (row.page, row.block) != (previous.page, previous.block):
            index = tracker.zone_at(row)
            if row.page == 1 and row.size >= tallest - 0.1 and row.size > looks.body_size * 1.3:
                index = 0
            if index != len(zones) - 1:
                zones.append((zones[index][0], zones[index][1], []) if index else (HEADER, "", []))
        opened = not zones[-1][2] and len(zones) > 1
        named = _heading(row, looks, current=zones[-1][0], first=len(zones) == 1, opened=opened)
        if named == Section.OTHER and previous is None:
            # What no section is told by, at the top of all, is whom the CV is about.
            named = None
        if named is not None:
            zones.append((named, row.text, []))
            tracker.headed(row, len(zones) - 1)
        else:
            zones[-1][2].append(row)
            tracker.saw(row, len(zones) - 1)
        previous = row
    header = [row for kind, _, members in zones if kind == HEADER for row in members]
    rest = [Zone(kind, title, tuple(members)) for kind, title, members in zones if kind != HEADER]
    return [Zone(HEADER, "", tuple(header)), *_continued(rest)]


def _with_whole_headings(rows: Sequence[Row], looks: _Looks) -> list[Row]:
    """The rows with headings of two lines put together: both in the look of headings, the second none by itself."""
    result: list[Row] = []
    for row in rows:
        above = result[-1] if result else None
        if above is not None and _completes_heading(above, row, looks):
            text = f"{above.text} {row.text}"
            result[-1] = replace(above, cells=(replace(above.cells[0], text=text, raw=text),), y1=row.y1)
        else:
            result.append(row)
    return result


def _completes_heading(above: Row, row: Row, looks: _Looks) -> bool:
    if above.style != row.style or row.style not in looks.headings or len(above.cells) + len(row.cells) > 2:  # noqa: PLR2004 - one each
        return False
    near = (above.page, above.block) == (row.page, row.block) and row.gap < row.size and not row.bullet
    if not near:
        return False
    if fold(above.text).endswith(OPEN_ENDS):
        return section_like(above.text) is not None
    whole = section_told(f"{above.text} {row.text}")
    return section_told(row.text) is None and whole is not None and section_like(above.text) in {None, whole}


def _continued(zones: list[Zone]) -> list[Zone]:
    """Zones with the parts that a column break or page break tore off put back to their heading."""
    merged: dict[tuple[str, str], int] = {}
    result: list[Zone] = []
    for zone in zones:
        at = merged.get((zone.kind, zone.title))
        if at is None:
            merged[zone.kind, zone.title] = len(result)
            result.append(zone)
        else:
            result[at] = replace(result[at], rows=result[at].rows + zone.rows)
    return result


class _Tracker:
    """Knows, for a block that starts without a heading, which zone it goes on with."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._boxes: dict[tuple[int, int], list[float]] = {}
        for row in rows:
            box = self._boxes.setdefault((row.page, row.block), [row.x0, row.y0, row.x1, row.y1])
            box[:] = [min(box[0], row.x0), min(box[1], row.y0), max(box[2], row.x1), max(box[3], row.y1)]
        self._home: tuple[int, int] | None = None
        self._heading_y = 0.0
        self._last = 0
        self._page = 0
        self._columns: list[tuple[float, float, int]] = []
        self._earlier: list[tuple[float, float, int]] = []

    def headed(self, row: Row, zone: int) -> None:
        """A heading opened a zone."""
        self._home = (row.page, row.block)
        self._heading_y = row.y0
        self.saw(row, zone)

    def saw(self, row: Row, zone: int) -> None:
        """A row joined a zone."""
        self._turn(row.page)
        box = self._boxes[row.page, row.block]
        entry = (box[0], box[2], zone)
        if self._columns and self._columns[-1][:2] == entry[:2]:
            self._columns[-1] = entry
        else:
            self._columns.append(entry)
        self._last = zone

    def zone_at(self, row: Row) -> int:
        """The zone that a block goes on with when its first row is no heading."""
        box = self._boxes[row.page, row.block]
        self._turn(row.page)
        home = self._boxes.get(self._home) if self._home is not None and self._home[0] == row.page else None
        if home is None and self._earlier:
            # No heading on this page yet: each column goes on with what it held on the page before.
            same = [zone for x0, x1, zone in self._earlier[-40:] if _common(x0, x1, box[0], box[2]) > 0.7]  # noqa: PLR2004 - one column
            return same[-1] if same else self._last
        if home is not None and self._home != (row.page, row.block):
            beside = home[2] <= box[0] + 2 or box[2] <= home[0] + 2
            # A column that begins above the heading beside it cannot be headed by it.
            level = min(home[3], box[3]) - max(home[1], box[1]) > row.size and box[1] < self._heading_y - 1
            if beside and level:
                return 0
        return self._last

    def _turn(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._earlier = self._columns or self._earlier
            self._columns = []


def _common(a0: float, a1: float, b0: float, b1: float) -> float:
    """The shared part of two widths, of the narrower one."""
    return (min(a1, b1) - max(a0, b0)) / max(1.0, min(a1 - a0, b1 - b0))


def _looks(rows: Sequence[Row]) -> _Looks:
    body = body_size(rows)
    named: dict[Style, set[str]] = defaultdict(set)
    strong: Counter[Style] = Counter()
    hits: Counter[Style] = Counter()
    alike: Counter[Style] = Counter()
    for row in rows:
        if len(row.cells) != 1 or len(row.cells[0].text) > HEADING_CHARS:
            continue
        alike[row.style] += 1
        section = section_told(row.cells[0].text)
        if section is not None and _unlisted(row, body):
            named[row.style].add(section)
            hits[row.style] += 1
            strong[row.style] += not is_weak(row.cells[0].text)
    headings: set[Style] = set()
    usual: set[Style] = set()
    exclusive: set[Style] = set()
    for style, sections in named.items():
        larger = style[0] >= body * 1.12
        distinct = larger or style[1] or style[3]
        share = hits[style] / alike[style]
        if strong[style] and ((larger and share >= 0.2) or (len(sections) > 1 and share >= 0.4)):  # noqa: PLR2004 - shares tried on the development layouts
            headings.add(style)
            if distinct and share >= 0.5:  # noqa: PLR2004 - likewise
                usual.add(style)
            if distinct and len(sections) > 1 and share >= 0.6 and (larger or style[3]):  # noqa: PLR2004 - likewise
                exclusive.add(style)
    return _Looks(body, frozenset(headings), frozenset(usual), frozenset(exclusive))


def _unlisted(row: Row, body: float) -> bool:
    """Whether the row is no item of a list; an icon before large text is no bullet."""
    return not row.bullet or row.size > body + 1


def _heading(  # noqa: PLR0911 - one reason a return
    row: Row, looks: _Looks, *, current: str, first: bool, opened: bool
) -> str | None:
    """The zone that a row opens; None when it is no heading. `opened` says that the row above is one."""
    text = row.cells[0].text
    if len(row.cells) != 1 or len(text) > HEADING_CHARS:
        return None
    styled = row.style in looks.headings
    # What is only alike has the look of the headings.
    named = section_told(text) if styled or not looks.headings else section_named(text)
    if named is not None:
        weak = is_weak(text)
        if named == current and (weak or not styled):
            return None
        if styled:
            return named
        if weak and (looks.headings or is_label(text)):
            return None
        prominent = row.size > looks.body_size + 0.4 or row.bold or row.style[3] or text.endswith(":")
        listed = not _unlisted(row, looks.body_size)
        return named if not listed and (prominent or not looks.headings) else None
    if row.style not in looks.usual or not _unlisted(row, looks.body_size) or is_pure_date(text) or is_label(text):
        return None
    if len(text.split()) > HEADING_WORDS or text.endswith((".", ",")):
        return None
    like = section_like(text)
    if like is not None and (row.style in looks.exclusive or not (opened or _names_entry(text))):
        return like
    if row.style not in looks.exclusive:
        return None
    return None if first and row.page == 1 and row.y0 < 150 and row.size > looks.body_size * 1.8 else Section.OTHER  # noqa: PLR2004 - the name's place and size


def _names_entry(text: str) -> bool:
    """Whether a text is rather a title or the name of a school or an employer."""
    return title_score(text) > 0 or institution_score(text) > 0 or company_score(text) > 0


def _with_margin_headings(rows: Sequence[Row]) -> list[Row]:
    """Rows whose first cell is a heading in the margin, perhaps over several rows, with that heading as a row before them."""
    rows = list(rows)
    margins = _margin_styles(rows)
    result: list[Row] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        taken, title = _margin_title(rows, index, margins)
        if not taken:
            result.append(row)
            index += 1
            continue
        result.append(replace(row, cells=(replace(row.cells[0], text=title),), bullet=False))
        headed = (member for member in rows[index : index + taken] if len(member.cells) > 1)
        result.extend(replace(member, cells=member.cells[1:]) for member in headed)
        index += taken
    return result


def _margin_styles(rows: Sequence[Row]) -> frozenset[tuple[float, bool, bool]]:
    """The looks of first cells that are headings in a margin.

    They name at least two sections, in bold, capitals or a size above the text beside it; or one, with nothing below it.
    """
    named: dict[tuple[float, bool, bool], set[str]] = defaultdict(set)
    sure: set[tuple[float, bool, bool]] = set()
    for index, row in enumerate(rows):
        if len(row.cells) < 2 or is_pure_date(row.cells[1].text):  # noqa: PLR2004 - a heading and what it heads
            continue
        section = section_told(row.cells[0].text)
        if section is None:
            continue
        style = _cell_style(row.cells[0])
        named[style].add(section)
        following = rows[index + 1] if index + 1 < len(rows) else None
        hangs = following is not None and following.block == row.block and following.x0 > row.cells[0].x1
        larger = row.cells[0].size > row.cells[1].size + 1
        if larger or (hangs and not is_weak(row.cells[0].text)):
            sure.add(style)
    prominent = {style for style, sections in named.items() if len(sections) > 1 and (style[1] or style[2])}
    return frozenset(prominent | sure)


def _cell_style(cell: Cell) -> tuple[float, bool, bool]:
    return (round(cell.size * 2) / 2, cell.bold, cell.text.isupper())


def _margin_title(rows: list[Row], index: int, margins: frozenset[tuple[float, bool, bool]]) -> tuple[int, str]:
    """How many rows carry a margin heading that starts here, and its text; (0, "") for none."""
    row = rows[index]
    if len(row.cells) < 2 or _cell_style(row.cells[0]) not in margins:  # noqa: PLR2004 - a heading and what it heads
        return 0, ""
    parts: list[str] = []
    best = (0, "")
    for offset in range(min(_MARGIN_HEADING_ROWS, len(rows) - index)):
        member = rows[index + offset]
        if abs(member.x0 - row.x0) > 2 or _cell_style(member.cells[0]) != _cell_style(row.cells[0]):  # noqa: PLR2004 - points
            break
        parts.append(member.cells[0].text)
        title = " ".join(parts)
        if best[0] and section_told(parts[-1]) is not None and section_named(title) is None:
            # The next heading, right below one with a single row.
            break
        if section_told(title) is not None or (offset > 0 and section_like(title) is not None):
            best = (offset + 1, title)
    return best
