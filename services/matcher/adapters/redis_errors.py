"""Tells a Redis that is away for a moment from one that says no."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from redis.exceptions import BusyLoadingError, MasterDownError, ReadOnlyError, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.matcher.ports import TransientError

# A primary that has just been demoted says "read only" until the client finds the new one.
_AWAY = (RedisConnectionError, RedisTimeoutError, BusyLoadingError, ReadOnlyError, MasterDownError, TryAgainError)


P = ParamSpec("P")
T = TypeVar("T")


def redis_may_be_away(step: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Makes a step raise `TransientError` in place of errors that a later try may not meet."""

    @wraps(step)
    async def judged(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await step(*args, **kwargs)
        except _AWAY as error:
            raise TransientError from error

    return judged
