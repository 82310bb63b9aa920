"""The notifier as the process that production runs."""

import asyncio
import json
import os
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from redis.asyncio import Redis

from cvdeep.common.v1 import common_pb2
from cvdeep.notifier.v1 import notifier_pb2 as pb
from cvdeep.notifier.v1 import notifier_pb2_grpc as pb_grpc
from services.platform.errors import AppError, Reason
from services.platform.rpc.client import open_channel
from tests.integration.notifier.conftest import CLIENT, OTHER, GiveSecret
from tests.integration.notifier.receiver import Receiver, receiving
from tools.redis_server import RedisServer, free_port

pytestmark = pytest.mark.redis

CALLER = common_pb2.Caller(client_id=CLIENT, project="p")
SERVING = health_pb2.HealthCheckResponse.SERVING


@dataclass
class Running:
    child: asyncio.subprocess.Process
    stub: Any
    health: Any
    metrics_port: int

    async def end(self) -> list[dict[str, Any]]:
        self.child.send_signal(signal.SIGTERM)
        assert self.child.stdout is not None
        out = await asyncio.wait_for(self.child.stdout.read(), 30)
        assert await asyncio.wait_for(self.child.wait(), 30) == 0
        return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
async def notifier(redis: Redis, redis_server: RedisServer, repo_root: Path) -> AsyncIterator[Running]:
    target, metrics_port = f"127.0.0.1:{free_port()}", free_port()
    env = {
        **os.environ, "CVDEEP_REDIS_URL": redis_server.url, "CVDEEP_LISTEN": target,
        "CVDEEP_METRICS_PORT": str(metrics_port), "CVDEEP_NOTIFIER_POLL_MS": "20",
        # Nothing of this kind exists; were it ever read, the tests below would see a connection.
        "CVDEEP_NOTIFIER_ALLOW_PRIVATE": "1", "CVDEEP_NOTIFIER_GUARD": "none",
    }  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.notifier", cwd=repo_root, env=env, stdout=asyncio.subprocess.PIPE
    )
    async with open_channel(target) as channel:
        running = Running(
            child, pb_grpc.NotifierServiceStub(channel), health_pb2_grpc.HealthStub(channel), metrics_port
        )
        async with asyncio.timeout(30):
            request = health_pb2.HealthCheckRequest()
            while (await running.health.Check(request, wait_for_ready=True, timeout=30)).status != SERVING:
                await asyncio.sleep(0.02)
        yield running
    if child.returncode is None:
        child.kill()
        await child.wait()


async def _reason(call: Awaitable[Any]) -> AppError:
    with pytest.raises(AppError) as caught:
        await call
    return caught.value


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example.com/", Reason.INSECURE_WEBHOOK_URL),
        ("ftp://hooks.example.com/", Reason.INVALID_INPUT),
        ("https://a:b@hooks.example.com/", Reason.INVALID_INPUT),
        ("https://hooks.example.com/", Reason.PRIVATE_WEBHOOK_URL),
        ("https://127.0.0.1/", Reason.PRIVATE_WEBHOOK_URL),
    ],
)
async def test_every_target_is_refused_with_its_code(notifier: Running, url: str, reason: Reason) -> None:
    """CheckTarget answers with the contract's codes, the field named where one is bad."""
    error = await _reason(notifier.stub.CheckTarget(pb.CheckTargetRequest(caller=CALLER, url=url)))

    assert error.reason is reason
    assert list(error.fields) == (["webhook_url"] if reason is Reason.INVALID_INPUT else [])


async def test_an_event_is_attempted_refused_and_readable(notifier: Running, give_secret: GiveSecret) -> None:
    """Enqueue, one attempt, read, list, retry: the listener counts zero connections, no line names the URL."""
    await give_secret()
    async with receiving(Receiver()) as receiver:
        url = f"https://127.0.0.1:{receiver.port}/secret-path"
        event = pb.EnqueueRequest(caller=CALLER, event_id="evt_1", url=url, body=b'{"email":"erika@example.org"}')
        assert (await notifier.stub.Enqueue(event)).created is True
        assert (await notifier.stub.Enqueue(event)).created is False

        delivery = await _attempted(notifier, 1)
        assert delivery.status == pb.DELIVERY_STATUS_PENDING
        assert (delivery.attempts[0].outcome, delivery.attempts[0].http_status) == ("refused_target", 0)
        assert 20_000 < delivery.next_attempt_at_ms - delivery.attempts[0].at_ms < 40_000

        await notifier.stub.RetryDelivery(pb.RetryDeliveryRequest(caller=CALLER, event_id="evt_1"))
        await _attempted(notifier, 2)
        page = await notifier.stub.ListDeliveries(pb.ListDeliveriesRequest(caller=CALLER, limit=10))
        assert [row.event_id for row in page.deliveries] == ["evt_1"]
        assert page.next_cursor == ""
        assert receiver.connections == 0

    lines = await notifier.end()
    text = json.dumps(lines)
    assert [line["outcome"] for line in lines if line["event"] == "delivery.attempted"] == ["refused_target"] * 2
    assert all(word not in text for word in ("secret-path", "example.org", "whsec_", "https://"))


async def _attempted(notifier: Running, count: int) -> pb.Delivery:
    async with asyncio.timeout(20):
        while True:
            got = await notifier.stub.GetDelivery(pb.GetDeliveryRequest(caller=CALLER, event_id="evt_1"))
            if len(got.delivery.attempts) >= count:
                delivery: pb.Delivery = got.delivery
                return delivery
            await asyncio.sleep(0.01)


async def test_t01_unknown_deliveries_are_not_found(notifier: Running) -> None:
    """Another client's event id and an unknown one: NOT_FOUND over the wire."""
    other = common_pb2.Caller(client_id=OTHER)

    for caller in (CALLER, other):
        error = await _reason(notifier.stub.GetDelivery(pb.GetDeliveryRequest(caller=caller, event_id="evt_9")))
        assert error.reason is Reason.NOT_FOUND


async def test_metrics_tell_of_the_backlog(notifier: Running) -> None:
    """Prometheus can read what waits, what runs, how attempts ended and which calls were served."""
    await _reason(notifier.stub.CheckTarget(pb.CheckTargetRequest(caller=CALLER, url="https://e.com/")))

    def scrape() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{notifier.metrics_port}/metrics", timeout=10) as page:
            text: str = page.read().decode()
            return text

    text = await asyncio.to_thread(scrape)
    for name in ("cvdeep_notifier_due", "cvdeep_notifier_in_flight", "cvdeep_notifier_oldest_due_age_seconds"):
        assert f"\n{name} 0.0" in text
    assert "cvdeep_notifier_attempts" in text
    served = (
        'cvdeep_rpc_served_total{code="INVALID_ARGUMENT",method="/cvdeep.notifier.v1.NotifierService/CheckTarget"} 1.0'
    )
    assert served in text


async def test_w12_a_lease_that_is_too_short_refuses_to_start(repo_root: Path, redis_server: RedisServer) -> None:
    """The process ends before it listens, and says which setting is wrong."""
    env = {
        **os.environ, "CVDEEP_REDIS_URL": redis_server.url, "CVDEEP_LISTEN": f"127.0.0.1:{free_port()}",
        "CVDEEP_NOTIFIER_LEASE_S": "5",
    }  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.notifier", cwd=repo_root, env=env, stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await asyncio.wait_for(child.communicate(), 30)

    assert child.returncode == 1
    assert b"CVDEEP_NOTIFIER_LEASE_S" in complaint
