"""From the outbox to a receiver on loopback, with a real Redis and real HTTP."""

import asyncio
import hmac
import json
from collections.abc import Callable

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.dns_resolver import Nameserver
from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.deliveries import Deliveries
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.delivery import DeliveryStatus, NewEvent, Outcome
from services.notifier.domain.target import TargetRefusedError
from services.notifier.guard_wiring import GuardSettings, build_guard
from tests.integration.notifier.conftest import CLIENT, SECRET, GiveSecret, MakeDispatcher
from tests.integration.notifier.receiver import LoopbackGuard, Received, Receiver, answer, receiving
from tests.support.notifier_main import EVERY_PORT

pytestmark = pytest.mark.redis

BODY = '{"event":"cvdeepmatch.finished","event_id":"evt_1","name":"Jürgen"}\n'.encode()


def _verifies(request: Received, secret: str, *, at_s: int | None = None) -> bool:
    """Checks a signature as a receiver would, by the published rule alone."""
    parts = [part.split("=", 1) for part in request.headers["X-CVDM-Signature"].split(",")]
    stamp = next(value for key, value in parts if key == "t")
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + request.body, "sha256").hexdigest()
    return expected in [value for key, value in parts if key == "v1"] and (at_s is None or stamp == str(at_s))


async def _deliver_one(dispatcher: Dispatcher) -> None:
    assert await dispatcher.fill() == 1
    await dispatcher.settle()


async def _put(outbox: RedisOutbox, url: str, *, body: bytes = BODY) -> None:
    await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_1", url=url, body=body))


