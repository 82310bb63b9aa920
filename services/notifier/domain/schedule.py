"""When a failed delivery is tried again, and when it is given up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from services.notifier.domain.delivery import DeliveryStatus, Outcome

# Waits before the first, second … attempt: 0 s, 30 s, 2 min, 10 min, 1 h, 3 h, 8 h, 24 h.
WAITS_S = (0, 30, 120, 600, 3_600, 10_800, 28_800, 86_400)
JITTER = 0.2
LONGEST_RETRY_AFTER_S = 86_400
# Statuses whose Retry-After counts.
_ASKS_TO_WAIT = frozenset({429, 503})
_FIRST_SUCCESS, _FIRST_REDIRECT, _GONE = 200, 300, 410

Jitter = Callable[[], float]
"""Gives a number from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from an attempt; `wait_ms` counts for a pending delivery only."""

    status: DeliveryStatus
    wait_ms: int = 0


def outcome_of_status(http_status: int) -> Outcome:
    """Names an answer by its status: 2xx is success, 410 ends it, a redirect is an error like any other."""
    if _FIRST_SUCCESS <= http_status < _FIRST_REDIRECT:
        return Outcome.DELIVERED
    return Outcome.GONE if http_status == _GONE else Outcome.HTTP_ERROR


def verdict(
    outcome: Outcome, *, attempts_made: int, http_status: int = 0, retry_after_s: int | None = None, jitter: Jitter
) -> Verdict:
    """Decides what follows from the attempt that `attempts_made` counts as the last.

    A receiver's Retry-After can put the next attempt off, up to a day; it cannot bring it forward.
    """
    if outcome is Outcome.DELIVERED:
        return Verdict(DeliveryStatus.DELIVERED)
    if outcome is Outcome.GONE or attempts_made >= len(WAITS_S):
        return Verdict(DeliveryStatus.EXHAUSTED)
    wait_s = WAITS_S[attempts_made] * (1 + JITTER * jitter())
    if http_status in _ASKS_TO_WAIT and retry_after_s is not None:
        wait_s = max(wait_s, min(retry_after_s, LONGEST_RETRY_AFTER_S))
    return Verdict(DeliveryStatus.PENDING, wait_ms=round(wait_s * 1000))


def parse_retry_after(raw: str | None, *, now_s: float) -> int | None:
    """Returns the seconds a `Retry-After` header asks for, given as a number or as a date; None when it says neither."""
    if raw is None:
        return None
    raw = raw.strip()
    if raw.isascii() and raw.isdigit():
        # Cut first: a number of thousands of digits is not worth converting.
        return LONGEST_RETRY_AFTER_S if len(raw) > len(str(LONGEST_RETRY_AFTER_S)) else int(raw)
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0, round((at - datetime.fromtimestamp(now_s, UTC)).total_seconds()))
