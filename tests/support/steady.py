"""Calls to a running system at a steady rate, each counted by how it went at the first try and in the end."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.support.live import AWAY

Send = Callable[[], Awaitable[httpx.Response]]

_TRIES = 6


@dataclass(slots=True)
class Tally:
    """How calls went: `first` counts their first tries by status or error, `failed` are those that never succeeded."""

    first: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    async def answered(
        self, kind: str, send: Send, *, good: frozenset[int], lost: frozenset[int] = frozenset()
    ) -> httpx.Response | None:
        """Sends, and again after what a client may meet while a process is replaced.

        Returns None for a call that failed, or whose second answer says that the first try, whose answer was lost, had counted.
        """
        for attempt in range(_TRIES):
            try:
                answer = await send()
                outcome = str(answer.status_code)
            except httpx.TransportError as error:
                answer, outcome = None, type(error).__name__
            if attempt == 0:
                self.first[f"{kind} {outcome}"] += 1
            if answer is not None and answer.status_code in good:
                return answer
            if answer is not None and answer.status_code not in AWAY:
                if not (attempt and answer.status_code in lost):
                    self.failed.append(f"{kind}: {answer.text}")
                return None
            await asyncio.sleep(0.5 * (attempt + 1))
        self.failed.append(f"{kind}: {outcome}")
        return None


@asynccontextmanager
async def steadily(call: Callable[[], Awaitable[None]], *, a_second: float) -> AsyncIterator[None]:
    """Makes calls for as long as the block runs, whether or not earlier ones have ended; all of them have after it."""
    calls: set[asyncio.Task[None]] = set()

    async def beat() -> None:
        next_at = time.monotonic()
        while True:
            task = asyncio.ensure_future(call())
            calls.add(task)
            task.add_done_callback(calls.discard)
            next_at += 1 / a_second
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))  # the rate is what is tested

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await asyncio.gather(*calls)
