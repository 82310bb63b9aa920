"""Shows matches from Redis."""

import math
from collections.abc import Sequence
from typing import Any

from services.matcher.adapters.names import active_key_of, cv_key, erased_key, index_key, record_key, split_member
from services.matcher.adapters.records import MATCH_FIELDS, ROW_FIELDS, match_of, match_script, named, row_of
from services.matcher.domain.audit import Audited
from services.matcher.domain.listing import Filters
from services.matcher.domain.match import Match, MatchRow, MatchStatus
from services.matcher.domain.times import iso_ms
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import RedisClient

POLL_INTERVAL_MS = 10_000

_AUDIT_FIELDS = ("status", "credits_charged")
_AUDIT_PAGE = 500
# What an operator may see of a match: how it lives, nothing that a client or a candidate wrote.
_LIFE_NUMBERS = ("epoch", "attempts", "price", "credits_charged")
_LIFE_TIMES = (
    *("created_at_ms", "deadline_at_ms", "started_at_ms", "claimed_at_ms"),
    *("lease_until_ms", "completed_at_ms", "polled_at_ms", "erased_at_ms"),
)
_LIFE_TEXTS = ("id", "client_id", "project", "status", "error_code", "bell", "claim", "event_id")
_NEWEST_MS = 9_999_999_999_999


class RedisLibrary:
    """Implements `Library`."""

    def __init__(self, client: RedisClient, *, poll_interval_ms: int = POLL_INTERVAL_MS) -> None:
        self._redis = client
        self._poll_interval_ms = poll_interval_ms
        self._poll = match_script(client, "poll")

    async def poll(self, client_id: str, match_id: str) -> Match | None:
        """Returns a match, None for no such one; raises RATE_LIMITED for a poll that comes too soon."""
        args: list[str | int] = [self._poll_interval_ms, *MATCH_FIELDS]
        word, *rest = await self._poll(keys=[record_key(client_id, match_id)], args=args)
        if word == b"none":
            return None
        if word == b"wait":
            raise AppError(
                Reason.RATE_LIMITED,
                "The match is still processing; poll it once in 10 seconds.",
                retry_after_s=max(1, math.ceil(rest[0] / 1000)),
            )
        return match_of(named(MATCH_FIELDS, rest[0]))

    async def positions(self, client_id: str, filters: Filters, *, before: str | None, count: int) -> Sequence[str]:
        """Returns places in the client's index, newest first; a place is text, so the bounds are too."""
        top = _bound(filters.created_before_ms)
        if before is not None and (top is None or before < top):
            top = before
        bottom = _bound(filters.created_after_ms)
        return await self._places(index_key(client_id), top=top, bottom=bottom, count=count)

    async def rows(self, client_id: str, match_ids: Sequence[str]) -> Sequence[MatchRow]:
        """Returns the rows of those matches that exist, in order."""
        records = await self._read(client_id, match_ids, ROW_FIELDS)
        return [row_of(record) for record in records if record["id"]]

    async def inspect(self, client_id: str, match_id: str) -> dict[str, str] | None:
        """Returns the life of a match; times as ISO 8601, whether its CV and a webhook are there as yes or no.

        Of an erased match there is little left to tell, but that and when it was erased.
        """
        fields = (*_LIFE_TEXTS, *_LIFE_NUMBERS, *_LIFE_TIMES, "webhook_url")
        (record,) = await self._read(client_id, [match_id], fields)
        if not record["status"]:
            return None
        times = {name.removesuffix("_ms"): int(record[name] or 0) for name in _LIFE_TIMES}
        stored = await self._redis.exists(cv_key(client_id, match_id))
        return {
            **{name: record[name] for name in (*_LIFE_TEXTS, *_LIFE_NUMBERS)},
            "id": match_id,
            "client_id": client_id,
            **{name: iso_ms(at_ms) if at_ms else "" for name, at_ms in times.items()},
            "webhook": "yes" if record["webhook_url"] else "no",
            "cv_stored": "yes" if stored else "no",
        }

    async def audited(self, client_id: str) -> Sequence[Audited]:
        """Reads every match, page by page, and then the erased ones: their charges stay in the ledger."""
        found: dict[str, Audited] = {}
        # In this order: a match that is erased in between is met twice, never missed.
        for key in (index_key(client_id), erased_key(client_id)):
            before: str | None = None
            while page := await self._places(key, top=before, bottom=None, count=_AUDIT_PAGE):
                before = page[-1]
                match_ids = [place.partition("/")[2] for place in page]
                records = await self._read(client_id, match_ids, _AUDIT_FIELDS)
                found |= {
                    match_id: Audited(match_id, MatchStatus(record["status"]), int(record["credits_charged"]))
                    for match_id, record in zip(match_ids, records, strict=True)
                    if record["status"]
                }
        return list(found.values())

    async def active_ids(self, client_id: str) -> frozenset[str]:
        """Returns the client's matches in its partition's active set."""
        members: Any = await self._redis.zrange(active_key_of(client_id), 0, -1)
        pairs = (split_member(member) for member in members)
        return frozenset(match_id for owner, match_id in pairs if owner == client_id)

    async def _places(self, key: str, *, top: str | None, bottom: str | None, count: int) -> list[str]:
        """Returns up to `count` places before `top` and not before `bottom`, newest first."""
        found: Any = await self._redis.zrange(
            key,
            "+" if top is None else f"({top}",
            "-" if bottom is None else f"[{bottom}",
            desc=True,
            bylex=True,
            offset=0,
            num=count,
        )
        return [place.decode() for place in found]

    async def _read(self, client_id: str, match_ids: Sequence[str], fields: Sequence[str]) -> list[dict[str, str]]:
        pipe = self._redis.pipeline(transaction=False)
        for match_id in match_ids:
            pipe.hmget(record_key(client_id, match_id), list(fields))
        return [named(fields, values) for values in await pipe.execute()]


def _bound(at_ms: int | None) -> str | None:
    """Returns the text that every place at or after `at_ms` sorts after, and every earlier one before."""
    return None if at_ms is None else f"{min(max(at_ms, 0), _NEWEST_MS):013d}"
