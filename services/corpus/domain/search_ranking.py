"""Judges candidates for a position with the engine, and puts them in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.assess import Rating
from engine.judged import Status
from engine.profile import Month
from services.corpus.domain.candidate import StoredCandidate

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Sought:
    """A position as candidates are judged for it.

    `vectors` are those of its plan's texts, in their order: packed unit rows [texts, dims] as little-endian int16. `as_of` is the
    month that "present" means.
    """

    position_metadata_json: str
    vectors: bytes
    dims: int
    as_of: Month


@dataclass(frozen=True, slots=True)
class Scored:
    """A judged candidate, none of its text. `matched` and `missing` name requirements; `experience_years` are of any work."""

    candidate_key: str
    external_id: str
    score: float
    breakdown: Mapping[str, float]
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    experience_years: float
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Judged candidates.

    `damaged` are the keys of those whose record cannot be read. `readings` are (candidate key, stored readings) of those that had none
    of this engine beside them: to be kept, so that nobody has to read them again.
    """

    scored: Sequence[Scored]
    damaged: Sequence[str] = ()
    readings: Sequence[tuple[str, bytes]] = ()


def scored(candidate: StoredCandidate, rating: Rating) -> Scored:
    """Returns a candidate with its numbers, as a search keeps it."""
    return Scored(
        candidate_key=candidate.candidate_key,
        external_id=candidate.external_id,
        score=rating.total.overall,
        breakdown={dimension.value: value for dimension, value in rating.total.breakdown.items()},
        matched=_named(rating, Status.MET),
        missing=_named(rating, Status.MISSING),
        experience_years=round(rating.total_months / _MONTHS, 1),
        tags=candidate.tags,
    )


def best(scored: Sequence[Scored], *, top_n: int) -> list[Scored]:
    """Returns the best `top_n`, best first; of even ones the smaller external id, by its bytes, comes first."""
    return sorted(scored, key=lambda row: (-row.score, row.external_id.encode()))[:top_n]


def _named(rating: Rating, status: Status) -> tuple[str, ...]:
    names = (judged.name for judged in rating.requirements if judged.status is status)
    return tuple(dict.fromkeys(names))
