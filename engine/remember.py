"""Keeps what was computed of a text for its next use, and forgets all of it at once: texts are somebody's CV."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_forgetting: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[F], F]:
    """Decorates a pure function of hashable values: its newest `most` answers are kept until `forget`."""

    def keep(function: F) -> F:
        kept = lru_cache(maxsize=most)(function)
        _forgetting.append(kept.cache_clear)
        return cast("F", kept)

    return keep


def forget() -> None:
    """Drops every answer that is kept: nothing of any CV stays in memory through the engine."""
    for drop in _forgetting:
        drop()
