"""Bounds the memory of uploads: bytes are reserved before they are read, whoever finds no room waits a little or is refused."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.platform.errors import AppError, Reason


class UploadBudget:
    """A number of bytes that all uploads in flight share; one client may have at most half of them."""

    def __init__(self, total_bytes: int, *, wait_s: float) -> None:
        """Makes a budget of `total_bytes` in which an upload waits at most `wait_s` for room."""
        self._total = total_bytes
        self._share = total_bytes // 2
        self._wait_s = wait_s
        self._reserved = 0
        self._of_client: Counter[str] = Counter()
        self._freed = asyncio.Condition()

    @property
    def reserved_bytes(self) -> int:
        """The bytes that uploads in flight have reserved."""
        return self._reserved

    @asynccontextmanager
    async def reserve(self, client_id: str, size: int) -> AsyncIterator[None]:
        """Holds `size` bytes for a client inside the block; a size above the client's share is counted as the share.

        Raises:
            AppError: `RATE_LIMITED` when there was no room within the wait.
        """
        size = min(size, self._share)
        if not self._has_room(client_id, size):
            await self._wait_for_room(client_id, size)
        self._reserved += size
        self._of_client[client_id] += size
        try:
            yield
        finally:
            self._reserved -= size
            self._of_client[client_id] -= size
            if not self._of_client[client_id]:
                del self._of_client[client_id]
            async with self._freed:
                self._freed.notify_all()

    def _has_room(self, client_id: str, size: int) -> bool:
        return self._reserved + size <= self._total and self._of_client[client_id] + size <= self._share

    async def _wait_for_room(self, client_id: str, size: int) -> None:
        try:
            async with asyncio.timeout(self._wait_s), self._freed:
                await self._freed.wait_for(lambda: self._has_room(client_id, size))
        except TimeoutError:
            raise AppError(
                Reason.RATE_LIMITED, "Too many uploads are in flight; try again shortly.", retry_after_s=2
            ) from None
