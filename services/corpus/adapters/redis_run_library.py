"""Shows search runs from Redis."""

import json
from collections.abc import Sequence
from typing import Any

from services.corpus.adapters.names import corpus_hash_key
from services.corpus.adapters.run_names import candidates_prefix, order_key, rows_key, run_key, runs_key
from services.corpus.adapters.run_records import RUN_FIELDS, named, run_of
from services.corpus.domain.candidate_keys import corpus_key
from services.corpus.domain.search_run import Run
from services.corpus.ports.search import RowsPage
from services.platform.storage.redis import RedisClient


class RedisRunLibrary:
    """Implements `RunLibrary`."""

    def __init__(self, client: RedisClient) -> None:
        self._redis = client

    async def run(self, client_id: str, run_id: str) -> Run | None:
        """Returns a run, None for no such one."""
        found = await self.runs(client_id, [run_id])
        return found[0] if found else None

    async def runs(self, client_id: str, run_ids: Sequence[str]) -> Sequence[Run]:
        """Returns those runs that exist, in order."""
        pipe = self._redis.pipeline(transaction=False)
        for run_id in run_ids:
            pipe.hmget(run_key(client_id, run_id), list(RUN_FIELDS))
        records = [named(RUN_FIELDS, values) for values in await pipe.execute()]
        return [run_of(record) for record in records if record["id"]]

    async def places(self, client_id: str, *, before: str | None, count: int) -> Sequence[str]:
        """Returns up to `count` places in the client's index of runs, newest first, those before `before` only."""
        found: Any = await self._redis.zrange(
            runs_key(client_id),
            "+" if before is None else f"({before}",
            "-",
            desc=True,
            bylex=True,
            offset=0,
            num=count,
        )
        return [place.decode() for place in found]

    async def rows(self, client_id: str, run_id: str, *, after_rank: int, count: int) -> RowsPage:
        """Returns up to `count` rows beyond a rank, best first; those of candidates that are gone are not among them.

        Erasing a candidate erases its rows; that of a whole corpus goes on for a while after it was answered, and until then
        the rows are left out here.
        """
        found: list[tuple[int, str]] = []
        while len(found) < count:
            keyed: Any = await self._redis.zrange(
                order_key(client_id, run_id),
                f"({after_rank}",
                "+inf",
                byscore=True,
                offset=0,
                num=count - len(found),
                withscores=True,
            )
            if not keyed:
                break
            found += await self._there(client_id, run_id, [(key.decode(), int(rank)) for key, rank in keyed])
            after_rank = int(keyed[-1][1])
        names = await self._redis.hget(run_key(client_id, run_id), "names")
        return RowsPage(found, json.loads(names or b"[]"))

    async def _there(self, client_id: str, run_id: str, keyed: Sequence[tuple[str, int]]) -> list[tuple[int, str]]:
        of_corpus: Any = await self._redis.hget(run_key(client_id, run_id), "corpus_id")
        corpus = corpus_key((of_corpus or b"").decode())
        prefix = candidates_prefix(client_id, corpus)
        pipe = self._redis.pipeline(transaction=True)
        pipe.hget(corpus_hash_key(client_id, corpus), "generation")
        pipe.hmget(rows_key(client_id, run_id), [key for key, _ in keyed])
        for key, _ in keyed:
            pipe.hget(f"{prefix}{key}", "generation")
        generation, rows, *generations = await pipe.execute()
        return [
            (rank, row.decode())
            for (_, rank), row, of in zip(keyed, rows, generations, strict=True)
            if row is not None and of is not None and of == generation
        ]
