"""Headers of entries that a narrow column wrapped, and rows that only say how long something took."""

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.reading.dates import is_pure_date
from engine.reading.text import HYPHENS, fold, join
from services.matcher.domain.structure.rows import Row

_CHARS = 140
_WORDS = 18
_LEADING = 0.6
# Words and signs that end no name.
_OPEN = re.compile(
    r"(?:[,/&+–-]|\b(?:and|und|et|y|e|en|i|och|og|of|for|in|to|de|del|della|dei|delle|di|da|do|dos|das|du|des|la|le|les|el|los|van|voor|"
    r"der|den|zu|zum|zur|fur|im|w|z|na|dla|av|till|pour|per|para|a))$"
)
_DURATION = re.compile(
    r"\(?\s?(?:\d{1,2}\s?(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|mes(?:es)?|ann[io]|mes[ei]|jaar|maand(?:en)?|lat[a]?|rok|"
    r"mies(?:iac[ae]?|iecy)?|ar|man(?:ad(?:er)?)?)\b[\s,.]*(?:(?:and|und|et|y|e|en|i|och)\s)?){1,2}\)?"
)
_LONGEST = 40


def is_duration(text: str) -> bool:
    """Whether a text says how long something took and nothing else (`3 years 8 months`)."""
    return len(text) <= _LONGEST and _DURATION.fullmatch(fold(text).strip()) is not None


def with_whole_headers(rows: Sequence[Row], dated: Sequence[bool]) -> list[Row]:
    """The rows of a section with those put together of which the upper ends in the middle of a name, above a date or beside it.

    Args:
        rows: the section.
        dated: which rows carry the date of an entry.
    """
    near = _near_dates(dated)
    result: list[Row] = []
    for index, row in enumerate(rows):
        above = result[-1] if result and index and near[index] and near[index - 1] else None
        if above is not None and not dated[index] and _goes_on(above, row):
            cell, rest = above.cells[-1], row.cells[0]
            text = join(cell.text, rest.text)
            whole = replace(cell, text=text, raw=join(cell.raw, rest.raw), x1=max(cell.x1, rest.x1))
            result[-1] = replace(above, cells=(*above.cells[:-1], whole, *row.cells[1:]), y1=row.y1)
        else:
            result.append(row)
    return result


def _near_dates(dated: Sequence[bool]) -> list[bool]:
    """Which rows are at most three above a date or two below it."""
    near = [False] * len(dated)
    for index, is_date in enumerate(dated):
        if is_date:
            for other in range(max(0, index - 3), min(len(dated), index + 3)):
                near[other] = True
    return near


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a row is the rest of the name that the row above ends in the middle of."""
    if above.bullet or row.bullet or (above.page, above.block) != (row.page, row.block):
        return False
    cell, rest = above.cells[-1], row.cells[0]
    if abs(cell.size - rest.size) > 1 or abs(cell.x0 - rest.x0) > cell.size or row.gap > _LEADING * rest.size:
        return False
    whole = f"{cell.text} {rest.text}"
    if len(whole) > _CHARS or len(whole.split()) > _WORDS or whole.endswith((".", ";")) or is_pure_date(rest.text):
        return False
    if is_pure_date(cell.text) or cell.text[:1].islower():
        return False
    return _OPEN.search(fold(cell.text)) is not None and not _is_dash(cell.text)


def _is_dash(text: str) -> bool:
    """Whether a text ends with a dash of its own, as one between the ends of a range does."""
    return (text[-1:] not in HYPHENS and text.endswith(("–", "—"))) or text.endswith((" -", " –"))
