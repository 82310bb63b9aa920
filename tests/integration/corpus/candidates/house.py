"""The parts of ingest over a real Redis, with a model and a recogniser that a test can steer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from redis.asyncio import Redis

from engine.profile import Line, Profile, Section
from services.corpus.adapters import names
from services.corpus.adapters.judging.work import stored_of
from services.corpus.adapters.redis_candidate_library import RedisCandidateLibrary
from services.corpus.adapters.redis_candidates import EmbedTimes, RedisCandidates
from services.corpus.adapters.redis_waiting import RedisBells, RedisWaiting
from services.corpus.application.candidates.embedding import CandidateEmbedder
from services.corpus.application.candidates.erasure import Erasure
from services.corpus.application.candidates.ingest import Ingest, IngestLimits
from services.corpus.application.candidates.reading import CandidateReading
from services.corpus.application.candidates.worker import EmbedWorker, Sweeper, WorkerLimits
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.domain.candidate import CandidateInput, EmbeddingStatus, StoredCandidate, UpsertResult
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.platform.storage.keys import PARTITIONS
from tests.fakes.encoder import FakeEncoder, RecordingMeter

CLIENT = "cl_0000000000000001"
OTHER = "cl_0000000000000002"
CORPUS = "engineers"
AT_ONCE = EmbedTimes(lease_ms=0, look_ms=0, most_attempts=3)
"""Leases end and looks are due at once: what a crash leaves is found without waiting."""


def recognise(parsed_cv: Any) -> Profile:
    """`{"lines": [...]}` as a profile of such lines; `{"boom": ...}` breaks."""
    if "boom" in parsed_cv:
        raise RuntimeError("the recogniser broke")
    lines = tuple(Line(text, text, 0, Section.OTHER) for text in parsed_cv.get("lines", ()))
    return Profile(other=lines)


def cv(*lines: str, **more: Any) -> str:
    return json.dumps({"lines": lines, **more})


def one(external_id: str, content: str | None = None, *, corpus_id: str = CORPUS, **labels: Any) -> CandidateInput:
    return CandidateInput(corpus_id, external_id, content or cv(f"works as {external_id}"), **labels)


class CountingMeter:
    """Implements `CandidateMeter` by remembering."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.embeddings: list[tuple[str, bool]] = []
        self.stages: set[str] = set()
        self.now_waiting = -1

    def upserted(self, outcome: str) -> None:
        self.outcomes.append(outcome)

    def embedded(self, outcome: str, *, inline: bool) -> None:
        self.embeddings.append((outcome, inline))

    def stage(self, name: str, seconds: float) -> None:
        assert seconds >= 0
        self.stages.add(name)

    def waiting(self, candidates: int) -> None:
        self.now_waiting = candidates


class House:
    """One process's worth of ingest."""

    def __init__(self, redis: Redis, *, times: EmbedTimes = AT_ONCE) -> None:
        self.redis = redis
        self.encoder = FakeEncoder()
        self.meter = CountingMeter()
        self.embedding = Embedding(
            lambda: self.encoder, limits=EmbedLimits(queue_texts=8192, cache_texts=0), meter=RecordingMeter()
        )
        self.store = RedisCandidates(redis, times)
        self.library = RedisCandidateLibrary(redis)
        self.bells = RedisBells(redis, times, partitions=range(PARTITIONS))
        self.waiting = RedisWaiting(redis, times, partitions=range(PARTITIONS))
        self.embedder = CandidateEmbedder(self.embedding, self.store, self.meter)
        self.ingest = self.ingest_with(IngestLimits())
        self.reading = CandidateReading(self.library)
        self.erasure = Erasure(self.store, self.waiting)
        self.worker = EmbedWorker(self.bells, self.embedder, limits=WorkerLimits(listen_s=0.01, trouble_pause_s=0))
        self.sweeper = Sweeper(self.waiting, self.meter, every_s=1)

    def ingest_with(self, limits: IngestLimits) -> Ingest:
        return Ingest(self.store, self.embedder, recognise=recognise, meter=self.meter, limits=limits)

    async def open(self) -> None:
        await self.embedding.start()
        await self.bells.open()
        self.encoder.forget()

    async def send(self, *candidates: CandidateInput, client_id: str = CLIENT) -> list[UpsertResult]:
        return await self.ingest.ingest(client_id, candidates)

    async def work(self) -> int:
        """Embeds what bells ring for until none rings."""
        total = 0
        while done := await self.worker.work_once():
            total += done
        return total

    async def read_many(self, client_id: str, corpus_id: str, keys: Sequence[str]) -> list[StoredCandidate | None]:
        """What ranking reads of candidates, decoded as the judges do."""
        records = await self.library.read_records(client_id, corpus_id, keys)
        return [None if record is None else stored_of(record) for record in records]

    async def counts(self, corpus_id: str = CORPUS, *, client_id: str = CLIENT) -> tuple[int, int, int]:
        """(pending, embedded, failed) as the corpora list says."""
        page = await self.reading.corpora(client_id, limit=100, cursor="")
        (view,) = [corpus for corpus in page.corpora if corpus.corpus_id == corpus_id]
        return view.pending, view.embedded, view.failed

    async def recount(self, corpus_id: str = CORPUS) -> tuple[int, int, int]:
        """(pending, embedded, failed) by looking at every candidate."""
        views = await self.all_views(corpus_id)
        statuses = [status for status, _ in views.values()]
        return tuple(statuses.count(status) for status in EmbeddingStatus)  # type: ignore[return-value]

    async def all_views(self, corpus_id: str = CORPUS) -> dict[str, tuple[EmbeddingStatus, str]]:
        """Status and content hash of every candidate, by walking all pages."""
        found: dict[str, tuple[EmbeddingStatus, str]] = {}
        cursor = ""
        while True:
            page = await self.reading.candidates(CLIENT, corpus_id, limit=100, cursor=cursor)
            found |= {view.external_id: (view.embedding_status, view.content_hash) for view in page.candidates}
            if not (cursor := page.next_cursor):
                return found

    async def log(self, corpus_id: str = CORPUS) -> dict[str, int]:
        """Candidate key → number of its latest change."""
        entries: Any = await self.redis.zrange(names.log_key(CLIENT, corpus_key(corpus_id)), 0, -1, withscores=True)
        return {key.decode(): int(seq) for key, seq in entries}

    async def record(self, external_id: str, corpus_id: str = CORPUS) -> Mapping[bytes, bytes]:
        key = names.candidate_hash_key(CLIENT, corpus_key(corpus_id), candidate_key(external_id))
        return cast("Mapping[bytes, bytes]", await self.redis.hgetall(key))

    async def everything(self) -> bytes:
        """All keys and values of the database, as they are."""
        await self.redis.config_set("rdbcompression", "no")
        parts: list[bytes] = []
        async for key in self.redis.scan_iter():
            parts += [key, await self.redis.dump(key) or b""]
        return b"\0".join(parts)

    async def keys(self, containing: str) -> Sequence[bytes]:
        return [key async for key in self.redis.scan_iter(match=f"*{containing}*")]
