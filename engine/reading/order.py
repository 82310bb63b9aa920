"""The order in which jobs are told."""

from engine.profile import Job


def recency(job: Job) -> tuple[int, int, int]:
    """A key by which newer jobs are greater: current ones first, then by end, then by start; undated ones least."""
    period = job.period
    end = period.end.ordinal if period.end else 0
    start = period.start.ordinal if period.start else 0
    return (int(period.current), end, start) if not period.current else (1, start, 0)
