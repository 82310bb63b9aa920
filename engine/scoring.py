"""Adds judged requirements up: dimensions, the overall score and its cap, from nothing but the rows' own numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine import calibration as c
from engine.judged import as_score
from engine.requirements import Dimension


@dataclass(frozen=True, slots=True)
class Row:
    """What of a judged requirement is added up."""

    dimension: Dimension
    importance: int
    score: float
    missed_minimal: bool


@dataclass(frozen=True, slots=True)
class Total:
    """The numbers of a result; `capped` says that a missed minimal qualification held the overall score down."""

    overall: float
    breakdown: Mapping[Dimension, float]
    capped: bool


def add_up(rows: Sequence[Row], importances: Mapping[Dimension, int]) -> Total:
    """Add the rows up.

    A dimension is the mean of its rows weighted by importance / 5, 1 when it asks for nothing; the overall score is the mean
    of the rounded dimensions weighted likewise, capped when a minimal qualification is missed. The sums are of integers
    (thousandths times importances), so that their order cannot matter.

    Args:
        rows: the judged requirements; scores have SCORE_DECIMALS decimals.
        importances: the dimensions that were sent and enabled, in the order they are shown.
    """
    breakdown = {
        dimension: _mean([(row.score, row.importance) for row in rows if row.dimension is dimension])
        for dimension in importances
    }
    mean = _mean([(breakdown[dimension], importance) for dimension, importance in importances.items()])
    missed = any(row.missed_minimal for row in rows)
    return Total(
        overall=min(mean, c.MINIMAL_CAP) if missed else mean,
        breakdown=breakdown,
        capped=missed and mean > c.MINIMAL_CAP,
    )


def _mean(weighted: Sequence[tuple[float, int]]) -> float:
    scale = 10**c.SCORE_DECIMALS
    weight = sum(importance for _, importance in weighted)
    if not weight:
        return 1.0
    return as_score(sum(round(score * scale) * importance for score, importance in weighted) / (weight * scale))
