"""Chooses the lines that a judgement quotes."""

from collections.abc import Iterable, Sequence

from engine import calibration as c
from engine.context import Context
from engine.judged import EVIDENCE_LIMIT
from engine.profile import Line

# What a piece shows, and its place.
Rated = tuple[float, int]


def best_first(rated: Iterable[Rated]) -> list[Rated]:
    """Pieces by what they show; of even ones the one that is read first comes first."""
    return sorted(rated, key=lambda pair: (-round(pair[0], 6), pair[1]))


def quotes(rated: Sequence[Rated], context: Context) -> tuple[Line, ...]:
    """The lines of the best pieces, given best first, each once; those that show next to nothing are not evidence."""
    if not context.quoting:
        return ()
    lines = dict.fromkeys(context.pieces[place].line for value, place in rated if value >= c.EVIDENCE_FLOOR)
    return tuple(lines)[:EVIDENCE_LIMIT]
