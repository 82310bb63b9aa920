"""A matcher's stores over a real Redis, with hands that a test uses to bend time and break things."""

import json
from typing import Any

from redis.asyncio import Redis

from services.matcher.adapters.names import (
    active_key_of,
    cv_key,
    index_key,
    member_of,
    record_key,
    stream_key_of,
)
from services.matcher.adapters.redis_accounts import RedisAccounts
from services.matcher.adapters.redis_bells import RedisBells
from services.matcher.adapters.redis_erasure import RedisErasure
from services.matcher.adapters.redis_intake import IntakeLimits, RedisIntake
from services.matcher.adapters.redis_library import RedisLibrary
from services.matcher.adapters.redis_runs import RedisRuns, RunTimes
from services.matcher.adapters.redis_sweep import RedisSweep
from services.matcher.application.notes import failure_note, result_note
from services.matcher.application.reconciliation import Reconciled, Reconciliation
from services.matcher.domain.failure import FailureCode
from services.matcher.domain.listing import position_of
from services.matcher.domain.match import Claim, NewMatch, RunResult
from services.matcher.ports import Bell, FailureNote, ResultNote
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.identifiers import base62, new_movement_id
from services.platform.outbox.keys import events_key
from services.platform.storage.keys import PARTITIONS
from tests.support.outbox import waiting

RESULT = RunResult(
    '{"pages":1}', '{"breakdown":{"skills":0.5},"details":{},"overall_score":0.5}', '{"overall_score":0.5}'
)
PDF = b"%PDF-1.7 nothing else"


def new_id() -> str:
    return f"cvdm_{base62(22)}"


def new_match(client_id: str, **changes: Any) -> NewMatch:
    fields: dict[str, Any] = {
        "id": new_id(),
        "client_id": client_id,
        "project": "default",
        "position_id": "backend-1",
        "job_description": "We look for a baker.",
        "config_json": '{"requirements":{}}',
        "fingerprint": "aa" * 32,
    }
    return NewMatch(**{**fields, **changes})


def result_of(claim: Claim, *, event_id: str = "evt_1", at_ms: int = 0) -> ResultNote:
    return result_note(claim, RESULT, at_ms=at_ms or claim.row.created_at_ms + 7, event_id=event_id)


def failure_of(claim: Claim, *, event_id: str = "evt_1") -> FailureNote:
    return failure_note(
        claim.row,
        code=FailureCode.CV_NO_TEXT,
        message="The CV has no text.",
        webhook_url=claim.webhook_url,
        at_ms=claim.row.created_at_ms + 7,
        event_id=event_id,
    )


class House:
    """Everything a test needs of one matcher."""

    def __init__(self, redis: Redis, *, limits: IntakeLimits | None = None) -> None:
        self.redis = redis
        self.times = RunTimes()
        self.intake = RedisIntake(redis, limits or IntakeLimits())
        self.library = RedisLibrary(redis)
        self.runs = RedisRuns(redis, self.times, worker_id="w_first")
        self.sweeps = RedisSweep(redis, self.times, partitions=range(PARTITIONS))
        self.erasing = RedisErasure(redis)
        self.reconciliation = Reconciliation(self.library, RedisAccounts(redis))

    def bells(self, worker_id: str = "w_first", *, unanswered_ms: int = 0) -> RedisBells:
        return RedisBells(self.redis, partitions=range(PARTITIONS), worker_id=worker_id, unanswered_ms=unanswered_ms)

    async def client(self, *, granted: int = 300) -> str:
        client_id = (await Clients(self.redis).create("Bakery")).client.client_id
        if granted:
            await self.grant(client_id, granted)
        return client_id

    async def grant(self, client_id: str, amount: int) -> None:
        await Credits(self.redis).grant(client_id, amount, movement_id=new_movement_id())

    async def submitted(self, client_id: str, **changes: Any) -> NewMatch:
        match = new_match(client_id, **changes)
        await self.intake.submit(match, cv_pdf=PDF)
        return match

    async def bell_of(self, match: NewMatch) -> Bell:
        """The bell that rings for a match, unheard."""
        entry = await self.field(match, "bell")
        partition = int(stream_key_of(match.client_id).split("{p")[1][:2])
        return Bell(partition=partition, entry_id=entry, client_id=match.client_id, match_id=match.id)

    async def claimed(self, match: NewMatch) -> Claim:
        claim = await self.runs.claim(await self.bell_of(match))
        assert claim is not None
        return claim

    async def field(self, match: NewMatch, name: str) -> str:
        raw: Any = await self.redis.hget(record_key(match.client_id, match.id), name)
        return "" if raw is None else str(raw.decode())

    async def set_field(self, match: NewMatch, name: str, value: str | int) -> None:
        await self.redis.hset(record_key(match.client_id, match.id), name, str(value))

    async def lapse(self, match: NewMatch) -> None:
        """What 30 seconds of a silent worker do."""
        await self.set_field(match, "lease_until_ms", 1)
        await self.look_now(match)

    async def expire(self, match: NewMatch) -> None:
        """What 15 minutes do."""
        await self.set_field(match, "deadline_at_ms", 1)
        await self.look_now(match)

    async def submitted_ago(self, match: NewMatch, age_ms: int) -> None:
        """What time does to a match: it was submitted longer ago."""
        created_at_ms = int(await self.field(match, "created_at_ms"))
        index = index_key(match.client_id)
        await self.redis.zrem(index, position_of(created_at_ms, match.id))
        await self.redis.zadd(index, {position_of(created_at_ms - age_ms, match.id): 0})
        await self.set_field(match, "created_at_ms", created_at_ms - age_ms)

    async def look_now(self, match: NewMatch) -> None:
        await self.redis.zadd(active_key_of(match.client_id), {member_of(match.client_id, match.id): 1}, xx=True)

    async def bells_waiting(self, client_id: str) -> int:
        return int(await self.redis.xlen(stream_key_of(client_id)))

    async def cv_stored(self, match: NewMatch) -> bool:
        return bool(await self.redis.exists(cv_key(match.client_id, match.id)))

    async def events(self, client_id: str) -> list[str]:
        raw: Any = await self.redis.zrange(events_key(client_id), 0, -1)
        return [event.decode() for event in raw]

    async def outbox(self, client_id: str) -> list[str]:
        return list(await waiting(self.redis, client_id))

    async def books(self, client_id: str) -> Reconciled:
        return await self.reconciliation.reconcile(client_id)

    async def ledger(self, client_id: str) -> list[dict[str, Any]]:
        statement = await Credits(self.redis).statement(client_id)
        return [json.loads(json.dumps({"type": row.type, "run_id": row.run_id})) for row in statement.transactions]

    async def everything(self) -> dict[str, Any]:
        """All keys and their contents, to see that nothing has changed."""
        found = {}
        async for key in self.redis.scan_iter("cvdeep:*"):
            found[key] = await self.redis.dump(key)
        return found
