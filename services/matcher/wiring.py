"""Puts the matcher together: the one place that knows which concrete parts stand behind the ports."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack

import grpc

from cvdeep.matcher.v1 import matcher_pb2_grpc
from services.matcher.adapters.embedder_grpc import METHODS, GrpcEmbedder
from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.adapters.prometheus_gauges import PrometheusGauges
from services.matcher.adapters.redis_accounts import RedisAccounts
from services.matcher.adapters.redis_bells import RedisBells
from services.matcher.adapters.redis_erasure import RedisErasure
from services.matcher.adapters.redis_intake import IntakeLimits, RedisIntake
from services.matcher.adapters.redis_library import RedisLibrary
from services.matcher.adapters.redis_runs import RedisRuns, RunTimes
from services.matcher.adapters.redis_sweep import RedisSweep
from services.matcher.application.erasure import Erasure
from services.matcher.application.pipeline import CvPipeline
from services.matcher.application.reading import Reading
from services.matcher.application.reconciliation import Reconciliation
from services.matcher.application.retention import Retention
from services.matcher.application.running import RunLimits, Runner
from services.matcher.application.submission import Submission
from services.matcher.application.sweeper import Sweeper
from services.matcher.application.warmth import ModelWatch
from services.matcher.application.worker import Worker, WorkerLimits
from services.matcher.config import MatcherSettings
from services.matcher.servicer import SERVICE_NAME, MatcherServicer
from services.platform.accounts.identifiers import base62
from services.platform.config import Env
from services.platform.rpc.client import open_channel
from services.platform.rpc.tls import TlsSettings, certificates_of
from services.platform.storage.access import RedisAccess
from services.platform.storage.format import require_format
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import connect
from services.platform.storage.safety import require_safe_redis
from services.platform.tasks import end_tasks

_CV_OUTLIVES_MATCH_S = 300
_RETENTION_EVERY_S = 60.0


def new_event_id() -> str:
    """Returns `evt_` and 131 random bits."""
    return f"evt_{base62(22)}"


class MatcherService:
    """The matcher as a process runs it; implements the platform's `Service`."""

    name = "matcher"
    service_names: Sequence[str]

    def __init__(self, settings: MatcherSettings, env: Env) -> None:
        self._settings = settings
        self._env = env
        self._gauges = PrometheusGauges()
        self._redis = connect(settings.redis_url, access=RedisAccess.from_env(env))
        self._channel = open_channel(
            settings.corpus_target,
            retry_methods=METHODS,
            certificates=certificates_of(TlsSettings.from_env(env)),
            peer="corpus",
        )
        self._embedder = GrpcEmbedder(self._channel, timeout_s=settings.embed_timeout_s)
        self._watch = ModelWatch(self._embedder, every_s=1.0)
        self._library = RedisLibrary(self._redis)
        self._erasing = RedisErasure(self._redis)
        self._worker: Worker | None = None
        self._background: list[asyncio.Task[None]] = []
        self._opened = AsyncExitStack()
        self.service_names = (SERVICE_NAME,) if settings.role.answers else ()

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer, unless this process only works."""
        if not self._settings.role.answers:
            return
        deadline_ms = self._settings.deadline_s * 1000
        limits = IntakeLimits(
            most_queued=self._settings.most_queued,
            most_of_client=self._settings.most_of_client,
            deadline_ms=deadline_ms,
            cv_ttl_ms=deadline_ms + _CV_OUTLIVES_MATCH_S * 1000,
        )
        servicer = MatcherServicer(
            Submission(
                RedisIntake(self._redis, limits),
                watch=self._watch,
                gauges=self._gauges,
                parallel=self._settings.concurrency,
            ),
            Reading(self._library),
            Reconciliation(self._library, RedisAccounts(self._redis)),
            Erasure(self._erasing),
        )
        matcher_pb2_grpc.add_MatcherServiceServicer_to_server(servicer, server)

    async def start(self) -> None:
        """Checks Redis, then starts what this process's role asks for.

        Raises:
            UnsafeRedisError: the Redis may forget what it acknowledged.
            FormatError: this release does not understand what it holds.
        """
        await require_safe_redis(self._redis, self._env)
        await require_format(self._redis)
        if self._settings.role.answers:
            self._background.append(asyncio.create_task(self._watch.watch()))
        if self._settings.role.works:
            await self._start_work()

    async def ready(self) -> bool:
        """Says whether Redis answers and, where calls are answered, whether the model has answered once."""
        if self._settings.role.answers and not self._watch.seen:
            return False
        return bool(await self._redis.ping())

    async def drain(self) -> None:
        """Takes no more matches; those that run end, or are given back in time for another worker."""
        if self._worker is not None:
            await self._worker.leave(within_s=self._settings.drain_s)

    async def close(self) -> None:
        """Ends everything this process started."""
        await end_tasks(self._background)
        await self._opened.aclose()
        await self._channel.close()
        await self._redis.aclose()

    def _aside(self, by: int) -> None:
        if self._worker is not None:
            self._worker.widen(by)

    async def _start_work(self) -> None:
        settings = self._settings
        reader = ReaderPool(PoolSettings.from_env(self._env), aside=self._aside)
        self._opened.push_async_callback(reader.close)
        await reader.start()
        worker_id = f"w_{secrets.token_hex(8)}"
        times = RunTimes(lease_ms=round(settings.lease_s * 1000))
        partitions = range(PARTITIONS)
        bells = RedisBells(self._redis, partitions=partitions, worker_id=worker_id)
        runs = RedisRuns(self._redis, times, worker_id=worker_id)
        sweeps = RedisSweep(self._redis, times, partitions=partitions)
        await bells.open()
        runner = Runner(
            runs,
            CvPipeline(reader, self._embedder, self._gauges),
            event_ids=new_event_id,
            gauges=self._gauges,
            limits=RunLimits(lease_s=settings.lease_s, renew_every_s=settings.renew_every_s),
        )
        self._worker = Worker(bells, runs, sweeps, runner, limits=WorkerLimits(concurrency=settings.concurrency))
        sweeper = Sweeper(
            sweeps,
            bells,
            event_ids=new_event_id,
            gauges=self._gauges,
            every_s=settings.sweep_every_s,
        )
        self._background += [asyncio.create_task(self._worker.run()), asyncio.create_task(sweeper.run())]
        if settings.retention_days:
            retention = Retention(self._erasing, days=settings.retention_days, every_s=_RETENTION_EVERY_S)
            self._background.append(asyncio.create_task(retention.run()))
