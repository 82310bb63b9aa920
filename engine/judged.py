"""What a judgement is: for each requirement a score, a status and the quotes it rests on."""

from dataclasses import dataclass
from enum import StrEnum

from engine import calibration as c
from engine.kinds import Asked, Kind
from engine.profile import Line, Month
from engine.requirements import Dimension, OwnId

EVIDENCE_LIMIT = 3


class Status(StrEnum):
    """How a requirement stands; it follows from the score, and from whether less was found than a number that was asked for."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome for one requirement before it is put in its place: a score 0–1 and the best quotes, best first.

    `months` is the time that was counted, where time was asked for; `short` that a number asked for is not reached.
    """

    score: float
    evidence: tuple[Line, ...] = ()
    months: int | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged requirement.

    `block` is the list of the config it comes from; `minimal` says that its being missed caps the overall score; `id` is the
    client's own. `asked` is what its name was understood as, None for the blocks of work and education; `months` the time counted
    for it, where time was asked for; `short` that less was found than the number asked for, which is then not met.
    """

    dimension: Dimension
    block: str
    kind: Kind
    name: str
    importance: int
    score: float
    evidence: tuple[Line, ...] = ()
    id: OwnId | None = None
    minimal: bool = False
    asked: Asked | None = None
    months: int | None = None
    short: bool = False

    @property
    def status(self) -> Status:
        """Met, partial or missing; what falls short of a number asked for is never met."""
        status = status_of(self.score)
        return Status.PARTIAL if self.short and status is Status.MET else status


@dataclass(frozen=True, slots=True)
class RoleView:
    """One job as it was judged; `months` is its own length, `counted` whether it is long enough to count."""

    title: str
    company: str
    start: Month | None
    end: Month | None
    months: int
    relevance: float
    counted: bool


def status_of(score: float) -> Status:
    """The status a score stands for."""
    if score >= c.MET:
        return Status.MET
    return Status.PARTIAL if score >= c.PARTIAL else Status.MISSING


def as_score(value: float) -> float:
    """A number from 0 to 1, rounded to the decimals of a fact."""
    return round(min(1.0, max(0.0, value)), c.SCORE_DECIMALS)
