"""Judges how relevant each job of a profile is to a position: by its title's occupation and by what was done there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine import calibration as c
from engine.evidence import find
from engine.facts.occupations import OCCUPATIONS, nearness
from engine.material import Piece
from engine.plan import Plan
from engine.profile import Job
from engine.similarity import Similarities
from engine.titles import neutral_title, title_nearness


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a job's relevance.

    `title`: how much liker the title is to the roles wanted than to other occupations, -1 to 1. `done`: the weighted share of
    the work asked for that its lines show, 0–1. `occupation`: how near the title's occupation is to the wanted ones, None when
    one is not known.
    """

    title: float
    done: float
    occupation: float | None


def relevance_of(signals: Signals) -> float:
    """The relevance, 0–1, rounded to the decimals of a fact."""
    occupation = signals.occupation
    elsewhere = occupation is not None and occupation < c.OTHER_OCCUPATION
    total = (
        c.RELEVANCE_BIAS
        + c.RELEVANCE_TITLE * signals.title
        + c.RELEVANCE_DONE * signals.done * (c.DONE_IN_OTHER_OCCUPATION if elsewhere else 1.0)
        + (c.RELEVANCE_UNKNOWN_OCCUPATION if occupation is None else c.RELEVANCE_OCCUPATION * occupation)
        + (c.RELEVANCE_SAME_OCCUPATION if occupation == 1.0 else 0.0)
    )
    return round(1 / (1 + math.exp(-total)), c.SCORE_DECIMALS)


def signals_of(jobs: Sequence[Job], pieces: Sequence[Piece], plan: Plan, similar: Similarities) -> tuple[Signals, ...]:
    """The signals of each job, in the order of the jobs."""
    others = _other_work(plan, similar)
    found: list[Signals] = []
    for number, job in enumerate(jobs):
        own = [piece for piece in pieces if piece.job == number]
        title = neutral_title(job.title)
        like = similar.best(plan.roles, title)
        unlike = similar.best(others, title)
        found.append(
            Signals(
                title=round(like - unlike, 4) if plan.roles else 0.0,
                done=_done(plan, own, similar),
                occupation=title_nearness(job.title, plan.occupations),
            )
        )
    return tuple(found)


def _other_work(plan: Plan, similar: Similarities) -> tuple[str, ...]:
    """The work of occupations that are none of those wanted, nor near them."""
    works = tuple(entry.work for entry in OCCUPATIONS)
    like = similar.between(works, plan.roles).max(axis=1) if plan.roles else [0.0] * len(works)
    return tuple(
        entry.work
        for entry, alike in zip(OCCUPATIONS, like, strict=True)
        if alike < c.SAME_WORK and all(nearness(entry.key, wanted) == 0 for wanted in plan.occupations)
    )


def _done(plan: Plan, own: Sequence[Piece], similar: Similarities) -> float:
    """The weighted share of what the job asks to be done, or else of what its text says, that a job's lines show."""
    asked = plan.work_asked
    total = sum(importance for _, importance in asked)
    if not total or not own:
        return 0.0
    shown = 0.0
    for need, importance in asked:
        found = find(need, own, similar)
        parts = len(need.skills) or 1
        shown += (
            importance * sum(max((each.parts[part] for each in found), default=0.0) for part in range(parts)) / parts
        )
    return round(shown / total, 4)
