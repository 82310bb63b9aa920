"""Finds columns and sidebars: a recursive cut of a page along vertical white space that separates independent text."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.adapters.pdf.beside import Band, Judgement, judge
from services.matcher.adapters.pdf.gutters import Grid, Marks
from services.matcher.adapters.pdf.rows import rows_of
from services.matcher.adapters.pdf.words import Word

_MAX_DEPTH = 12
_STRONGER = 1.25


@dataclass(frozen=True, slots=True)
class Divider:
    """A gutter inside a region whose rows belong together: lines are cut at `x` between `top` and `bottom`.

    `labels` says that the cells on its left are labels of what stands on their right.
    """

    x: float
    top: float
    bottom: float
    labels: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Words of one column or full-width band."""

    words: list[Word]
    dividers: list[Divider]


def regions_of(words: Sequence[Word], marks: Marks) -> list[Region]:
    """Cuts a page into regions in reading order: what stands above columns, each column from left to right, what stands below."""
    return _cut(list(words), marks, _MAX_DEPTH)


def _cut(words: list[Word], marks: Marks, depth: int) -> list[Region]:
    if not words:
        return []
    rows = rows_of(words)
    judged = [(band, judge(band)) for band in Grid(rows, marks).bands()] if depth else []
    tables = [(band, verdict) for band, verdict in judged if verdict in {Judgement.ROWS, Judgement.LABELS}]
    columns = [
        band
        for band, verdict in judged
        if verdict is Judgement.COLUMNS and not any(_outweighs(table, band) for table, _ in tables)
    ]
    if not columns:
        dividers = [Divider(band.x, band.top, band.bottom, verdict is Judgement.LABELS) for band, verdict in tables]
        return [Region(words, dividers)]
    best = max(columns, key=lambda band: band.weight)
    parts = (
        [word for row in rows[: best.first] for word in row.words],
        [word for piece in best.left for word in piece.words],
        [word for piece in best.right for word in piece.words],
        [word for row in rows[best.end :] for word in row.words],
    )
    return [region for part in parts for region in _cut(part, marks, depth - 1)]


def _outweighs(table: Band, band: Band) -> bool:
    """Says whether a clearly stronger gutter, or one in the same white space over more rows, shows that the same rows are a table."""
    if (
        table.first <= band.first
        and table.end >= band.end
        and max(piece.x1 for piece in band.left) <= table.x <= band.x
    ):
        return True
    shared = min(table.bottom, band.bottom) - max(table.top, band.top)
    return table.weight > _STRONGER * band.weight and shared > 0.5 * (band.bottom - band.top)
