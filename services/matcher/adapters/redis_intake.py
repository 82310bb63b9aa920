"""Accepts matches into Redis: one script decides everything at once."""

from dataclasses import dataclass
from typing import Any

from redis.exceptions import ResponseError

from services.matcher.adapters.names import (
    active_key,
    active_key_of,
    cv_key,
    index_key,
    member_of,
    pace_key,
    record_key,
    replay_key,
    stream_key_of,
)
from services.matcher.adapters.records import match_script, record_fields
from services.matcher.domain.match import PRICE, NewMatch
from services.matcher.domain.pace import QueueLook
from services.matcher.ports import Accepted, Replay
from services.platform.accounts.account_keys import account_key, holds_key
from services.platform.accounts.corruption import is_ledger_corrupt, refuse_corrupt_ledger
from services.platform.errors import AppError, Reason
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient
from services.platform.storage.replication import confirm


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """Limits of what is accepted. The CV outlives the match's deadline, so that no run ever misses it."""

    most_queued: int = 2_000
    most_of_client: int = 500
    retry_after_s: int = 10
    deadline_ms: int = 15 * 60_000
    cv_ttl_ms: int = 20 * 60_000
    replay_ttl_ms: int = 24 * 3_600_000
    first_look_ms: int = 15_000


class RedisIntake:
    """Implements `Intake`."""

    def __init__(self, client: RedisClient, limits: IntakeLimits) -> None:
        self._redis = client
        self._limits = limits
        self._submit = match_script(client, "submit")

    async def find_replay(self, client_id: str, *, idempotency_key: str, fingerprint: str) -> Replay | None:
        """Returns what the key stands for, None for nothing."""
        raw: Any = await self._redis.get(replay_key(client_id, idempotency_key))
        if raw is None:
            return None
        # The submit that wrote it may have been told that its outcome is unknown.
        await confirm(self._redis, replay_key(client_id, idempotency_key))
        match_id, _, first = raw.decode().partition(" ")
        return Replay(match_id=match_id, mismatch=first != fingerprint)

    async def submit(self, match: NewMatch, *, cv_pdf: bytes) -> Accepted:
        """Stores the CV under its TTL, then lets the script decide, which deletes a CV that is not needed."""
        cv = cv_key(match.client_id, match.id)
        # Not overwritten: a resend of an accepted submit must not revive the CV of a match that has ended.
        await self._redis.set(cv, cv_pdf, px=self._limits.cv_ttl_ms, nx=True)
        try:
            answer = await self._decide(match)
        except ResponseError as error:
            await self._drop_unless_accepted(match)
            if is_ledger_corrupt(error):
                raise refuse_corrupt_ledger(error, client_id=match.client_id) from None
            raise
        word = bytes(answer[0]).decode()
        if word == "accepted":
            return Accepted(match.id)
        if word == "same":
            await self._drop_if_over(match)
            return Accepted(match.id)
        if word == "replay":
            return Accepted(bytes(answer[1]).decode(), replay=True, mismatch=bool(answer[2]))
        raise self._refusal(word, answer)

    async def look(self) -> QueueLook:
        """Reads the depth of all queues and the mean pace of those that have one."""
        pipe = self._redis.pipeline(transaction=False)
        for partition in range(PARTITIONS):
            pipe.zcard(active_key(partition))
            pipe.hget(pace_key(partition), "mean_run_ms")
        answers = await pipe.execute()
        means = [int(mean) for mean in answers[1::2] if mean]
        return QueueLook(active=sum(answers[::2]), mean_run_ms=sum(means) // len(means) if means else 0)

    async def _decide(self, match: NewMatch) -> list[bytes | int]:
        limits = self._limits
        keys = [
            replay_key(match.client_id, match.idempotency_key),
            record_key(match.client_id, match.id),
            cv_key(match.client_id, match.id),
            account_key(match.client_id),
            holds_key(match.client_id),
            active_key_of(match.client_id),
            index_key(match.client_id),
            stream_key_of(match.client_id),
        ]
        args: list[str | int] = [
            *(match.id, match.client_id, member_of(match.client_id, match.id)),
            *(int(bool(match.idempotency_key)), match.fingerprint, limits.replay_ttl_ms, PRICE, limits.deadline_ms),
            *(limits.most_queued, limits.most_of_client, limits.first_look_ms),
            *record_fields(match),
        ]
        answer: list[bytes | int] = await self._submit(keys=keys, args=args)
        return answer

    async def _drop_unless_accepted(self, match: NewMatch) -> None:
        """Deletes the CV of a submit that was refused; a first answer, lost, may have accepted it all the same."""
        if not await self._redis.exists(record_key(match.client_id, match.id)):
            await self._redis.delete(cv_key(match.client_id, match.id))

    async def _drop_if_over(self, match: NewMatch) -> None:
        """Deletes the CV that a late resend has just stored for a match that has already ended."""
        status = await self._redis.hget(record_key(match.client_id, match.id), "status")
        if status in (b"finished", b"failed"):
            await self._redis.delete(cv_key(match.client_id, match.id))

    def _refusal(self, word: str, answer: list[bytes | int]) -> AppError:
        match word:
            case "poor":
                numbers = {"required": PRICE, "balance": int(answer[1]), "available": int(answer[2])}
                return AppError(Reason.INSUFFICIENT_CREDITS, "Not enough credits for a match.", numbers=numbers)
            case "queue_full":
                message = "The queue is full; try again shortly."
            case "client_full":
                message = "Too many matches of this client are running; try again when some have ended."
            case _:
                # The CV stored a moment ago is gone already: the Redis loses data. Nothing was accepted.
                return AppError(Reason.STEP_FUNCTIONS_FAILED, "The match was not accepted; send it again.")
        return AppError(Reason.RATE_LIMITED, message, retry_after_s=self._limits.retry_after_s)
