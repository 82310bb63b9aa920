"""Arithmetic of working time: months of jobs, overlaps counted once."""

from collections.abc import Iterable

from engine.profile import Job, Month, Period


def span(period: Period, as_of: Month) -> range:
    """The calendar months of a period as ordinals, up to `as_of`; empty when it has no start or lies ahead.

    An end that the CV does not give counts as one month: no years are granted for what is not written. A period of years
    without months runs to the middle of its last year, which is right on average.
    """
    if period.start is None:
        return range(0)
    first = period.start.ordinal
    if period.current:
        last = as_of.ordinal
    elif period.end is None:
        last = first
    else:
        last = period.end.ordinal
        if period.year_only:
            # From mid-year to mid-year: "2015 - 2018" is three years, give or take; one year alone is half of one.
            first, last = (first + 6, last - 6) if period.end.year > period.start.year else (first + 3, last - 3)
    return range(first, min(last, as_of.ordinal) + 1)


def months(period: Period, as_of: Month) -> int:
    """The length of a period in months."""
    return len(span(period, as_of))


def merged_months(periods: Iterable[Period], as_of: Month) -> int:
    """The number of distinct calendar months that periods cover together."""
    covered: set[int] = set()
    for period in periods:
        covered.update(span(period, as_of))
    return len(covered)


def counted(jobs: tuple[Job, ...], *, shortest: int, as_of: Month) -> tuple[bool, ...]:
    """Which jobs are long enough to count. A stint that is still going on counts: nobody has left it early."""
    return tuple(job.period.current or months(job.period, as_of) >= shortest for job in jobs)


def months_since(period: Period, as_of: Month) -> int:
    """Months from the end of a period to `as_of`; 0 while it goes on or when it is not dated."""
    covered = span(period, as_of)
    return max(0, as_of.ordinal - covered[-1]) if covered else 0
