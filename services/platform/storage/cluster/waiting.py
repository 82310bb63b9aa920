"""Waits on streams in several slots at once, which one blocking command cannot do on a Redis Cluster."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.platform.tasks import end_tasks

_START = b"0-0"


class StreamWaits:
    """Reads for a consumer group as XREADGROUP with BLOCK does, over any number of slots.

    Entries are taken only while somebody reads, in one non-blocking round over all nodes. Between rounds a waiter a stream
    looks on without taking anything (XREAD BLOCK): so a waiter may outlive the read that began it, and nothing that it saw
    is lost or held back from other consumers. It costs a connection a stream.
    """

    def __init__(self, client: Redis, *, block_ms: int) -> None:
        self._client = client
        self._block_ms = block_ms
        self._waiters: dict[Any, asyncio.Task[None]] = {}

    async def read(
        self,
        group: str,
        consumer: str,
        streams: Mapping[Any, Any],
        *,
        count: int | None,
        block_ms: int | None,
        noack: bool,
    ) -> list[Any]:
        """Returns `[stream, entries]` pairs, at most `count` entries a stream; none when the time ran out.

        Raises:
            RedisError: what a stream or a node answered, if no other stream had an entry.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + (block_ms or 0) / 1000
        rung: Iterable[Any] = streams
        while True:
            found, newest = await self._take(
                group, consumer, {name: streams[name] for name in rung}, count=count, noack=noack
            )
            left_s = until - loop.time()
            if found or block_ms is None or left_s <= 0:
                return found
            for name, entry_id in newest.items():
                if name not in self._waiters:
                    self._waiters[name] = asyncio.create_task(self._look(name, entry_id))
            rung = await self._rung(streams, left_s)

    async def close(self) -> None:
        """Ends the waiters."""
        waiters, self._waiters = list(self._waiters.values()), {}
        await end_tasks(waiters)

    async def _take(
        self, group: str, consumer: str, streams: Mapping[Any, Any], *, count: int | None, noack: bool
    ) -> tuple[list[Any], dict[Any, Any]]:
        """Takes what is there; returns it with each stream's newest entry id of the moment before."""
        pipe = self._client.pipeline(transaction=False)
        for name, after in streams.items():
            pipe.xrevrange(name, count=1)
            pipe.xreadgroup(group, consumer, {name: after}, count=count, noack=noack)
        answers = await pipe.execute(raise_on_error=False)
        found = [pair for answer in answers[1::2] if not isinstance(answer, Exception) for pair in answer or ()]
        failed = [answer for answer in answers if isinstance(answer, Exception)]
        if failed and not found:
            raise failed[0]
        newest = {
            name: answer[0][0] if answer else _START
            for name, answer in zip(streams, answers[::2], strict=True)
            if not isinstance(answer, Exception)
        }
        return found, newest

    async def _look(self, name: Any, after: Any) -> None:
        """Returns when a stream has an entry newer than `after`, and at the latest when the time is up."""
        # Whatever is wrong, the round that follows meets it, too, and has somebody to tell.
        with suppress(RedisError):
            await self._client.xread({name: after}, count=1, block=self._block_ms)

    async def _rung(self, streams: Iterable[Any], timeout_s: float) -> list[Any]:
        """Waits for one of the waiters at least; returns the streams of those that have ended."""
        mine = {name: self._waiters[name] for name in streams if name in self._waiters}
        await asyncio.wait(mine.values(), timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        ended = [name for name, task in mine.items() if task.done()]
        for name in ended:
            # Another reader of the same stream may have put a new one in its place.
            if self._waiters.get(name) is mine[name]:
                del self._waiters[name]
        return ended
