"""Background tasks end even when one cancellation is swallowed."""

import asyncio
from contextlib import suppress

from services.platform.tasks import end_tasks


async def test_a_swallowed_cancellation_is_asked_for_again() -> None:
    """A task that loses its first cancellation, as inside a library call, ends all the same."""
    asleep = asyncio.Event()

    async def stubborn() -> None:
        with suppress(asyncio.CancelledError):
            asleep.set()
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    task = asyncio.create_task(stubborn())
    await asleep.wait()

    await end_tasks([task])

    assert task.cancelled()
