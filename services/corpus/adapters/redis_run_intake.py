"""Accepts search runs into Redis: one script decides everything at once."""

from dataclasses import dataclass
from typing import Any

from services.corpus.adapters.run_names import (
    bells_key_of,
    member_of,
    queue_key_of,
    run_key,
    runs_key,
    search_replay_key,
)
from services.corpus.adapters.run_records import record_fields, run_script
from services.corpus.domain.search_run import NewRun
from services.corpus.ports.search import Started
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import RedisClient
from services.platform.storage.replication import confirm


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Limits of runs: how many may wait in a partition, how long one may take, and for how long what it found is kept."""

    most_queued: int = 2_000
    retry_after_s: int = 10
    deadline_ms: int = 15 * 60_000
    replay_ttl_ms: int = 24 * 3_600_000
    kept_ms: int = 30 * 24 * 3_600_000


class RedisRunIntake:
    """Implements `RunIntake`."""

    def __init__(self, client: RedisClient, limits: RunLimits) -> None:
        self._redis = client
        self._limits = limits
        self._start = run_script(client, "start")

    async def find_replay(self, client_id: str, *, idempotency_key: str) -> str | None:
        """Returns the id of the run a key stands for, None for none."""
        raw: Any = await self._redis.get(search_replay_key(client_id, idempotency_key))
        if raw is None:
            return None
        # The start that wrote it may have been told that its outcome is unknown.
        await confirm(self._redis, search_replay_key(client_id, idempotency_key))
        return bytes(raw).decode()

    async def start(self, run: NewRun) -> Started:
        """Lets the script decide; raises `AppError` RATE_LIMITED when too many wait."""
        limits = self._limits
        keys = [
            search_replay_key(run.client_id, run.idempotency_key),
            run_key(run.client_id, run.id),
            queue_key_of(run.client_id),
            runs_key(run.client_id),
            bells_key_of(run.client_id),
        ]
        args: list[str | int] = [
            *(run.id, member_of(run.client_id, run.id), int(bool(run.idempotency_key)), limits.replay_ttl_ms),
            *(limits.deadline_ms, limits.most_queued, limits.kept_ms),
            *record_fields(run),
        ]
        word, *rest = await self._start(keys=keys, args=args)
        if word == b"replay":
            return Started(bytes(rest[0]).decode(), replay=True)
        if word == b"queue_full":
            raise AppError(
                Reason.RATE_LIMITED, "The queue is full; try again shortly.", retry_after_s=limits.retry_after_s
            )
        return Started(run.id)
