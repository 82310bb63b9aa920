"""Milliseconds since the epoch as the contract writes them, and as calendar months."""

from datetime import UTC, datetime, timedelta

from engine.profile import Month

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso_ms(at_ms: int) -> str:
    """Returns ISO 8601 with milliseconds and Z, such as `2026-11-21T09:30:00.007Z`."""
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"


def iso_ms_or_none(at_ms: int) -> str | None:
    """Returns the same, None for 0: not yet."""
    return iso_ms(at_ms) if at_ms else None


def month_of(at_ms: int) -> Month:
    """Returns the UTC month of a moment."""
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return Month(at.year, at.month)
