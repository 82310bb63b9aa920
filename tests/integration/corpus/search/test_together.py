"""Candidates, index and search of one process over a real Redis, from ingest to rows and to erasure."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from redis.asyncio import Redis

from cvdeep.common.v1 import common_pb2
from cvdeep.corpus.v1 import corpus_pb2 as pb
from engine.assess import assess, prepare
from engine.position import read_position
from engine.report import result_json
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.redis_log import RedisLog
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.application.index.indexes import Indexes
from services.corpus.application.index.settings import IndexSettings
from services.corpus.candidates_wiring import Candidates
from services.corpus.config import CorpusSettings
from services.corpus.domain.manifest import ModelManifest, Pooling
from services.corpus.domain.recognise import recognise
from services.corpus.domain.search_run import month_of
from services.corpus.search_wiring import Search, SearchSettings
from tests.fakes.encoder import RecordingMeter
from tests.fakes.index import RecordingIndexMeter
from tests.fakes.word_vectors import word_vectors
from tests.integration.corpus.search.house import METADATA, new_client_id, new_run_id

pytestmark = pytest.mark.redis

_DIMS = 512


class WordEncoder:
    """Implements `Encoder` with word vectors: a text is one token."""

    def __init__(self) -> None:
        self.manifest = ModelManifest("words", _DIMS, 256, Pooling.MEAN, "", "a" * 64, "b" * 64, "c" * 64)
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        for text in texts:
            if text not in self._numbers:
                self._numbers[text] = len(self._texts)
                self._texts.append(text)
        return [[self._numbers[text]] for text in texts]

    def encode(self, rows: Sequence[Sequence[int]], *, width: int) -> NDArray[np.float32]:
        return word_vectors([self._texts[row[0]] for row in rows])


class Context:
    """What a call is given beside its request."""

    def time_remaining(self) -> float:
        return 30.0


class Process:
    """A corpus process without its gRPC server."""

    def __init__(self, redis: Redis) -> None:
        self.embedding = Embedding(
            WordEncoder, limits=EmbedLimits(queue_texts=8192, cache_texts=20_000), meter=RecordingMeter()
        )
        settings = CorpusSettings(model_dir=Path(), threads=1, queue_texts=8192, cache_texts=20_000, redis_url="")
        self.indexes = Indexes(
            RedisLog(redis),
            layout=FaissLayout(),
            snapshots=None,
            model=self.embedding.model,
            settings=IndexSettings(memory_bytes=2**28),
            meter=RecordingIndexMeter(),
        )
        self.candidates = Candidates(redis, self.embedding, settings=settings)
        self.search = Search(redis, self.indexes, self.candidates.library, self.embedding, settings=SearchSettings())

    async def start(self) -> None:
        await self.embedding.start()
        await self.indexes.start()
        await self.candidates.start()
        await self.search.start()

    async def close(self) -> None:
        await self.search.drain()
        await self.search.close()
        await self.candidates.close()
        await self.indexes.close()
        await self.embedding.close()

    async def ingest(self, client: str, people: dict[str, dict[str, Any]], *, corpus_id: str = "c") -> None:
        answer = await self.candidates.calls.IngestCandidates(
            pb.IngestCandidatesRequest(
                caller=common_pb2.Caller(client_id=client),
                candidates=[
                    pb.CandidateInput(corpus_id=corpus_id, external_id=name, parsed_cv_json=json.dumps(resume))
                    for name, resume in people.items()
                ],
            ),
            Context(),  # type: ignore[arg-type]
        )
        assert {result.embedding_status for result in answer.results} == {pb.EMBEDDING_STATUS_EMBEDDED}

    async def find(self, client: str, *, corpus_id: str = "c", run_id: str = "") -> tuple[pb.Run, list[dict[str, Any]]]:
        """Starts a search unless it is there, and waits for its rows."""
        caller = common_pb2.Caller(client_id=client)
        if not run_id:
            request = pb.StartSearchRequest(
                caller=caller,
                run_id=new_run_id(),
                corpus_id=corpus_id,
                position_id="p",
                position_metadata_json=json.dumps(METADATA),
                top_n=100,
            )
            run_id = (await self.search.calls.StartSearch(request, Context())).run_id  # type: ignore[arg-type]
        async with asyncio.timeout(30):
            while True:
                answer = await self.search.calls.GetRun(
                    pb.GetRunRequest(caller=caller, run_id=run_id),
                    Context(),  # type: ignore[arg-type]
                )
                if answer.run.status != pb.RUN_STATUS_PENDING:
                    return answer.run, json.loads(answer.rows_json)
                await asyncio.sleep(0.01)


def resume(*skills: str, since: str = "2020-01") -> dict[str, Any]:
    return {
        "basics": {"name": "Maria Sample", "email": "maria@example.com"},
        "work": [
            {
                "name": "Acme",
                "position": "Backend Engineer",
                "startDate": since,
                "highlights": [f"Built services in {skill} and ran them in production." for skill in skills],
            }
        ],
    }


PEOPLE = {"all": resume("Python", "Go", "Kafka"), "some": resume("Python"), "none": resume("cooking", since="2025-01")}


@pytest.fixture
async def process(redis: Redis) -> AsyncIterator[Process]:
    process = Process(redis)
    await process.start()
    yield process
    await process.close()


async def test_what_was_embedded_is_found_and_ranked_as_deepmatch_would(process: Process) -> None:
    """Through store, index and kept vectors, each number equals that of the engine's front door with fresh vectors."""
    client = new_client_id()
    await process.ingest(client, PEOPLE)
    run, rows = await process.find(client)
    assert (run.status, run.total_candidates) == (pb.RUN_STATUS_FINISHED, 3)
    assert [row["external_id"] for row in rows] == ["all", "some", "none"]
    position = read_position(METADATA)
    for row in rows:
        profile = recognise(PEOPLE[row["external_id"]]).profile
        prepared = prepare(profile, position.requirements, job_description=position.job_description)
        vectors = word_vectors(prepared.texts)
        match = result_json(assess(prepared, vectors, as_of=month_of(run.created_at_ms)), embedding_model="words")
        assert row["score"] == match["overall_score"]
        assert row["breakdown"] == match["breakdown"]


