"""Dates set one above the other in a margin: the end of an entry over its start, or the start over the end."""

from collections.abc import Sequence
from dataclasses import replace

from engine.reading.dates import find_period, is_present, is_pure_date
from services.matcher.domain.structure.rows import Cell, Row


def with_whole_dates(rows: Sequence[Row]) -> list[Row]:
    """The rows with such dates as ranges in the upper row; as they were where any date stands otherwise."""
    rows = list(rows)
    pairs = _pairs(rows)
    if not pairs:
        return rows
    result: list[Row] = []
    for index, row in enumerate(rows):
        if index in pairs:
            upper, lower = pairs[index]
            cells = list(row.cells)
            text = _range(cells[upper].text, rows[index + 1].cells[lower].text)
            cells[upper] = replace(cells[upper], text=text, raw=text)
            result.append(replace(row, cells=tuple(cells)))
        elif index - 1 in pairs:
            _, lower = pairs[index - 1]
            rest = row.cells[:lower] + row.cells[lower + 1 :]
            if rest:
                result.append(replace(row, cells=rest))
        else:
            result.append(row)
    return result


def _pairs(rows: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """The upper row of each pair, with the places of the two cells; empty where a date of the section has no partner."""
    pairs: dict[int, tuple[int, int]] = {}
    index = 0
    while index < len(rows):
        upper = _moment(rows[index])
        lower = _moment(rows[index + 1]) if index + 1 < len(rows) else None
        if upper is None:
            if any(is_pure_date(cell.text) for cell in rows[index].cells):
                return {}
            index += 1
        elif lower is None or not _above(rows[index], upper, rows[index + 1], lower):
            return {}
        else:
            pairs[index] = (upper, lower)
            index += 2
    return pairs


def _moment(row: Row) -> int | None:
    """The place of the only cell of a row that is a single date or the present."""
    if row.bullet or not row.short:
        return None
    found = [index for index, cell in enumerate(row.cells) if _is_moment(cell)]
    return found[0] if len(found) == 1 else None


def _is_moment(cell: Cell) -> bool:
    if is_present(cell.text):
        return True
    span = find_period(cell.text) if is_pure_date(cell.text) else None
    return span is not None and not span.ranged


def _above(row: Row, upper: int, below: Row, lower: int) -> bool:
    """Whether two cells stand one above the other beside rows of different looks."""
    one, other = row.cells[upper], below.cells[lower]
    aligned = abs(one.x0 - other.x0) < 2 or abs(one.x1 - other.x1) < 2  # noqa: PLR2004 - points
    beside = [cell.style for cell in row.cells if cell is not one][:1]
    beneath = [cell.style for cell in below.cells if cell is not other][:1]
    return (
        aligned
        and one.style == other.style
        and (not beside or beside != beneath)
        and _range(one.text, other.text) != ""
        and (row.page, row.block) == (below.page, below.block)
    )


def _range(upper: str, lower: str) -> str:
    """The two dates as one range; empty where they make none."""
    for start, end in ((lower, upper), (upper, lower)):
        text = f"{start} \u2013 {end}"
        span = find_period(text)
        if not is_present(start) and span is not None and span.ranged and is_pure_date(text):
            return text
    return ""
