"""The matcher as a process runs it: real Redis, real reader children, real engine; only the model is a stand-in."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import numpy as np
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from redis.asyncio import Redis

from cvdeep.corpus.v1 import embedding_pb2, embedding_pb2_grpc
from cvdeep.matcher.v1 import matcher_pb2 as pb
from cvdeep.matcher.v1 import matcher_pb2_grpc
from services.matcher import wiring
from services.matcher.config import MatcherSettings
from services.matcher.wiring import MatcherService
from services.platform.config import Env
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import ServerSettings, make_server, run_service
from services.platform.storage.safety import UnsafeRedisError
from tests.integration.matcher.house import House, failure_of
from tests.integration.matcher.test_rpc import caller, submit_request
from tools.redis_server import RedisServer, free_port
from tools.sample_cv import write_sample_cv

pytestmark = pytest.mark.redis


class HashModel(embedding_pb2_grpc.EmbeddingServiceServicer):
    """Gives each text a unit vector made of its hash."""

    async def Embed(self, request: embedding_pb2.EmbedRequest, context: Any) -> embedding_pb2.EmbedResponse:  # noqa: N802 - gRPC's name
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest(), dtype=np.uint8) for text in request.texts]
        vectors = np.array(rows, dtype="<f4")
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return embedding_pb2.EmbedResponse(vectors=vectors.tobytes(), dims=32, model="hash@1")

    async def GetModel(self, request: embedding_pb2.GetModelRequest, context: Any) -> embedding_pb2.GetModelResponse:  # noqa: N802 - gRPC's name
        return embedding_pb2.GetModelResponse(model="hash@1", dims=32, max_tokens=256)


@asynccontextmanager
async def model_on(port: int) -> AsyncIterator[None]:
    server = make_server()
    embedding_pb2_grpc.add_EmbeddingServiceServicer_to_server(HashModel(), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield
    finally:
        await server.stop(0)


@asynccontextmanager
async def matcher(
    redis_url: str, *, model_port: int, until_ready: bool = True, **variables: str
) -> AsyncIterator[grpc.aio.Channel]:
    env = Env(
        {
            "CVDEEP_REDIS_URL": redis_url,
            "CVDEEP_CORPUS_TARGET": f"127.0.0.1:{model_port}",
            "CVDEEP_MATCHER_PDF_CHILDREN": "1",
            **variables,
        }
    )
    port = free_port()
    stop = asyncio.Event()
    service = MatcherService(MatcherSettings.from_env(env), env)
    run = asyncio.ensure_future(run_service(service, ServerSettings(listen=f"127.0.0.1:{port}"), stop=stop))
    channel = open_channel(f"127.0.0.1:{port}")
    try:
        if until_ready:
            await serving(channel, run)
        yield channel
    finally:
        stop.set()
        await channel.close()
        await run


async def serving(channel: grpc.aio.Channel, run: asyncio.Future[None]) -> None:
    """Waits until the service says that it serves; raises what ended it when it never will."""
    health: Any = health_pb2_grpc.HealthStub(channel)
    while True:
        if run.done():
            run.result()
        try:
            answer = await health.Check(health_pb2.HealthCheckRequest(service=""))
        except grpc.aio.AioRpcError:
            answer = None
        if answer is not None and answer.status == health_pb2.HealthCheckResponse.SERVING:
            return
        await asyncio.sleep(0.05)


async def first_answer(call: Callable[[], Awaitable[Any]]) -> Any:
    """Calls again while the service is still starting."""
    while True:
        try:
            return await call()
        except (AppError, grpc.aio.AioRpcError):
            await asyncio.sleep(0.05)


async def accepted(stub: Any, request: pb.SubmitRequest) -> pb.SubmitResponse:
    """Submits, and again while the model has not been seen."""
    while True:
        try:
            answer: pb.SubmitResponse = await stub.Submit(request)
        except AppError as error:
            if error.reason is not Reason.SERVICE_WARMING:
                raise
            await asyncio.sleep(0.05)
        else:
            return answer


async def test_a_real_cv_goes_from_submit_to_its_score(redis_server: RedisServer, house: House, tmp_path: Path) -> None:
    """One process reads a drawn CV in its child, scores it and charges it; then it ends in good order."""
    client_id = await house.client()
    cv_pdf = write_sample_cv(tmp_path / "cv.pdf").read_bytes()
    model_port = free_port()

    async with model_on(model_port), matcher(redis_server.url, model_port=model_port) as channel:
        stub: Any = matcher_pb2_grpc.MatcherServiceStub(channel)
        submitted = await accepted(stub, submit_request(client_id, cv_pdf=cv_pdf))
        while True:
            page = await stub.ListMatches(pb.ListMatchesRequest(caller=caller(client_id), limit=1))
            if page.matches[0].status != pb.MATCH_STATUS_PROCESSING:
                break
            await asyncio.sleep(0.05)
        match = await stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=submitted.match_id))
        books = await stub.Reconcile(pb.ReconcileRequest(client_id=client_id))

    assert match.match.status == pb.MATCH_STATUS_FINISHED
    result = json.loads(match.cv2jd_result_json)
    assert set(result["breakdown"]) == {"workExperience", "skills"}
    assert result["details"]["embedding_model"] == "hash@1"
    assert json.loads(match.cv_parser_result_json)["jobs"]
    assert (list(books.drifts), books.charged, books.held) == ([], 3, 0)


async def test_until_the_model_was_seen_only_submits_wait(redis_server: RedisServer, house: House) -> None:
    """Without a model an API process is not ready and refuses submits; polls are answered. With it, it is ready."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    model_port = free_port()

    async with matcher(
        redis_server.url, model_port=model_port, until_ready=False, CVDEEP_MATCHER_ROLE="api"
    ) as channel:
        stub: Any = matcher_pb2_grpc.MatcherServiceStub(channel)
        health: Any = health_pb2_grpc.HealthStub(channel)
        polled = await first_answer(
            lambda: stub.GetMatch(pb.GetMatchRequest(caller=caller(client_id), match_id=match.id))
        )
        with pytest.raises(AppError) as refused:
            await stub.Submit(submit_request(client_id))
        before = await health.Check(health_pb2.HealthCheckRequest(service=""))
        async with model_on(model_port):
            answer = await accepted(stub, submit_request(client_id))

    assert polled.match.status == pb.MATCH_STATUS_PROCESSING
    assert (refused.value.reason, refused.value.retry_after_s) == (Reason.SERVICE_WARMING, 5)
    assert before.status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert not answer.replay


