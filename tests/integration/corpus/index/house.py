"""Candidates written to a real Redis as ingest leaves them, and indexes of FAISS over it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from redis.asyncio import Redis

from services.corpus.adapters.disk_snapshots import DiskSnapshots
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.names import candidate_hash_key, corpus_hash_key, log_key
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.manifest import ModelManifest
from services.corpus.ports.index import Found
from tests.fakes.index import MODEL, RecordingIndexMeter, profile_json, text_of, unit_vector

CLIENT, CORPUS = "cl_0000000000000001", "engineers"


class Writer:
    """Changes one corpus, each change with its place in the log in one transaction."""

    def __init__(self, redis: Redis, client_id: str = CLIENT, corpus_id: str = CORPUS) -> None:
        self._redis = redis
        self._client = client_id
        self._corpus = corpus_key(corpus_id)

    async def put(self, names: Mapping[str, object], *, status: str = "embedded", model: str = MODEL.model_id) -> None:
        """Stores candidates by name and seed; what is there already is replaced."""
        async with self._redis.pipeline(transaction=True) as pipe:
            for name, seed in names.items():
                record: dict[Any, Any] = {
                    "generation": await self._generation(),
                    "external_id": name,
                    "profile": profile_json(text_of(seed)),
                    "embedding_status": status,
                    "model": model,
                    "vector": unit_vector(seed).tobytes(),
                }
                pipe.hset(candidate_hash_key(self._client, self._corpus, candidate_key(name)), mapping=record)
                await self._noted(pipe, name)
            await pipe.execute()

    async def erase(self, *names: str) -> None:
        """Erases candidates; they stay in the log."""
        async with self._redis.pipeline(transaction=True) as pipe:
            for name in names:
                pipe.delete(candidate_hash_key(self._client, self._corpus, candidate_key(name)))
                await self._noted(pipe, name)
            await pipe.execute()

    async def erase_corpus(self) -> None:
        """Erases the corpus; its records linger, as they do for a while."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hincrby(corpus_hash_key(self._client, self._corpus), "generation", 1)
            pipe.delete(log_key(self._client, self._corpus))
            await pipe.execute()

    async def _generation(self) -> bytes | str:
        corpus = corpus_hash_key(self._client, self._corpus)
        await self._redis.hsetnx(corpus, "generation", "1")
        generation = await self._redis.hget(corpus, "generation")
        assert generation is not None
        return generation

    async def _noted(self, pipe: Redis, name: str) -> None:
        # A number taken before its transaction may become visible after a higher one: only one writer at a time.
        seq = await self._redis.hincrby(f"counter:{self._client}:{self._corpus}", "seq", 1)
        pipe.hset(corpus_hash_key(self._client, self._corpus), "seq", str(seq))
        pipe.zadd(log_key(self._client, self._corpus), {candidate_key(name): seq})


@asynccontextmanager
async def replica(
    redis: Redis,
    *,
    folder: Path | None = None,
    model: ModelManifest = MODEL,
    settings: IndexSettings | None = None,
) -> AsyncIterator[Indexes]:
    """The indexes of one process."""
    indexes = Indexes(
        RedisLog(redis),
        layout=FaissLayout(),
        snapshots=None if folder is None else DiskSnapshots(folder),
        model=lambda: model,
        settings=settings or IndexSettings(save_changes_min=1),
        meter=RecordingIndexMeter(),
    )
    try:
        yield indexes
    finally:
        await indexes.close()


async def find(
    indexes: Indexes, seed: object, *, client_id: str = CLIENT, corpus_id: str = CORPUS, k: int = 1000
) -> Found:
    """Searches with a seed's own vector and words."""
    return await indexes.search(client_id, corpus_id, unit_vector(seed).astype(np.float32), [text_of(seed)], k)


def keys_of(found: Found) -> set[str]:
    """The candidates found by meaning, which with a large k are all there are."""
    assert found.total == len(found.dense)
    return {key for key, _ in found.dense}


def keyed(*names: str) -> set[str]:
    return {candidate_key(name) for name in names}
