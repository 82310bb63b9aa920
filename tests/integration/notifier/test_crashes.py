"""A notifier killed in the middle of a delivery: nothing is lost, what comes twice has the same event id."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.deliveries import Deliveries
from services.notifier.domain.delivery import DeliveryStatus, NewEvent
from tests.integration.notifier.conftest import CLIENT, GiveSecret, MakeDispatcher
from tests.integration.notifier.receiver import LoopbackGuard, Receiver, receiving
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

LEASE_MS = 400


async def _killed_at(name: str, *, repo_root: Path, redis_url: str, port: int) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.notifier.crashing_notifier", redis_url, str(port), str(LEASE_MS),
        cwd=repo_root, stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(repo_root), "CVDEEP_FAILPOINTS": f"{name}=kill"},
    )  # fmt: skip
    assert await asyncio.wait_for(child.wait(), 30) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("failpoint", "arrivals_before", "arrivals_in_all"),
    [("notifier.after_lease", 0, 1), ("notifier.after_request", 1, 2), ("notifier.after_attempt_stored", 1, 1)],
    ids=["k22", "k25", "k26"],
)
async def test_k22_to_k27_a_killed_notifier_loses_nothing(
    *,
    redis_server: RedisServer,
    outbox: RedisOutbox,
    deliveries: Deliveries,
    give_secret: GiveSecret,
    make_dispatcher: MakeDispatcher,
    repo_root: Path,
    failpoint: str,
    arrivals_before: int,
    arrivals_in_all: int,
) -> None:
    """Killed after its lease, after the answer or after the record: the next notifier finishes, at least once."""
    await give_secret()
    async with receiving(Receiver()) as receiver:
        await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_1", url=receiver.url, body=b'{"a":1}'))
        await _killed_at(failpoint, repo_root=repo_root, redis_url=redis_server.url, port=receiver.port)
        assert len(receiver.requests) == arrivals_before

        dispatcher = make_dispatcher(LoopbackGuard(receiver.port))
        running = asyncio.create_task(dispatcher.run())
        async with asyncio.timeout(20):
            while (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.PENDING:
                await asyncio.sleep(0.01)
        dispatcher.stop()
        await running

    assert (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.DELIVERED
    assert len(receiver.requests) == arrivals_in_all
    assert {request.headers["X-CVDM-Event-Id"] for request in receiver.requests} == {"evt_1"}
    assert {request.body for request in receiver.requests} == {b'{"a":1}'}
