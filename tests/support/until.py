"""Waits for what others bring about, where there is no event to wait for."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], *, within_s: float = 30) -> None:
    """Waits for a condition; raises TimeoutError when it does not come about in time."""
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.01)
