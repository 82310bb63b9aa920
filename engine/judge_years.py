"""Judges "so many years of something" by arithmetic over the jobs in which it was done."""

from engine import calibration as c
from engine.context import Context
from engine.evidence import find
from engine.judged import Finding, as_score
from engine.kinds import Asked
from engine.tenure import merged_months
from engine.titles import occupations_of, title_nearness


def judge_years(asked: Asked, context: Context) -> Finding:
    """Months of the jobs that show the subject against the months asked for; overlaps count once."""
    needed = asked.months or 1
    fits = [_fit(asked, number, context) for number in range(len(context.profile.jobs))]
    full = [
        job.period
        for job, fit, ok in zip(context.profile.jobs, fits, context.counts, strict=True)
        if ok and fit >= c.RELEVANT
    ]
    months = merged_months(full, context.as_of)
    # Short of the time asked for is never "met": the score runs up to just below it.
    short = min(c.JUST_SHORT, c.MET * months / needed)
    score = 1.0 if months + c.YEARS_TOLERANCE_MONTHS >= needed else short
    jobs = sorted(
        (number for number, fit in enumerate(fits) if fit >= c.RELEVANT), key=lambda number: (-fits[number], number)
    )
    evidence = tuple(context.profile.jobs[number].header for number in jobs[:3])
    return Finding(as_score(score), evidence)


def _fit(asked: Asked, number: int, context: Context) -> float:
    """How far a job is time spent on the subject, 0–1."""
    relevance = context.relevance[number]
    if not asked.phrases:
        return relevance
    job = context.profile.jobs[number]
    own = [piece for piece in context.pieces if piece.job == number]
    shown = max(
        (max(each.parts) for each in find(asked, own, context.similar, relevance=context.relevance)), default=0.0
    )
    subject = asked.phrases[0]
    near = title_nearness(job.title, occupations_of(subject))
    # The subject is the position's own work: the job's relevance answers; else what its lines show of the subject.
    roles = context.similar.best(context.plan.roles, subject)
    central = max(roles, 1.0 if set(occupations_of(subject)) & set(context.plan.occupations) else 0.0)
    if central >= c.CENTRAL_SUBJECT:
        return max(relevance, near or 0.0) if near == 1.0 else relevance
    return min(1.0, 0.5 * shown + 0.5 * relevance + (0.25 if near == 1.0 else 0.0))
