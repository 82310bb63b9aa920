"""Shows candidates and corpora from Redis, to clients and to ranking."""

from collections.abc import Sequence
from typing import Any

from services.corpus.adapters import names
from services.corpus.adapters.candidate_records import (
    RANKING_FIELDS,
    VIEW_FIELDS,
    RawValues,
    candidate_script,
    record_of,
    view_of,
)
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.domain.candidate import CandidateRecord, CandidateView, CorpusView
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.platform.storage.redis import RedisClient

_CORPUS_FIELDS = ("corpus_id", "created_at_ms", "pending", "embedded", "failed")
# Evidence of some 100 texts is 80 kB: an answer of a few MB at most.
_READ_CHUNK = 50


class RedisCandidateLibrary:
    """Implements `CandidateLibrary` and `CandidateReader`."""

    def __init__(self, client: RedisClient) -> None:
        self._redis = client
        self._keep_readings = candidate_script(client, "keep_readings")

    @redis_may_be_away
    async def get(self, client_id: str, corpus_id: str, external_id: str) -> CandidateView | None:
        """Returns a candidate, None for no such one."""
        (view,) = await self._views(client_id, corpus_key(corpus_id), [candidate_key(external_id)])
        return view

    @redis_may_be_away
    async def positions(
        self, client_id: str, corpus_id: str, *, before: int | None, count: int
    ) -> Sequence[tuple[int, str]]:
        """Returns up to `count` (order of creation, candidate key), newest first, those before `before` only."""
        found: Any = await self._redis.zrange(
            names.candidates_key(client_id, corpus_key(corpus_id)),
            "+inf" if before is None else f"({before}",
            "-inf",
            desc=True,
            byscore=True,
            offset=0,
            num=count,
            withscores=True,
        )
        return [(int(order), candidate.decode()) for candidate, order in found]

    @redis_may_be_away
    async def views(self, client_id: str, corpus_id: str, candidates: Sequence[str]) -> Sequence[CandidateView | None]:
        """Returns candidates by their keys, None for those gone."""
        return await self._views(client_id, corpus_key(corpus_id), candidates)

    @redis_may_be_away
    async def corpora(
        self, client_id: str, *, before: tuple[int, str] | None, count: int
    ) -> Sequence[tuple[str, CorpusView]]:
        """Returns up to `count` (corpus key, corpus), newest first, those before (created_at_ms, corpus key) only."""
        keys = await self._corpus_keys(client_id, before=before, count=count)
        pipe = self._redis.pipeline(transaction=False)
        for key in keys:
            pipe.hmget(names.corpus_hash_key(client_id, key), list(_CORPUS_FIELDS))
        views = []
        for key, (corpus_id, *numbers) in zip(keys, await pipe.execute(), strict=True):
            if corpus_id is not None:
                views.append((key, CorpusView(corpus_id.decode(), *(int(number) for number in numbers))))
        return views

    @redis_may_be_away
    async def read_records(
        self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]
    ) -> list[CandidateRecord | None]:
        """Returns embedded candidates by their keys, None for those gone, not embedded, or of texts that are no longer embedded so."""
        corpus = corpus_key(corpus_id)
        found: list[CandidateRecord | None] = []
        for start in range(0, len(candidate_keys), _READ_CHUNK):
            keys = candidate_keys[start : start + _READ_CHUNK]
            generation, rows = await self._read(client_id, corpus, keys, RANKING_FIELDS)
            found += [record_of(key, values, generation=generation) for key, values in zip(keys, rows, strict=True)]
        return found

    @redis_may_be_away
    async def keep_readings(self, client_id: str, corpus_id: str, readings: Sequence[tuple[str, bytes]]) -> None:
        """Keeps what the engine read of embedded candidates, given with their keys; nothing for those gone meanwhile."""
        corpus = corpus_key(corpus_id)
        records = [names.candidate_hash_key(client_id, corpus, candidate) for candidate, _ in readings]
        await self._keep_readings(keys=records, args=[each for _, each in readings])

    async def _views(self, client_id: str, corpus: str, candidates: Sequence[str]) -> list[CandidateView | None]:
        generation, rows = await self._read(client_id, corpus, candidates, VIEW_FIELDS)
        return [view_of(values, generation=generation) for values in rows]

    async def _read(
        self, client_id: str, corpus: str, candidates: Sequence[str], fields: Sequence[str]
    ) -> tuple[bytes | None, list[RawValues]]:
        pipe = self._redis.pipeline(transaction=False)
        for candidate in candidates:
            pipe.hmget(names.candidate_hash_key(client_id, corpus, candidate), list(fields))
        # Read last: a corpus erased in between makes every record stale.
        pipe.hget(names.corpus_hash_key(client_id, corpus), "generation")
        *rows, generation = await pipe.execute()
        return generation, rows

    async def _corpus_keys(self, client_id: str, *, before: tuple[int, str] | None, count: int) -> list[str]:
        """Pages through those of one millisecond, which a batch can make many of."""
        found: list[str] = []
        offset = 0
        while len(found) < count:
            page: Any = await self._redis.zrange(
                names.corpora_key(client_id),
                "+inf" if before is None else before[0],
                "-inf",
                desc=True,
                byscore=True,
                offset=offset,
                num=count,
                withscores=True,
            )
            if not page:
                break
            offset += len(page)
            found += [key.decode() for key, at in page if before is None or (int(at), key.decode()) < before]
        return found[:count]
