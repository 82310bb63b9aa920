"""Puts search together for `wiring`: calls that accept and show runs, and the worker that does them."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from services.corpus.adapters.judging.pool import JudgePool
from services.corpus.adapters.judging.threads import JudgeThreads
from services.corpus.adapters.prometheus_search_meter import PrometheusSearchMeter
from services.corpus.adapters.redis_plans import RedisPlans
from services.corpus.adapters.redis_run_bells import RedisRunBells
from services.corpus.adapters.redis_run_intake import RedisRunIntake, RunLimits
from services.corpus.adapters.redis_run_library import RedisRunLibrary
from services.corpus.adapters.redis_runs import RedisRuns, RunTimes
from services.corpus.application.search.finding import Finder, FindLimits
from services.corpus.application.search.service import Searching
from services.corpus.application.search.worker import SearchLimits, SearchWorker
from services.corpus.config import cores
from services.corpus.ports.candidates import CandidateReader
from services.corpus.ports.index import CorpusIndex
from services.corpus.ports.search import Judges, TextEmbedder
from services.corpus.servicer.search import SearchCalls
from services.platform.accounts.identifiers import base62
from services.platform.config import ConfigError, Env
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient
from services.platform.tasks import end_tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """Settings of search in one process.

    Attributes:
        concurrency: searches done at once; with 0 this process answers calls and leaves all searches to others.
        processes: processes in which candidates are judged; with 0 it is done in threads of this one.
        threads: threads in which candidates are judged then.
        most_queued: searches in one partition, beyond which more are refused.
        deadline_s: how long a search may take from its start on, waiting included.
        lease_s: how long a silent worker keeps its search.
        renew_every_s: how often a worker speaks for its search; at most a third of the lease.
        kept_days: how long a search and its rows are kept once it has ended.
        drain_s: how long searches may go on after SIGTERM before they are given back; below CVDEEP_GRACE_S.
    """

    concurrency: int = 2
    processes: int = 0
    threads: int = 1
    most_queued: int = 2_000
    deadline_s: int = 900
    lease_s: float = 30.0
    renew_every_s: float = 10.0
    kept_days: int = 30
    drain_s: float = 10.0

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_CORPUS_SEARCH_<SETTING>; raises `ConfigError`."""
        settings = cls(
            concurrency=env.integer("CVDEEP_CORPUS_SEARCH_CONCURRENCY", 2, at_least=0),
            processes=env.integer("CVDEEP_CORPUS_JUDGE_PROCESSES", cores(), at_least=0),
            threads=env.integer("CVDEEP_CORPUS_SEARCH_THREADS", 1, at_least=1),
            most_queued=env.integer("CVDEEP_CORPUS_SEARCH_MOST_QUEUED", 2_000, at_least=1),
            deadline_s=env.integer("CVDEEP_CORPUS_SEARCH_DEADLINE_S", 900, at_least=1),
            lease_s=env.number("CVDEEP_CORPUS_SEARCH_LEASE_S", 30.0),
            renew_every_s=env.number("CVDEEP_CORPUS_SEARCH_RENEW_EVERY_S", 10.0),
            kept_days=env.integer("CVDEEP_CORPUS_SEARCH_KEPT_DAYS", 30, at_least=1),
            drain_s=env.number("CVDEEP_CORPUS_SEARCH_DRAIN_S", 10.0),
        )
        if settings.renew_every_s * 3 > settings.lease_s:
            raise ConfigError("CVDEEP_CORPUS_SEARCH_RENEW_EVERY_S must be at most a third of its LEASE_S")
        return settings


class Search:
    """Search as a process runs it: `calls` for its servicer, and a worker once it is started."""

    def __init__(
        self,
        redis: RedisClient,
        index: CorpusIndex,
        candidates: CandidateReader,
        embedder: TextEmbedder,
        *,
        settings: SearchSettings,
        partitions: Sequence[int] = range(PARTITIONS),
    ) -> None:
        kept_ms = settings.kept_days * 24 * 3_600_000
        limits = RunLimits(most_queued=settings.most_queued, deadline_ms=settings.deadline_s * 1000, kept_ms=kept_ms)
        self.calls = SearchCalls(Searching(RedisRunIntake(redis, limits), RedisRunLibrary(redis)))
        self._drain_s = settings.drain_s
        # Who does no searches needs no judges.
        processes = settings.processes if settings.concurrency else 0
        self._judges: Judges = JudgePool(processes=processes) if processes else JudgeThreads(threads=settings.threads)
        self._bells = RedisRunBells(redis, partitions=partitions)
        meter = PrometheusSearchMeter()
        finder = Finder(
            index,
            candidates,
            embedder,
            RedisPlans(redis, kept_ms=kept_ms),
            judges=self._judges,
            meter=meter,
            limits=FindLimits(),
        )
        times = RunTimes(lease_ms=round(settings.lease_s * 1000), kept_ms=kept_ms)
        self._worker = SearchWorker(
            RedisRuns(redis, times, partitions=partitions, worker_id=f"s_{secrets.token_hex(8)}"),
            self._bells,
            finder,
            event_ids=_new_event_id,
            meter=meter,
            limits=SearchLimits(
                concurrency=settings.concurrency, lease_s=settings.lease_s, renew_every_s=settings.renew_every_s
            ),
        )
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to do searches."""
        await self._bells.open()
        await self._judges.start()
        self._running = asyncio.create_task(self._worker.run())

    async def drain(self) -> None:
        """Takes no more searches; those being done end, or are given back in time for another worker."""
        if self._running is not None:
            await self._worker.leave(within_s=self._drain_s)

    async def close(self) -> None:
        """Ends what was started."""
        if self._running is not None:
            await end_tasks([self._running])
        await self._judges.close()


def _new_event_id() -> str:
    return f"evt_{base62(22)}"
