"""Judges how relevant each job of a profile is to a position: by its title's occupation and by what was done there."""

import math
from dataclasses import dataclass

from engine import calibration as c
from engine.brief import Brief
from engine.evidence import Evidence
from engine.facts.occupations import nearness
from engine.stance import Stance
from engine.titles import job_nearness

_DONE = frozenset({Stance.OWN, Stance.HEDGED})


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a job's relevance.

    `title`: how much liker the title is to the roles wanted than to other occupations, -1 to 1. `done`: the weighted share of
    the work asked for that its lines show, 0–1. `occupation`: how near the title's occupation is to the wanted ones, None when
    one is not known. `elsewhere`: how many more words of one other trade than of the wanted ones its lines use.
    """

    title: float
    done: float
    occupation: float | None
    elsewhere: int = 0


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
        - c.RELEVANCE_ELSEWHERE * min(1.0, max(0, signals.elsewhere - 1) / (c.WORDS_OF_A_TRADE - 1))
    )
    return round(1 / (1 + math.exp(-total)), c.SCORE_DECIMALS)


def signals_of(evidence: Evidence) -> tuple[Signals, ...]:
    """The signals of each job, in the order of the jobs."""
    brief, material = evidence.brief, evidence.material
    jobs, plan = material.profile.jobs, brief.plan
    foreign = not plan.english or evidence.language not in {None, "english"}
    rows = zip(
        evidence.compared.titles,
        (job_nearness(job, plan.occupations) for job in jobs),
        _done(brief, evidence, jobs=len(jobs)),
        _elsewhere(brief, evidence, jobs=len(jobs)),
        strict=True,
    )
    return tuple(
        Signals(
            title=_title(round(like - unlike, 4), occupation, foreign=foreign) if plan.roles else 0.0,
            done=done,
            occupation=occupation,
            elsewhere=elsewhere,
        )
        for (like, unlike), occupation, done, elsewhere in rows
    )


def _title(likeness: float, occupation: float | None, *, foreign: bool) -> float:
    """What the likeness of a title says; where the model cannot read it, a title that names the very occupation says so all the same."""
    return max(likeness, c.RELEVANCE_TITLE_OF_OCCUPATION) if foreign and occupation == 1.0 else likeness


def _elsewhere(brief: Brief, evidence: Evidence, *, jobs: int) -> list[int]:
    """For each job how many more words of its most used other trade than of the trades wanted or near them it uses; never below 0.

    A trade whose words the position itself uses is no other one.
    """
    wanted = brief.plan.occupations
    used: list[dict[str, set[str]]] = [{} for _ in range(jobs)]
    own: list[set[str]] = [set() for _ in range(jobs)]
    for trade, word, job, stance in evidence.trade_words() if wanted else ():
        if trade not in brief.trades and all(nearness(trade, each) < c.OTHER_OCCUPATION for each in wanted):
            used[job].setdefault(trade, set()).add(word)
        elif stance in _DONE:
            own[job].add(word)
    return [max(0, max(map(len, of.values()), default=0) - len(mine)) for of, mine in zip(used, own, strict=True)]


def _done(brief: Brief, evidence: Evidence, *, jobs: int) -> list[float]:
    """For each job the weighted share of what is asked to be done, or else of what the job's text says, that its lines show."""
    total = sum(importance for _, importance in brief.work_asked)
    if not total:
        return [0.0] * jobs
    best = evidence.by_job(evidence.shown(relevance=None).values).T.tolist()
    return [
        round(
            sum(importance * sum(found[need.rows]) / len(need.parts) for need, importance in brief.work_asked) / total,
            4,
        )
        for found in best
    ]
