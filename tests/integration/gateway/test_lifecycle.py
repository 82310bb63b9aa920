"""The gateway's start and end, as a process and inside one."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from tests.integration.gateway.backend import Backend, serve
from tests.integration.gateway.house import BOUNDARY, HEALTH, SUBMIT, House, form
from tools.redis_server import RedisServer, free_port

pytestmark = pytest.mark.redis


class SlowBackend(Backend):
    """Holds every submit until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.go = asyncio.Event(), asyncio.Event()

    async def Submit(self, request: Any, context: Any) -> Any:  # noqa: N802 - gRPC names it
        self.entered.set()
        await self.go.wait()
        return await super().Submit(request, context)


async def test_k39_an_ending_gateway_finishes_what_it_took_on(make_house: Any) -> None:
    """Health says so first, requests in flight are answered with `Connection: close`, then nothing listens."""
    backend = SlowBackend()
    house: House = await make_house(backend=backend, drain_delay_s=0.5, grace_s=10.0)
    running = asyncio.create_task(house.submit(form()))
    await backend.entered.wait()
    stopping = asyncio.create_task(house.gateway.stop())
    await asyncio.sleep(0)
    health = await house.get(HEALTH, key="")
    assert (health.status, health.json["status"]) == (503, "degraded")
    assert health.headers["connection"] == "close"
    await house.until_closed()
    backend.go.set()
    assert (await running).status == 202
    await stopping


async def test_k39_an_upload_in_the_middle_is_still_taken_in(make_house: Any) -> None:
    """A body that was half way when the end was announced is read to its end and answered."""
    house: House = await make_house(grace_s=10.0)
    body = form()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    head = (
        f"POST {SUBMIT} HTTP/1.1\r\nHost: x\r\nX-API-Key: {house.client.plain_key}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body[:100])
    await house.until_reading()
    stopping = asyncio.create_task(house.gateway.stop())
    await house.until_closed()
    writer.write(body[100:])
    async with asyncio.timeout(5):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 202 ")
    assert b"Connection: close" in answer
    await stopping
    writer.close()


async def test_k39_an_idle_connection_gets_one_more_answer(make_house: Any) -> None:
    """Closing it could cross a request on its way: so its next one is answered, and told that the connection ends with it."""
    house: House = await make_house(drain_delay_s=0.05, grace_s=30.0, idle_grace_s=20.0)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    ask_again = f"GET {HEALTH} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    writer.write(ask_again)
    first = await reader.readuntil(b"\r\n\r\n")
    assert b"Connection: close" not in first
    await reader.readuntil(b"}}")
    stopping = asyncio.create_task(house.gateway.stop())
    await house.until_closed()

    writer.write(ask_again)
    async with asyncio.timeout(5):
        answer = await reader.read()
        await stopping

    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"Connection: close" in answer
    writer.close()


async def test_a_gateway_does_not_start_on_what_it_does_not_understand(
    redis: Redis, redis_server: RedisServer, repo_root: Path
) -> None:
    """One line says which release is needed."""
    await redis.hset("cvdeep:format", mapping={"needs": 99, "oldest": 99, "known": 99})
    targets = {f"CVDEEP_{name}_TARGET": "127.0.0.1:9" for name in ("MATCHER", "CORPUS", "NOTIFIER")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", cwd=repo_root, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **targets, "CVDEEP_LISTEN": f"127.0.0.1:{free_port()}", "CVDEEP_REDIS_URL": redis_server.url},
    )  # fmt: skip
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    await redis.flushall()
    assert process.returncode == 1
    assert said.decode().startswith("gateway: what Redis holds needs format 99")


async def test_the_process_serves_and_ends_with_sigterm(redis_server: RedisServer, repo_root: Path) -> None:
    """`python -m services.gateway`: health, metrics, a clean exit."""
    server, target = await serve(Backend())
    port, metrics_port = free_port(), free_port()
    environment = os.environ | {
        "CVDEEP_LISTEN": f"127.0.0.1:{port}",
        "CVDEEP_METRICS_PORT": str(metrics_port),
        "CVDEEP_REDIS_URL": redis_server.url,
        "CVDEEP_MATCHER_TARGET": target,
        "CVDEEP_CORPUS_TARGET": target,
        "CVDEEP_NOTIFIER_TARGET": target,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", cwd=repo_root, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        health = await ask(port, HEALTH)
        assert health.startswith(b"HTTP/1.1 200 ")
        metrics = await ask(metrics_port, "/metrics")
        assert b'cvdeep_gateway_requests_total{method="GET",route="/api/v1/health",status="200"}' in metrics
        assert b"cvdeep_gateway_uploads_in_flight 0.0" in metrics
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            output, _ = await process.communicate()
        assert process.returncode == 0
        assert b'"event": "gateway.stopped"' in output
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await server.stop(0)


async def test_a_bad_setting_ends_the_process_with_its_name(repo_root: Path) -> None:
    """One line, no trace."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", cwd=repo_root,
        env=os.environ | {"CVDEEP_LISTEN": "nowhere"}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode().startswith("gateway: CVDEEP_LISTEN")
    assert "Traceback" not in said.decode()


async def ask(port: int, path: str) -> bytes:
    """Asks over and over until something listens."""
    async with asyncio.timeout(30):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
            return answer
