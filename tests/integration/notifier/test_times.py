"""When attempts come, with a real Redis whose outbox is moved through time instead of waited for."""

from datetime import timedelta
from random import Random

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.attempts import Attempts
from services.notifier.application.deliveries import Deliveries
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.delivery import DeliveryStatus, NewEvent, Outcome
from services.notifier.domain.slots import Limits
from services.notifier.ports.sending import Answer, SendError
from tests.fakes.notifier import FakeGuard, FakeSecrets, FakeSender
from tests.integration.notifier.conftest import CLIENT, OTHER
from tests.support.outbox import let_pass, waiting

pytestmark = pytest.mark.redis

PUBLISHED_S = (0, 30, 120, 600, 3_600, 10_800, 28_800, 86_400)


def _dispatcher(outbox: RedisOutbox, sender: FakeSender, *, seed: int = 1, limits: Limits | None = None) -> Dispatcher:
    random = Random(seed)
    attempts = Attempts(
        guard=FakeGuard(),
        sender=sender,
        secret_store=FakeSecrets(),
        outbox=outbox,
        total_s=8,
        jitter=lambda: random.uniform(-1, 1),
    )
    limits = limits or Limits(total=16, per_client=8, per_host=4)
    return Dispatcher(outbox=outbox, attempts=attempts, limits=limits, lease_ms=60_000, poll_s=0.01)


async def _put(outbox: RedisOutbox, event_id: str, *, client_id: str = CLIENT, host: str = "h.example.com") -> None:
    await outbox.put(NewEvent(client_id=client_id, event_id=event_id, url=f"https://{host}/", body=b"{}"))


async def _round(dispatcher: Dispatcher) -> int:
    started = await dispatcher.fill()
    await dispatcher.settle()
    return started


async def _wait_s(redis: Redis, event_id: str = "evt_1") -> float:
    """Seconds from now, by Redis's clock, to the next attempt."""
    seconds, micros = await redis.time()
    return (await waiting(redis, CLIENT))[event_id] / 1000 - (int(seconds) + int(micros) / 1e6)


@pytest.mark.parametrize("seed", range(5))
async def test_w09_attempts_follow_the_published_schedule(
    outbox: RedisOutbox, deliveries: Deliveries, redis: Redis, seed: int
) -> None:
    """Eight attempts, each not before its time and at it within ±20 %; the eighth failure is recorded as exhausted."""
    sender = FakeSender(answer=SendError(Outcome.TIMEOUT))
    dispatcher = _dispatcher(outbox, sender, seed=seed)
    await _put(outbox, "evt_1")
    assert await _round(dispatcher) == 1
    for made, published_s in enumerate(PUBLISHED_S[1:], 1):
        wait_s = await _wait_s(redis)
        assert 0.8 * published_s - 5 <= wait_s <= 1.2 * published_s
        await let_pass(redis, timedelta(seconds=wait_s - 5))
        assert await _round(dispatcher) == 0, "not before its time"
        await let_pass(redis, timedelta(seconds=6))
        assert await _round(dispatcher) == 1
        assert len(sender.sent) == made + 1

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert (delivery.status, delivery.next_attempt_at_ms) == (DeliveryStatus.EXHAUSTED, 0)
    assert [attempt.outcome for attempt in delivery.attempts] == [Outcome.TIMEOUT] * 8
    await let_pass(redis, timedelta(days=30))
    assert await _round(dispatcher) == 0


async def test_w10_a_receiver_that_was_down_for_a_day_gets_its_event(
    outbox: RedisOutbox, deliveries: Deliveries, redis: Redis
) -> None:
    """Down for 24 hours, up again: delivered at the attempt the schedule has for it."""
    sender = FakeSender(answer=SendError(Outcome.CONNECT_ERROR))
    dispatcher = _dispatcher(outbox, sender)
    await _put(outbox, "evt_1")
    down_s = 24 * 3_600.0
    await _round(dispatcher)
    while (wait_s := await _wait_s(redis)) < down_s:
        down_s -= wait_s
        await let_pass(redis, timedelta(seconds=wait_s + 0.5))
        assert await _round(dispatcher) == 1
    await let_pass(redis, timedelta(seconds=down_s))
    sender.answer = Answer(http_status=200)
    assert await _round(dispatcher) == 0

    await let_pass(redis, timedelta(seconds=await _wait_s(redis) + 0.5))
    await _round(dispatcher)

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert delivery.status is DeliveryStatus.DELIVERED
    assert len(delivery.attempts) == 8
    assert delivery.attempts[-1].outcome is Outcome.DELIVERED


@pytest.mark.parametrize(
    ("status", "retry_after", "bounds_s"),
    [
        (429, "300", (290, 300)), (503, "300", (290, 300)), (503, "Fri, 31 Dec 2100 23:59:59 GMT", (86_390, 86_400)),
        (503, "1", (20, 36)), (500, "300", (20, 36)), (503, "soon", (20, 36)),
    ],
)  # fmt: skip
async def test_retry_after_decides_the_next_attempt_within_bounds(
    outbox: RedisOutbox, redis: Redis, status: int, retry_after: str, bounds_s: tuple[int, int]
) -> None:
    """Of 429 and 503, in seconds or as a date, never sooner than the schedule and never later than a day."""
    await _put(outbox, "evt_1")

    await _round(_dispatcher(outbox, FakeSender(answer=Answer(http_status=status, retry_after=retry_after))))

    assert bounds_s[0] <= await _wait_s(redis) <= bounds_s[1]


async def test_k28_after_an_outage_the_oldest_go_first_within_the_caps(outbox: RedisOutbox, redis: Redis) -> None:
    """Nobody delivered for two hours: each host gets its events in their order, never more at a time than allowed."""
    hosts = [(client, host) for client in (CLIENT, OTHER) for host in ("a.example.com", "b.example.com")]
    for number in range(20):
        for client, host in hosts:
            await _put(outbox, f"{host[0]}_{number:02d}", client_id=client, host=host)
        await let_pass(redis, timedelta(minutes=3))
    limits = Limits(total=8, per_client=3, per_host=2)
    sender = FakeSender()
    dispatcher = _dispatcher(outbox, sender, limits=limits)

    rounds: list[int] = []
    while await _round(dispatcher):
        rounds.append(len(sender.sent) - sum(rounds))

    assert sum(rounds) == 80
    assert max(rounds) <= 2 * limits.per_client
    assert sender.most_at_once <= 2 * limits.per_client
    sent = [headers["X-CVDM-Event-Id"] for _, _, headers in sender.sent]
    # An event went before every one that was made three minutes or more after it, whatever its client and host.
    numbers = [int(event_id[2:]) for event_id in sent]
    overtaken = max(max(numbers[:place], default=0) - number for place, number in enumerate(numbers))
    assert overtaken <= 1
