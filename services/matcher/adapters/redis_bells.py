"""Doorbells in Redis Streams: one stream a partition, one consumer group, every worker a consumer."""

from collections.abc import Sequence
from typing import Any

from redis.exceptions import ResponseError

from services.matcher.adapters.names import WORKERS_GROUP, stream_key
from services.matcher.adapters.redis_errors import redis_may_be_away
from services.matcher.ports import Bell
from services.platform.storage.redis import RedisClient

_LONG_GONE_MS = 600_000


class RedisBells:
    """Implements `Bells` over the given partitions, read together in one call, on a Redis Cluster as well (ADR 0010)."""

    def __init__(
        self, client: RedisClient, *, partitions: Sequence[int], worker_id: str, unanswered_ms: int = 2_000
    ) -> None:
        self._redis = client
        self._partitions = {stream_key(partition): partition for partition in partitions}
        self._worker_id = worker_id
        self._unanswered_ms = unanswered_ms

    @redis_may_be_away
    async def open(self) -> None:
        """Makes the groups, from the first entry on: what was accepted before any worker ran is heard too."""
        for stream in self._partitions:
            try:
                await self._redis.xgroup_create(stream, WORKERS_GROUP, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    @redis_may_be_away
    async def listen(self, *, timeout_s: float) -> Sequence[Bell]:
        """Waits for bells, oldest first; at most one a partition, none when the time ran out."""
        try:
            answer: Any = await self._redis.xreadgroup(
                WORKERS_GROUP,
                self._worker_id,
                dict.fromkeys(self._partitions, ">"),
                count=1,
                block=max(1, int(timeout_s * 1000)),
            )
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            # Redis came back without our groups: somebody restored or emptied it.
            await self.open()
            return []
        bells = [bell for stream, entries in answer for bell in _bells(self._partitions[_text(stream)], entries)]
        return sorted(bells, key=_rung_at)

    @redis_may_be_away
    async def take_over(self, *, count: int) -> Sequence[Bell]:
        """Takes up to `count` bells that were heard and left unanswered: by a worker that died, or is too busy."""
        found: list[Bell] = []
        for stream, partition in self._partitions.items():
            if len(found) >= count:
                break
            try:
                answer: Any = await self._redis.xautoclaim(
                    stream, WORKERS_GROUP, self._worker_id, self._unanswered_ms, count=count - len(found)
                )
            except ResponseError as error:
                if "NOGROUP" not in str(error):
                    raise
                await self.open()
                continue
            found += _bells(partition, answer[1])
        return sorted(found, key=_rung_at)

    @redis_may_be_away
    async def tidy(self) -> None:
        """Forgets consumers that have said nothing for ten minutes and owe no answer."""
        for stream in self._partitions:
            for consumer in await self._redis.xinfo_consumers(stream, WORKERS_GROUP):
                if consumer["pending"] == 0 and consumer["idle"] > _LONG_GONE_MS:
                    await self._redis.xgroup_delconsumer(stream, WORKERS_GROUP, consumer["name"])

    @redis_may_be_away
    async def leave(self) -> None:
        """Forgets this worker. A bell that it still owes an answer is found by the sweepers of the others."""
        for stream in self._partitions:
            await self._redis.xgroup_delconsumer(stream, WORKERS_GROUP, self._worker_id)


def _bells(partition: int, entries: Any) -> list[Bell]:
    return [
        Bell(
            partition=partition,
            entry_id=_text(entry_id),
            client_id=_text(fields[b"c"]),
            match_id=_text(fields[b"m"]),
        )
        for entry_id, fields in entries
    ]


def _rung_at(bell: Bell) -> tuple[int, int]:
    ms, _, sequence = bell.entry_id.partition("-")
    return int(ms), int(sequence)


def _text(raw: bytes | str) -> str:
    return raw.decode() if isinstance(raw, bytes) else raw
