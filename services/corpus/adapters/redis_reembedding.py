"""Finds candidates in Redis whose vectors are of another edition, and makes them wait to be embedded again."""

from collections.abc import Sequence
from typing import Any

from services.corpus.adapters import names
from services.corpus.adapters.candidate_records import FIRST_RECIPE, candidate_script
from services.corpus.adapters.redis_candidates import EmbedTimes
from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.edition import Edition
from services.corpus.ports.reembedding import FollowedChange, FollowedCorpus
from services.platform.accounts.account_keys import clients_key
from services.platform.storage.redis import RedisClient

# One script call: short enough not to keep others waiting.
_MARKED_AT_ONCE = 50
_EMBEDDED = EmbeddingStatus.EMBEDDED.encode()


class RedisEditions:
    """Implements `Editions`; all of them lie in one slot."""

    def __init__(self, client: RedisClient, *, gone_after_ms: int) -> None:
        self._gone_after_ms = gone_after_ms
        self._announce = candidate_script(client, "announce")

    @redis_may_be_away
    async def announce(self, edition: Edition) -> str:
        """Says that a process of this edition is alive; returns the edition that candidates are embedded for, as text."""
        keys = [names.editions_key(), names.editions_heard_key()]
        answer: bytes = await self._announce(keys=keys, args=[str(edition), self._gone_after_ms])
        return answer.decode()


class RedisReembedding:
    """Implements `ReembeddingStore` over the given partitions."""

    def __init__(self, client: RedisClient, times: EmbedTimes, *, partitions: Sequence[int]) -> None:
        self.partitions = partitions
        self._redis = client
        self._times = times
        self._embed_again = candidate_script(client, "embed_again")

    @redis_may_be_away
    async def depth(self, partition: int) -> int:
        """Returns how many candidates of a partition wait to be embedded."""
        return int(await self._redis.zcard(names.waiting_key(partition)))

    @redis_may_be_away
    async def corpora(self, partition: int) -> Sequence[FollowedCorpus]:
        """Returns all corpora of a partition's clients."""
        members: Any = await self._redis.smembers(clients_key(partition))
        clients = sorted(member.decode() for member in members)
        pipe = self._redis.pipeline(transaction=False)
        for client_id in clients:
            pipe.zrange(names.corpora_key(client_id), 0, -1)
        places = [
            (client_id, corpus.decode())
            for client_id, found in zip(clients, await pipe.execute(), strict=True)
            for corpus in found
        ]
        pipe = self._redis.pipeline(transaction=False)
        for client_id, corpus in places:
            pipe.hget(names.corpus_hash_key(client_id, corpus), "seq")
        return [
            FollowedCorpus(client_id, corpus, int(seq or 0))
            for (client_id, corpus), seq in zip(places, await pipe.execute(), strict=True)
        ]

    @redis_may_be_away
    async def changes(
        self, corpus: FollowedCorpus, edition: Edition, *, after: int, count: int
    ) -> Sequence[FollowedChange]:
        """Returns up to `count` changes with a number above `after`, by rising number."""
        log = names.log_key(corpus.client_id, corpus.corpus)
        found: Any = await self._redis.zrangebyscore(log, f"({after}", "+inf", start=0, num=count, withscores=True)
        pipe = self._redis.pipeline(transaction=False)
        for candidate, _ in found:
            record = names.candidate_hash_key(corpus.client_id, corpus.corpus, candidate.decode())
            pipe.hmget(record, ["embedding_status", "model", "recipe"])
        own = (_EMBEDDED, edition.model_id.encode(), str(edition.recipe).encode())
        return [
            FollowedChange(
                candidate.decode(), int(seq), status == _EMBEDDED and (status, model, recipe or FIRST_RECIPE) != own
            )
            for (candidate, seq), (status, model, recipe) in zip(found, await pipe.execute(), strict=True)
        ]

    @redis_may_be_away
    async def embed_again(self, corpus: FollowedCorpus, candidates: Sequence[str], edition: Edition) -> int:
        """Makes those of the candidates that are of another edition wait to be embedded; returns how many."""
        client_id, key = corpus.client_id, corpus.corpus
        shared = [names.corpus_hash_key(client_id, key), names.log_key(client_id, key)]
        shared += [names.waiting_key_of(client_id), names.embed_stream_key_of(client_id)]
        marked = 0
        for first in range(0, len(candidates), _MARKED_AT_ONCE):
            some = candidates[first : first + _MARKED_AT_ONCE]
            keys = [*shared, *(names.candidate_hash_key(client_id, key, candidate) for candidate in some)]
            args: list[str | int] = [edition.model_id, edition.recipe, self._times.look_ms]
            for candidate in some:
                args += [names.member_of(client_id, key, candidate), candidate]
            marked += int(await self._embed_again(keys=keys, args=args))
        return marked
