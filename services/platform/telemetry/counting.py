"""Counts warnings and errors by their event, so that an alert can stand on what a service logs."""

from prometheus_client import Counter
from structlog.typing import EventDict, WrappedLogger

# Events are constants of the code: their number is small and known.
LOG_EVENTS = Counter("cvdeep_log_events", "Warnings and errors logged, by what happened.", ["level", "event"])

_COUNTED = frozenset({"warning", "error", "critical"})


def count_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Is a log processor: counts a line of some weight and passes it on."""
    if event.get("level") in _COUNTED:
        LOG_EVENTS.labels(event["level"], event["event"]).inc()
    return event
