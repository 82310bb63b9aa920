"""Hands the time a caller has left on to the calls made on its behalf."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

# What the caller needs for itself once the inner call has ended: a tenth of what is left, 200 ms at most.
_SHAVED_SHARE = 0.1
_MOST_SHAVED_S = 0.2
_SHORTEST_S = 0.001

_ends_at: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline_scope(timeout_s: float) -> Iterator[None]:
    """Bounds every call made inside the block; a scope inside a scope can only shorten it."""
    outer = _ends_at.get()
    ends_at = monotonic() + timeout_s
    token = _ends_at.set(ends_at if outer is None else min(outer, ends_at))
    try:
        yield
    finally:
        _ends_at.reset(token)


def remaining_s() -> float | None:
    """Returns the seconds left (0.0 once they are spent), None where nobody set a deadline."""
    ends_at = _ends_at.get()
    return None if ends_at is None else max(0.0, ends_at - monotonic())


def call_timeout_s(wanted_s: float) -> float:
    """Returns the timeout of a call: what is wanted, or less when the caller has less left. Never zero."""
    left_s = remaining_s()
    if left_s is not None:
        wanted_s = min(wanted_s, left_s - min(_MOST_SHAVED_S, left_s * _SHAVED_SHARE))
    return max(wanted_s, _SHORTEST_S)
