"""Wrapped rows joined to whole sentences and bullets."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.reading.text import HYPHENS, join
from services.matcher.domain.structure.rows import Row

# `Databases: PostgreSQL` below `Languages: Python`.
_LABEL = re.compile(r"[A-ZÀ-Þ][^:.,]{1,40}:\s")
_SENTENCE_ENDS = (".", "!", "?", "。", "；")
_OPEN_ENDS = (
    ",",
    "&",
    "/",
    "(",
    "–",
    "und",
    " and",
    " or",
    " with",
    " of",
    " in",
    " for",
    " to",
    " the",
    " a",
    " de",
    " et",
    " y",
    " e",
    " i",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence, bullet or label of a body; `bullet` when a glyph opened it."""

    text: str
    page: int
    bullet: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document sets its text.

    `leading` is, by font size, the white space in points between lines of one paragraph; `right` the right edge in points by
    page and block.
    """

    leading: Mapping[float, float]
    right: Mapping[tuple[int, int], float]


def layout_of(rows: Sequence[Row]) -> Layout:
    """The layout of a document as far as its rows show it.

    Only a line that starts in lower case surely goes on with the one above; of those the tighter ones count, since some
    CVs set the lines of a list as far apart as its items.
    """
    gaps: dict[float, list[float]] = defaultdict(list)
    for before, row in pairwise(rows):
        if (row.page, row.block) == (before.page, before.block) and not row.bullet and row.text[:1].islower():
            gaps[round(row.size, 1)].append(row.gap)
    right: dict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        right[row.page, row.block] = max(right[row.page, row.block], row.x1)
    return Layout({size: sorted(found)[len(found) // 4] for size, found in gaps.items()}, dict(right))


def items_of(rows: Sequence[Row], layout: Layout) -> list[Item]:
    """The items of a body in reading order; `layout` is that of the whole document.

    A row goes on with the item before it unless something says otherwise: a bullet glyph, more white space than between
    the lines of one paragraph, another style, an outdent, or a line that ended early before a capital letter.
    """
    groups: list[list[Row]] = []
    for row in rows:
        if groups and goes_on(groups[-1], row, layout):
            groups[-1].append(row)
        else:
            groups.append([row])
    items: list[Item] = []
    for group in groups:
        text = _joined([row.text for row in group])
        if any(c.isalnum() for c in text):
            items.append(Item(text, group[0].page, group[0].bullet, tuple(group)))
    return items


def _joined(texts: list[str]) -> str:
    """Lines joined in pairs, so that the work stays near linear for any number of them."""
    while len(texts) > 1:
        texts = [join(*texts[i : i + 2]) if i + 1 < len(texts) else texts[i] for i in range(0, len(texts), 2)]
    return texts[0] if texts else ""


def goes_on(group: Sequence[Row], row: Row, layout: Layout) -> bool:  # noqa: PLR0911 - one reason a return
    """Whether a row belongs to the item that the rows of the group make up."""
    last = group[-1]
    if row.bullet or not row.text or (_LABEL.match(row.text) and _LABEL.match(group[0].text)):
        return False
    start = row.text[0]
    ended = last.text.endswith(_SENTENCE_ENDS)
    broken = last.text[-1:] in HYPHENS and last.text[-2:-1].isalpha()
    if (row.page, row.block) != (last.page, last.block):
        return not ended and (broken or start.islower())
    if abs(row.size - last.size) > 1:
        return False
    if broken and start.islower():
        return True
    # The lines of a bullet hang below its text, not below its glyph.
    if group[0].bullet and row.x0 <= group[0].x0 + 1 and not start.islower():
        return False
    spare = layout.leading.get(round(row.size, 1), 0.45 * row.size)
    loose = row.gap > spare + max(1.5, 0.22 * row.size)
    if loose and (ended or not start.islower() or row.gap > 1.2 * row.size):
        return False
    if len(row.cells) != len(last.cells) or (row.bold != last.bold and not start.islower()):
        return False
    text_x0 = group[1].x0 if len(group) > 1 else last.x0
    if row.x0 < text_x0 - 0.6 * row.size and not start.islower():
        return False
    if start.islower() or last.text.endswith(_OPEN_ENDS):
        return True
    # The next word would have fitted: the line ended on purpose.
    first_word = row.text.split(" ", 1)[0]
    width = (last.x1 - last.x0) / max(1, len(last.text))
    fitted = (
        last.x1 + (len(first_word) + 1) * width < layout.right.get((last.page, last.block), last.x1) - 0.5 * row.size
    )
    centred = abs((row.x0 + row.x1) - (last.x0 + last.x1)) < row.size and abs(row.x0 - last.x0) > row.size
    return not fitted or (centred and not ended)
