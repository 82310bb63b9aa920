"""Tells a Redis that is away for a moment from one that says no."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from redis.exceptions import BusyLoadingError, ClusterDownError, ReadOnlyError, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

# A primary that has just been demoted says "read only" until the client finds the new one; a node of a cluster says that it
# is down while nobody owns the slot, and to try again while the slot is being moved.
AWAY = (RedisConnectionError, RedisTimeoutError, BusyLoadingError, ReadOnlyError, ClusterDownError, TryAgainError)

P = ParamSpec("P")
T = TypeVar("T")
Step = Callable[P, Coroutine[Any, Any, T]]


def raising(transient: type[Exception]) -> Callable[[Step[P, T]], Step[P, T]]:
    """Makes a step raise `transient` in place of errors that a later try may not meet."""

    def decorate(step: Step[P, T]) -> Step[P, T]:
        @wraps(step)
        async def judged(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return await step(*args, **kwargs)
            except AWAY as error:
                raise transient from error

        return judged

    return decorate
