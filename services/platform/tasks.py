"""Background tasks: spread out over processes, and ended for certain."""

import asyncio
import random
from collections.abc import Iterable

_ASK_AGAIN_S = 0.2


def spread_s(every_s: float) -> float:
    """Returns a pause of about `every_s`, up to a fifth more or less, so that many processes do not all look at the same moment."""
    return every_s * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels endless tasks until they have ended; what they ended with is dropped.

    On Python 3.11 a library's `asyncio.wait_for` can swallow a cancellation, so one is not enough. Not for tasks that tidy up
    when they are cancelled: being asked again would cut that off.
    """
    ending = tuple(tasks)
    while pending := [task for task in ending if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=_ASK_AGAIN_S)
    await asyncio.gather(*ending, return_exceptions=True)
