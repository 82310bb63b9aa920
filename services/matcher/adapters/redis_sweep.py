"""Keeps the queue in Redis moving: finds matches nobody runs, rings for them again, ends the hopeless."""

from collections.abc import Sequence
from typing import Any

from services.matcher.adapters.names import (
    active_key,
    active_key_of,
    member_of,
    record_key,
    split_member,
    stream_key_of,
)
from services.matcher.adapters.records import ROW_FIELDS, match_script, named, row_of
from services.matcher.adapters.redis_errors import redis_may_be_away
from services.matcher.adapters.redis_runs import RunTimes, fail_args, fail_keys, redis_now_ms
from services.matcher.ports import FailureNote, Swept, Verdict
from services.platform.storage.redis import RedisClient

_SWEEP_FIELDS = (*ROW_FIELDS, "webhook_url")


class RedisSweep:
    """Implements `SweepStore` over the given partitions."""

    def __init__(
        self, client: RedisClient, times: RunTimes, *, partitions: Sequence[int], answer_ms: int = 5_000
    ) -> None:
        self._redis = client
        self._times = times
        self._partitions = partitions
        self._answer_ms = answer_ms
        self._sweep = match_script(client, "sweep")
        self._fail = match_script(client, "fail")

    @redis_may_be_away
    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns up to `count` matches a partition that should be looked at now, the most overdue first."""
        now = await self.now_ms()
        pipe = self._redis.pipeline(transaction=False)
        for partition in self._partitions:
            pipe.zrange(active_key(partition), "-inf", now, byscore=True, offset=0, num=count)
        return [split_member(member) for members in await pipe.execute() for member in members]

    @redis_may_be_away
    async def sweep(self, client_id: str, match_id: str, *, unanswered: str = "") -> Swept:
        """Looks at one active match and rings for it again when nobody runs it or will."""
        times = self._times
        record = record_key(client_id, match_id)
        verdict, epoch = await self._sweep(
            keys=[record, active_key_of(client_id), stream_key_of(client_id)],
            args=[
                *(client_id, match_id, member_of(client_id, match_id), unanswered),
                *(times.most_attempts, times.next_look_ms, self._answer_ms),
            ],
        )
        swept = Swept(Verdict(verdict.decode()), epoch=int(epoch))
        if swept.verdict not in (Verdict.EXPIRED, Verdict.EXHAUSTED):
            return swept
        raw: Any = await self._redis.hmget(record, list(_SWEEP_FIELDS))
        values = named(_SWEEP_FIELDS, raw)
        return Swept(swept.verdict, epoch=swept.epoch, row=row_of(values), webhook_url=values["webhook_url"])

    @redis_may_be_away
    async def depth(self) -> int:
        """Returns how many matches of the partitions are not final."""
        pipe = self._redis.pipeline(transaction=False)
        for partition in self._partitions:
            pipe.zcard(active_key(partition))
        return sum(await pipe.execute())

    @redis_may_be_away
    async def fail_swept(self, client_id: str, match_id: str, *, epoch: int, note: FailureNote) -> bool:
        """Ends a match that nobody runs, if it still stands as seen; tells whether it did."""
        args = fail_args("sweeper", client_id, match_id, epoch=epoch, note=note)
        answer = await self._fail(keys=fail_keys(client_id, match_id, note), args=[*args, self._times.most_attempts])
        return bool(answer == b"done")

    @redis_may_be_away
    async def now_ms(self) -> int:
        """Returns Redis's time."""
        return await redis_now_ms(self._redis)
