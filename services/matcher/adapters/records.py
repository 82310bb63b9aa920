"""Turns a match's record in Redis into the domain's values and back."""

import json
from collections.abc import Mapping, Sequence

from redis.commands.core import AsyncScript

from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.match import Match, MatchRow, MatchStatus, NewMatch
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

ROW_FIELDS = (
    *("id", "position_id", "project", "status", "created_at_ms", "started_at_ms", "completed_at_ms", "error_code"),
    *("error_message", "metadata", "tags", "external_id", "credits_charged", "score"),
)
MATCH_FIELDS = (*ROW_FIELDS, "config", "cv_parser_result", "cv2jd_result")

_PACKAGE = "services.matcher.adapters.scripts"
# What a client was told of, or paid for, must outlive the primary that it was written on.
_CONFIRMED = frozenset({"submit", "finish", "fail", "erase"})
_SHARED = (
    ("services.platform.accounts", "ledger.lua"),
    ("services.platform.outbox", "outbox.lua"),
    (_PACKAGE, "match.lua"),
)

RawValues = Sequence[bytes | None]


def match_script(client: RedisClient, name: str) -> AsyncScript:
    """Returns one of the scripts beside this module."""
    return load_script(client, _PACKAGE, f"{name}.lua", shared=_SHARED, confirmed=name in _CONFIRMED)


def record_fields(match: NewMatch) -> list[str]:
    """Returns field, value, field, value … of what is known at submit; what the script adds is not among them."""
    fields = {
        "id": match.id,
        "client_id": match.client_id,
        "project": match.project,
        "position_id": match.position_id,
        "job_description": match.job_description,
        "config": match.config_json,
        "webhook_url": match.webhook_url,
        "request_id": match.request_id,
        "metadata": canonical_json(dict(match.metadata)),
        "tags": canonical_json(list(match.tags)),
    }
    if match.traceparent:
        fields["traceparent"] = match.traceparent
    if match.external_id is not None:
        fields["external_id"] = match.external_id
    return [part for pair in fields.items() for part in pair]


def named(fields: Sequence[str], values: RawValues) -> dict[str, str]:
    """Returns field → text, empty for what the record lacks, except `external_id`, which is then absent."""
    found = {name: (value or b"").decode() for name, value in zip(fields, values, strict=True)}
    if "external_id" in found and values[fields.index("external_id")] is None:
        del found["external_id"]
    return found


def row_of(record: Mapping[str, str]) -> MatchRow:
    """Returns the row in a record read with `ROW_FIELDS` or more."""
    return MatchRow(
        id=record["id"],
        position_id=record["position_id"],
        project=record["project"],
        status=MatchStatus(record["status"]),
        created_at_ms=int(record["created_at_ms"]),
        started_at_ms=int(record["started_at_ms"]),
        completed_at_ms=int(record["completed_at_ms"]),
        error_code=record["error_code"],
        error_message=record["error_message"],
        metadata=json.loads(record["metadata"]),
        tags=tuple(json.loads(record["tags"])),
        external_id=record.get("external_id"),
        credits_charged=int(record["credits_charged"]),
        score_json=record["score"],
    )


def match_of(record: Mapping[str, str]) -> Match:
    """Returns the match in a record read with `MATCH_FIELDS`."""
    return Match(
        row=row_of(record),
        config_json=record["config"],
        cv_parser_result_json=record["cv_parser_result"],
        cv2jd_result_json=record["cv2jd_result"],
    )
