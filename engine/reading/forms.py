"""What a form or a table says that a field or column of an entry holds."""

import re
from enum import IntEnum

from engine.reading.lexicon.forms import DATES, NAMES, OWNERS, PLACES, TASKS
from engine.reading.text import fold

_CHARS = 90
_EDGES = re.compile(r"^[\W_]+|(?:(?!\))[\W_])+$")


class Field(IntEnum):
    """What a field of an entry holds, in the order in which entries are told."""

    DATES = 0
    NAME = 1
    OWNER = 2
    PLACE = 3
    TASKS = 4


_FIELDS: dict[str, Field] = {
    phrase: field
    for field, table in (
        (Field.TASKS, TASKS),
        (Field.PLACE, PLACES),
        (Field.OWNER, OWNERS),
        (Field.NAME, NAMES),
        (Field.DATES, DATES),
    )
    for phrase in table
}


def field_named(label: str) -> Field | None:
    """The field that a label names and nothing else; None for any other text."""
    if len(label) > _CHARS:
        return None
    folded = (
        re.sub(r"\s*[-–—]\s*", " - ", _EDGES.sub("", fold(label.strip())))
        if "(" in label
        else _EDGES.sub("", fold(label.strip()))
    )
    return _FIELDS.get(re.sub(r"\s+", " ", folded))
