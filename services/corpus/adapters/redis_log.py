"""Reads a corpus' change log and its records from Redis, each answer as of one moment."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.corpus.adapters.names import candidate_hash_key, corpus_hash_key, log_key
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.candidate_keys import corpus_key
from services.corpus.ports.index import Absence, IndexRecord, LogPage, LogRecords
from services.platform.storage.redis import RedisClient

_RECORD_FIELDS = ("generation", "embedding_status", "model", "vector")
# Clients decide how many words a profile has; this many bytes of them are held, and kept Redis busy with, at once.
_WORD_BYTES_AT_ONCE = 16 * 2**20
_EMBEDDED = EmbeddingStatus.EMBEDDED.encode()


class RedisLog:
    """Implements `ChangeLog`."""

    def __init__(self, client: RedisClient) -> None:
        self._redis = client

    @redis_may_be_away
    async def page(self, client_id: str, corpus_id: str, *, after: int, limit: int) -> LogPage:
        """Returns at most `limit` changes with a seq above `after`, and where the corpus stood just then."""
        corpus = corpus_key(corpus_id)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hmget(corpus_hash_key(client_id, corpus), ["generation", "seq"])
            pipe.zrangebyscore(log_key(client_id, corpus), f"({after}", "+inf", start=0, num=limit, withscores=True)
            (generation, last_seq), changes = await pipe.execute()
        return LogPage(
            generation=int(generation or 0),
            last_seq=int(last_seq or 0),
            changes=[(key.decode("ascii"), int(seq)) for key, seq in changes],
        )

    @redis_may_be_away
    async def records(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> LogRecords:
        """Reads the candidates in one transaction, or in several where they have very many words.

        A record of before terms were stored is read with its profile instead.

        The generation is that of the last one: it only ever rises, so where it has not, none of them saw another.
        """
        corpus = corpus_key(corpus_id)
        names = [candidate_hash_key(client_id, corpus, key) for key in candidate_keys]
        async with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hstrlen(name, "terms")
                pipe.hstrlen(name, "profile")
            answers = await pipe.execute()
        sizes = list(zip(answers[::2], answers[1::2], strict=True))
        words = [("terms", terms) if terms else ("profile", profile) for terms, profile in sizes]
        found: list[Any] = []
        generation: bytes | None = None
        for first, end in _spans([size for _, size in words]):
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.hget(corpus_hash_key(client_id, corpus), "generation")
                for name, (field, _) in zip(names[first:end], words[first:end], strict=True):
                    pipe.hmget(name, [*_RECORD_FIELDS, field])
                generation, *values = await pipe.execute()
            found += [
                _record(key, each, generation=generation, field=field)
                for key, each, (field, _) in zip(candidate_keys[first:end], values, words[first:end], strict=True)
            ]
        return LogRecords(int(generation or 0), found)

    @redis_may_be_away
    async def any_erased(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> bool:
        """Asks only which generation the records are of."""
        corpus = corpus_key(corpus_id)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hget(corpus_hash_key(client_id, corpus), "generation")
            for key in candidate_keys:
                pipe.hget(candidate_hash_key(client_id, corpus, key), "generation")
            generation, *found = await pipe.execute()
        return any(of != generation for of in found)


def _spans(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cuts places 0 to len(sizes) into spans of at most `_WORD_BYTES_AT_ONCE`, or of one that is longer alone."""
    first = total = 0
    for place, size in enumerate(sizes):
        if total + size > _WORD_BYTES_AT_ONCE and place > first:
            yield first, place
            first, total = place, 0
        total += size
    yield first, len(sizes)


def _record(
    candidate_key: str, values: Sequence[Any], *, generation: bytes | None, field: str
) -> IndexRecord | Absence:
    of, status, model_id, vector, words = values
    # Records of an erased corpus are unlinked little by little: until then their generation tells that they are gone.
    if of is None or of != generation:
        return Absence.ERASED
    if status != _EMBEDDED or model_id is None or vector is None or words is None:
        return Absence.NOT_EMBEDDED
    profile, terms = (b"", words) if field == "terms" else (words, b"")
    return IndexRecord(candidate_key, model_id.decode(), vector, profile, terms)