async def test_w02_a_signed_post_arrives(
    outbox: RedisOutbox, deliveries: Deliveries, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """The receiver verifies the signature over the raw bytes it got, which are the bytes of the outbox."""
    await give_secret()
    async with receiving(Receiver()) as receiver:
        await _put(outbox, receiver.url)

        await _deliver_one(make_dispatcher(LoopbackGuard(receiver.port), clock=lambda: 1_700_000_000.9))

    request = receiver.requests[0]
    assert request.body == BODY
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["X-CVDM-Event-Id"] == "evt_1"
    assert _verifies(request, SECRET, at_s=1_700_000_000)
    assert not _verifies(request, "whsec_other")
    delivery = await deliveries.get(CLIENT, "evt_1")
    assert delivery.status is DeliveryStatus.DELIVERED
    assert [(attempt.outcome, attempt.http_status) for attempt in delivery.attempts] == [(Outcome.DELIVERED, 200)]


async def test_w03_retries_carry_the_same_event_with_a_new_signature(
    outbox: RedisOutbox, deliveries: Deliveries, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """Each retry has the same event id and body bytes, a new time and a signature that verifies."""
    await give_secret()
    times = iter(range(1_700_000_000, 1_700_001_000))
    replies = [answer("500 Oops"), answer("302 Found", "Location: /x"), answer("200 OK")]
    async with receiving(Receiver(answers=replies)) as receiver:
        await _put(outbox, receiver.url)
        dispatcher = make_dispatcher(LoopbackGuard(receiver.port), clock=lambda: next(times))
        for _ in replies:
            await _deliver_one(dispatcher)
            if (await deliveries.get(CLIENT, "evt_1")).status is DeliveryStatus.PENDING:
                assert await dispatcher.fill() == 0, "not due before its time"
                await deliveries.retry(CLIENT, "evt_1")

    assert {request.body for request in receiver.requests} == {BODY}
    assert {request.headers["X-CVDM-Event-Id"] for request in receiver.requests} == {"evt_1"}
    assert len({request.headers["X-CVDM-Signature"] for request in receiver.requests}) == 3
    assert all(_verifies(request, SECRET) for request in receiver.requests)
    delivery = await deliveries.get(CLIENT, "evt_1")
    assert delivery.status is DeliveryStatus.DELIVERED
    assert [attempt.http_status for attempt in delivery.attempts] == [500, 302, 200]


async def test_w04_t08_both_secrets_sign_while_one_is_rotated(
    outbox: RedisOutbox, redis: Redis, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """During the overlap each of the two verifies; an expired one is gone from the header."""
    seconds, _ = await redis.time()
    await give_secret(secret="whsec_expired", expires_at_ms=int(seconds) * 1000 - 1)
    await give_secret(secret="whsec_old", expires_at_ms=int(seconds) * 1000 + 600_000)
    await give_secret(secret="whsec_new")
    async with receiving(Receiver()) as receiver:
        await _put(outbox, receiver.url)

        await _deliver_one(make_dispatcher(LoopbackGuard(receiver.port)))

    request = receiver.requests[0]
    assert _verifies(request, "whsec_old")
    assert _verifies(request, "whsec_new")
    assert not _verifies(request, "whsec_expired")


async def test_a_client_without_a_secret_gets_nothing_unsigned(
    outbox: RedisOutbox, deliveries: Deliveries, make_dispatcher: MakeDispatcher
) -> None:
    """No connection is opened; the attempt says why and another follows."""
    async with receiving(Receiver()) as receiver:
        await _put(outbox, receiver.url)

        await _deliver_one(make_dispatcher(LoopbackGuard(receiver.port)))

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert receiver.connections == 0
    assert (delivery.status, delivery.attempts[0].outcome) == (DeliveryStatus.PENDING, Outcome.NO_SECRET)


async def test_the_production_guard_opens_no_connection(
    outbox: RedisOutbox, deliveries: Deliveries, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """With the guard of production a listener counts zero connections through all eight attempts, then it is over."""
    await give_secret()
    guard = build_guard(GuardSettings(nameservers=(Nameserver("127.0.0.1"),)), ports=EVERY_PORT)
    async with receiving(Receiver()) as receiver:
        for scheme in ("https", "http"):
            url = receiver.url.replace("http", scheme, 1)
            with pytest.raises(TargetRefusedError):
                await guard.judge(url)
        await _put(outbox, receiver.url.replace("http", "https", 1))
        dispatcher = make_dispatcher(guard)
        for number in range(8):
            await _deliver_one(dispatcher)
            if number < 7:
                await deliveries.retry(CLIENT, "evt_1")

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert receiver.connections == 0
    assert delivery.status is DeliveryStatus.EXHAUSTED
    assert {attempt.outcome for attempt in delivery.attempts} == {Outcome.REFUSED_TARGET}
    assert len(delivery.attempts) == 8


async def test_w07_gone_stops_it(
    outbox: RedisOutbox, deliveries: Deliveries, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """410: exhausted after one attempt, nothing is due any more."""
    await give_secret()
    async with receiving(Receiver(answers=[answer("410 Gone")])) as receiver:
        await _put(outbox, receiver.url)
        dispatcher = make_dispatcher(LoopbackGuard(receiver.port))

        await _deliver_one(dispatcher)

        assert await dispatcher.fill() == 0
    delivery = await deliveries.get(CLIENT, "evt_1")
    assert (delivery.status, delivery.attempts[0].outcome) == (DeliveryStatus.EXHAUSTED, Outcome.GONE)


async def test_w11_two_notifiers_deliver_once(
    outbox: RedisOutbox, give_secret: GiveSecret, make_dispatcher: MakeDispatcher
) -> None:
    """Thirty events, two consumers at once: each arrives exactly once."""
    await give_secret()
    async with receiving(Receiver()) as receiver:
        for number in range(30):
            await outbox.put(
                NewEvent(client_id=CLIENT, event_id=f"evt_{number}", url=receiver.url, body=b'{"n":%d}' % number)
            )
        consumers = [make_dispatcher(LoopbackGuard(receiver.port)) for _ in range(2)]
        running = [asyncio.create_task(consumer.run()) for consumer in consumers]
        await _until(lambda: len(receiver.requests) >= 30)
        for consumer in consumers:
            consumer.stop()
        await asyncio.gather(*running)

    bodies = [json.loads(request.body)["n"] for request in receiver.requests]
    assert sorted(bodies) == list(range(30))


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)
