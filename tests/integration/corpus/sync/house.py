"""Bulk sync over a real Redis, above the candidates' own house."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from redis.asyncio import Redis

from services.corpus.adapters.redis_sync import RedisSyncs, SyncTimes
from services.corpus.application.candidates.ingest import IngestLimits
from services.corpus.application.sync.syncing import Syncing
from services.corpus.application.sync.worker import SyncWorker
from services.corpus.domain.candidate import CandidateInput
from services.corpus.domain.sync import SyncError, SyncLine, SyncMode, SyncPart, SyncView
from services.platform.storage.keys import PARTITIONS
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, House, one

PATIENT = SyncTimes()
SILENT_AT_ONCE = SyncTimes(silence_ms=0, look_ms=0)


def sync_id(letter: str) -> str:
    return f"sync_{letter * 22}"


A, B = sync_id("A"), sync_id("B")


def part(
    number: int,
    *candidates: CandidateInput,
    first_line: int = 1,
    errors: Sequence[SyncError] = (),
    more_failed: int = 0,
) -> SyncPart:
    lines = tuple(SyncLine(first_line + place, each) for place, each in enumerate(candidates))
    return SyncPart(number, lines, tuple(errors), more_failed)


def people(*names: str, corpus_id: str = CORPUS) -> list[CandidateInput]:
    return [one(name, corpus_id=corpus_id) for name in names]


@dataclass(slots=True)
class SyncHouse:
    """One process's worth of sync."""

    redis: Redis
    candidates: House
    times: SyncTimes = PATIENT
    store: RedisSyncs = field(init=False)
    syncing: Syncing = field(init=False)
    worker: SyncWorker = field(init=False)
    woken: list[bool] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.store = RedisSyncs(self.redis, self.times, partitions=range(PARTITIONS))
        ingest = self.candidates.ingest_with(IngestLimits(inline=0))
        self.syncing = Syncing(self.store, ingest, wake=lambda: self.woken.append(True))
        self.worker = SyncWorker(self.store, every_s=0.01)

    async def open(self, sync: str = A, *, mode: SyncMode = SyncMode.UPSERT, corpus_id: str = CORPUS) -> None:
        await self.syncing.open(CLIENT, sync, corpus_id=corpus_id, mode=mode)

    async def apply(self, each: SyncPart, sync: str = A) -> None:
        await self.syncing.apply(CLIENT, sync, each)

    async def close(self, sync: str = A, *, complete: bool = True) -> None:
        await self.syncing.close(CLIENT, sync, complete=complete)

    async def get(self, sync: str = A) -> SyncView:
        return await self.syncing.get(CLIENT, sync)

    async def counts(self, sync: str = A) -> tuple[int, int, int, int, int, int]:
        """(received, accepted, updated, unchanged, failed, deleted)."""
        view = await self.get(sync)
        return view.received, view.accepted, view.updated, view.unchanged, view.failed, view.deleted

    async def mirrored(self, *names: str, sync: str = A) -> SyncView:
        """Mirrors a file of these candidates, to its end."""
        await self.open(sync, mode=SyncMode.MIRROR)
        await self.apply(part(1, *people(*names)), sync)
        await self.close(sync)
        await self.worker.work_once()
        return await self.get(sync)

    async def names(self, corpus_id: str = CORPUS) -> set[str]:
        return set(await self.candidates.all_views(corpus_id))
