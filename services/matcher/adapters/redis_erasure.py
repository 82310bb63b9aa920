"""Erases matches in Redis: one script a match, which leaves nothing of a person and the books as they were."""

from collections.abc import Sequence
from typing import Any

from redis.exceptions import ResponseError

from services.matcher.adapters.names import (
    active_key_of,
    cv_key,
    erased_key,
    index_key,
    member_of,
    record_key,
    stream_key_of,
)
from services.matcher.adapters.records import match_script
from services.matcher.adapters.redis_errors import redis_may_be_away
from services.matcher.adapters.redis_runs import redis_now_ms
from services.matcher.domain.failure import FailureCode
from services.matcher.ports import Erased
from services.platform.accounts.account_keys import account_key, clients_key, holds_key
from services.platform.accounts.corruption import is_ledger_corrupt, refuse_corrupt_ledger
from services.platform.outbox.keys import ENDED_KEPT, attempts_key, event_key, outbox_key_of
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient

_KEPT_MS = int(ENDED_KEPT.total_seconds()) * 1000


class RedisErasure:
    """Implements `EraseStore`."""

    def __init__(self, client: RedisClient) -> None:
        self._redis = client
        self._erase = match_script(client, "erase")

    @redis_may_be_away
    async def erase(self, client_id: str, match_id: str, *, only_final: bool = False) -> Erased:
        """Erases a match; a match that is not final fails with it, uncharged, unless `only_final`.

        Raises:
            AppError: INTERNAL_ERROR when the hold of a match that is not final cannot be let go: the books are corrupt.
        """
        while True:
            # The event's key is needed before the script runs, and an event is named when its match ends: once.
            raw: Any = await self._redis.hget(record_key(client_id, match_id), "event_id")
            try:
                answer = await self._once(client_id, match_id, event_id=(raw or b"").decode(), only_final=only_final)
            except ResponseError as error:
                if is_ledger_corrupt(error):
                    raise refuse_corrupt_ledger(error, client_id=client_id) from None
                raise
            if answer != "look":
                return Erased(answer)

    @redis_may_be_away
    async def clients(self) -> Sequence[str]:
        """Returns the ids of all clients."""
        return [
            member.decode()
            for partition in range(PARTITIONS)
            async for member in self._redis.sscan_iter(clients_key(partition), count=500)
        ]

    @redis_may_be_away
    async def aged(self, client_id: str, *, before_ms: int, after: str, count: int) -> Sequence[str]:
        """Returns up to `count` places of matches submitted before `before_ms`, oldest first, after the place `after`."""
        places: Any = await self._redis.zrange(
            index_key(client_id),
            f"({after}" if after else "-",
            f"({max(before_ms, 0):013d}",
            bylex=True,
            offset=0,
            num=count,
        )
        return [place.decode() for place in places]

    @redis_may_be_away
    async def now_ms(self) -> int:
        """Returns Redis's time."""
        return await redis_now_ms(self._redis)

    async def _once(self, client_id: str, match_id: str, *, event_id: str, only_final: bool) -> str:
        keys = [
            *(record_key(client_id, match_id), cv_key(client_id, match_id)),
            *(account_key(client_id), holds_key(client_id)),
            *(active_key_of(client_id), stream_key_of(client_id)),
            *(index_key(client_id), erased_key(client_id)),
            *(event_key(client_id, event_id), attempts_key(client_id, event_id), outbox_key_of(client_id)),
        ]
        args: list[str | int] = [
            *(match_id, member_of(client_id, match_id), event_id),
            *(_KEPT_MS, int(only_final), FailureCode.PIPELINE_FAILED.value),
        ]
        answer: Any = await self._erase(keys=keys, args=args)
        return bytes(answer).decode()
