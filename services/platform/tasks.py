"""Ends background tasks for certain."""

import asyncio
from collections.abc import Iterable

_ASK_AGAIN_S = 0.2


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels tasks until they have ended: on Python 3.11 a library's `asyncio.wait_for` can swallow one cancellation."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=_ASK_AGAIN_S)
