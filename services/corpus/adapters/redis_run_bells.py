"""Doorbells of searches in Redis Streams: one stream a partition, one consumer group, each bell heard by one worker."""

from collections.abc import Sequence

from redis.exceptions import ResponseError

from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import SEARCHERS_GROUP, bells_key
from services.platform.storage.redis import RedisClient

# One name for all workers: a bell owes no answer, so nothing is kept of who heard it.
_CONSUMER = "any"


class RedisRunBells:
    """Implements `SearchBells` over the given partitions, read together in one call, on a Redis Cluster as well (ADR 0010)."""

    def __init__(self, client: RedisClient, *, partitions: Sequence[int]) -> None:
        self._redis = client
        self._streams = [bells_key(partition) for partition in partitions]

    @redis_may_be_away
    async def open(self) -> None:
        """Makes the groups; what rang before is not heard, the queue tells of it."""
        for stream in self._streams:
            try:
                await self._redis.xgroup_create(stream, SEARCHERS_GROUP, id="$", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    @redis_may_be_away
    async def listen(self, *, timeout_s: float) -> None:
        """Returns when a bell rang or the time ran out. Bells are not acknowledged: the queue decides what is done."""
        try:
            await self._redis.xreadgroup(
                SEARCHERS_GROUP,
                _CONSUMER,
                dict.fromkeys(self._streams, ">"),
                count=1,
                block=max(1, int(timeout_s * 1000)),
                noack=True,
            )
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            # Redis came back without our groups: somebody restored or emptied it.
            await self.open()
