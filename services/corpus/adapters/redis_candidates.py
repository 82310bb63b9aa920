"""Candidates in Redis: each step one script, decided by what the record says."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.corpus.adapters import names
from services.corpus.adapters.candidate_records import candidate_script, evidence_bytes, tags_json, vector_bytes
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import corpus_runs_key, runs_prefix
from services.corpus.domain.candidate import EmbeddingStatus, UpsertStatus
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.edition import RECIPE
from services.corpus.ports.candidates import Seen, Stored, Upsert, Vectors, Work
from services.platform.storage.redis import RedisClient

# One script call: short enough not to keep others waiting, also where each profile is long.
_CHUNK_ITEMS = 25
_CHUNK_BYTES = 2**20
# Far longer than the client library sends a call again.
_OUTCOME_KEPT_MS = 120_000
_AGAIN = "again"


@dataclass(frozen=True, slots=True)
class EmbedTimes:
    """How long a lease lasts, when a waiting candidate is looked at again, and how often one is tried."""

    lease_ms: int = 60_000
    look_ms: int = 15_000
    most_attempts: int = 5


class RedisCandidates:
    """Implements the writing part of `CandidateStore`."""

    def __init__(self, client: RedisClient, times: EmbedTimes) -> None:
        self._redis = client
        self._times = times
        self._upsert = candidate_script(client, "upsert")
        self._finish = candidate_script(client, "finish")
        self._fail = candidate_script(client, "fail")
        self._hand_back = candidate_script(client, "hand_back")
        self._delete = candidate_script(client, "delete")
        self._delete_corpus = candidate_script(client, "delete_corpus")

    @redis_may_be_away
    async def seen(self, client_id: str, ids: Sequence[tuple[str, str]]) -> Sequence[Seen | None]:
        """Returns what is stored under each (corpus id, external id), None for nothing."""
        corpora = sorted({corpus_key(corpus_id) for corpus_id, _ in ids})
        pipe = self._redis.pipeline(transaction=False)
        for corpus in corpora:
            pipe.hget(names.corpus_hash_key(client_id, corpus), "generation")
        for corpus_id, external_id in ids:
            record = names.candidate_hash_key(client_id, corpus_key(corpus_id), candidate_key(external_id))
            pipe.hmget(record, ["generation", "content_hash", "embedding_status"])
        answers = await pipe.execute()
        generations = dict(zip(corpora, answers, strict=False))
        found: list[Seen | None] = []
        for (corpus_id, _), (of, content, status) in zip(ids, answers[len(corpora) :], strict=True):
            there = of is not None and of == generations[corpus_key(corpus_id)]
            found.append(Seen(content.decode(), EmbeddingStatus(status.decode())) if there else None)
        return found

    @redis_may_be_away
    async def upsert(self, client_id: str, upserts: Sequence[Upsert], *, inline: bool) -> Sequence[Stored]:
        """Applies upserts in order; those of one corpus in calls of bounded size, so that Redis serves others between."""
        results: dict[int, Stored] = {}
        by_corpus = sorted(enumerate(upserts), key=lambda numbered: numbered[1].corpus_id)
        for corpus_id, group in groupby(by_corpus, key=lambda numbered: numbered[1].corpus_id):
            for chunk in _chunks(group):
                outcomes = await self._upsert_chunk(client_id, corpus_id, [item for _, item in chunk], inline=inline)
                results |= dict(zip((number for number, _ in chunk), outcomes, strict=True))
        return [results[number] for number in range(len(upserts))]

    @redis_may_be_away
    async def finish(self, work: Work, vectors: Vectors) -> bool:
        """Stores vectors, from when on the candidate is found; False when the work is another's by now."""
        dims = vectors.evidence.shape[1]
        args: list[str | int | bytes] = [work.version, _member(work), work.candidate]
        args += [vector_bytes(vectors.vector), evidence_bytes(vectors.evidence), vectors.model, dims, RECIPE]
        args += [vectors.terms, vectors.readings]
        return bool(await self._finish(keys=_ending_keys(work), args=args))

    @redis_may_be_away
    async def fail(self, work: Work, *, error: str) -> bool:
        """Notes that a candidate cannot be embedded; False when the work is another's by now."""
        args: list[str | int | bytes] = [work.version, _member(work), work.candidate, error]
        return bool(await self._fail(keys=_ending_keys(work), args=args))

    @redis_may_be_away
    async def hand_back(self, work: Work) -> None:
        """Rings for work that this process took and will not do."""
        corpus, _, *others = _ending_keys(work)
        await self._hand_back(keys=[corpus, *others], args=[work.version, _member(work), self._times.look_ms])

    async def delete(self, client_id: str, corpus_id: str, external_id: str) -> bool:
        """Erases a candidate and its rows in runs; False when it was not there."""
        corpus, candidate = corpus_key(corpus_id), candidate_key(external_id)
        keys = [
            names.corpus_hash_key(client_id, corpus),
            names.log_key(client_id, corpus),
            names.candidates_key(client_id, corpus),
            names.candidate_hash_key(client_id, corpus, candidate),
            names.candidate_runs_key(client_id, corpus, candidate),
            names.waiting_key_of(client_id),
            names.embed_stream_key_of(client_id),
        ]
        args = [names.member_of(client_id, corpus, candidate), candidate, runs_prefix(client_id)]
        return bool(await self._delete(keys=keys, args=args))

    async def delete_corpus(self, client_id: str, corpus_id: str) -> bool:
        """Makes a corpus and all in it invisible and marks it to be erased; False when it was not there."""
        corpus = corpus_key(corpus_id)
        keys = [
            names.corpora_key(client_id),
            names.corpus_hash_key(client_id, corpus),
            names.log_key(client_id, corpus),
            names.candidates_key(client_id, corpus),
            corpus_runs_key(client_id, corpus),
            names.erasing_key_of(client_id),
        ]
        args = [client_id, corpus, names.dead_prefix(client_id, corpus), runs_prefix(client_id)]
        return bool(await self._delete_corpus(keys=keys, args=args))

    async def _upsert_chunk(
        self, client_id: str, corpus_id: str, upserts: Sequence[Upsert], *, inline: bool
    ) -> list[Stored]:
        corpus = corpus_key(corpus_id)
        keys = [
            names.corpora_key(client_id),
            names.corpus_hash_key(client_id, corpus),
            names.log_key(client_id, corpus),
            names.candidates_key(client_id, corpus),
            names.waiting_key_of(client_id),
            names.embed_stream_key_of(client_id),
            names.outcome_key(client_id, corpus, secrets.token_hex(12)),
        ]
        wait_ms = self._times.lease_ms if inline else self._times.look_ms
        args: list[str | int | bytes] = [client_id, corpus, corpus_id, wait_ms, int(inline), _OUTCOME_KEPT_MS]
        args.append(runs_prefix(client_id))
        candidates = [candidate_key(each.external_id) for each in upserts]
        for candidate, each in zip(candidates, upserts, strict=True):
            keys.append(names.candidate_hash_key(client_id, corpus, candidate))
            keys.append(names.candidate_runs_key(client_id, corpus, candidate))
            args += [candidate, each.external_id, each.content_hash, each.profile or b"", each.error]
            args += [int(each.tags is not None), tags_json(each.tags or ())]
            args += [int(each.upload_id is not None), each.upload_id or ""]
        answer = json.loads(await self._upsert(keys=keys, args=args))
        return [
            Stored(
                status=None if status == _AGAIN else UpsertStatus(status),
                embedding_status=EmbeddingStatus(embedding),
                error=error,
                work=None if version == "0" else Work(client_id, corpus, candidate, int(version)),
            )
            for candidate, (status, embedding, error, version) in zip(candidates, answer, strict=True)
        ]


def _member(work: Work) -> str:
    return names.member_of(work.client_id, work.corpus, work.candidate)


def _ending_keys(work: Work) -> list[str]:
    """Names what the end of an embedding touches: corpus, log, record, waiting, stream."""
    return [
        names.corpus_hash_key(work.client_id, work.corpus),
        names.log_key(work.client_id, work.corpus),
        names.candidate_hash_key(work.client_id, work.corpus, work.candidate),
        names.waiting_key_of(work.client_id),
        names.embed_stream_key_of(work.client_id),
    ]


def _chunks(numbered: Iterable[tuple[int, Upsert]]) -> Iterator[list[tuple[int, Upsert]]]:
    """Cuts upserts into calls of bounded size, in their order."""
    chunk: list[tuple[int, Upsert]] = []
    size = 0
    for number, upsert in numbered:
        more = len(upsert.profile or b"")
        if chunk and (len(chunk) == _CHUNK_ITEMS or size + more > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((number, upsert))
        size += more
    if chunk:
        yield chunk
