"""Puts bulk sync together for `wiring`: calls that take the parts of a file, and what is done of it in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import grpc

from services.corpus.adapters.redis_sync import RedisSyncs, SyncTimes
from services.corpus.application.sync.syncing import Syncing
from services.corpus.application.sync.worker import SyncWorker
from services.corpus.ports.sync import PartIngest
from services.corpus.servicer.sync import add_sync_service
from services.platform.config import Env
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSettings:
    """Settings of bulk sync in one process.

    Attributes:
        silence_s: after how long without a word of its reader a sync has failed; longer than a gateway may be silent.
        kept_days: how long a sync can be read once it has ended.
        every_s: how often it is looked for syncs that nobody sees to.
    """

    silence_s: float = 300.0
    kept_days: int = 7
    every_s: float = 2.0

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_CORPUS_SYNC_<SETTING>; raises `ConfigError`."""
        return cls(
            silence_s=env.number("CVDEEP_CORPUS_SYNC_SILENCE_S", 300.0),
            kept_days=env.integer("CVDEEP_CORPUS_SYNC_KEPT_DAYS", 7, at_least=1),
            every_s=env.number("CVDEEP_CORPUS_SYNC_EVERY_S", 2.0),
        )


class Syncs:
    """Bulk sync as a process runs it."""

    def __init__(
        self,
        redis: RedisClient,
        ingest: PartIngest,
        *,
        settings: SyncSettings,
        partitions: Sequence[int] = range(PARTITIONS),
    ) -> None:
        kept_ms = settings.kept_days * 24 * 3_600_000
        times = SyncTimes(silence_ms=round(settings.silence_s * 1000), kept_ms=kept_ms)
        store = RedisSyncs(redis, times, partitions=partitions)
        self._worker = SyncWorker(store, every_s=settings.every_s)
        self._syncing = Syncing(store, ingest, wake=self._worker.wake)

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer."""
        add_sync_service(server, self._syncing)

    async def start(self) -> None:
        """Begins to see to syncs in the background."""
        self._worker.start()

    async def close(self) -> None:
        """Ends what was started."""
        await self._worker.leave()
