"""Measures the whole search of ours over a log: from cold to the first answer, before and after a compaction."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from redis.asyncio import Redis

from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.names import candidate_hash_key, corpus_hash_key, log_key
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.lexical_terms import count_terms, stored_terms
from services.corpus.ports.index import Absence, ChangeLog, IndexRecord, LogPage, LogRecords
from services.platform.storage.redis import connect
from tests.fakes.index import MODEL, RecordingIndexMeter
from tools.redis_server import RedisServer, free_port

HEADINGS = (
    *("candidates", "log", "cold s", "loose p50/p95", "compact s", "tidy p50/p95", "recall@100"),
    *("meaning + words", "MiB", "save s", "snapshot s"),
)
_WANTED = 400
_IN_REDIS_MAX = 100_000
_WORDS = [
    "python",
    "kubernetes",
    "nurse",
    "critical",
    "care",
    "sales",
    "enterprise",
    "chef",
    "kitchen",
    "accounts",
    "payable",
    "teaching",
    "mathematics",
]
_CLIENT, _CORPUS = "cl_bench", "bench"


class ListedLog:
    """Implements `ChangeLog` over arrays, for more candidates than Redis has room for beside everything else."""

    def __init__(self, vectors: NDArray[np.float16], terms: Sequence[bytes], *, model: str) -> None:
        self._vectors, self._terms, self._model = vectors, terms, model
        self._keys = [candidate_key(str(row)) for row in range(len(vectors))]
        self._rows = {key: row for row, key in enumerate(self._keys)}

    async def page(self, client_id: str, corpus_id: str, *, after: int, limit: int) -> LogPage:
        keys = self._keys[after : after + limit]
        return LogPage(1, len(self._keys), [(key, after + place + 1) for place, key in enumerate(keys)])

    async def records(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> LogRecords:
        return LogRecords(1, [self._record(key) for key in candidate_keys])

    async def any_erased(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> bool:
        return any(self._record(key) is Absence.ERASED for key in candidate_keys)

    def _record(self, key: str) -> IndexRecord | Absence:
        row = self._rows[key]
        return IndexRecord(key, self._model, self._vectors[row].tobytes(), b"", self._terms[row % len(self._terms)])


async def store(redis: Redis, vectors: NDArray[np.float16], terms: Sequence[bytes], *, model: str) -> None:
    """Writes candidates as ingest leaves them for the index, in transactions of 500."""
    corpus = corpus_key(_CORPUS)
    await redis.hset(corpus_hash_key(_CLIENT, corpus), mapping={"generation": "1", "seq": str(len(vectors))})
    for start in range(0, len(vectors), 500):
        async with redis.pipeline(transaction=True) as pipe:
            for row in range(start, min(start + 500, len(vectors))):
                record: dict[Any, Any] = {
                    "generation": "1",
                    "embedding_status": "embedded",
                    "model": model,
                    "vector": vectors[row].tobytes(),
                    "terms": terms[row],
                }
                pipe.hset(candidate_hash_key(_CLIENT, corpus, candidate_key(str(row))), mapping=record)
                pipe.zadd(log_key(_CLIENT, corpus), {candidate_key(str(row)): row + 1})
            await pipe.execute()


async def measure_whole(
    vectors: NDArray[np.float16],
    texts: Sequence[Sequence[str]],
    asked: NDArray[np.float32],
    truth: NDArray[np.int64],
    *,
    folder: Path,
) -> tuple[str, ...]:
    """Returns a row of `HEADINGS`; `truth` holds the rows of the true best of each query."""
    terms = [stored_terms(count_terms(of_one)) for of_one in texts]
    known = [{candidate_key(str(row)) for row in best} for best in truth.tolist()]
    async with _log_of(vectors, terms, folder=folder) as (log, where):
        return await _measured(log, where, vectors, asked, known, folder=folder / "snapshots")


async def _measured(
    log: ChangeLog,
    where: str,
    vectors: NDArray[np.float16],
    asked: NDArray[np.float32],
    known: Sequence[set[str]],
    *,
    folder: Path,
) -> tuple[str, ...]:
    def opened() -> Indexes:
        return Indexes(
            log,
            layout=FaissLayout(),
            snapshots=DiskSnapshots(folder),
            model=lambda: replace(MODEL, dims=vectors.shape[1]),
            settings=IndexSettings(memory_bytes=2**40),
            meter=RecordingIndexMeter(),
        )

    indexes = opened()
    records_s = await _seconds_of_first(indexes, asked[0])
    loose, _ = await _searched(indexes, asked, known)
    begun = perf_counter()
    await indexes.compact()
    compaction_s = perf_counter() - begun
    tidy, recall = await _searched(indexes, asked, known)
    meaning_ms, words_ms = await asyncio.to_thread(_parts_ms, indexes, asked)
    size_mib = indexes._shelf.size_bytes / 2**20
    begun = perf_counter()
    await indexes.close()
    save_s = perf_counter() - begun
    again = opened()
    snapshot_s = await _seconds_of_first(again, asked[0])
    await again.close()
    return (
        *(f"{len(vectors):,}", where, f"{records_s:.1f}", loose, f"{compaction_s:.1f}", tidy, f"{recall:.4f}"),
        *(f"{meaning_ms:.2f} + {words_ms:.2f}", f"{size_mib:,.0f}", f"{save_s:.1f}", f"{snapshot_s:.2f}"),
    )


@asynccontextmanager
async def _log_of(
    vectors: NDArray[np.float16], terms: Sequence[bytes], *, folder: Path
) -> AsyncIterator[tuple[ChangeLog, str]]:
    if len(vectors) > _IN_REDIS_MAX:
        yield ListedLog(vectors, terms, model=MODEL.model_id), "in memory"
        return
    server = RedisServer(directory=folder / "redis", port=free_port())
    server.start(extra=("--appendfsync", "no"))
    redis = connect(server.url, timeout_s=30)
    try:
        await store(redis, vectors, terms, model=MODEL.model_id)
        yield RedisLog(redis), "Redis"
    finally:
        await redis.aclose()
        server.stop()


async def _seconds_of_first(indexes: Indexes, query: NDArray[np.float32]) -> float:
    begun = perf_counter()
    await indexes.search(_CLIENT, _CORPUS, query, _WORDS, _WANTED)
    return perf_counter() - begun


async def _searched(indexes: Indexes, asked: NDArray[np.float32], known: Sequence[set[str]]) -> tuple[str, float]:
    times, hits = [], 0
    for query, best in zip(asked, known, strict=True):
        begun = perf_counter()
        found = await indexes.search(_CLIENT, _CORPUS, query, _WORDS, _WANTED)
        times.append((perf_counter() - begun) * 1000)
        hits += len({key for key, _ in found.dense[: len(best)]} & best)
    p50, p95 = np.percentile(times, [50, 95])
    return f"{p50:.1f} / {p95:.1f}", hits / sum(map(len, known))


def _parts_ms(indexes: Indexes, asked: NDArray[np.float32]) -> tuple[float, float]:
    """Returns the median ms of the two halves of a search, without catching up."""
    FaissLayout().prepare_thread()
    (follower,) = indexes._shelf
    meaning, words = [], []
    for query in asked:
        begun = perf_counter()
        nearest(follower.view, query, _WANTED)
        between = perf_counter()
        matching(follower.view, _WORDS, _WANTED)
        meaning.append(between - begun)
        words.append(perf_counter() - between)
    return float(np.median(meaning)) * 1000, float(np.median(words)) * 1000
