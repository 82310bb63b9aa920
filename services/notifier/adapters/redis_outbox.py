"""The outbox in Redis: each step one script in the client's partition, all times Redis's own."""

import asyncio
import heapq
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TypeVar

from services.notifier.domain.delivery import Attempt, DueEvent, LeasedEvent, NewEvent, Outcome
from services.notifier.domain.schedule import Verdict
from services.notifier.ports.outbox import Backlog, Wanted
from services.platform.outbox.keys import (
    ENDED_KEPT,
    attempts_key,
    event_key,
    events_key,
    hosts_key,
    line_key,
    outbox_key,
    outbox_key_of,
)
from services.platform.storage.keys import PARTITIONS, partition_key, partition_of
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

MOST_ATTEMPTS_KEPT = 100
# Of one partition in one look: what is not seen this time is seen the next, milliseconds later.
_MOST_CLIENTS = 64
# A count of more hosts than this would hold others up.
_MOST_HOSTS_COUNTED = 2_000

_PACKAGE = "services.notifier.adapters"

T = TypeVar("T")
# A place and the time it is due.
_Scored = tuple[str, float]


class RedisOutbox:
    """Implements the port `Outbox`.

    Args:
        kept: how long an event that has ended, and its attempts, can still be read.
    """

    def __init__(self, redis: RedisClient, *, kept: timedelta = ENDED_KEPT) -> None:
        self._redis = redis
        self._kept_ms = int(kept.total_seconds()) * 1000
        shared = (("services.platform.outbox", "outbox.lua"),)
        self._enqueue = load_script(redis, _PACKAGE, "scripts/enqueue.lua", shared=shared)
        self._lease = load_script(redis, _PACKAGE, "scripts/lease.lua", shared=shared)
        self._record = load_script(redis, _PACKAGE, "scripts/record.lua", shared=shared)
        self._backlog = load_script(redis, _PACKAGE, "scripts/backlog.lua")

    async def put(self, event: NewEvent) -> bool:
        """Puts an event in, due at once; False when it was there already."""
        client_id, event_id = event.client_id, event.event_id
        created = await self._enqueue(
            keys=[event_key(client_id, event_id), events_key(client_id), outbox_key_of(client_id)],
            args=[event_id, client_id, event.url, event.body],
        )
        return bool(created)

    async def due(self, wanted: Wanted) -> Sequence[DueEvent]:
        """Returns due events, oldest due first; of each client and each host enough for its share.

        A look only: it is the lease that decides. Three steps, from partitions to clients to their hosts to events; each
        fetches as much as there is room for, and on top as much as it has to pass over.
        """
        now_ms = await self._now_ms()
        full_of = Counter(client_id for client_id, _ in wanted.full_hosts)
        # Clients that may turn out to have nothing but full hosts must not take the place of others either.
        passed_over = wanted.full_clients | full_of.keys()
        passed_here = Counter(partition_of(client_id) for client_id in passed_over)
        fewest = min(wanted.limit, _MOST_CLIENTS)
        partitions = [(outbox_key(number), fewest + passed_here[number]) for number in range(PARTITIONS)]
        clients = _first(
            wanted.limit + len(full_of),
            (
                (client_id, due)
                for rows in await self._due_in(partitions, now_ms=now_ms)
                for client_id, due in rows
                if client_id not in wanted.full_clients
            ),
        )
        lines = [(hosts_key(client_id), wanted.per_client + full_of[client_id]) for client_id, _ in clients]
        hosts = _first(
            wanted.limit,
            (
                ((client_id, host), due)
                for (client_id, _), rows in zip(clients, await self._due_in(lines, now_ms=now_ms), strict=True)
                for host, due in rows
                if (client_id, host) not in wanted.full_hosts
            ),
        )
        events = [(line_key(client_id, host), wanted.per_host) for (client_id, host), _ in hosts]
        found = [
            DueEvent(client_id=client_id, event_id=event_id, host=host, due_at_ms=int(due))
            for ((client_id, host), _), rows in zip(hosts, await self._due_in(events, now_ms=now_ms), strict=True)
            for event_id, due in rows
        ]
        return sorted(found, key=lambda event: event.due_at_ms)

    async def _due_in(self, wanted: Sequence[tuple[str, int]], *, now_ms: int) -> list[list[_Scored]]:
        """Returns, for each sorted set, at most so many members that are due, first due first."""
        if not wanted:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for key, most in wanted:
            pipe.zrangebyscore(key, "-inf", now_ms, start=0, num=most, withscores=True)
        return [[(raw.decode(), score) for raw, score in rows] for rows in await pipe.execute()]

    async def lease(self, event: DueEvent, *, lease_ms: int) -> LeasedEvent | None:
        """Makes an event ours for `lease_ms`; None when it is another's, final or no longer due."""
        client_id, event_id = event.client_id, event.event_id
        answer = await self._lease(
            keys=[event_key(client_id, event_id), outbox_key_of(client_id), line_key(client_id, event.host)],
            args=[client_id, event_id, event.host, lease_ms, secrets.token_hex(8)],
        )
        if not answer:
            return None
        epoch, attempts_made, now_ms, url, body, gone, trace = answer
        return LeasedEvent(
            client_id=client_id,
            event_id=event_id,
            url=url.decode(),
            body=body,
            epoch=epoch,
            attempts_made=attempts_made,
            leased_at_ms=now_ms,
            gone=bool(gone),
            traceparent=trace.decode(),
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
                *(client_id, event_id, event.epoch, json.dumps(asdict(attempt))),
                *(verdict.status.value, verdict.wait_ms, MOST_ATTEMPTS_KEPT, self._kept_ms),
                # Heard from the target itself, not remembered of it.
                int(attempt.outcome is Outcome.GONE and not event.gone),
            ],
        )
        return bool(stored)

    async def backlog(self) -> Backlog:
        """Counts what is due."""
        counts = await asyncio.gather(
            *(
                self._backlog(keys=[outbox_key(number)], args=[partition_key(number, "c", ""), _MOST_HOSTS_COUNTED])
                for number in range(PARTITIONS)
            )
        )
        ages = [now_ms - int(oldest) for _, oldest, now_ms in counts if int(oldest)]
        return Backlog(due=sum(due for due, _, _ in counts), oldest_due_age_ms=max(ages, default=0))

    async def ping(self) -> bool:
        """Says whether Redis answers."""
        return bool(await self._redis.ping())

    async def _now_ms(self) -> int:
        seconds, micros = await self._redis.time()
        return int(seconds) * 1000 + int(micros) // 1000


def _first(count: int, scored: Iterable[tuple[T, float]]) -> list[tuple[T, float]]:
    return heapq.nsmallest(count, scored, key=lambda pair: pair[1])
