"""Runs of matches in Redis: claim, renew, finish, fail, release; each one script, decided by state and epoch."""

import secrets
from dataclasses import dataclass
from typing import Any

from services.matcher.adapters.names import (
    active_key_of,
    cv_key,
    member_of,
    pace_key,
    record_key,
    stream_key,
    stream_key_of,
)
from services.matcher.adapters.records import ROW_FIELDS, match_script, named, row_of
from services.matcher.adapters.redis_errors import redis_may_be_away
from services.matcher.domain.match import Claim
from services.matcher.ports import Bell, FailureNote, LostError, ResultNote
from services.platform.accounts.account_keys import account_key, holds_key, ledger_key
from services.platform.outbox.keys import event_key, events_key, outbox_key_of
from services.platform.storage.keys import partition_of
from services.platform.storage.redis import RedisClient

_CLAIM_FIELDS = (*ROW_FIELDS, "job_description", "config", "webhook_url", "request_id", "traceparent", "price")


@dataclass(frozen=True, slots=True)
class RunTimes:
    """How long a claim lasts unrenewed, how often a match is tried, and when its queue place is looked at again."""

    lease_ms: int = 30_000
    most_attempts: int = 5
    next_look_ms: int = 15_000


class RedisRuns:
    """Implements `RunStore`."""

    def __init__(self, client: RedisClient, times: RunTimes, *, worker_id: str) -> None:
        self._redis = client
        self._times = times
        self._worker_id = worker_id
        self._claim = match_script(client, "claim")
        self._renew = match_script(client, "renew")
        self._release = match_script(client, "release")
        self._finish = match_script(client, "finish")
        self._fail = match_script(client, "fail")

    @redis_may_be_away
    async def claim(self, bell: Bell) -> Claim | None:
        """Takes the right to run the match and answers its bell; None when there is nothing to run."""
        times = self._times
        keys = [
            record_key(bell.client_id, bell.match_id),
            active_key_of(bell.client_id),
            stream_key(bell.partition),
        ]
        # A token of its own for each claim: when the library sends it again, the script knows it by that.
        token = f"{self._worker_id}:{secrets.token_hex(6)}"
        member = member_of(bell.client_id, bell.match_id)
        word, *rest = await self._claim(
            keys=keys, args=[bell.entry_id, token, times.lease_ms, times.most_attempts, member, *_CLAIM_FIELDS]
        )
        if word != b"claimed":
            return None
        epoch, attempts, remaining_ms, values = rest
        record = named(_CLAIM_FIELDS, values)
        return Claim(
            client_id=bell.client_id,
            row=row_of(record),
            epoch=int(epoch),
            attempts=int(attempts),
            remaining_ms=int(remaining_ms),
            price=int(record["price"]),
            job_description=record["job_description"],
            config_json=record["config"],
            webhook_url=record["webhook_url"],
            request_id=record["request_id"],
            traceparent=record["traceparent"],
        )

    @redis_may_be_away
    async def renew(self, claim: Claim) -> None:
        """Extends the lease; raises `LostError`."""
        args: list[str | int] = [claim.epoch, self._times.lease_ms, member_of(claim.client_id, claim.row.id)]
        keys = [record_key(claim.client_id, claim.row.id), active_key_of(claim.client_id)]
        if not await self._renew(keys=keys, args=args):
            raise LostError

    @redis_may_be_away
    async def cv_of(self, claim: Claim) -> bytes | None:
        """Returns the CV's bytes, None when they are gone."""
        cv: Any = await self._redis.get(cv_key(claim.client_id, claim.row.id))
        return None if cv is None else bytes(cv)

    @redis_may_be_away
    async def now_ms(self) -> int:
        """Returns Redis's time."""
        return await redis_now_ms(self._redis)

    @redis_may_be_away
    async def finish(self, claim: Claim, note: ResultNote) -> None:
        """Ends the match with its result and one charge; doing it again changes nothing. Raises `LostError`."""
        client_id, match_id = claim.client_id, claim.row.id
        keys = [
            *(record_key(client_id, match_id), cv_key(client_id, match_id)),
            *(account_key(client_id), holds_key(client_id), ledger_key(client_id)),
            *(active_key_of(client_id), stream_key_of(client_id), pace_key(partition_of(client_id))),
            *(event_key(client_id, note.event_id), events_key(client_id), outbox_key_of(client_id)),
        ]
        result = note.result
        args: list[str | int | bytes] = [
            *(claim.epoch, note.at_ms, result.cv_parser_result_json, result.cv2jd_result_json, result.score_json),
            *(match_id, client_id, member_of(client_id, match_id), note.event_id, note.event_body or b""),
        ]
        if await self._finish(keys=keys, args=args) == b"stale":
            raise LostError

    @redis_may_be_away
    async def fail(self, claim: Claim, note: FailureNote) -> None:
        """Ends the match without a charge; doing it again changes nothing. Raises `LostError`."""
        keys = fail_keys(claim.client_id, claim.row.id, note)
        args = fail_args("worker", claim.client_id, claim.row.id, epoch=claim.epoch, note=note)
        if await self._fail(keys=keys, args=[*args, self._times.most_attempts]) == b"stale":
            raise LostError

    @redis_may_be_away
    async def release(self, claim: Claim, *, delay_ms: int, forgive: bool) -> None:
        """Gives the match back for another attempt; nothing happens when it is no longer this worker's."""
        client_id, match_id = claim.client_id, claim.row.id
        await self._release(
            keys=[record_key(client_id, match_id), active_key_of(client_id), stream_key_of(client_id)],
            args=[
                *(claim.epoch, delay_ms, int(forgive), self._times.next_look_ms),
                *(member_of(client_id, match_id), client_id, match_id),
            ],
        )


async def redis_now_ms(client: RedisClient) -> int:
    """Returns Redis's time in milliseconds since the epoch."""
    seconds, microseconds = await client.time()
    return int(seconds) * 1000 + int(microseconds) // 1000


def fail_keys(client_id: str, match_id: str, note: FailureNote) -> list[str]:
    """Returns the keys of fail.lua."""
    return [
        *(record_key(client_id, match_id), cv_key(client_id, match_id)),
        *(account_key(client_id), holds_key(client_id)),
        *(active_key_of(client_id), stream_key_of(client_id)),
        *(event_key(client_id, note.event_id), events_key(client_id), outbox_key_of(client_id)),
    ]


def fail_args(by: str, client_id: str, match_id: str, *, epoch: int, note: FailureNote) -> list[str | int | bytes]:
    """Returns the arguments of fail.lua but the last, the most attempts."""
    return [
        *(by, epoch, note.at_ms, note.code.value, note.message),
        *(match_id, client_id, member_of(client_id, match_id), note.event_id, note.event_body or b""),
    ]
