"""The rows of a section grouped into entries by their dates: a header, a period and a body each."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.reading.dates import DateSpan, find_period, is_present, is_pure_date, without_dates
from engine.reading.headings import is_label
from engine.reading.text import is_link
from services.matcher.domain.structure.items import Layout, goes_on
from services.matcher.domain.structure.places import is_place, may_be_town
from services.matcher.domain.structure.rows import Row, Style
from services.matcher.domain.structure.stacked import with_whole_dates
from services.matcher.domain.structure.wrapped import is_duration, with_whole_headers

_HEADER_ROWS_ABOVE = 4
_HEADER_ROWS_BELOW = 3
# So many rows of a header may be further lines of another.
_WRAPPED_ROWS = 2
_HEADER_CHARS = 130
# So much more white space parts a header from the entry above than its rows from each other.
_APART = 1.3
_LIKE_SIZE = 1.2
_DASHES = ("-", "–", "—")
_DATE_CHARS = 30
_HEADER_WORDS = 14
_ABBREVIATIONS = (
    "inc.",
    "ltd.",
    "co.",
    "corp.",
    "dept.",
    "univ.",
    "jr.",
    "sr.",
    "etc.",
    "e.v.",
    "b.v.",
    "n.v.",
    "s.a.",
    "s.l.",
    "o.o.",
    "u.s.",
)
# Legal forms such as `S.P.R. de R.L.` end no sentence.
_LETTERS_AND_DOTS = re.compile(r"(?<!\w)(?:[A-Z]\.\s?){2,}$")

# Whether a text carries the cue that names an entry of the section: a job title, a degree.
Cue = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section. `span` is the date found in the header; `above` how many header rows stand before it."""

    header: tuple[Row, ...]
    body: tuple[Row, ...]
    span: DateSpan | None
    above: int = 0


def entries_of(rows: Sequence[Row], layout: Layout, *, cue: Cue, aside: Cue | None = None) -> list[Entry]:
    """The entries of a section in reading order; rows before the first that belong to none are the first's header.

    Args:
        rows: the section.
        layout: how the document sets its text.
        cue: whether a text names an entry (a title, a degree).
        aside: whether a text may stand below the date as part of the header besides (a field of study).
    """
    aside = aside or cue
    rows = [row for row in rows if not is_duration(row.text)]
    rows = _split_side_cells(_with_unbroken_ranges(with_whole_dates(rows)), cue)
    rows = with_whole_headers(rows, [_dates(row, cue) for row in rows])
    anchors = [
        index
        for index, row in enumerate(rows)
        if _dates(row, cue) and not _dangles(rows, index, layout) and not _hangs(rows, index, layout)
    ]
    if not anchors:
        return _undated(rows)
    anchors = _without_dated_bullets(rows, anchors, cue)
    anchors = _without_company_wide_repeats(rows, anchors)
    starts = _starts(rows, anchors, cue, layout)
    towns = any(is_place(without_dates(cell.text)) for anchor in anchors for cell in rows[anchor].cells)
    entries: list[Entry] = []
    for number, (start, anchor) in enumerate(zip(starts, anchors, strict=True)):
        stop = starts[number + 1] if number + 1 < len(starts) else len(rows)
        end = _header_end(rows, (start, anchor, stop), cue=cue, aside=aside, towns=towns)
        entries.append(
            Entry(tuple(rows[start:end]), tuple(rows[end:stop]), row_date(rows[anchor], cue), anchor - start)
        )
    return entries


def row_date(row: Row, cue: Cue) -> DateSpan | None:
    """The date of a header row: in a cell of its own, or at the edge of a cell; None for a row that carries none."""
    if not row.short:
        return None
    dated = [cell.text for cell in row.cells if is_pure_date(cell.text)]
    if dated:
        return find_period(" ".join(dated))
    if row.bullet and not (cue(row.text) and _is_brief(row.text)):
        return None
    for cell in row.cells:
        span = find_period(cell.text)
        if span is None:
            continue
        before, after = cell.text[: span.start].rstrip(), cell.text[span.end :].lstrip(" )].,:;|–—-")
        at_start = not before.strip("([ ")
        at_end = not after or is_place(after)
        parted = at_start or before.endswith((",", "|", "·", "•", "(", "[", "-", "–", "—", ":", "/", ";"))
        if (span.ranged or parted) and (at_start or at_end) and _is_brief(without_dates(cell.text)):
            return span
        if span.ranged and _is_brief(without_dates(cell.text)) and not row.bullet and not _is_sentence(cell.text):
            return span
    return None


