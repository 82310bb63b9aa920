"""Bulk syncs in Redis: each step one script, decided by what the record says."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from redis.commands.core import AsyncScript

from services.corpus.adapters import names
from services.corpus.adapters import redis_sync_names as sync_names
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import runs_prefix
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.sync import MOST_ERRORS, Before, PartCounts, SyncError, SyncMode, SyncStatus, SyncView
from services.corpus.ports.sync import PartStart, PartState, Step
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

_SCRIPTS = "services.corpus.adapters.scripts"
_SHARED = (
    (f"{_SCRIPTS}.runs", "erase.lua"),
    (f"{_SCRIPTS}.candidates", "candidate.lua"),
    (f"{_SCRIPTS}.sync", "sync.lua"),
)
# What a client was told of must outlive the primary that it was written on; and what a file named, or a mirror would erase it.
_CONFIRMED = frozenset({"open", "begin", "count", "close", "step"})
_STATUSES = {"finished": SyncStatus.FINISHED, "failed": SyncStatus.FAILED}
_NAMES_NOBODY = SyncError(
    1, "", "INVALID_INPUT", "A mirror of a file that names no candidate erases nothing; to empty a corpus, delete it."
)


@dataclass(frozen=True, slots=True)
class SyncTimes:
    """After how long a silent reader is gone, when an erasing sync is looked at again, how long an ended one is kept."""

    silence_ms: int = 300_000
    look_ms: int = 15_000
    kept_ms: int = 7 * 24 * 3_600_000


class RedisSyncs:
    """Implements `SyncStore`, and `SyncSteps` over the given partitions."""

    def __init__(self, client: RedisClient, times: SyncTimes, *, partitions: Sequence[int]) -> None:
        self._redis = client
        self._times = times
        self._partitions = partitions
        self._open = self._script("open")
        self._begin = self._script("begin")
        self._count = self._script("count")
        self._close = self._script("close")
        self._read = self._script("read")
        self._step = self._script("step")

    @redis_may_be_away
    async def open(self, client_id: str, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        """Opens a sync."""
        member, prefix = sync_names.member_of(client_id, sync_id), sync_names.corpora_prefix(client_id)
        await self._open(
            keys=[sync_names.sync_key(client_id, sync_id), sync_names.due_key_of(client_id)],
            args=[sync_id, member, prefix, corpus_key(corpus_id), mode.value, self._times.silence_ms],
        )

    @redis_may_be_away
    async def begin_part(
        self, client_id: str, sync_id: str, *, part: int, corpus_id: str, external_ids: Sequence[str]
    ) -> PartStart:
        """Notes how the candidates of a part stand, once, and that the file names them."""
        args: list[str | int] = [sync_names.member_of(client_id, sync_id), sync_names.corpora_prefix(client_id), part]
        args += [self._times.silence_ms, corpus_key(corpus_id) if external_ids else ""]
        args += [candidate_key(external_id) for external_id in external_ids]
        keys = [sync_names.sync_key(client_id, sync_id), sync_names.due_key_of(client_id)]
        state, before = await self._begin(keys=keys, args=args)
        return PartStart(PartState(state.decode()), tuple(_before(*each) for each in json.loads(before)))

    @redis_may_be_away
    async def end_part(
        self, client_id: str, sync_id: str, *, part: int, counts: PartCounts, errors: Sequence[SyncError]
    ) -> None:
        """Counts a part, once."""
        args: list[str | int] = [sync_names.member_of(client_id, sync_id), part, self._times.silence_ms, MOST_ERRORS]
        args += [counts.accepted, counts.updated, counts.unchanged, counts.failed]
        args += [_error_json(error) for error in errors]
        await self._count(keys=self._keys(client_id, sync_id), args=args)

    @redis_may_be_away
    async def close(self, client_id: str, sync_id: str, *, complete: bool) -> bool:
        """Ends the reading; False when there is no such sync."""
        args: list[str | int] = [sync_id, sync_names.member_of(client_id, sync_id)]
        args += [sync_names.corpora_prefix(client_id), int(complete), self._times.kept_ms, _error_json(_NAMES_NOBODY)]
        return bool(await self._close(keys=self._keys(client_id, sync_id), args=args))

    @redis_may_be_away
    async def get(self, client_id: str, sync_id: str) -> SyncView | None:
        """Returns a sync, None for no such one."""
        args: list[str | int] = [sync_id, sync_names.member_of(client_id, sync_id)]
        args += [sync_names.corpora_prefix(client_id), self._times.kept_ms]
        answer: Any = await self._read(keys=self._keys(client_id, sync_id), args=args)
        if not answer:
            return None
        status, *counts, errors = answer
        received, accepted, updated, unchanged, failed, deleted = map(int, counts)
        return SyncView(
            id=sync_id,
            status=_STATUSES.get(status.decode(), SyncStatus.PROCESSING),
            received=received,
            accepted=accepted,
            updated=updated,
            unchanged=unchanged,
            failed=failed,
            deleted=deleted,
            errors=tuple(SyncError(**json.loads(error)) for error in errors),
        )

    @redis_may_be_away
    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns up to `count` (client id, sync id) a partition that are to be seen to now."""
        seconds, micros = await self._redis.time()
        now = seconds * 1000 + micros // 1000
        found: list[tuple[str, str]] = []
        for partition in self._partitions:
            key = sync_names.due_key(partition)
            members: Any = await self._redis.zrange(key, "-inf", now, byscore=True, offset=0, num=count)
            found += [sync_names.split_member(member) for member in members]
        return found

    @redis_may_be_away
    async def step(self, client_id: str, sync_id: str, *, count: int) -> Step:
        """Fails a sync whose reader has gone silent, or erases some of what a mirror did not name."""
        keys = [*self._keys(client_id, sync_id), names.waiting_key_of(client_id), names.embed_stream_key_of(client_id)]
        args: list[str | int] = [sync_id, sync_names.member_of(client_id, sync_id), client_id]
        args += [sync_names.corpora_prefix(client_id), runs_prefix(client_id)]
        args += [count, self._times.look_ms, self._times.kept_ms]
        answer = await self._step(keys=keys, args=args)
        return Step(answer.decode())

    def _script(self, name: str) -> AsyncScript:
        return load_script(self._redis, f"{_SCRIPTS}.sync", f"{name}.lua", shared=_SHARED, confirmed=name in _CONFIRMED)

    @staticmethod
    def _keys(client_id: str, sync_id: str) -> list[str]:
        """Names the record, the errors and the set of what has not ended."""
        record, errors = sync_names.sync_key(client_id, sync_id), sync_names.errors_key(client_id, sync_id)
        return [record, errors, sync_names.due_key_of(client_id)]


def _before(content_hash: str, embedding_status: str) -> Before:
    return Before(content_hash, embedding_failed=embedding_status == EmbeddingStatus.FAILED)


def _error_json(error: SyncError) -> str:
    return json.dumps(asdict(error), ensure_ascii=False, separators=(",", ":"))
