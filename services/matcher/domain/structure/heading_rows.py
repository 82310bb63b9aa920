"""Headings side by side, each over a column of its own: short lists that a page sets in two or three columns."""

from collections.abc import Sequence
from dataclasses import replace

from engine.reading.headings import section_named
from services.matcher.domain.structure.rows import Cell, Row

_ROWS = 40
_OUTDENT = 4.0


def with_parted_columns(rows: Sequence[Row]) -> list[Row]:
    """The rows with what stands below several headings in one row put under each of them, from left to right."""
    rows = [_whole_heading(row) for row in rows]
    result: list[Row] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if not _heads_columns(row):
            result.append(row)
            index += 1
            continue
        end = index + 1
        while end < min(len(rows), index + 1 + _ROWS) and _is_below(rows[end], row):
            end += 1
        for column in range(len(row.cells)):
            for member in rows[index:end]:
                cells = tuple(cell for cell in member.cells if _column(cell, row) == column)
                if cells:
                    result.append(replace(member, cells=cells))
        index = end
    return result


def _whole_heading(row: Row) -> Row:
    """A heading whose words stand so far apart that they were taken for cells, as one cell."""
    if len(row.cells) < 2 or row.bullet or not row.short or len({cell.style for cell in row.cells}) > 1:  # noqa: PLR2004 - several words
        return row
    first, last, text = row.cells[0], row.cells[-1], row.text
    if section_named(text) is None or _heads_columns(row) or not (first.bold or text.isupper()):
        return row
    return replace(row, cells=(replace(first, text=text, raw=text, x1=last.x1),))


def _heads_columns(row: Row) -> bool:
    """Whether each of at least two cells names another section."""
    if len(row.cells) < 2 or row.bullet or not row.short:  # noqa: PLR2004 - columns
        return False
    named = [section_named(cell.text) for cell in row.cells]
    return None not in named and len(set(named)) == len(named)


def _is_below(row: Row, heads: Row) -> bool:
    """Whether a row lies within the columns of the headings: in their block, across none of them, and no heading itself."""
    if (row.page, row.block) != (heads.page, heads.block) or _heads_columns(row):
        return False
    if len(row.cells) == 1 and row.size >= heads.size and section_named(row.text) is not None:
        return False
    lefts = [cell.x0 for cell in heads.cells]
    for cell in row.cells:
        column = _column(cell, heads)
        if column + 1 < len(lefts) and cell.x1 > lefts[column + 1]:
            return False
    return row.x0 >= lefts[0] - _OUTDENT


def _column(cell: Cell, heads: Row) -> int:
    """The column a cell stands in: the last whose heading does not begin right of it."""
    inside = [index for index, head in enumerate(heads.cells) if head.x0 <= cell.x0 + _OUTDENT]
    return inside[-1] if inside else 0