async def test_a_worker_erases_matches_past_their_days(
    redis_server: RedisServer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With CVDEEP_MATCHER_RETENTION_DAYS a worker looks for old matches by itself."""
    monkeypatch.setattr(wiring, "_RETENTION_EVERY_S", 0.01)
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    await house.runs.fail(claim, failure_of(claim))
    await house.submitted_ago(match, 2 * 86_400_000)

    async with matcher(
        redis_server.url, model_port=free_port(), CVDEEP_MATCHER_ROLE="worker", CVDEEP_MATCHER_RETENTION_DAYS="1"
    ):
        while not await house.field(match, "erased_at_ms"):
            await asyncio.sleep(0.02)

    assert (await house.books(client_id)).drifts == ()


async def test_a_process_that_only_works_answers_no_calls(redis_server: RedisServer, house: House) -> None:
    """A worker has health and nothing else."""
    async with matcher(redis_server.url, model_port=free_port(), CVDEEP_MATCHER_ROLE="worker") as channel:
        stub: Any = matcher_pb2_grpc.MatcherServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.GetMatch(pb.GetMatchRequest(match_id="x"))

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_a_redis_that_may_forget_ends_the_start(redis_server: RedisServer, redis: Redis) -> None:
    """The matcher does not take money on a Redis that evicts."""
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    try:
        with pytest.raises(UnsafeRedisError, match="allkeys-lru"):
            async with matcher(redis_server.url, model_port=free_port(), CVDEEP_MATCHER_ROLE="api"):
                raise AssertionError("it started")
    finally:
        await redis.config_set("maxmemory-policy", "noeviction")
