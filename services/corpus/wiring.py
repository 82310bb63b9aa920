"""Puts the corpus service together: with the modules it calls, the only place that knows its concrete classes."""

import asyncio
from collections.abc import Sequence

import grpc

from cvdeep.corpus.v1 import embedding_pb2_grpc
from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.adapters.prometheus_index import PrometheusIndex
from services.corpus.adapters.prometheus_meter import PrometheusMeter
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.candidates_wiring import Candidates
from services.corpus.config import CorpusSettings
from services.corpus.search_wiring import Search, SearchSettings
from services.corpus.servicer.corpus import CORPUS_SERVICE, add_corpus_service
from services.corpus.servicer.embedding import EMBEDDING_SERVICE, EmbeddingServicer
from services.corpus.servicer.sync import SYNC_SERVICE
from services.corpus.sync_wiring import Syncs, SyncSettings
from services.platform.config import Env
from services.platform.storage.access import RedisAccess
from services.platform.storage.format import require_format
from services.platform.storage.redis import connect
from services.platform.storage.safety import require_safe_redis


class CorpusService:
    """The corpus service as a process runs it; implements the platform's `Service`."""

    name = "corpus"
    service_names: Sequence[str] = (EMBEDDING_SERVICE, CORPUS_SERVICE, SYNC_SERVICE)

    def __init__(self, settings: CorpusSettings, env: Env) -> None:
        self._env = env
        self._redis = connect(settings.redis_url, access=RedisAccess.from_env(env))
        self._embedding = Embedding(
            lambda: OnnxEncoder.open(settings.model_dir, threads=settings.threads),
            limits=EmbedLimits(queue_texts=settings.queue_texts, cache_texts=settings.cache_texts),
            meter=PrometheusMeter(),
        )
        self._indexes = Indexes(
            RedisLog(self._redis),
            layout=FaissLayout(),
            snapshots=DiskSnapshots(settings.snapshot_dir) if settings.snapshot_dir else None,
            model=self._embedding.model,
            settings=IndexSettings(memory_bytes=settings.index_mb * 2**20, exact_rows_max=settings.exact_rows_max),
            meter=PrometheusIndex(),
        )
        self._candidates = Candidates(self._redis, self._embedding, settings=settings)
        self._syncs = Syncs(self._redis, self._candidates.bulk_ingest, settings=SyncSettings.from_env(env))
        self._search = Search(
            self._redis,
            self._indexes,
            self._candidates.library,
            self._embedding,
            settings=SearchSettings.from_env(env),
        )

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicers."""
        embedding_pb2_grpc.add_EmbeddingServiceServicer_to_server(EmbeddingServicer(self._embedding), server)
        add_corpus_service(server, candidates=self._candidates.calls, search=self._search.calls)
        self._syncs.register(server)

    async def start(self) -> None:
        """Checks Redis, loads the model, and begins the work of the background.

        Raises:
            UnsafeRedisError: the Redis may forget what it acknowledged.
            FormatError: this release does not understand what it holds.
            ModelFolderError: the model cannot be used.
        """
        await require_safe_redis(self._redis, self._env)
        await require_format(self._redis)
        await self._embedding.start()
        await self._indexes.start()
        await self._candidates.start()
        await self._syncs.start()
        await self._search.start()

    async def ready(self) -> bool:
        """Says whether the model is loaded and Redis answers."""
        return self._embedding.ready() and bool(await self._redis.ping())

    async def drain(self) -> None:
        """Takes no more work of its own, lets what runs end or gives it back, and the texts that wait be embedded."""
        await asyncio.gather(self._search.drain(), self._candidates.drain())
        await self._embedding.drain()

    async def close(self) -> None:
        """Ends everything this process started; those that use others end before them."""
        await self._search.close()
        await self._syncs.close()
        await self._candidates.close()
        await self._indexes.close()
        await self._embedding.close()
        await self._redis.aclose()
