"""Picks the principal reasons for a score: what lowered it most, then what it rests on, in plain words and in points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine import calibration as c
from engine.assess import Assessment
from engine.judged import Judged, Status
from engine.kinds import Kind
from engine.notes import note

REASON_LIMIT = 4
# What cost less than this of the overall score is no principal reason.
LEAST_POINTS = 0.02


_CALLED = {
    "roles": "roles ({})",
    "industries": "industry ({})",
    "companies": "employer ({})",
    "degree": "degree ({})",
    "fields_of_study": "field of study ({})",
}


class Effect(StrEnum):
    """What a requirement did to the overall score."""

    CAPPED = "capped"
    LOWERED = "lowered"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `points` are how much of the overall score the requirement took or gave, 0–1."""

    judged: Judged
    effect: Effect
    points: float
    text: str


def principal_reasons(assessment: Assessment) -> tuple[Reason, ...]:
    """At most REASON_LIMIT reasons: missing minimal qualifications that capped the score, then what lowered it most, then what raised it.

    A requirement's points are its share of the overall score times what its own score lacks of 1, or has.
    """
    rows = list(zip(assessment.requirements, _shares(assessment), strict=True))
    caps = [row for row in rows if assessment.total.capped and row[0].minimal and row[0].status is Status.MISSING]
    chosen = [_reason(row, Effect.CAPPED, assessment) for row in _by_points(caps, _lost)]
    lowering = [row for row in rows if row not in caps and _lost(row) >= LEAST_POINTS]
    chosen += [_reason(row, Effect.LOWERED, assessment) for row in _by_points(lowering, _lost)]
    raising = [row for row in rows if row not in lowering and row[0].status is Status.MET and _given(row) > 0]
    chosen += [_reason(row, Effect.RAISED, assessment) for row in _by_points(raising, _given)]
    return tuple(chosen[:REASON_LIMIT])


_Shared = tuple[Judged, float]


def _shares(assessment: Assessment) -> list[float]:
    """For each requirement the part of the overall score that it decides; they add up to 1 where no dimension is empty."""
    whole = sum(assessment.importances.values())
    weights = {
        dimension: sum(row.importance for row in assessment.requirements if row.dimension is dimension)
        for dimension in assessment.importances
    }
    return [
        assessment.importances[row.dimension] * row.importance / (whole * weights[row.dimension])
        for row in assessment.requirements
    ]


def _lost(row: _Shared) -> float:
    judged, share = row
    return round(share * (1 - judged.score), c.SCORE_DECIMALS)


def _given(row: _Shared) -> float:
    judged, share = row
    return round(share * judged.score, c.SCORE_DECIMALS)


def _by_points(rows: Sequence[_Shared], points: Callable[[_Shared], float]) -> list[_Shared]:
    return sorted(rows, key=points, reverse=True)


def _reason(row: _Shared, effect: Effect, assessment: Assessment) -> Reason:
    judged, _ = row
    if effect is Effect.RAISED:
        return Reason(judged, effect, _given(row), f"Met: {_called(judged)}. {note(judged, assessment)}")
    stands = {Status.MET: "Met, not fully", Status.PARTIAL: "Met in part", Status.MISSING: "Missing"}[judged.status]
    text = f"{stands}: {_called(judged)}. {note(judged, assessment)}"
    if effect is Effect.CAPPED:
        text += f" It is a minimal qualification: without it the overall score is at most {c.MINIMAL_CAP}."
    return Reason(judged, effect, _lost(row), text)


def _called(judged: Judged) -> str:
    if judged.block in _CALLED:
        return _CALLED[judged.block].format(judged.name.replace("_", " "))
    if judged.kind is Kind.LANGUAGE and judged.asked and judged.asked.level and judged.asked.level not in judged.name:
        return f"{judged.name} ({judged.asked.level})"
    return judged.name
