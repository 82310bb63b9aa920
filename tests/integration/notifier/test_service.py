"""The notifier as the process that production runs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Iterator
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
    stub: Any
    metrics_port: int
    log: Path


@dataclass(frozen=True)
class Ports:
    target: str
    metrics: int
    log: Path


@pytest.fixture(scope="module")
def process(redis_server: RedisServer, repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """One notifier for all of these tests, ended in good order."""
    ports = Ports(f"127.0.0.1:{free_port()}", free_port(), tmp_path_factory.mktemp("notifier") / "log")
    env = {
        **os.environ, "CVDEEP_REDIS_URL": redis_server.url, "CVDEEP_LISTEN": ports.target,
        "CVDEEP_METRICS_PORT": str(ports.metrics), "CVDEEP_NOTIFIER_POLL_MS": "20",
        # Nobody listens there: no name is resolved, nothing beyond loopback is asked.
        "CVDEEP_NOTIFIER_NAMESERVERS": f"127.0.0.1:{free_port()}",
        # Nothing of this kind exists; were it ever read, the tests below would see a connection.
        "CVDEEP_NOTIFIER_ALLOW_PRIVATE": "1", "CVDEEP_NOTIFIER_GUARD": "none",
    }  # fmt: skip
    with ports.log.open("wb") as log:
        child = subprocess.Popen([sys.executable, "-m", "services.notifier"], cwd=repo_root, env=env, stdout=log)
    try:
        yield ports
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=30) == 0
    finally:
        child.kill()
        child.wait(timeout=30)


@pytest.fixture
async def notifier(process: Ports, redis: Redis) -> AsyncIterator[Running]:
    """The running notifier, once it is healthy."""
    async with open_channel(process.target) as channel:
        health: Any = health_pb2_grpc.HealthStub(channel)
        async with asyncio.timeout(60):
            request = health_pb2.HealthCheckRequest()
            while (await health.Check(request, wait_for_ready=True, timeout=60)).status != SERVING:
                await asyncio.sleep(0.02)  # another process' state: there is no event to wait for
        yield Running(pb_grpc.NotifierServiceStub(channel), process.metrics, process.log)


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
        ("https://redis/", Reason.PRIVATE_WEBHOOK_URL),
        ("https://127.0.0.1/", Reason.PRIVATE_WEBHOOK_URL),
    ],
)
async def test_a_refused_target_has_its_code(notifier: Running, url: str, reason: Reason) -> None:
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

    text = notifier.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    outcomes = [line["outcome"] for line in lines if line["event"] == "delivery.attempted"]
    assert set(outcomes) == {"refused_target"}
    assert len(outcomes) >= 2
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


async def test_deliveries_are_found_and_replayed_over_the_wire(notifier: Running, give_secret: GiveSecret) -> None:
    """By status and time range, page by page; what is asked for again is due, and nothing else."""
    await give_secret()
    for number in range(5):
        # No port is open there, and the production guard dials nothing.
        event = pb.EnqueueRequest(caller=CALLER, event_id=f"evt_{number}", url="https://127.0.0.1/", body=b"{}")
        await notifier.stub.Enqueue(event)
    await _attempted(notifier, 1)
    pending = pb.DeliveryFilter(status=pb.DELIVERY_STATUS_PENDING, created_from_ms=1)
    delivered = pb.DeliveryFilter(status=pb.DELIVERY_STATUS_DELIVERED)
    past = pb.DeliveryFilter(created_before_ms=1_000)

    async def rows(wanted: pb.DeliveryFilter) -> int:
        page = await notifier.stub.ListDeliveries(pb.ListDeliveriesRequest(caller=CALLER, limit=100, filter=wanted))
        return len(page.deliveries)

    assert [await rows(wanted) for wanted in (pb.DeliveryFilter(), pending, delivered, past)] == [5, 5, 0, 0]
    retried: list[int] = []
    cursor = ""
    while not retried or cursor:
        answer = await notifier.stub.RetryDeliveries(
            pb.RetryDeliveriesRequest(caller=CALLER, limit=2, filter=pending, cursor=cursor)
        )
        retried.append(answer.retried)
        cursor = answer.next_cursor
    assert retried == [2, 2, 1]
    await _attempted(notifier, 2)
    nothing = await notifier.stub.RetryDeliveries(
        pb.RetryDeliveriesRequest(caller=common_pb2.Caller(client_id=OTHER), limit=100)
    )
    assert (nothing.retried, nothing.next_cursor) == (0, "")
    error = await _reason(notifier.stub.RetryDeliveries(pb.RetryDeliveriesRequest(caller=CALLER, limit=101)))
    assert (error.reason, list(error.fields)) == (Reason.INVALID_INPUT, ["limit"])


async def test_metrics_tell_of_the_backlog(notifier: Running, give_secret: GiveSecret) -> None:
    """Prometheus can read what waits, what runs, how attempts ended by reason and which calls were served."""
    await give_secret()
    await notifier.stub.Enqueue(
        pb.EnqueueRequest(caller=CALLER, event_id="evt_1", url="https://127.0.0.1/", body=b"{}")
    )
    await _attempted(notifier, 1)

    def scrape() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{notifier.metrics_port}/metrics", timeout=10) as page:
            text: str = page.read().decode()
            return text

    text = await asyncio.to_thread(scrape)
    for name in ("due", "in_flight", "oldest_due_age_seconds", "attempt_seconds_count"):
        assert f"\ncvdeep_notifier_{name} " in text
    assert '\ncvdeep_notifier_attempts_total{outcome="refused_target"} ' in text
    assert 'cvdeep_rpc_served_total{code="OK",method="/cvdeep.notifier.v1.NotifierService/Enqueue"} ' in text


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
