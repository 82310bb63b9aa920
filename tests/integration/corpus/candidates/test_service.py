"""Candidates over real gRPC, with the real model and the real recogniser."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from redis.asyncio import Redis

from cvdeep.common.v1 import common_pb2
from cvdeep.corpus.v1 import corpus_pb2 as pb
from cvdeep.corpus.v1 import corpus_pb2_grpc
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from tools.redis_server import RedisServer, free_port

pytestmark = [pytest.mark.redis, pytest.mark.model]

_SERVICE = "cvdeep.corpus.v1.CorpusService"
CALLER = common_pb2.Caller(client_id="cl_0000000000000001", project="default")
RESUME = {
    "basics": {"name": "Ada Unmistakable", "email": "ada@unmistakable.example", "phone": "+49 30 1234567"},
    "work": [
        {
            "name": "Analytical Engines",
            "position": "Software Engineer",
            "startDate": "2019-01",
            "highlights": ["Ada Unmistakable wrote programs for punched cards.", "Led a team of four engineers."],
        }
    ],
    "skills": [{"name": "Python"}],
}


class Processes:
    """Corpus processes of a test, one after another on the same Redis and port."""

    def __init__(self, model_dir: Path, redis_url: str) -> None:
        self.target = f"127.0.0.1:{free_port()}"
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CVDEEP_")},
            "CVDEEP_MODEL_DIR": str(model_dir),
            "CVDEEP_REDIS_URL": redis_url,
            "CVDEEP_LISTEN": self.target,
            "CVDEEP_METRICS_PORT": "0",
            "CVDEEP_CORPUS_LEASE_S": "4",
            "CVDEEP_CORPUS_LOOK_S": "0.4",
            "CVDEEP_CORPUS_SWEEP_EVERY_S": "0.2",
        }
        self.running: asyncio.subprocess.Process | None = None

    async def start(self, extra: Mapping[str, str] | None = None) -> None:
        self.running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.corpus"),
            env={**self._env, **(extra or {})},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(60), open_channel(self.target) as channel:
            health = health_pb2_grpc.HealthStub(channel)
            while True:
                with suppress(grpc.aio.AioRpcError):
                    answer = await health.Check(  # type: ignore[attr-defined]  # its stubs lack the method
                        health_pb2.HealthCheckRequest(service=_SERVICE), wait_for_ready=True
                    )
                    if answer.status == health_pb2.HealthCheckResponse.SERVING:
                        return
                await asyncio.sleep(0.05)

    async def died(self) -> int:
        """The exit code of a process that ends by itself: a signal to a dying one would take its exit code away."""
        assert self.running is not None
        return await asyncio.wait_for(self.running.wait(), 40)

    async def end(self) -> int:
        assert self.running is not None
        if self.running.returncode is None:
            self.running.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.running.wait(), 40)


@pytest.fixture
async def processes(model_dir: Path, redis: Redis, redis_server: RedisServer) -> AsyncIterator[Processes]:
    processes = Processes(model_dir, redis_server.url)
    yield processes
    if processes.running is not None and processes.running.returncode is None:
        processes.running.kill()
        await processes.running.wait()


@pytest.fixture
async def channel(processes: Processes) -> AsyncIterator[grpc.aio.Channel]:
    async with open_channel(processes.target, default_timeout_s=30) as channel:
        yield channel


def _batch(*external_ids: str, resume: Mapping[str, object] = RESUME) -> pb.IngestCandidatesRequest:
    return pb.IngestCandidatesRequest(
        caller=CALLER,
        candidates=[
            pb.CandidateInput(
                corpus_id="engineers",
                external_id=external_id,
                # Of its own, so that no vector comes from the cache of another.
                parsed_cv_json=json.dumps({**resume, "interests": [{"name": f"Interest {external_id}"}]}),
                tags=["berlin"],
                has_tags=True,
            )
            for external_id in external_ids
        ],
    )


async def _counts(stub: "corpus_pb2_grpc.CorpusServiceAsyncStub") -> tuple[int, int, int]:
    answer = await stub.ListCorpora(pb.ListCorporaRequest(caller=CALLER, limit=10))
    (corpus,) = answer.corpora
    return corpus.pending, corpus.embedded, corpus.failed


async def _until_embedded(stub: "corpus_pb2_grpc.CorpusServiceAsyncStub", count: int) -> None:
    async with asyncio.timeout(30):
        while await _counts(stub) != (0, count, 0):
            await asyncio.sleep(0.05)


async def test_the_life_of_a_candidate_over_grpc(processes: Processes, channel: grpc.aio.Channel, redis: Redis) -> None:
    """Ingest, read, list, send again, erase: with statuses as the contract has them, and no word of who it is in storage."""
    await processes.start()
    stub = corpus_pb2_grpc.CorpusServiceStub(channel)
    answer = await stub.IngestCandidates(_batch("ada"), timeout=60)
    (result,) = answer.results
    assert (result.status, result.embedding_status) == (pb.INGEST_STATUS_ACCEPTED, pb.EMBEDDING_STATUS_EMBEDDED)
    asked = pb.GetCandidateRequest(caller=CALLER, corpus_id="engineers", external_id="ada")
    candidate = (await stub.GetCandidate(asked)).candidate
    assert (candidate.embedding_model, candidate.embedding_dims) == ("all-MiniLM-L6-v2@53aa51172d14", 384)
    assert (list(candidate.tags), candidate.has_tags, candidate.HasField("upload_id")) == (["berlin"], True, False)
    assert len(candidate.content_hash) == 64
    await redis.config_set("rdbcompression", "no")
    held = b"".join([await redis.dump(key) or b"" for key in await redis.keys()])
    assert b"punched cards" in held
    for secret in (b"nmistakable", b"1234567"):
        assert secret not in held
    (again,) = (await stub.IngestCandidates(_batch("ada"))).results
    assert again.status == pb.INGEST_STATUS_UNCHANGED
    page = await stub.ListCandidates(
        pb.ListCandidatesRequest(
            caller=CALLER, corpus_id="engineers", limit=5, embedding_status=pb.EMBEDDING_STATUS_EMBEDDED, tag="berlin"
        )
    )
    assert [found.external_id for found in page.candidates] == ["ada"]
    await stub.DeleteCandidate(pb.DeleteCandidateRequest(caller=CALLER, corpus_id="engineers", external_id="ada"))
    with pytest.raises(AppError) as gone:
        await stub.GetCandidate(asked)
    assert gone.value.reason is Reason.NOT_FOUND
    await stub.DeleteCorpus(pb.DeleteCorpusRequest(caller=CALLER, corpus_id="engineers"))
    assert not (await stub.ListCorpora(pb.ListCorporaRequest(caller=CALLER, limit=10))).corpora
    assert await processes.end() == 0


async def test_a_large_batch_is_pending_and_embedded_soon_after(
    processes: Processes, channel: grpc.aio.Channel
) -> None:
    """Nobody has to ask again."""
    await processes.start()
    stub = corpus_pb2_grpc.CorpusServiceStub(channel)
    ids = [f"c{number}" for number in range(40)]
    answer = await stub.IngestCandidates(_batch(*ids), timeout=60)
    assert {result.embedding_status for result in answer.results} == {pb.EMBEDDING_STATUS_PENDING}
    await _until_embedded(stub, 40)


@pytest.mark.parametrize("place", ["corpus.after_log_append", "corpus.mid_embed"])
async def test_k15_k16_killed_in_the_middle_of_an_ingest_and_started_again(
    processes: Processes, channel: grpc.aio.Channel, place: str
) -> None:
    """The same set of candidates is embedded as if nothing had happened, and a batch sent again is unchanged."""
    await processes.start({"CVDEEP_FAILPOINTS": f"{place}=kill"})
    stub = corpus_pb2_grpc.CorpusServiceStub(channel)
    batch = _batch("ada", "bob", "eve")
    with pytest.raises(grpc.aio.AioRpcError):
        await stub.IngestCandidates(batch, timeout=60)
    assert await processes.died() == -signal.SIGKILL
    await processes.start()
    await _until_embedded(stub, 3)
    again = await stub.IngestCandidates(batch)
    assert {(result.status, result.embedding_status) for result in again.results} == {
        (pb.INGEST_STATUS_UNCHANGED, pb.EMBEDDING_STATUS_EMBEDDED)
    }


async def test_a_candidate_answered_embedded_is_found_by_the_next_search(
    processes: Processes, channel: grpc.aio.Channel
) -> None:
    """By its id and with a score; erased, it is in no later search and in no row of the run that had found it."""
    await processes.start()
    stub = corpus_pb2_grpc.CorpusServiceStub(channel)
    await stub.IngestCandidates(_batch("ada", "bob"), timeout=60)
    first, rows = await _search(stub, 1)
    assert first.total_candidates == 2
    assert {row["external_id"] for row in rows} == {"ada", "bob"}
    await stub.DeleteCandidate(pb.DeleteCandidateRequest(caller=CALLER, corpus_id="engineers", external_id="ada"))
    found = await stub.GetRun(pb.GetRunRequest(caller=CALLER, run_id=first.id))
    assert [row["external_id"] for row in json.loads(found.rows_json)] == ["bob"]
    second, rows = await _search(stub, 2)
    assert second.total_candidates == 1
    assert [row["external_id"] for row in rows] == ["bob"]


async def _search(
    stub: "corpus_pb2_grpc.CorpusServiceAsyncStub", number: int
) -> tuple[pb.Run, list[dict[str, object]]]:
    """Searches for a programmer and waits for the end."""
    run_id = f"cvds_{number:022d}"
    position = {
        "name": "Software Engineer",
        "requirements": {
            "workExperience": {"from": 1, "to": 10, "importance": 3},
            "skills": {"importance": 3, "skills_config": {"hard_skills": [{"name": "Python", "importance": 4}]}},
        },
    }
    request = pb.StartSearchRequest(
        caller=CALLER,
        run_id=run_id,
        corpus_id="engineers",
        position_id="p1",
        position_metadata_json=json.dumps(position),
        top_n=10,
    )
    await stub.StartSearch(request)
    async with asyncio.timeout(30):
        while True:
            found = await stub.GetRun(pb.GetRunRequest(caller=CALLER, run_id=run_id))
            if found.run.status != pb.RUN_STATUS_PENDING:
                break
            await asyncio.sleep(0.05)
    assert found.run.status == pb.RUN_STATUS_FINISHED
    return found.run, json.loads(found.rows_json)
