"""Judges "so many years of something" by arithmetic over the jobs in which it was done."""

from engine import calibration as c
from engine.brief import Need
from engine.context import Context
from engine.judged import Finding, as_score
from engine.lexicon import skills_in
from engine.tenure import merged_months
from engine.titles import occupations_of, title_nearness


def judge_years(need: Need, context: Context) -> Finding:
    """Months of the jobs that show the subject against the months asked for; overlaps count once."""
    needed = need.asked.months or 1
    fits = _fits(need, context)
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
    return Finding(as_score(score), evidence, months)


def _fits(need: Need, context: Context) -> tuple[float, ...]:
    """For each job how far it is time spent on the subject, 0–1."""
    if not need.asked.phrases:
        return context.relevance
    subject = need.asked.phrases[0]
    occupations = occupations_of(subject)
    # The subject is the position's own work: the job's relevance answers; else what its lines show of the subject.
    roles = context.brief.like_the_roles(subject)
    central = max(roles, 1.0 if set(occupations) & set(context.plan.occupations) else 0.0)
    if not context.plan.english and not occupations and not skills_in(subject):
        # What no table knows and the model cannot read is taken for the position's own work.
        central = 1.0
    shown = context.evidence.by_job(context.shown.values[need.rows]).max(axis=0).tolist()
    fits: list[float] = []
    for job, relevance, best in zip(context.profile.jobs, context.relevance, shown, strict=True):
        near = title_nearness(job.title, occupations)
        if central >= c.CENTRAL_SUBJECT:
            fits.append(max(relevance, near or 0.0) if near == 1.0 else relevance)
        else:
            fit = min(1.0, 0.5 * best + 0.5 * relevance + (0.25 if near == 1.0 else 0.0))
            # Words alone make no years: in work that has nothing to do with the position only its title can.
            fits.append(fit if near == 1.0 or relevance >= c.ADJACENT else 0.0)
    return tuple(fits)
