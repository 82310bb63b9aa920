"""Judges a working life as a whole: how relevant its roles are, for how long, in which industries and companies."""

import numpy as np

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.judged import EVIDENCE_LIMIT, Finding, as_score
from engine.profile import Job
from engine.quoting import best_first, quotes
from engine.requirements import Named
from engine.tenure import merged_months, months, months_since, span
from engine.text import folded

_MONTHS = 12


def relevant_months(context: Context) -> int:
    """Distinct months in the jobs that are relevant and long enough to count."""
    return merged_months((job.period for job in _jobs(context, c.RELEVANT)), context.as_of)


def total_months(context: Context) -> int:
    """Distinct months in all dated jobs."""
    return merged_months((job.period for job in context.profile.jobs), context.as_of)


def judge_roles(context: Context) -> Finding:
    """The mean relevance of the most relevant months within a window; what is long ago counts less."""
    low, high = c.ROLE_WINDOW_MONTHS
    open_months = window = max(low, min(high, context.plan.requirements.work.from_years * _MONTHS))
    values = [
        (_worth(context, number) * _freshness(job, context), number)
        for number, job in enumerate(context.profile.jobs)
        if context.counts[number]
    ]
    values.sort(key=lambda pair: (-round(pair[0], 6), pair[1]))
    total = 0.0
    taken: set[int] = set()
    quoted: list[int] = []
    for value, number in values:
        own = [month for month in span(context.profile.jobs[number].period, context.as_of) if month not in taken]
        used = min(open_months, len(own))
        taken.update(own)
        open_months -= used
        total += value * used
        if value >= c.ADJACENT and used:
            quoted.append(number)
    lines = tuple(context.profile.jobs[number].header for number in quoted[:EVIDENCE_LIMIT])
    return Finding(as_score(total / window), lines)


def _worth(context: Context, number: int) -> float:
    """What a job's relevance counts for: adjacent work counts by itself only where transferable experience is asked for."""
    relevance = context.relevance[number]
    if relevance >= c.RELEVANT:
        return relevance
    return relevance * (c.TRANSFERABLE if context.plan.requirements.work.transferable_skills else c.NOT_TRANSFERABLE)


def judge_time(context: Context) -> Finding:
    """Relevant years against `from` and `to`: short of it ever more is lost, beyond it a little, and idle years lower it.

    The contract asks for a growing penalty below `from`, so the score has no step there; but what is short of it is not met.
    """
    work = context.plan.requirements.work
    years = relevant_months(context) / _MONTHS
    if work.transferable_skills and years < work.from_years:
        adjacent = merged_months((job.period for job in _jobs(context, c.ADJACENT)), context.as_of) / _MONTHS
        years = min(work.from_years, years + c.ADJACENT_TIME * max(0.0, adjacent - years))
    short = round(years * _MONTHS) + c.YEARS_TOLERANCE_MONTHS < work.from_years * _MONTHS
    if short:
        score = 1 - ((work.from_years - years) / work.from_years) ** c.SHORT_EXPONENT
    else:
        score = 1 - min(c.OVER_MOST, c.OVER_PER_YEAR * max(0.0, years - work.to_years))
    relevant = _jobs(context, c.RELEVANT)
    if relevant and work.from_years:
        idle = min(months_since(job.period, context.as_of) for job in relevant) / _MONTHS
        score *= max(c.IDLE_FLOOR, 1 - c.IDLE_PER_YEAR * max(0.0, idle - c.IDLE_FREE_YEARS))
    return Finding(as_score(score), tuple(job.header for job in relevant[:EVIDENCE_LIMIT]), short=short)


def judge_industries(asked: tuple[tuple[Need, int], ...], context: Context) -> Finding:
    """The best of the industries asked for, each weighed by its importance beside the dearest: they are alternatives."""
    top = max(importance for _, importance in asked)
    found = [
        (judge_industry(entry, context), c.FIELD_LEAST + (1 - c.FIELD_LEAST) * importance / top)
        for entry, importance in asked
    ]
    best = max(found, key=lambda pair: pair[0].score * pair[1])
    return Finding(as_score(best[0].score * best[1]), best[0].evidence)


def judge_industry(need: Need, context: Context) -> Finding:
    """Whether jobs were in an industry: by its words in what is told of them, and by meaning."""
    evidence, named = context.evidence, np.zeros(len(context.pieces))
    for place, senses in evidence.industries(need).items():
        named[place] = max(c.STANCE_WEIGHT[stance] for stance in senses)
    ramp = (evidence.likeness[need.row] - c.INDUSTRY_LOW) / (c.INDUSTRY_HIGH - c.INDUSTRY_LOW)
    meaning = np.where(ramp > 0, c.SEMANTIC_MOST * np.minimum(1.0, ramp) * evidence.senses, 0.0)
    values = np.maximum(named, meaning) * context.standings(unrelated=c.UNRELATED_JOB_INDUSTRY)
    places = np.flatnonzero((values > 0) & (evidence.jobs >= 0))
    rated = best_first(zip(values[places].tolist(), places.tolist(), strict=True))
    missing = 1.0
    for (value, _), share in zip(rated, c.FURTHER_PIECES, strict=False):
        missing *= 1 - share * value
    return Finding(as_score(1 - missing), quotes(rated, context))


def judge_companies(companies: tuple[Named, ...], context: Context) -> Finding:
    """Whether one of the companies asked for is among the employers: the importance of the dearest match counts."""
    top = max(entry.importance for entry in companies)
    best, line = 0.0, None
    for job in context.profile.jobs:
        employer = folded(job.company)
        for entry in companies:
            name = folded(entry.name)
            places = range(len(employer) - len(name) + 1)
            if name and any(employer[place : place + len(name)] == name for place in places):
                value = c.FIELD_LEAST + (1 - c.FIELD_LEAST) * entry.importance / top
                if value > best:
                    best, line = value, job.header
    return Finding(as_score(best), (line,) if line else ())


def _jobs(context: Context, least: float) -> list[Job]:
    """The jobs that count and have at least this relevance, newest first."""
    rows = zip(context.profile.jobs, context.relevance, context.counts, strict=True)
    return [job for job, relevance, counts in rows if counts and relevance >= least]


def _freshness(job: Job, context: Context) -> float:
    stale = max(0.0, months_since(job.period, context.as_of) / _MONTHS - c.ROLE_FRESH_YEARS)
    return max(c.ROLE_FLOOR, 1 - c.ROLE_STALE_PER_YEAR * stale)


def job_months(context: Context, number: int) -> int:
    """The length of one job in months."""
    return months(context.profile.jobs[number].period, context.as_of)
