"""Search over a real Redis with candidates in memory, and hands that a test uses to bend time and break things."""

import json
from collections.abc import Sequence
from typing import Any

from engine.profile import Profile
from services.corpus.adapters import names, run_names
from services.corpus.adapters.redis_plans import RedisPlans
from services.corpus.adapters.redis_run_bells import RedisRunBells
from services.corpus.adapters.redis_run_intake import RedisRunIntake, RunLimits
from services.corpus.adapters.redis_run_library import RedisRunLibrary
from services.corpus.adapters.redis_runs import RedisRuns, RunTimes
from services.corpus.application.search.finding import Finder, FindLimits
from services.corpus.application.search.service import Searching
from services.corpus.application.search.worker import SearchLimits, SearchWorker
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.search_run import Claim, NewRun
from services.platform.accounts.identifiers import base62
from services.platform.outbox.keys import events_key
from services.platform.storage.keys import PARTITIONS
from tests.fakes.profiles import config, job, profile
from tests.fakes.search import (
    JudgesAtOnce,
    MemoryCorpora,
    RecordingSearchMeter,
    WordEmbedder,
    stored,
)
from tests.support.outbox import waiting

CORPUS = "engineers"
METADATA: dict[str, Any] = {"name": "Backend Engineer", **config(hard_skills=["Python", "Go", "Kafka"])}


def new_run_id() -> str:
    return f"cvds_{base62(22)}"


def new_client_id() -> str:
    return f"cl_{base62(16)}"


def new_run(client_id: str, **changes: Any) -> NewRun:
    fields: dict[str, Any] = {
        "id": new_run_id(),
        "client_id": client_id,
        "corpus_id": CORPUS,
        "position_id": "backend-1",
        "position_metadata_json": json.dumps(METADATA),
        "job_updated": False,
        "top_n": 100,
    }
    return NewRun(**{**fields, **changes})


def engineer(*skills: str, years: int = 4) -> Profile:
    """A profile whose one job names these skills."""
    lines = [f"Built services in {skill} and kept them running." for skill in skills]
    return profile(job("Backend Engineer", *lines, start=f"{2026 - years}-01"))


class House:
    """One worker's stores, and a second worker's."""

    def __init__(self, redis: Any, **limits: Any) -> None:
        self.redis = redis
        self.corpora = MemoryCorpora()
        self.embedder = WordEmbedder()
        self.meter = RecordingSearchMeter()
        self.plans = RedisPlans(redis)
        self.intake = RedisRunIntake(redis, RunLimits(**limits))
        self.library = RedisRunLibrary(redis)
        self.searching = Searching(self.intake, self.library)
        self.runs = self._runs("w_1")
        self.other_runs = self._runs("w_2")
        self.bells = RedisRunBells(redis, partitions=range(PARTITIONS))
        self.finder = Finder(
            self.corpora,
            self.corpora,
            self.embedder,
            self.plans,
            judges=JudgesAtOnce(),
            meter=self.meter,
            limits=FindLimits(),
        )
        self.worker = self.new_worker(self.runs)

    def _runs(self, worker_id: str) -> RedisRuns:
        return RedisRuns(self.redis, RunTimes(), partitions=range(PARTITIONS), worker_id=worker_id)

    def new_worker(self, runs: RedisRuns, **limits: Any) -> SearchWorker:
        times: dict[str, Any] = {"listen_s": 0.01, "trouble_pause_s": 0.01, **limits}
        return SearchWorker(
            runs,
            self.bells,
            self.finder,
            event_ids=lambda: f"evt_{base62(22)}",
            meter=self.meter,
            limits=SearchLimits(**times),
        )

    async def ingest(
        self, client_id: str, people: dict[str, Profile], *, corpus_id: str = CORPUS, tags: tuple[str, ...] = ()
    ) -> None:
        """Puts candidates where the index finds them and where a run's end looks for them."""
        corpus = corpus_key(corpus_id)
        await self.redis.hset(
            names.corpus_hash_key(client_id, corpus), mapping={"corpus_id": corpus_id, "generation": 1}
        )
        for external_id, person in people.items():
            record = names.candidate_hash_key(client_id, corpus, candidate_key(external_id))
            await self.redis.hset(record, mapping={"external_id": external_id, "generation": 1})
            self.corpora.put(client_id, corpus_id, stored(external_id, person, tags=tags))

    async def claim(self, run: NewRun) -> Claim:
        claim = await self.runs.claim(run.client_id, run.id)
        assert isinstance(claim, Claim)
        return claim

    async def search(self, run: NewRun) -> list[dict[str, Any]]:
        """Starts a run, does it, and returns its first rows."""
        started = await self.searching.start(run)
        await self.worker.do(await self.claim(run))
        rows = (await self.searching.run(run.client_id, started.run_id)).rows
        assert rows is not None
        return list(rows)

    async def record(self, run: NewRun) -> dict[str, str]:
        raw = await self.redis.hgetall(run_names.run_key(run.client_id, run.id))
        return {key.decode(): value.decode() for key, value in raw.items()}

    async def bend(self, run: NewRun, **fields: int) -> None:
        """Writes times of a run; its place in the queue is due."""
        if fields:
            await self.redis.hset(run_names.run_key(run.client_id, run.id), mapping=dict(fields))
        await self.redis.zadd(run_names.queue_key_of(run.client_id), {run_names.member_of(run.client_id, run.id): 0})

    async def queued(self, client_id: str) -> Sequence[bytes]:
        return list(await self.redis.zrange(run_names.queue_key_of(client_id), 0, -1))

    async def events(self, client_id: str) -> list[dict[str, Any]]:
        """The bodies of a client's events, each of which must wait in the outbox."""
        found = []
        for event_id in await self.redis.zrange(events_key(client_id), 0, -1):
            record = await self.redis.hgetall(events_key(client_id).removesuffix("s") + ":" + event_id.decode())
            assert event_id.decode() in await waiting(self.redis, client_id)
            found.append(json.loads(record[b"body"]))
        return found
