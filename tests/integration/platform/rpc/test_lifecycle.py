"""A service's process from its start to its end, seen through the standard health service."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc as pb_grpc
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from tests.integration.platform.rpc.servicers import SERVICE
from tests.support.certificates import Mounted
from tools.redis_server import free_port

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@dataclass
class Process:
    folder: Path
    child: asyncio.subprocess.Process
    channel: grpc.aio.Channel

    def put(self, name: str) -> None:
        (self.folder / name).touch()

    async def health(self, service: str = "") -> int:
        stub: Any = health_pb2_grpc.HealthStub(self.channel)
        answer = await stub.Check(health_pb2.HealthCheckRequest(service=service), wait_for_ready=True, timeout=20)
        status: int = answer.status
        return status

    async def health_becomes(self, status: int) -> None:
        async with asyncio.timeout(20):
            while await self.health() != status:
                await asyncio.sleep(0.01)

    async def lines(self) -> list[dict[str, Any]]:
        assert self.child.stdout is not None
        return [json.loads(line) for line in (await self.child.stdout.read()).splitlines()]


Spawn = Callable[..., Any]


@pytest.fixture
async def spawn(tmp_path: Path, repo_root: Path) -> AsyncIterator[Spawn]:
    children: list[Process] = []

    async def start(*files: str, **settings: str) -> Process:
        for name in files:
            (tmp_path / name).touch()
        target = f"127.0.0.1:{free_port()}"
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.integration.platform.rpc.lifecycle_service", str(tmp_path), target,
            cwd=repo_root, env={**os.environ, "PYTHONPATH": str(repo_root), **settings}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        process = Process(tmp_path, child, open_channel(target))
        children.append(process)
        return process

    yield start
    for process in children:
        await process.channel.close()
        if process.child.returncode is None:
            process.child.kill()
            await process.child.wait()


async def test_g08_g09_health_follows_the_life_of_a_service(spawn: Spawn) -> None:
    """NOT_SERVING before it has started, while not ready and from SIGTERM on; it then drains, closes and exits with 0."""
    process = await spawn()
    assert await process.health() == NOT_SERVING
    assert await process.health(SERVICE) == NOT_SERVING

    process.put("start")
    process.put("ready")
    await process.health_becomes(SERVING)
    assert await process.health(SERVICE) == SERVING

    (process.folder / "ready").unlink()
    await process.health_becomes(NOT_SERVING)
    process.put("ready")
    await process.health_becomes(SERVING)
    process.put("readiness_broken")
    await process.health_becomes(NOT_SERVING)
    (process.folder / "readiness_broken").unlink()
    await process.health_becomes(SERVING)

    process.child.send_signal(signal.SIGTERM)
    await process.health_becomes(NOT_SERVING)
    stub: Any = pb_grpc.EmbeddingServiceStub(process.channel)
    answer = await stub.Embed(pb.EmbedRequest(texts=["still answered while draining"]))
    assert answer.model == "still answered while draining"

    process.put("drained")
    assert await asyncio.wait_for(process.child.wait(), 20) == 0
    events = [line["event"] for line in await process.lines() if line["event"] != "rpc.served"]
    assert events[-3:] == ["service.stopping", "steered.closed", "service.stopped"]


async def test_calls_before_the_start_is_done_are_told_to_wait(spawn: Spawn) -> None:
    """Until `start` returns, a call is refused with SERVICE_WARMING and a retry time, not run half-built."""
    process = await spawn()
    await process.health()
    stub: Any = pb_grpc.EmbeddingServiceStub(process.channel)

    with pytest.raises(AppError) as caught:
        await stub.Embed(pb.EmbedRequest())

    assert caught.value.reason is Reason.SERVICE_WARMING
    assert caught.value.retry_after_s == 5


async def test_a_signal_during_the_start_ends_it(spawn: Spawn) -> None:
    """SIGINT while it still loads: no drain, closed, exit code 0."""
    process = await spawn()
    await process.health()

    process.child.send_signal(signal.SIGINT)

    assert await asyncio.wait_for(process.child.wait(), 20) == 0
    assert "steered.closed" in [line["event"] for line in await process.lines()]


async def test_a_failed_start_exits_with_1_and_says_why(spawn: Spawn) -> None:
    """A service that cannot start is closed and gone, with one error line whose message is withheld."""
    process = await spawn("broken")

    assert await asyncio.wait_for(process.child.wait(), 20) == 1
    lines = await process.lines()
    crashed = [line for line in lines if line["event"] == "service.crashed"]
    assert len(crashed) == 1
    assert "ValueError: [message withheld" in crashed[0]["exception"]
    assert "erika" not in json.dumps(lines)
    assert "steered.closed" in [line["event"] for line in lines]


async def test_reflection_lists_what_is_served(spawn: Spawn) -> None:
    """A tool such as `buf curl` can ask which services there are."""
    process = await spawn()
    await process.health()
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(process.channel)

    call = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))
    names = {service.name async for answer in call for service in answer.list_services_response.service}

    assert {SERVICE, "grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"} <= names


async def test_a_service_that_refuses_to_start_says_why(spawn: Spawn) -> None:
    """A reason for the operator is the one message of an error that a log shows."""
    process = await spawn("refused")

    assert await asyncio.wait_for(process.child.wait(), 20) == 1
    (line,) = [line for line in await process.lines() if line["event"] == "service.refused_to_start"]
    assert line["why"] == "maxmemory-policy is allkeys-lru"


async def test_g08_probes_are_answered_in_the_clear_where_calls_need_certificates(spawn: Spawn, tmp_path: Path) -> None:
    """The second listener serves health and nothing else: "live" from the first moment to the end of the drain, readiness as ever."""
    authority, files = trustme.CA(), Mounted(tmp_path / "certificates")
    files.put(authority, "localhost")
    probed = f"127.0.0.1:{free_port()}"
    process = await spawn(CVDEEP_HEALTH_LISTEN=probed, **files.environment)
    async with open_channel(probed) as channel:
        probe = Process(tmp_path, process.child, channel)
        assert (await probe.health("live"), await probe.health()) == (SERVING, NOT_SERVING)
        probe.put("start")
        probe.put("ready")
        await probe.health_becomes(SERVING)

        stub: Any = pb_grpc.EmbeddingServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.Embed(pb.EmbedRequest())
        assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await pb_grpc.EmbeddingServiceStub(process.channel).Embed(pb.EmbedRequest())
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE

        process.child.send_signal(signal.SIGTERM)
        await probe.health_becomes(NOT_SERVING)
        assert await probe.health("live") == SERVING
        probe.put("drained")
        assert await asyncio.wait_for(process.child.wait(), 20) == 0
