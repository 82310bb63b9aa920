"""Carries the id of the request that is being served to everything that is done for it."""

import re
import secrets
import string
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ALPHABET = string.ascii_lowercase + string.digits
# Ids of other services and of background work are accepted too, as long as they can harm no log line.
_HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}")

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def new_request_id() -> str:
    """Makes an id of the form `req_<13 digits of ms>_<6 of a-z0-9>`."""
    # Drawn at once: six draws would be six system calls.
    drawn, tail = secrets.randbelow(len(_ALPHABET) ** 6), ""
    for _ in range(6):
        drawn, place = divmod(drawn, len(_ALPHABET))
        tail += _ALPHABET[place]
    return f"req_{time.time_ns() // 1_000_000:013d}_{tail}"


def accepted_request_id(candidate: str | None) -> str:
    """Returns `candidate` when it is harmless in a log, else a new id."""
    if candidate is not None and _HARMLESS.fullmatch(candidate):
        return candidate
    return new_request_id()


def current_request_id() -> str | None:
    """Returns the id of the request being served, None outside of one."""
    return _request_id.get()


def bind_request_id(request_id: str) -> None:
    """Sets the id for the rest of this task and for the tasks it starts."""
    _request_id.set(request_id)


@contextmanager
def request_scope(request_id: str) -> Iterator[None]:
    """Sets the id inside a `with` block."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)
