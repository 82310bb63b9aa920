"""The threads in which indexes are built and searched, so that the event loop never waits for either."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """A fixed number of threads; FAISS and numpy let go of Python's lock while they compute."""

    def __init__(self, threads: int, *, prepare: Callable[[], None]) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="index", initializer=prepare)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Returns what `work` returns; work that began goes on when its caller is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Lets running work end and drops what has not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)
