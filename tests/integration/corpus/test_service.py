"""The corpus service over real gRPC, with the real model."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import numpy as np
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from redis.asyncio import Redis

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc
from services.corpus.config import CorpusSettings
from services.corpus.servicer.embedding import EMBEDDING_SERVICE
from services.corpus.wiring import CorpusService
from services.platform.config import Env
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import ServerSettings, run_service
from tools.redis_server import RedisServer, free_port

pytestmark = [pytest.mark.model, pytest.mark.redis]

_SERVING = health_pb2.HealthCheckResponse.SERVING


async def _health(channel: grpc.aio.Channel) -> AsyncIterator[int]:
    """The states of the service's health, as they come."""
    watch = health_pb2_grpc.HealthStub(channel).Watch  # type: ignore[attr-defined]  # its stubs lack the method
    asked = health_pb2.HealthCheckRequest(service=EMBEDDING_SERVICE)
    async for answer in watch(asked, wait_for_ready=True, timeout=60):
        yield answer.status


@pytest.fixture
async def running(
    model_dir: Path, redis: Redis, redis_server: RedisServer
) -> AsyncIterator[tuple[grpc.aio.Channel, list[int]]]:
    """A channel to a service that has just become ready, and the health states seen until then."""
    env = Env(
        {"CVDEEP_MODEL_DIR": str(model_dir), "CVDEEP_CORPUS_CACHE_TEXTS": "0", "CVDEEP_REDIS_URL": redis_server.url}
    )
    settings = CorpusSettings.from_env(env)
    target, stop = f"127.0.0.1:{free_port()}", asyncio.Event()
    server = asyncio.create_task(
        run_service(CorpusService(settings, env), ServerSettings(listen=target, ready_every_s=0.05), stop=stop)
    )
    async with open_channel(target, default_timeout_s=30) as channel:
        states = []
        async for state in _health(channel):
            states.append(state)
            if state == _SERVING:
                break
        yield channel, states
    stop.set()
    await server


async def test_g08_health_says_serving_only_once_the_model_is_loaded(
    running: tuple[grpc.aio.Channel, list[int]],
) -> None:
    """The first state seen is NOT_SERVING, and as soon as it is SERVING texts are embedded."""
    channel, states = running
    assert states[0] != _SERVING
    answer = await embedding_pb2_grpc.EmbeddingServiceStub(channel).Embed(pb.EmbedRequest(texts=["ready"]))
    assert len(answer.vectors) == 384 * 4


async def test_the_service_embeds_in_order_and_says_with_what(running: tuple[grpc.aio.Channel, list[int]]) -> None:
    """Row-major little-endian float32 of length one, with the model's id; GetModel says the same."""
    stub = embedding_pb2_grpc.EmbeddingServiceStub(running[0])
    texts = ["The weather is lovely today.", "It's so sunny outside!", "The weather is lovely today."]
    answer = await stub.Embed(pb.EmbedRequest(texts=texts))
    vectors = np.frombuffer(answer.vectors, "<f4").reshape(3, answer.dims)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(0.6660, abs=5e-5)
    assert vectors[0].tobytes() == vectors[2].tobytes()
    model = await stub.GetModel(pb.GetModelRequest())
    assert (model.model, model.dims, model.max_tokens) == ("all-MiniLM-L6-v2@53aa51172d14", 384, 256)
    assert answer.model == model.model


async def test_refusals_reach_the_caller_with_their_reason(running: tuple[grpc.aio.Channel, list[int]]) -> None:
    """Fields by path across gRPC."""
    stub = embedding_pb2_grpc.EmbeddingServiceStub(running[0])
    with pytest.raises(AppError) as refused:
        await stub.Embed(pb.EmbedRequest(texts=["fine", ""]))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert refused.value.fields == {"texts[1]": ("must not be blank",)}
    with pytest.raises(AppError) as refused:
        await stub.Embed(pb.EmbedRequest(texts=["x"] * 2049))
    assert set(refused.value.fields) == {"texts"}


async def test_g02_a_caller_whose_deadline_passes_is_answered_in_time(
    running: tuple[grpc.aio.Channel, list[int]],
) -> None:
    """With DEADLINE_EXCEEDED; its texts are dropped, so that the next caller does not wait for them."""
    stub = embedding_pb2_grpc.EmbeddingServiceStub(running[0])
    with pytest.raises(grpc.aio.AioRpcError) as late:
        await stub.Embed(pb.EmbedRequest(texts=[f"{number} " + "long " * 400 for number in range(2048)]), timeout=0.3)
    assert late.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    # All of the 2,048 would take a minute: far past this call's deadline.
    answer = await stub.Embed(pb.EmbedRequest(texts=["next"]), timeout=20)
    assert answer.dims == 384
