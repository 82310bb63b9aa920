"""Children that wait to take another's place: what makes room for the next document must not cost it the time of a fork."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from services.matcher.adapters.pdf.process import ChildDiedError, ReaderProcess

_RESTART_S = 0.1
_RESTART_MAX_S = 5.0


class Spares:
    """Keeps children ready, and starts one for each that is taken.

    Args:
        count: how many stand ready; one that died meanwhile keeps its place until `take` passes it over.
        start: starts a child and waits until it is warm.
    """

    def __init__(self, count: int, start: Callable[[], Awaitable[ReaderProcess]]) -> None:
        self._start = start
        self._wanted = asyncio.Semaphore(count)
        self._ready: asyncio.Queue[ReaderProcess] = asyncio.Queue()
        self._waiting: set[ReaderProcess] = set()

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of those that wait."""
        return frozenset(child.pid for child in self._waiting if child.alive)

    async def take(self) -> ReaderProcess:
        """Waits for one that lives."""
        while True:
            child = await self._ready.get()
            self._wanted.release()
            self._waiting.discard(child)
            if child.alive:
                return child

    async def breed(self) -> None:
        """Starts children until cancelled, one at a time, and more at once when it runs more than once; those that wait are the caller's to end."""
        while True:
            await self._wanted.acquire()
            child = await self._one()
            self._waiting.add(child)
            self._ready.put_nowait(child)

    async def _one(self) -> ReaderProcess:
        pause_s = _RESTART_S
        while True:
            # A machine short of memory or processes may refuse for a while.
            with contextlib.suppress(ChildDiedError, TimeoutError, OSError):
                return await self._start()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _RESTART_MAX_S)
