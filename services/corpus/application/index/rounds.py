"""Lets many callers share one run of something, as long as it began after each of them asked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Rounds(Generic[T]):
    """Runs `work` one at a time. A caller who comes during a run waits for the next one, which all who wait then share."""

    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._work = work
        self._current: asyncio.Task[T] | None = None
        self._next: asyncio.Task[T] | None = None

    async def begun_after_now(self) -> T:
        """Returns what a run that began after this call came to; raises what that run raised.

        A caller that is cancelled leaves the run to the others.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._run_after(self._current))
            # Without this a failure whose every caller was cancelled would be reported as forgotten.
            self._next.add_done_callback(lambda task: task.cancelled() or task.exception())
        return await asyncio.shield(self._next)

    async def settle(self) -> None:
        """Returns once nothing runs; failures are the callers' own."""
        while running := [task for task in (self._current, self._next) if task is not None and not task.done()]:
            await asyncio.gather(*running, return_exceptions=True)

    async def _run_after(self, previous: asyncio.Task[T] | None) -> T:
        if previous is not None:
            await asyncio.wait([previous])
        self._current, self._next = self._next, None
        return await self._work()
