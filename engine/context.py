"""A profile laid beside a job with all that the single judgements share."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.adding import part_scores
from engine.brief import Brief
from engine.evidence import Evidence, Shown
from engine.material import Piece, Source
from engine.plan import Plan
from engine.profile import Month, Period, Profile
from engine.tenure import months, months_since

_MONTHS = 12


@dataclass(frozen=True, eq=False)
class Context:
    """`relevance` has one number 0–1 for each job, `counts` whether the job is long enough to count.

    `quoting` says whether judgements need the quotes they rest on: choosing these takes longer than many a judgement.
    """

    evidence: Evidence
    as_of: Month
    relevance: tuple[float, ...]
    counts: tuple[bool, ...]
    quoting: bool
    _standings: dict[float, NDArray[np.float64]] = field(default_factory=dict, init=False)

    @property
    def profile(self) -> Profile:
        """The profile."""
        return self.evidence.material.profile

    @property
    def brief(self) -> Brief:
        """The job made ready."""
        return self.evidence.brief

    @property
    def plan(self) -> Plan:
        """The job understood."""
        return self.evidence.brief.plan

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The profile's pieces."""
        return self.evidence.pieces

    @cached_property
    def best_relevance(self) -> float:
        """The relevance of the most relevant job; 0 without jobs."""
        return max(self.relevance, default=0.0)

    @cached_property
    def trade(self) -> float:
        """How far the position's work is the person's own trade, 0–1: the relevance of the best job, less for a short time in it."""
        spent = sum(
            relevance * months(job.period, self.as_of)
            for relevance, job in zip(self.relevance, self.profile.jobs, strict=True)
        )
        return self.best_relevance * min(1.0, spent / c.TRADE_MONTHS)

    @cached_property
    def shown(self) -> Shown:
        """What the pieces show of the requirements."""
        return self.evidence.shown(relevance=self.relevance)

    @cached_property
    def part_scores(self) -> list[float]:
        """How far each part of each requirement is shown, in the rows of the brief's layout."""
        layout = self.brief.layout
        either = np.stack((self.standings(unrelated=c.UNRELATED_JOB), self.standings(unrelated=c.UNRELATED_JOB_SOFT)))
        claims = np.array([piece.source in c.CLAIMS for piece in self.pieces], np.bool_)
        return part_scores(layout, self.shown, either[layout.soft], claims=claims, trade=self.trade)

    def standings(self, *, unrelated: float) -> NDArray[np.float64]:
        """How much each piece shows by where it stands, 0–1; `unrelated` is the share left in a job of other work."""
        if unrelated not in self._standings:
            places, known = self._places
            standing = np.array([self._standing(*place, unrelated=unrelated) for place in known], np.float64)
            self._standings[unrelated] = standing[places]
        return self._standings[unrelated]

    @cached_property
    def _places(self) -> tuple[NDArray[np.intp], tuple[tuple[Source, int | None], ...]]:
        """The distinct places that pieces stand in, and of each piece which of them is its own."""
        number: dict[tuple[Source, int | None], int] = {}
        own = [number.setdefault((piece.source, piece.job), len(number)) for piece in self.pieces]
        return np.array(own, np.intp), tuple(number)

    def _standing(self, source: Source, job: int | None, *, unrelated: float) -> float:
        weight = c.SOURCE_WEIGHT[source]
        if source in c.CLAIMS:
            believed = max(unrelated, c.UNSUPPORTED_CLAIM)
            return weight * (believed + (1 - believed) * self.best_relevance)
        if job is None:
            beside = max(unrelated, c.UNRELATED_BESIDE)
            return weight * (beside + (1 - beside) * self.best_relevance)
        used, fresh = self._uses[job]
        related = unrelated + (1 - unrelated) * self.relevance[job]
        return weight * used * fresh * related

    @cached_property
    def _uses(self) -> list[tuple[float, float]]:
        return [self._use(job.period) for job in self.profile.jobs]

    def _use(self, period: Period) -> tuple[float, float]:
        """What a job's length and the time since count for."""
        length = min(1.0, months(period, self.as_of) / c.FULL_USE_MONTHS) if period.start else 1.0
        used = c.SHORT_USE_FLOOR + (1 - c.SHORT_USE_FLOOR) * length
        stale_years = max(0.0, months_since(period, self.as_of) / _MONTHS - c.FRESH_YEARS)
        return used, max(c.STALE_FLOOR, 1 - c.STALE_PER_YEAR * stale_years)
