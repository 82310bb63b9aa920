"""Threads of their own for judging candidates, so that neither the event loop nor the model's thread waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class SearchThreads:
    """Implements `Offload`."""

    def __init__(self, *, threads: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="search")

    async def __call__(self, work: Callable[[], T]) -> T:
        """Returns what `work` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Lets go of the threads; what has not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