def _dates(row: Row, cue: Cue) -> bool:
    return row_date(row, cue) is not None


def _dangles(rows: Sequence[Row], index: int, layout: Layout) -> bool:
    """Whether a date alone in its row is the last word of the bullet above it (`(1984)`)."""
    row, before = rows[index], rows[index - 1] if index else None
    if before is None or not before.bullet or len(row.cells) > 1 or not is_pure_date(row.text):
        return False
    span = find_period(row.text)
    return (
        span is not None
        and not span.ranged
        and (row.text.startswith("(") or row.x0 > before.x0 + 1)
        and goes_on([before], row, layout)
    )


def _hangs(rows: Sequence[Row], index: int, layout: Layout) -> bool:
    """Whether a row is the rest of a bullet that happens to end with a date (`…, live since 2022.`)."""
    first = index - 1
    while first >= 0 and not rows[first].bullet:
        first -= 1
    if first < 0:
        return False
    row = rows[index]
    # The lines of a bullet hang below its text; a date alone in its row ends as a sentence does where it is the rest of one.
    if row.x0 <= rows[first].x0 + 1 or (is_pure_date(row.text) and not row.text.endswith((".", ";"))):
        return False
    group = [rows[first]]
    for row in rows[first + 1 : index + 1]:
        if len(row.cells) > 1 or not goes_on(group, row, layout):
            return False
        group.append(row)
    return True


def _without_dated_bullets(rows: Sequence[Row], anchors: list[int], cue: Cue) -> list[int]:
    """The anchors without bullets that are no roles, below a header that is no bullet.

    Such as name one date (`Employee of the month, March 2026`), or are sentences (`Partner of a school, an hour a week, since 2015.`).
    """
    if rows[anchors[0]].bullet:
        return anchors

    def is_role(row: Row) -> bool:
        span = row_date(row, cue)
        return span is not None and span.ranged and not _is_sentence(row.text)

    return [anchor for anchor in anchors if not rows[anchor].bullet or is_role(rows[anchor])]


def _is_brief(text: str) -> bool:
    return len(text) <= _HEADER_CHARS and len(text.split()) <= _HEADER_WORDS


def _is_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does and is long enough to be one."""
    return len(text.split()) >= 6 and _ends_sentence(text)  # noqa: PLR2004 - shorter ones are names


def _ends_sentence(text: str) -> bool:
    return text.endswith((".", ";", "!", "?")) and not (
        text.lower().endswith(_ABBREVIATIONS) or _LETTERS_AND_DOTS.search(text)
    )


def is_body(row: Row, cue: Cue) -> bool:
    """Whether a row is running text or a bullet rather than part of an entry's header."""
    text = row.text
    if row.bullet and not (cue(text) and _is_brief(text) and not _is_sentence(text)):
        return True
    return bool(
        not _is_brief(text) or _is_sentence(text) or text[:1].islower() or text[:1] in '"“„«(' or is_label(text)
    )


def _with_unbroken_ranges(rows: Sequence[Row]) -> list[Row]:
    """The rows with ranges put together that a narrow column broke behind the dash (`May 2015 –` above `June 2018`)."""
    result: list[Row] = []
    for row in rows:
        before = result[-1] if result else None
        place = None if before is None or row.bullet else _broken_range(before, row)
        if before is None or place is None:
            result.append(row)
            continue
        upper, lower = place
        whole = f"{before.cells[upper].text} {row.cells[lower].text}"
        cells = list(before.cells)
        cells[upper] = replace(cells[upper], text=whole, raw=whole)
        result[-1] = replace(before, cells=tuple(cells))
        rest = row.cells[:lower] + row.cells[lower + 1 :]
        if rest:
            result.append(replace(row, cells=rest))
    return result


def _broken_range(before: Row, row: Row) -> tuple[int, int] | None:
    """The cells of two rows that are the ends of one range, one above the other."""
    for upper, start in enumerate(before.cells):
        if not any(dash in start.text for dash in _DASHES) or not any(c.isdigit() for c in start.text):
            continue
        for lower, end in enumerate(row.cells):
            beside = abs(end.x0 - start.x0) < start.size and len(end.text) < _DATE_CHARS
            if beside and _completes(start.text, end.text):
                return upper, lower
    return None


