"""Measures the index of one corpus over a real Redis: `python -m tests.bench.bench_index [SIZE …]`.

Candidates are drawn from the sentences of the CVs in ../shared/data/match, embedded by the real model (`cv_vectors`), and
stored with profiles of these sentences. A search is one by meaning and by words, caught up with Redis before. Recall is that
of the dense search before and after the compaction, against every product computed with numpy.
"""

import argparse
import asyncio
import json
import resource
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from redis.asyncio import Redis
from rich.console import Console
from rich.table import Table

from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.names import candidate_hash_key, corpus_hash_key, log_key
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.manifest import ModelManifest
from services.platform.storage.redis import connect
from tests.bench.cv_vectors import candidates, queries, read_sample
from tests.fakes.index import MODEL
from tools.model import ensure_model
from tools.redis_server import RedisServer, free_port

SIZES = (1_000, 10_000, 100_000)
SEARCHES, K, TOP = 200, 400, 100
WORDS = [
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
CLIENT = "cl_bench"
console = Console(width=160)


async def store(redis: Redis, vectors: NDArray[np.float16], texts: Sequence[Sequence[str]], *, model: str) -> None:
    """Writes candidates as ingest leaves them, in transactions of 500."""
    corpus = corpus_key(str(len(vectors)))
    await redis.hset(corpus_hash_key(CLIENT, corpus), mapping={"generation": "1", "seq": str(len(vectors))})
    for start in range(0, len(vectors), 500):
        async with redis.pipeline(transaction=True) as pipe:
            for row in range(start, min(start + 500, len(vectors))):
                record: dict[Any, Any] = {
                    "generation": "1",
                    "embedding_status": "embedded",
                    "model": model,
                    "vector": vectors[row].tobytes(),
                    "profile": json.dumps({"other": [{"text": text, "scored": text} for text in texts[row]]}),
                }
                pipe.hset(candidate_hash_key(CLIENT, corpus, candidate_key(str(row))), mapping=record)
                pipe.zadd(log_key(CLIENT, corpus), {candidate_key(str(row)): row + 1})
            await pipe.execute()


def truth(vectors: NDArray[np.float16], asked: NDArray[np.float32]) -> list[set[str]]:
    """The keys of the true best `TOP` of each query."""
    whole = vectors.astype(np.float32)
    best = [np.argpartition(-(whole @ query), TOP)[:TOP] for query in asked]
    return [{candidate_key(str(row)) for row in rows} for rows in best]


async def searched(
    indexes: Indexes, corpus_id: str, asked: NDArray[np.float32], known: Sequence[set[str]]
) -> tuple[float, float, float]:
    """Returns p50 and p95 in ms of searches one after another, and their recall."""
    times, hits = [], 0
    for query, best in zip(asked, known, strict=True):
        begun = perf_counter()
        found = await indexes.search(CLIENT, corpus_id, query, WORDS, K)
        times.append((perf_counter() - begun) * 1000)
        hits += len({key for key, _ in found.dense[:TOP]} & best)
    p50, p95 = np.percentile(times, [50, 95])
    return float(p50), float(p95), hits / (TOP * len(asked))


def parts_ms(indexes: Indexes, asked: NDArray[np.float32]) -> tuple[float, float]:
    """Returns the median ms of the two halves of a search, by meaning and by words, without catching up."""
    FaissLayout().prepare_thread()
    (follower,) = indexes._shelf
    dense, lexical = [], []
    for query in asked:
        begun = perf_counter()
        nearest(follower.view, query, K)
        between = perf_counter()
        matching(follower.view, WORDS, K)
        dense.append(between - begun)
        lexical.append(perf_counter() - between)
    return float(np.median(dense)) * 1000, float(np.median(lexical)) * 1000


async def first_answer(indexes: Indexes, corpus_id: str, query: NDArray[np.float32]) -> float:
    """Returns the seconds until indexes with nothing in memory have answered."""
    begun = perf_counter()
    await indexes.search(CLIENT, corpus_id, query, WORDS, K)
    return perf_counter() - begun


async def measure(redis: Redis, size: int, table: Table, *, model: ModelManifest, sample: Any, folder: Path) -> None:
    """Stores a corpus of `size` and adds a row for it."""
    vectors, texts = candidates(sample, size, seed=size)
    asked = queries(sample, SEARCHES, seed=1)
    known, corpus_id = truth(vectors, asked), str(size)
    await store(redis, vectors, texts, model=model.model_id)
    del texts

    def opened() -> Indexes:
        return Indexes(
            RedisLog(redis),
            layout=FaissLayout(),
            snapshots=DiskSnapshots(folder),
            model=lambda: model,
            settings=IndexSettings(memory_bytes=2**40),
        )

    indexes = opened()
    from_records_s = await first_answer(indexes, corpus_id, asked[0])
    loose = await searched(indexes, corpus_id, asked, known)
    begun = perf_counter()
    await indexes.compact()
    compaction_s = perf_counter() - begun
    tidy = await searched(indexes, corpus_id, asked, known)
    dense_ms, lexical_ms = parts_ms(indexes, asked)
    size_mib = indexes._shelf.size_bytes / 2**20
    begun = perf_counter()
    await indexes.close()
    save_s = perf_counter() - begun
    again = opened()
    from_snapshot_s = await first_answer(again, corpus_id, asked[0])
    await again.close()
    table.add_row(
        f"{size:,}",
        f"{loose[0]:.1f} / {loose[1]:.1f}",
        f"{loose[2]:.4f}",
        f"{compaction_s:.1f}",
        f"{tidy[0]:.1f} / {tidy[1]:.1f}",
        f"{tidy[2]:.4f}",
        f"{dense_ms:.2f} + {lexical_ms:.2f}",
        f"{size_mib:.1f}",
        f"{from_records_s:.1f}",
        f"{save_s:.1f}",
        f"{from_snapshot_s:.2f}",
    )


async def main() -> None:
    """Measures each size in a corpus of its own and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().sizes
    data = Path(__file__).resolve().parents[3] / "shared" / "data" / "match"
    if not data.is_dir():
        raise SystemExit("the evaluation data ../shared/data/match is absent")
    sample = read_sample(data, ensure_model(say=console.print))
    model = replace(MODEL, dims=sample.cvs[0].shape[1])
    table = Table(title=f"The index: k = {K} each way, recall@{TOP}, {SEARCHES} searches one after another")
    for column in (
        *("candidates", "before: p50 / p95 ms", "recall", "compaction s", "after: p50 / p95 ms", "recall"),
        *("meaning + words ms", "MiB", "cold from records s", "save s", "cold from snapshot s"),
    ):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as directory:
        server = RedisServer(directory=Path(directory) / "redis", port=free_port())
        server.start(extra=("--appendfsync", "no"))
        redis = connect(server.url, timeout_s=30)
        try:
            for size in sizes:
                await measure(
                    redis, size, table, model=model, sample=sample, folder=Path(directory) / f"snapshots-{size}"
                )
        finally:
            await redis.aclose()
            server.stop()
    console.print(table)
    console.print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.0f} MiB")


if __name__ == "__main__":
    asyncio.run(main())
