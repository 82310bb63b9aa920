"""A profile laid beside a job with all that the single judgements share."""

from dataclasses import dataclass, field

from engine import calibration as c
from engine.brief import Brief
from engine.evidence import Evidence
from engine.material import Piece, Source
from engine.plan import Plan
from engine.profile import Month, Period, Profile
from engine.similarity import Similarities
from engine.tenure import months, months_since

_MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """`relevance` has one number 0–1 for each job, `counts` whether the job is long enough to count."""

    profile: Profile
    brief: Brief
    evidence: Evidence
    similar: Similarities
    as_of: Month
    relevance: tuple[float, ...]
    counts: tuple[bool, ...]
    _standings: dict[tuple[Source, int | None, float], float] = field(default_factory=dict, init=False)
    _uses: dict[int, tuple[float, float]] = field(default_factory=dict, init=False)
    _trades: list[float] = field(default_factory=list, init=False)

    @property
    def plan(self) -> Plan:
        """The job understood."""
        return self.brief.plan

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The profile's pieces."""
        return self.evidence.pieces

    @property
    def best_relevance(self) -> float:
        """The relevance of the most relevant job; 0 without jobs."""
        return max(self.relevance, default=0.0)

    @property
    def trade(self) -> float:
        """How far the position's work is the person's own trade, 0–1: the relevance of the best job, less for a short time in it."""
        if not self._trades:
            spent = sum(
                relevance * months(job.period, self.as_of)
                for relevance, job in zip(self.relevance, self.profile.jobs, strict=True)
            )
            self._trades.append(self.best_relevance * min(1.0, spent / c.TRADE_MONTHS))
        return self._trades[0]

    def standing(self, piece: Piece, *, unrelated: float) -> float:
        """How much a piece shows by where it stands, 0–1; `unrelated` is the share left in a job of other work."""
        key = (piece.source, piece.job, unrelated)
        if key not in self._standings:
            self._standings[key] = self._standing(piece, unrelated=unrelated)
        return self._standings[key]

    def _standing(self, piece: Piece, *, unrelated: float) -> float:
        weight = c.SOURCE_WEIGHT[piece.source]
        if piece.source in c.CLAIMS:
            believed = max(unrelated, c.UNSUPPORTED_CLAIM)
            return weight * (believed + (1 - believed) * self.best_relevance)
        if piece.job is None:
            beside = max(unrelated, c.UNRELATED_BESIDE)
            return weight * (beside + (1 - beside) * self.best_relevance)
        if piece.job not in self._uses:
            self._uses[piece.job] = self._use(self.profile.jobs[piece.job].period)
        used, fresh = self._uses[piece.job]
        related = unrelated + (1 - unrelated) * self.relevance[piece.job]
        return weight * used * fresh * related

    def _use(self, period: Period) -> tuple[float, float]:
        """What a job's length and the time since count for."""
        length = min(1.0, months(period, self.as_of) / c.FULL_USE_MONTHS) if period.start else 1.0
        used = c.SHORT_USE_FLOOR + (1 - c.SHORT_USE_FLOOR) * length
        stale_years = max(0.0, months_since(period, self.as_of) / _MONTHS - c.FRESH_YEARS)
        return used, max(c.STALE_FLOOR, 1 - c.STALE_PER_YEAR * stale_years)

    def is_claim(self, piece: Piece) -> bool:
        """Whether a piece only says so, without use."""
        return piece.source in c.CLAIMS
