"""Reads deliveries from Redis and makes one due again."""

import json
from typing import Any

from services.notifier.domain.delivery import Attempt, Delivery, DeliveryFilter, DeliveryStatus, Outcome
from services.notifier.ports.deliveries import Page, PageMark
from services.platform.outbox.keys import attempts_key, event_key, events_key, line_key, outbox_key_of
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

# Of one page: what a filter passes over must not take long either.
MOST_LOOKED_AT = 2_000
_CHUNK = 200


class RedisDeliveries:
    """Implements the port `DeliveryStore`."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._retry = load_script(
            redis,
            "services.notifier.adapters",
            "scripts/retry.lua",
            shared=(("services.platform.outbox", "outbox.lua"),),
        )

    async def get(self, client_id: str, event_id: str) -> Delivery | None:
        """Returns a client's delivery; None when there is none, or none any more."""
        return (await self._read(client_id, [event_id]))[0]

    async def page(
        self, client_id: str, wanted: DeliveryFilter, *, limit: int, after: PageMark | None, oldest_first: bool = False
    ) -> Page:
        """Returns at most `limit` of a client's deliveries after the mark, newest first or oldest first.

        Events that have expired are passed over, and so are those of another status; at most `MOST_LOOKED_AT` in all.
        """
        found: list[Delivery] = []
        looked = 0
        while True:
            marks = await self._marks(client_id, wanted, after=after, skip=looked, oldest_first=oldest_first)
            rows = [mark for mark in marks if _is_after(mark, after, oldest_first=oldest_first)]
            for delivery in await self._read(client_id, [row.event_id for row in rows]):
                if delivery is None or wanted.status not in (None, delivery.status):
                    continue
                if len(found) == limit:
                    return Page(deliveries=found, last=_mark_of(found[-1]))
                found.append(delivery)
            looked += len(marks)
            if len(marks) < _CHUNK:
                return Page(deliveries=found, last=None)
            if looked >= MOST_LOOKED_AT and rows:
                return Page(deliveries=found, last=rows[-1])

    async def _marks(
        self, client_id: str, wanted: DeliveryFilter, *, after: PageMark | None, skip: int, oldest_first: bool
    ) -> list[PageMark]:
        earliest: int | str = "-inf" if wanted.from_ms is None else wanted.from_ms
        latest: int | str = "+inf" if wanted.before_ms is None else wanted.before_ms - 1
        if after is not None and oldest_first:
            earliest = max(after.created_at_ms, wanted.from_ms or 0)
        elif after is not None:
            latest = after.created_at_ms if wanted.before_ms is None else min(after.created_at_ms, wanted.before_ms - 1)
        start, end = (earliest, latest) if oldest_first else (latest, earliest)
        rows: Any = await self._redis.zrange(
            events_key(client_id),
            start,
            end,
            desc=not oldest_first,
            byscore=True,
            offset=skip,
            num=_CHUNK,
            withscores=True,
        )
        return [PageMark(created_at_ms=int(score), event_id=raw.decode()) for raw, score in rows]

    async def retry(self, client_id: str, event_id: str) -> bool:
        """Makes an event due now, unless an attempt is under way; False when there is no such event."""
        known = await self._retry(
            keys=[event_key(client_id, event_id), attempts_key(client_id, event_id), outbox_key_of(client_id)],
            args=[client_id, event_id],
        )
        return bool(known)

    async def _read(self, client_id: str, event_ids: list[str]) -> list[Delivery | None]:
        if not event_ids:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for event_id in event_ids:
            pipe.hmget(event_key(client_id, event_id), "status", "created_at_ms", "host")
            pipe.lrange(attempts_key(client_id, event_id), 0, -1)
        answers = await pipe.execute()
        hosts = [(host or b"").decode() for _, _, host in answers[::2]]
        pipe = self._redis.pipeline(transaction=False)
        for event_id, host in zip(event_ids, hosts, strict=True):
            pipe.zscore(line_key(client_id, host), event_id)
        return [
            _delivery(event_id, fields, rows, score)
            for event_id, fields, rows, score in zip(
                event_ids, answers[::2], answers[1::2], await pipe.execute(), strict=True
            )
        ]


def _is_after(mark: PageMark, after: PageMark | None, *, oldest_first: bool) -> bool:
    if after is None:
        return True
    # Redis orders equal scores by member.
    place, end = (mark.created_at_ms, mark.event_id), (after.created_at_ms, after.event_id)
    return place > end if oldest_first else place < end


def _mark_of(delivery: Delivery) -> PageMark:
    return PageMark(created_at_ms=delivery.created_at_ms, event_id=delivery.event_id)


def _delivery(
    event_id: str, fields: list[bytes | None], rows: list[bytes], next_at_ms: float | None
) -> Delivery | None:
    status, created_at_ms, _ = fields
    if status is None or created_at_ms is None:
        return None
    return Delivery(
        event_id=event_id,
        status=DeliveryStatus(status.decode()),
        created_at_ms=int(created_at_ms),
        next_attempt_at_ms=int(next_at_ms or 0),
        attempts=tuple(_attempt(json.loads(row)) for row in rows),
    )


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(
        at_ms=row["at_ms"],
        http_status=row["http_status"],
        duration_ms=row["duration_ms"],
        outcome=Outcome(row["outcome"]),
    )
