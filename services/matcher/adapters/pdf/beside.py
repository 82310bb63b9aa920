"""Judges text on both sides of a gutter: independent columns, or rows of a table that belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from services.matcher.adapters.pdf.rows import Fragment

_SAME_BASELINE = 0.16
# Lines one above the other in a column are at least 1.1 sizes apart.
_OVERLAP = 0.75
_BESIDE = 0.5
_COLUMN_LINES = 3
_CELL_GAP = 1.7
# Cells of dates and labels have one or two lines; the parts of a sidebar have more.
_CELL_LINES = 2.5
_ALIGNED_CELLS = 0.8
_CONTINUED = 0.2


class Judgement(Enum):
    """How the two sides of a gutter are read."""

    COLUMNS = auto()
    ROWS = auto()
    LABELS = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Band:
    """Rows `first` to `end` (exclusive) with a gutter that ends at `x`; `weight` compares gutters, `panel` says that a painted edge runs along it."""

    x: float
    first: int
    end: int
    left: list[Fragment]
    right: list[Fragment]
    top: float
    bottom: float
    weight: float
    panel: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """The fragments of one side on one baseline."""

    y: float
    x0: float
    x1: float
    size: float
    text: str
    bold: bool


def judge(band: Band) -> Judgement:
    """Decides how to read a band. Without a painted edge, a side of one or two lines never makes columns."""
    left, right = _lines(band.left), _lines(band.right)
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    # Beside a painted sidebar the text goes on where the sidebar has none.
    common: Sequence[_Line] = fewer
    others: Sequence[_Line] = more
    if band.panel:
        common, others = min(
            ((_within(left, right), right), (_within(right, left), left)), key=lambda sides: len(sides[0])
        )
    beside = sum(_overlaps(line, others) for line in common)
    if (
        not common
        or beside < _BESIDE * len(common)
        or (len(fewer) < _COLUMN_LINES and not (band.panel and len(common) > 1))
    ):
        return Judgement.NOTHING
    if band.panel or _cards(left, right) or _continued(fewer) >= _CONTINUED or not _is_table(fewer, more):
        return Judgement.COLUMNS
    return Judgement.LABELS if fewer is left or _is_narrow(left, right) else Judgement.ROWS


def _is_table(fewer: Sequence[_Line], more: Sequence[_Line]) -> bool:
    """Says whether the lines of one side belong to lines of the other: short cells that start level with something."""
    cells = _without_headings(_cells(fewer), more)
    level_cells = sum(any(_has_partner(line, more) for line in cell) for cell in cells)
    if level_cells >= _ALIGNED_CELLS * len(cells) and sum(map(len, cells)) <= _CELL_LINES * len(cells):
        return True
    return all(_has_partner(line, more) for line in fewer) and len(_alike(more, fewer)) <= 1.1 * len(fewer)


def _alike(lines: Sequence[_Line], others: Sequence[_Line]) -> list[_Line]:
    """The lines without those that look like none that is level with a line of the other side: headings."""
    level = {(line.bold, round(line.size)) for line in lines if _has_partner(line, others)}
    return [line for line in lines if (line.bold, round(line.size)) in level]


def _without_headings(cells: list[list[_Line]], more: Sequence[_Line]) -> list[list[_Line]]:
    """The cells without single lines, level with nothing, that stand out from the level ones: headings above parts of a table."""
    level = {(line.bold, round(line.size)) for cell in cells for line in cell if _has_partner(line, more)}
    kept = [cell for cell in cells if len(cell) > 1 or (cell[0].bold, round(cell[0].size)) in level]
    return kept if len(kept) > 2 else cells  # noqa: PLR2004 - fewer make no table


def _lines(fragments: Sequence[Fragment]) -> list[_Line]:
    lines: list[_Line] = []
    for piece in fragments:
        last = lines[-1] if lines else None
        if last is not None and abs(piece.y - last.y) <= _SAME_BASELINE * piece.size + 0.5:
            lines[-1] = _Line(
                last.y,
                last.x0,
                max(last.x1, piece.x1),
                max(last.size, piece.size),
                f"{last.text} {piece.text}",
                last.bold,
            )
        else:
            lines.append(_Line(piece.y, piece.x0, piece.x1, piece.size, piece.text, piece.bold))
    return lines


def _has_partner(line: _Line, others: Sequence[_Line]) -> bool:
    """Says whether a line stands level with one of the other side: on its baseline, or, set larger, with its top."""
    for other in others:
        within = _SAME_BASELINE * min(line.size, other.size) + 0.5
        if abs(line.y - other.y) <= within or abs((line.y - other.y) - 0.78 * (line.size - other.size)) <= within:
            return True
    return False


def _overlaps(line: _Line, others: Sequence[_Line]) -> bool:
    return any(abs(line.y - other.y) < _OVERLAP * max(line.size, other.size) for other in others)


def _within(lines: Sequence[_Line], others: Sequence[_Line]) -> Sequence[_Line]:
    """The lines at heights where the other side has begun and has not ended."""
    return [line for line in lines if others[0].y <= line.y + line.size and line.y - line.size <= others[-1].y]


def _is_narrow(left: Sequence[_Line], right: Sequence[_Line]) -> bool:
    def width(lines: Sequence[_Line]) -> float:
        return max(line.x1 for line in lines) - min(line.x0 for line in lines)

    return width(left) < 0.6 * width(right)


def _cells(lines: Sequence[_Line]) -> list[list[_Line]]:
    cells: list[list[_Line]] = []
    for line in lines:
        if cells and line.y - cells[-1][-1].y <= _CELL_GAP * line.size:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _continued(lines: Sequence[_Line]) -> float:
    """Returns the share of lines that go on with the sentence of the line above, as prose in a column does."""
    continued = sum(
        below.text[0].islower() and below.y - above.y <= _CELL_GAP * below.size and len(above.text) > 12  # noqa: PLR2004
        for above, below in pairwise(lines)
    )
    return continued / len(lines)


def _cards(left: Sequence[_Line], right: Sequence[_Line]) -> bool:
    """Says whether two entries of the same make stand side by side: same looks row for row, both flush left."""
    if len(left) != len(right) or not all(_has_partner(line, right) for line in left):
        return False
    looks = [(line.bold, round(line.size)) for line in left]
    if len(set(looks)) < 2 or looks != [(line.bold, round(line.size)) for line in right]:  # noqa: PLR2004
        return False
    return all(max(line.x0 for line in side) - min(line.x0 for line in side) < 3 for side in (left, right))  # noqa: PLR2004
