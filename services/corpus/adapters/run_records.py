"""Turns a run's record in Redis into the domain's values and back."""

from collections.abc import Mapping, Sequence

from redis.commands.core import AsyncScript

from services.corpus.domain.search_run import NewRun, Run, RunStatus
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

RUN_FIELDS = (
    *("id", "status", "corpus_id", "position_id", "job_updated", "top_n", "created_at_ms", "completed_at_ms", "total"),
    *("error_code", "error_message"),
)

_PACKAGE = "services.corpus.adapters.scripts.runs"
# What a client was told of must outlive the primary that it was written on.
_CONFIRMED = frozenset({"start", "finish", "fail"})
_SHARED = (("services.platform.outbox", "outbox.lua"), (_PACKAGE, "runs.lua"))


def run_script(client: RedisClient, name: str) -> AsyncScript:
    """Returns one of the scripts of runs."""
    return load_script(client, _PACKAGE, f"{name}.lua", shared=_SHARED, confirmed=name in _CONFIRMED)


def record_fields(run: NewRun) -> list[str | int]:
    """Returns field, value, field, value … of what is known at the start; what the script adds is not among them."""
    fields: dict[str, str | int] = {
        "id": run.id,
        "client_id": run.client_id,
        "corpus_id": run.corpus_id,
        "position_id": run.position_id,
        "metadata": run.position_metadata_json,
        "job_updated": int(run.job_updated),
        "top_n": run.top_n,
        "webhook_url": run.webhook_url,
    }
    if run.traceparent:
        fields["traceparent"] = run.traceparent
    return [part for pair in fields.items() for part in pair]


def named(fields: Sequence[str], values: Sequence[bytes | None]) -> dict[str, str]:
    """Returns field → text, empty for what the record lacks."""
    return {name: (value or b"").decode() for name, value in zip(fields, values, strict=True)}


def run_of(record: Mapping[str, str]) -> Run:
    """Returns the run in a record read with `RUN_FIELDS` or more."""
    return Run(
        id=record["id"],
        status=RunStatus(record["status"]),
        corpus_id=record["corpus_id"],
        position_id=record["position_id"],
        job_updated=record["job_updated"] == "1",
        top_n=int(record["top_n"]),
        created_at_ms=int(record["created_at_ms"]),
        completed_at_ms=int(record["completed_at_ms"]),
        total_candidates=int(record["total"]),
        error_code=record["error_code"],
        error_message=record["error_message"],
    )