def _completes(start: str, end: str) -> bool:
    """Whether a text is the end of a range that another begins, and that other is none without it."""
    whole, part = find_period(f"{start} {end}"), find_period(start)
    open_end = start.endswith(_DASHES)
    return (
        whole is not None
        and whole.ranged
        and (open_end or part is None or not part.ranged)
        and (is_present(end) or sum(c.isdigit() for c in end) >= 2)  # noqa: PLR2004 - a year
        and is_pure_date(f"{start} {end}")
    )


def _split_side_cells(rows: Sequence[Row], cue: Cue) -> list[Row]:
    """Bullets with a date or place at their right as two rows: it belongs to the header above them."""
    result: list[Row] = []
    for row in rows:
        if row.bullet and len(row.cells) > 1 and row.short and not cue(row.cells[0].text):
            side = [cell for cell in row.cells[1:] if is_pure_date(cell.text) or is_place(cell.text)]
            if side and len(side) == len(row.cells) - 1:
                result.append(replace(row, cells=tuple(side), bullet=False, gap=0.0))
                result.append(replace(row, cells=row.cells[:1]))
                continue
        result.append(row)
    return result


def _without_company_wide_repeats(rows: Sequence[Row], anchors: list[int]) -> list[int]:
    """The anchors without those that only repeat a date on the row right after (`2019` beside `Mar 2019 – May 2019`)."""
    kept: list[int] = []
    for index in anchors:
        after = bool(kept) and index == kept[-1] + 1 and len(rows[index].cells) == 1 and is_pure_date(rows[index].text)
        if not after or not all(is_pure_date(cell.text) for cell in rows[kept[-1]].cells):
            kept.append(index)
    return kept


def _starts(rows: Sequence[Row], anchors: list[int], cue: Cue, layout: Layout) -> list[int]:
    """Where each entry's header begins: as many rows above its date as the first entry has, while they look like headers."""
    never = _no_cue
    first = anchors[0]
    above = min(first, _HEADER_ROWS_ABOVE)
    begin = first - above
    while begin < first and is_body(rows[begin], never):
        begin += 1
    above = first - begin
    looks = {rows[index].style for index in range(begin, first)}
    opening = rows[begin].style if above else None
    # Where the section begins with a date, what stands above a date ends the entry before.
    dates_first = first == 0 and _is_nameless(rows[0])
    headed = {
        cell.style for anchor in anchors for row in rows[anchor : anchor + 2] for cell in row.cells if not row.bullet
    }
    starts = [begin]
    for previous, anchor in pairwise(anchors):
        start = anchor
        window = max(above, 2) if _is_nameless(rows[anchor]) and not dates_first else above
        if not window and anchor - 1 > previous and _is_headed_above(rows, anchor, anchors):
            starts.append(anchor - 1)
            continue
        known = looks if above else headed
        for index in range(anchor - 1, max(previous, anchor - 1 - window), -1):
            row = rows[index]
            if (
                is_body(row, never)
                or _is_continuation(rows[index - 1], row, layout)
                or not (
                    row.style in known or is_place(row.text) or cue(row.text) or _stands_off_above(rows, index, known)
                )
            ):
                break
            start = index
            if row.style == opening and len(looks) > 1:
                break
        else:
            start = _opening_row(rows, start, previous, looks, opening)
        starts.append(start)
    return starts


def _stands_off_above(rows: Sequence[Row], index: int, known: set[Style]) -> bool:
    """Whether a row of the size of a header's stands nearer to what follows it than to what stands above it."""
    row, following = rows[index], rows[index + 1]
    sized = any(abs(style[0] - row.size) <= _LIKE_SIZE for style in known)
    return sized and not row.bullet and row.gap > max(_APART * following.gap, following.gap + 1)


def _is_headed_above(rows: Sequence[Row], anchor: int, anchors: Sequence[int]) -> bool:
    """Whether a row without a date stands above a date and looks like a row with one, as the name of a company does."""
    row, look = rows[anchor - 1], rows[anchor].style
    stands_out = row.bold or row.size > rows[anchor].size or row.style[3]
    alike = any(rows[other].style == row.style for other in anchors)
    return alike and stands_out and row.style != look and not is_body(row, _no_cue)


def _is_nameless(row: Row) -> bool:
    """Whether a row with a date says nothing but when and where."""
    return all(is_pure_date(cell.text) or is_place(cell.text) for cell in row.cells)


def _opening_row(rows: Sequence[Row], start: int, previous: int, looks: set[Style], opening: Style | None) -> int:
    """Where a header begins that has a line more than the first one: at a row that looks like the first one's opening row."""
    if len(looks) < 2 or rows[start].style == opening:  # noqa: PLR2004 - an opening row that stands out
        return start
    for index in range(start - 1, max(previous, start - 1 - _WRAPPED_ROWS), -1):
        if rows[index].style not in looks or is_body(rows[index], _no_cue):
            break
        if rows[index].style == opening:
            return index
    return start