async def test_erased_candidates_leave_searches_past_and_to_come(process: Process, redis: Redis) -> None:
    """A deleted candidate is in no row, old or new, and none of its runs' keys names it."""
    client = new_client_id()
    await process.ingest(client, PEOPLE)
    run, _ = await process.find(client)
    await process.candidates.calls.DeleteCandidate(
        pb.DeleteCandidateRequest(caller=common_pb2.Caller(client_id=client), corpus_id="c", external_id="all"),
        Context(),  # type: ignore[arg-type]
    )
    _, old = await process.find(client, run_id=run.id)
    later, new = await process.find(client)
    assert [(row["rank"], row["external_id"]) for row in old] == [(2, "some"), (3, "none")]
    assert [row["external_id"] for row in new] == ["some", "none"]
    assert later.total_candidates == 2
    async for key in redis.scan_iter(match=f"*:run:{run.id}:rows"):
        assert not [row for row in await redis.hvals(key) if b'"all"' in row]


async def test_an_erased_corpus_leaves_searches_past_and_to_come(process: Process) -> None:
    """Its finished runs show no row, and a corpus of the same name begins empty."""
    client = new_client_id()
    await process.ingest(client, PEOPLE)
    run, _ = await process.find(client)
    await process.candidates.calls.DeleteCorpus(
        pb.DeleteCorpusRequest(caller=common_pb2.Caller(client_id=client), corpus_id="c"),
        Context(),  # type: ignore[arg-type]
    )
    assert (await process.find(client, run_id=run.id))[1] == []
    assert (await process.find(client))[1] == []
    await process.ingest(client, {"none": PEOPLE["none"]})
    assert [row["external_id"] for row in (await process.find(client))[1]] == ["none"]
    assert (await process.find(client, run_id=run.id))[1] == []


async def test_t05_a_search_never_shows_another_corpus_or_client(process: Process) -> None:
    """The same external ids in two corpora and two clients stay apart."""
    client, other = new_client_id(), new_client_id()
    await process.ingest(client, {"x": PEOPLE["all"]})
    await process.ingest(client, {"x": PEOPLE["none"], "y": PEOPLE["some"]}, corpus_id="d")
    await process.ingest(other, {"x": PEOPLE["some"]})
    found = {
        (who, corpus_id): [row["external_id"] for row in (await process.find(who, corpus_id=corpus_id))[1]]
        for who in (client, other)
        for corpus_id in ("c", "d")
    }
    assert found == {(client, "c"): ["x"], (client, "d"): ["y", "x"], (other, "c"): ["x"], (other, "d"): []}
