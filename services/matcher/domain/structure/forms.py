"""Entries filled into a form or a table: its labels are taken out, what names an entry is put before what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.reading.forms import Field, field_named
from services.matcher.domain.structure.rows import Row

_LABEL_CHARS = 60
# So many labelled rows make a form; fewer may be words of an entry.
_FORM_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Filled:
    """Rows of one field of a form; `field` is None for rows without a label above the first one."""

    field: Field | None
    rows: tuple[Row, ...]


def without_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows of a section as a CV without a form would have them; rows of any other section are as they were."""
    rows = [row for row in rows if not _heads_table(row)]
    filled = _filled(rows)
    if sum(each.field is not None for each in filled) < _FORM_ROWS:
        return rows
    result: list[Row] = []
    group: list[_Filled] = []
    for each in filled:
        if (
            each.field is not None
            and each.field is not Field.TASKS
            and any(other.field is each.field for other in group)
        ):
            result.extend(_told(group))
            group = []
        group.append(each)
    return [*result, *_told(group)]


def _heads_table(row: Row) -> bool:
    """Whether a row names the columns of a table: each cell another field."""
    if len(row.cells) < 2 or row.bullet:  # noqa: PLR2004 - columns
        return False
    named = [field_named(cell.text) for cell in row.cells]
    return None not in named and len(set(named)) == len(named)


def _filled(rows: Sequence[Row]) -> list[_Filled]:
    filled: list[_Filled] = []
    index = 0
    while index < len(rows):
        used, each = _field_at(rows, index)
        if each.field is None and filled:
            filled[-1] = replace(filled[-1], rows=filled[-1].rows + each.rows)
        else:
            filled.append(each)
        index += used
    return filled


def _field_at(rows: Sequence[Row], index: int) -> tuple[int, _Filled]:
    """How many rows a field's label takes, and the field with what these rows say."""
    row = rows[index]
    first = row.cells[0]
    if len(row.cells) > 1:
        field = field_named(first.text)
        value = replace(row, cells=row.cells[1:])
        if field is not None:
            return 1, _Filled(field, (_as(field, value),))
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below is not None and below.cells[0].x1 <= row.cells[1].x0:
            field = field_named(f"{first.text} {below.cells[0].text}")
            if field is not None:
                rest = (replace(below, cells=below.cells[1:]),) if len(below.cells) > 1 else ()
                return 2, _Filled(field, (_as(field, value), *(_as(field, each) for each in rest)))
        return 1, _Filled(None, (row,))
    label, colon, content = first.text.partition(":")
    field = field_named(label) if colon and content.strip() and len(label) <= _LABEL_CHARS else None
    if field is None:
        return 1, _Filled(None, (row,))
    text = content.strip()
    return 1, _Filled(field, (_as(field, replace(row, cells=(replace(first, text=text, raw=text),), bullet=False)),))


def _as(field: Field, row: Row) -> Row:
    """What was done is a bullet, so that it is never taken for a name."""
    return replace(row, bullet=True) if field is Field.TASKS else row


def _told(group: Sequence[_Filled]) -> list[Row]:
    """The rows of one entry: as they stand, or, where its tasks come before its names, with these first."""
    fields = [each.field for each in group if each.field is not None]
    late = Field.TASKS in fields and any(field is not Field.TASKS for field in fields[fields.index(Field.TASKS) :])
    ordered = sorted(group, key=lambda each: -1 if each.field is None else each.field) if late else group
    return [row for each in ordered for row in each.rows]
