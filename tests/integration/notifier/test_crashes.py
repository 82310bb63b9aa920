"""A notifier killed in the middle of a delivery: nothing is lost, what comes twice has the same event id."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.deliveries import Deliveries
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.delivery import DeliveryStatus, NewEvent
from tests.integration.notifier.conftest import CLIENT, GiveSecret, MakeDispatcher
from tests.integration.notifier.receiver import LoopbackGuard, Receiver, answer, receiving
from tests.support.outbox import let_pass
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

# Longer than any of these tests: it ends when the outbox is moved through time.
LEASE_MS = 60_000
BODY = b'{"a":1}'


async def _started(failpoint: str, *, repo_root: Path, redis_url: str, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.notifier.crashing_notifier", redis_url, str(port), str(LEASE_MS),
        cwd=repo_root, stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(repo_root), "CVDEEP_FAILPOINTS": failpoint},
    )  # fmt: skip


async def _next_notifier_ends_it(dispatcher: Dispatcher, deliveries: Deliveries) -> None:
    running = asyncio.create_task(dispatcher.run())
    async with asyncio.timeout(20):
        while (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.PENDING:
            await asyncio.sleep(0.01)
    dispatcher.stop()
    await running


@pytest.mark.parametrize(
    ("failpoint", "first_answer", "arrivals_before", "arrivals_in_all"),
    [
        ("notifier.after_lease", "200 OK", 0, 1),
        ("notifier.after_lookup", "200 OK", 0, 1),
        ("notifier.after_answer", "200 OK", 1, 2),
        ("notifier.after_attempt_stored", "200 OK", 1, 1),
        # The receiver said no: to be told again is no duplicate.
        ("notifier.after_answer", "500 Oops", 1, 2),
        ("notifier.after_attempt_stored", "500 Oops", 1, 2),
    ],
    ids=["k22", "k23", "k25", "k26", "k27 before the attempt is stored", "k27 after"],
)
async def test_k22_to_k27_a_killed_notifier_loses_nothing(
    *,
    redis: Redis,
    redis_server: RedisServer,
    outbox: RedisOutbox,
    deliveries: Deliveries,
    give_secret: GiveSecret,
    make_dispatcher: MakeDispatcher,
    repo_root: Path,
    failpoint: str,
    first_answer: str,
    arrivals_before: int,
    arrivals_in_all: int,
) -> None:
    """Killed before or after the lookup, after the answer or after the record: the next notifier finishes.

    An attempt is stored together with the time of the next one, so that there is nothing between the two.
    """
    await give_secret()
    async with receiving(Receiver(answers=[answer(first_answer), answer("200 OK")])) as receiver:
        await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_1", url=receiver.url, body=BODY))
        child = await _started(f"{failpoint}=kill", repo_root=repo_root, redis_url=redis_server.url, port=receiver.port)
        assert await asyncio.wait_for(child.wait(), 30) == -signal.SIGKILL
        assert len(receiver.requests) == arrivals_before

        # The lease of the dead one, or the wait for the next attempt, is over.
        await let_pass(redis, timedelta(minutes=1))
        await _next_notifier_ends_it(make_dispatcher(LoopbackGuard(receiver.port)), deliveries)

    assert (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.DELIVERED
    assert len(receiver.requests) == arrivals_in_all
    assert {request.headers["X-CVDM-Event-Id"] for request in receiver.requests} == {"evt_1"}
    assert {request.body for request in receiver.requests} == {BODY}


async def test_k24_killed_while_the_receiver_answers_the_event_comes_again(
    *,
    redis: Redis,
    redis_server: RedisServer,
    outbox: RedisOutbox,
    deliveries: Deliveries,
    give_secret: GiveSecret,
    make_dispatcher: MakeDispatcher,
    repo_root: Path,
) -> None:
    """The request is written, no answer has come: nobody knows whether it counted, so it comes again, as it was."""
    await give_secret()
    async with receiving(Receiver(answers=[b"", answer("200 OK")], hold_open=True)) as receiver:
        await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_1", url=receiver.url, body=BODY))
        child = await _started("", repo_root=repo_root, redis_url=redis_server.url, port=receiver.port)
        async with asyncio.timeout(30):
            while not receiver.requests:
                await asyncio.sleep(0.01)  # another process' doing: there is no event to wait for
        child.kill()
        await child.wait()
        receiver.released.set()

        await let_pass(redis, timedelta(minutes=1))
        await _next_notifier_ends_it(make_dispatcher(LoopbackGuard(receiver.port)), deliveries)

    assert (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.DELIVERED
    assert [(request.headers["X-CVDM-Event-Id"], request.body) for request in receiver.requests] == [
        ("evt_1", BODY)
    ] * 2
