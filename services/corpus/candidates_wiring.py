"""Puts candidates together for `wiring`: calls that take, show and erase them, and what embeds them in the background."""

from collections.abc import Sequence
from typing import Any

from engine.profile import Profile
from services.corpus.adapters.prometheus_candidates import PrometheusCandidates
from services.corpus.adapters.redis_candidate_library import RedisCandidateLibrary
from services.corpus.adapters.redis_candidates import EmbedTimes, RedisCandidates
from services.corpus.adapters.redis_reembedding import RedisEditions, RedisReembedding
from services.corpus.adapters.redis_waiting import RedisBells, RedisWaiting
from services.corpus.application.candidates.embedding import CandidateEmbedder
from services.corpus.application.candidates.erasure import Erasure
from services.corpus.application.candidates.ingest import Ingest, IngestLimits
from services.corpus.application.candidates.reading import CandidateReading
from services.corpus.application.candidates.reembedding import Reembedding, ReembeddingLimits
from services.corpus.application.candidates.worker import EmbedWorker, Sweeper, WorkerLimits
from services.corpus.application.embedding.service import Embedding
from services.corpus.config import CorpusSettings
from services.corpus.domain.edition import Edition
from services.corpus.domain.recognise import recognise
from services.corpus.servicer.candidates import CandidateCalls
from services.platform.storage.keys import PARTITIONS
from services.platform.storage.redis import RedisClient

# An embedding that takes longer than this share of its lease is put off: nobody else has begun on it by then.
_SHARE_OF_LEASE = 0.75


class Candidates:
    """Candidates as a process runs them.

    `calls` for the servicer, `library` for ranking, `bulk_ingest` for sync, a worker once it is started.
    """

    def __init__(
        self,
        redis: RedisClient,
        embedding: Embedding,
        *,
        settings: CorpusSettings,
        partitions: Sequence[int] = range(PARTITIONS),
    ) -> None:
        times = EmbedTimes(lease_ms=round(settings.lease_s * 1000), look_ms=round(settings.look_s * 1000))
        meter = PrometheusCandidates()
        store = RedisCandidates(redis, times)
        waiting = RedisWaiting(redis, times, partitions=partitions)
        embedder = CandidateEmbedder(embedding, store, meter)
        embed_s = settings.lease_s * _SHARE_OF_LEASE
        self.library = RedisCandidateLibrary(redis)
        # For bulk sync: everything embeds in the background, a part of a file waits for the store alone.
        self.bulk_ingest = Ingest(
            store, embedder, recognise=_profile_of, meter=meter, limits=IngestLimits(inline=0, inline_s=embed_s)
        )
        self.calls = CandidateCalls(
            Ingest(
                store,
                embedder,
                recognise=_profile_of,
                meter=meter,
                limits=IngestLimits(inline=settings.inline, inline_s=min(IngestLimits().inline_s, embed_s)),
            ),
            CandidateReading(self.library),
            Erasure(store, waiting),
        )
        self._drain_s = settings.drain_s
        self._bells = RedisBells(redis, times, partitions=partitions)
        limits = WorkerLimits(parallel=settings.embed_parallel, embed_s=embed_s)
        gone_after_ms = round(settings.edition_gone_s * 1000)
        self._reembedding = Reembedding(
            RedisReembedding(redis, times, partitions=partitions),
            RedisEditions(redis, gone_after_ms=gone_after_ms),
            meter,
            edition=lambda: Edition(embedding.model().model_id),
            limits=ReembeddingLimits(),
        )
        self._worker = EmbedWorker(self._bells, embedder, limits=limits, leads=self._reembedding.leads)
        self._sweeper = Sweeper(waiting, meter, every_s=settings.sweep_every_s)

    async def start(self) -> None:
        """Begins to embed what waits, and to look for what was forgotten."""
        await self._bells.open()
        # Before the worker: it must not begin where another edition leads.
        await self._reembedding.start()
        self._worker.start()
        self._sweeper.start()

    async def drain(self) -> None:
        """Takes no more from the background; what is being embedded ends, or is given back in time for another process."""
        await self._worker.leave(within_s=self._drain_s)

    async def close(self) -> None:
        """Ends what was started."""
        await self._worker.leave(within_s=0)
        await self._sweeper.leave()
        await self._reembedding.leave()


def _profile_of(parsed_cv: Any) -> Profile:
    return recognise(parsed_cv).profile
