"""What an audit of decisions found."""

from dataclasses import dataclass
from fractions import Fraction

from services.admin.domain.bias import Table


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was counted. `median` is that of all scores; `threshold` is None when the export says who was selected."""

    decisions: int
    people: int
    scored: int
    decided: int
    without_demographics: int
    unused_demographics: int
    median: float | None
    threshold: float | None
    min_share: Fraction
    tables: tuple[Table, ...]