def _no_cue(_text: str) -> bool:
    """No text is a cue."""
    return False


def _is_continuation(before: Row, row: Row, layout: Layout) -> bool:
    """Whether a row is the last line of a paragraph that began above it."""
    return is_body(before, _no_cue) and row.style == before.style and goes_on([before], row, layout)


def _header_end(rows: Sequence[Row], bounds: tuple[int, int, int], *, cue: Cue, aside: Cue, towns: bool) -> int:
    """Where the header ends: rows after the date that still name the entry belong to it.

    Args:
        rows: the section.
        bounds: the rows of the entry's start, of its date, of the next one's start.
        cue: as for `entries_of`.
        aside: as for `entries_of`.
        towns: whether dates of the section stand beside places, so that an unknown name there is one.
    """
    start, anchor, stop = bounds
    end = anchor + 1
    named = sum(_names_something(without_dates(cell.text)) for row in rows[start:anchor] for cell in row.cells)
    beside = [text for cell in rows[anchor].cells if (text := without_dates(cell.text))]
    named += sum(_names_something(text) and not (towns and may_be_town(text) and not cue(text)) for text in beside)
    has_cue = any(cue(cell.text) for row in rows[start:end] for cell in row.cells)
    while end < min(stop, anchor + 1 + _HEADER_ROWS_BELOW):
        row = rows[end]
        if is_body(row, cue) or _dates(row, cue) or (row.bullet and not rows[start].bullet):
            break
        following = rows[end + 1] if end + 1 < stop else None
        if following is not None and _goes_on_below(row, following):
            break
        if row.x0 > rows[anchor].x0 + 0.5 * row.size and _ends_sentence(row.text):
            break
        distinct = (
            following is None
            or following.style != row.style
            or following.bullet
            or is_body(following, cue)
            or (len(following.cells) == 1 and following.x0 > row.x0 + 0.5 * row.size)
        )
        side = all(is_place(cell.text) or is_pure_date(cell.text) or is_link(cell.text) for cell in row.cells)
        told = cue(row.text) or aside(row.text)
        if not side and not told and ((named > 1 and has_cue) or (not distinct and named > 0)):
            break
        if not side:
            named += len(row.cells)
            has_cue = has_cue or cue(row.text)
        end += 1
    return end


def _names_something(text: str) -> bool:
    """Whether a part of a header, its dates taken out, is more than a mark or a place."""
    return sum(c.isalnum() for c in text) > 1 and len(text) > 2 and not is_place(text)  # noqa: PLR2004 - a mark


def _goes_on_below(row: Row, following: Row) -> bool:
    """Whether a row is the first line of a paragraph: the next one starts in lower case and looks the same."""
    lower = following.text[:1].islower() and not following.bullet and not is_link(following.text)
    return lower and following.style == row.style


def _stands_off(rows: Sequence[Row], index: int) -> bool:
    """Whether a row begins where the first one does, with white space above it and bullets below."""
    row, first = rows[index], rows[0]
    below = index + 1 < len(rows) and rows[index + 1].bullet
    return below and abs(row.x0 - first.x0) < 2 and row.gap > row.size and not is_body(row, _no_cue)  # noqa: PLR2004 - points


def _undated(rows: list[Row]) -> list[Entry]:
    """Entries told apart by typography alone: rows that look like the first one open them, if they stand out, or stand off."""
    if not rows:
        return []
    never = _no_cue
    style = rows[0].style
    others = [row for row in rows if row.style != style]
    if is_body(rows[0], never):
        opening = [0]
    elif not others:
        opening = [0, *(index for index, row in enumerate(rows) if index and _stands_off(rows, index))]
    else:
        opening = [
            index
            for index, row in enumerate(rows)
            if row.style == style and not is_body(row, never) and (index == 0 or rows[index - 1].style != style)
        ]
    entries: list[Entry] = []
    for number, start in enumerate(opening):
        stop = opening[number + 1] if number + 1 < len(opening) else len(rows)
        end = start
        while end < min(stop, start + _HEADER_ROWS_BELOW) and not is_body(rows[end], never):
            end += 1
        end = max(end, start + 1) if not is_body(rows[start], never) else start
        entries.append(Entry(tuple(rows[start:end]), tuple(rows[end:stop]), None))
    return entries
