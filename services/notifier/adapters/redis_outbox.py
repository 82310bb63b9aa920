"""The outbox in Redis: each step one script in the client's partition, all times Redis's own."""

import heapq
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict

from services.notifier.domain.delivery import Attempt, DueEvent, LeasedEvent, NewEvent
from services.notifier.domain.schedule import Verdict
from services.notifier.ports import Backlog
from services.platform.outbox.keys import (
    ENDED_KEPT,
    attempts_key,
    event_key,
    events_key,
    member,
    outbox_key,
    outbox_key_of,
    split_member,
)
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

MOST_ATTEMPTS_KEPT = 100
# How far one look goes past events of clients that have all their deliveries under way already.
_PAGE = 200
_MOST_PAGES = 25

_PACKAGE = "services.notifier.adapters"


class RedisOutbox:
    """Implements the port `Outbox`."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        shared = (("services.platform.outbox", "outbox.lua"),)
        self._enqueue = load_script(redis, _PACKAGE, "scripts/enqueue.lua", shared=shared)
        self._lease = load_script(redis, _PACKAGE, "scripts/lease.lua")
        self._record = load_script(redis, _PACKAGE, "scripts/record.lua")

    async def put(self, event: NewEvent) -> bool:
        """Puts an event in, due at once; False when it was there already."""
        client_id, event_id = event.client_id, event.event_id
        created = await self._enqueue(
            keys=[event_key(client_id, event_id), events_key(client_id), outbox_key_of(client_id)],
            args=[member(client_id, event_id), event_id, client_id, event.url, event.body],
        )
        return bool(created)

    async def due(self, *, limit: int, without: frozenset[str]) -> Sequence[DueEvent]:
        """Returns due events of all clients but `without`, oldest due first, at most `limit`.

        A look only: it is the lease that decides.
        """
        now_ms = await self._now_ms()
        found: list[DueEvent] = []
        open_partitions = list(range(PARTITIONS))
        for page in range(_MOST_PAGES):
            pages = await self._pages(open_partitions, now_ms=now_ms, page=page)
            found += [event for events in pages.values() for event in events if event.client_id not in without]
            # A partition whose page held a wanted event, or ended, has nothing older to show.
            open_partitions = [
                partition
                for partition, events in pages.items()
                if len(events) == _PAGE and all(event.client_id in without for event in events)
            ]
            if not open_partitions:
                break
        return heapq.nsmallest(limit, found, key=lambda event: event.due_at_ms)

    async def _pages(self, partitions: list[int], *, now_ms: int, page: int) -> dict[int, list[DueEvent]]:
        pipe = self._redis.pipeline(transaction=False)
        for partition in partitions:
            pipe.zrangebyscore(outbox_key(partition), "-inf", now_ms, start=page * _PAGE, num=_PAGE, withscores=True)
        pages: dict[int, list[DueEvent]] = {}
        for partition, rows in zip(partitions, await pipe.execute(), strict=True):
            events = pages.setdefault(partition, [])
            for raw, score in rows:
                client_id, event_id = split_member(raw)
                events.append(DueEvent(client_id=client_id, event_id=event_id, due_at_ms=int(score)))
        return pages

    async def lease(self, event: DueEvent, *, lease_ms: int) -> LeasedEvent | None:
        """Makes an event ours for `lease_ms`; None when it is another's, final or no longer due."""
        client_id, event_id = event.client_id, event.event_id
        answer = await self._lease(
            keys=[event_key(client_id, event_id), outbox_key_of(client_id)],
            args=[member(client_id, event_id), lease_ms, secrets.token_hex(8)],
        )
        if not answer:
            return None
        epoch, attempts_made, now_ms, url, body = answer
        return LeasedEvent(
            client_id=client_id,
            event_id=event_id,
            url=url.decode(),
            body=body,
            epoch=epoch,
            attempts_made=attempts_made,
            leased_at_ms=now_ms,
        )

    async def record(self, event: LeasedEvent, attempt: Attempt, verdict: Verdict) -> bool:
        """Stores an attempt and what follows from it; False when the lease is no longer ours."""
        client_id, event_id = event.client_id, event.event_id
        stored = await self._record(
            keys=[
                event_key(client_id, event_id),
                attempts_key(client_id, event_id),
                outbox_key_of(client_id),
                events_key(client_id),
            ],
            args=[
                member(client_id, event_id),
                event.epoch,
                json.dumps(asdict(attempt)),
                verdict.status.value,
                verdict.wait_ms,
                MOST_ATTEMPTS_KEPT,
                int(ENDED_KEPT.total_seconds()) * 1000,
            ],
        )
        return bool(stored)

    async def backlog(self) -> Backlog:
        """Counts what is due."""
        now_ms = await self._now_ms()
        pipe = self._redis.pipeline(transaction=False)
        for partition in range(PARTITIONS):
            pipe.zcount(outbox_key(partition), "-inf", now_ms)
            pipe.zrange(outbox_key(partition), 0, 0, withscores=True)
        answers = await pipe.execute()
        firsts = [int(rows[0][1]) for rows in answers[1::2] if rows]
        oldest_ms = min(firsts, default=now_ms)
        return Backlog(due=sum(answers[::2]), oldest_due_age_ms=max(0, now_ms - oldest_ms))

    async def ping(self) -> bool:
        """Says whether Redis answers."""
        return bool(await self._redis.ping())

    async def _now_ms(self) -> int:
        seconds, micros = await self._redis.time()
        return int(seconds) * 1000 + int(micros) // 1000
