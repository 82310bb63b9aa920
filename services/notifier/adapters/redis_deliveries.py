"""Reads deliveries from Redis and makes one due again."""

import json
from collections.abc import Sequence
from typing import Any

from services.notifier.domain.delivery import Attempt, Delivery, DeliveryStatus, Outcome
from services.notifier.ports import PageMark
from services.platform.outbox.keys import attempts_key, event_key, events_key, member, outbox_key_of
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script


class RedisDeliveries:
    """Implements the port `DeliveryStore`."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._retry = load_script(redis, "services.notifier.adapters", "scripts/retry.lua")

    async def get(self, client_id: str, event_id: str) -> Delivery | None:
        """Returns a client's delivery; None when there is none, or none any more."""
        return (await self._read(client_id, [event_id]))[0]

    async def page(self, client_id: str, *, limit: int, before: PageMark | None) -> Sequence[Delivery]:
        """Returns at most `limit` of a client's deliveries after the mark, newest first.

        Events that have expired are passed over.
        """
        found: list[Delivery] = []
        skip = 0
        while len(found) < limit:
            rows: Any = await self._redis.zrange(
                events_key(client_id),
                "+inf" if before is None else str(before.created_at_ms),
                "-inf",
                desc=True,
                byscore=True,
                offset=skip,
                num=limit,
                withscores=True,
            )
            skip += len(rows)
            wanted = [raw.decode() for raw, score in rows if _is_after(raw.decode(), int(score), before)]
            found += [delivery for delivery in await self._read(client_id, wanted) if delivery is not None]
            if len(rows) < limit:
                break
        return found[:limit]

    async def retry(self, client_id: str, event_id: str) -> bool:
        """Makes an event due now, unless an attempt is under way; False when there is no such event."""
        known = await self._retry(
            keys=[event_key(client_id, event_id), attempts_key(client_id, event_id), outbox_key_of(client_id)],
            args=[member(client_id, event_id)],
        )
        return bool(known)

    async def _read(self, client_id: str, event_ids: list[str]) -> list[Delivery | None]:
        if not event_ids:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for event_id in event_ids:
            pipe.hmget(event_key(client_id, event_id), "status", "created_at_ms")
            pipe.lrange(attempts_key(client_id, event_id), 0, -1)
            pipe.zscore(outbox_key_of(client_id), member(client_id, event_id))
        answers = await pipe.execute()
        return [
            _delivery(event_id, fields, rows, score)
            for event_id, fields, rows, score in zip(event_ids, answers[::3], answers[1::3], answers[2::3], strict=True)
        ]


def _is_after(event_id: str, created_at_ms: int, mark: PageMark | None) -> bool:
    # Redis orders equal scores by member, here from high to low.
    return mark is None or (created_at_ms, event_id) < (mark.created_at_ms, mark.event_id)


def _delivery(
    event_id: str, fields: list[bytes | None], rows: list[bytes], next_at_ms: float | None
) -> Delivery | None:
    status, created_at_ms = fields
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
