"""The outbox's scripts on a real Redis."""

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.deliveries import Deliveries
from services.notifier.domain.delivery import Attempt, DeliveryStatus, DueEvent, LeasedEvent, NewEvent, Outcome
from services.notifier.domain.schedule import Verdict
from services.platform.errors import AppError, Reason
from services.platform.outbox.keys import attempts_key, event_key, events_key, member, outbox_key_of
from services.platform.storage.keys import partition_of
from tests.integration.notifier.conftest import CLIENT, OTHER

pytestmark = pytest.mark.redis

RETRY = Verdict(DeliveryStatus.PENDING, wait_ms=30_000)
DONE = Verdict(DeliveryStatus.DELIVERED)


def _event(event_id: str = "evt_1", *, client_id: str = CLIENT, body: bytes = b'{"a":1}') -> NewEvent:
    return NewEvent(client_id=client_id, event_id=event_id, url="https://hooks.example.com/h", body=body)


def _attempt(outcome: Outcome = Outcome.HTTP_ERROR, *, at_ms: int = 1_700_000_000_000) -> Attempt:
    return Attempt(at_ms=at_ms, http_status=500, duration_ms=12, outcome=outcome)


async def _due(outbox: RedisOutbox, *, limit: int = 10) -> list[DueEvent]:
    return list(await outbox.due(limit=limit, without=frozenset()))


async def _lease(outbox: RedisOutbox, event_id: str = "evt_1", *, lease_ms: int = 60_000) -> LeasedEvent | None:
    return await outbox.lease(DueEvent(client_id=CLIENT, event_id=event_id, due_at_ms=0), lease_ms=lease_ms)


async def _leased(outbox: RedisOutbox, event_id: str = "evt_1", *, lease_ms: int = 60_000) -> LeasedEvent:
    found = await _lease(outbox, event_id, lease_ms=lease_ms)
    assert found is not None
    return found


async def test_an_event_is_due_at_once_with_its_exact_body(outbox: RedisOutbox) -> None:
    """What went in comes out, any bytes, and is due from its first moment."""
    body = bytes(range(256))

    assert await outbox.put(_event(body=body)) is True
    due = await _due(outbox)
    leased = await outbox.lease(due[0], lease_ms=60_000)

    assert leased is not None
    assert (leased.body, leased.url, leased.epoch, leased.attempts_made) == (body, _event().url, 1, 0)


async def test_an_event_goes_in_once(outbox: RedisOutbox, redis: Redis) -> None:
    """The same id again changes nothing: not the body, not the place in the line."""
    await outbox.put(_event())
    before = await redis.zrange(outbox_key_of(CLIENT), 0, -1, withscores=True)

    assert await outbox.put(_event(body=b"other")) is False

    assert await redis.zrange(outbox_key_of(CLIENT), 0, -1, withscores=True) == before
    assert (await _leased(outbox)).body == _event().body


async def test_w11_one_lease_at_a_time(outbox: RedisOutbox) -> None:
    """Of twenty racing for one event exactly one gets it, and it is no longer due."""
    await outbox.put(_event())

    leases = await asyncio.gather(*(_lease(outbox) for _ in range(20)))

    assert sum(lease is not None for lease in leases) == 1
    assert await _due(outbox) == []


async def test_a_lease_that_ends_makes_the_event_due_again_with_a_higher_epoch(outbox: RedisOutbox) -> None:
    """An event whose holder died is another's after the lease, and only the newer one may record."""
    await outbox.put(_event())
    lost = await _leased(outbox, lease_ms=1)
    await _until_due(outbox)

    current = await _leased(outbox)

    assert (lost.epoch, current.epoch) == (1, 2)
    assert await outbox.record(lost, _attempt(), DONE) is False
    assert await outbox.record(current, _attempt(Outcome.DELIVERED), DONE) is True


async def _until_due(outbox: RedisOutbox) -> None:
    async with asyncio.timeout(10):
        while not await _due(outbox):
            await asyncio.sleep(0.002)


async def test_a_failed_attempt_waits_for_its_next(outbox: RedisOutbox, deliveries: Deliveries) -> None:
    """The attempt is stored, the next one is not due before its time, the count goes up."""
    await outbox.put(_event())
    leased = await _leased(outbox)

    await outbox.record(leased, _attempt(), RETRY)

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert delivery.status is DeliveryStatus.PENDING
    assert delivery.attempts == (_attempt(),)
    assert 29_000 < delivery.next_attempt_at_ms - leased.leased_at_ms < 60_000
    assert await _lease(outbox) is None


async def test_recording_twice_stores_once(outbox: RedisOutbox, deliveries: Deliveries) -> None:
    """A resent record of the same lease answers yes and changes nothing."""
    await outbox.put(_event())
    leased = await _leased(outbox)

    answers = [await outbox.record(leased, _attempt(), RETRY) for _ in range(3)]

    assert answers == [True, True, True]
    assert len((await deliveries.get(CLIENT, "evt_1")).attempts) == 1


@pytest.mark.parametrize("status", [DeliveryStatus.DELIVERED, DeliveryStatus.EXHAUSTED])
async def test_a_final_event_leaves_the_line_and_expires(
    outbox: RedisOutbox, deliveries: Deliveries, redis: Redis, status: DeliveryStatus
) -> None:
    """It is not due any more, can still be read, and is kept for a bounded time."""
    await outbox.put(_event())
    await outbox.record(await _leased(outbox), _attempt(), Verdict(status))

    delivery = await deliveries.get(CLIENT, "evt_1")
    assert (delivery.status, delivery.next_attempt_at_ms) == (status, 0)
    assert await redis.zcard(outbox_key_of(CLIENT)) == 0
    assert 0 < await redis.pttl(event_key(CLIENT, "evt_1")) <= 30 * 86_400_000
    assert 0 < await redis.pttl(attempts_key(CLIENT, "evt_1")) <= 30 * 86_400_000


async def test_retry_makes_a_delivery_due_now(outbox: RedisOutbox, deliveries: Deliveries, redis: Redis) -> None:
    """Waiting, delivered or exhausted: asked for, it is due at once and no longer expires."""
    for number, verdict in enumerate([RETRY, DONE, Verdict(DeliveryStatus.EXHAUSTED)]):
        event_id = f"evt_{number}"
        await outbox.put(_event(event_id))
        await outbox.record(await _leased(outbox, event_id), _attempt(), verdict)
        assert await _lease(outbox, event_id) is None

        await deliveries.retry(CLIENT, event_id)

        again = await _leased(outbox, event_id)
        assert (again.epoch, again.attempts_made, again.body) == (2, 1, _event().body)
        assert await redis.pttl(event_key(CLIENT, event_id)) == -1


async def test_retry_leaves_an_attempt_under_way_alone(outbox: RedisOutbox, deliveries: Deliveries) -> None:
    """Who asks while an attempt runs starts no second one beside it."""
    await outbox.put(_event())
    leased = await _leased(outbox)

    await deliveries.retry(CLIENT, "evt_1")

    assert await _lease(outbox) is None
    assert await outbox.record(leased, _attempt(Outcome.DELIVERED), DONE) is True


async def test_the_oldest_due_events_come_first_over_all_partitions(outbox: RedisOutbox, redis: Redis) -> None:
    """The line is one for all clients, wherever they are stored."""
    clients = [f"cl_{number:016d}" for number in range(40)]
    assert len({partition_of(client) for client in clients}) > 8
    for position, client in enumerate(reversed(clients)):
        await outbox.put(_event(client_id=client))
        await redis.zadd(outbox_key_of(client), {member(client, "evt_1"): 1_000 + position})

    first = await _due(outbox, limit=5)

    assert [event.client_id for event in first] == list(reversed(clients))[:5]
    backlog = await outbox.backlog()
    assert backlog.due == 40
    assert backlog.oldest_due_age_ms > 1_000_000


async def test_w14_the_line_is_looked_at_past_clients_that_have_their_share(outbox: RedisOutbox, redis: Redis) -> None:
    """Hundreds of due events of a busy client do not hide a neighbour's in the same partition."""
    neighbour = next(
        client for client in (f"cl_{n:016d}" for n in range(1_000)) if partition_of(client) == partition_of(CLIENT)
    )
    await redis.zadd(outbox_key_of(CLIENT), {member(CLIENT, f"evt_{n:04d}"): 1_000 + n for n in range(900)})
    await redis.zadd(outbox_key_of(neighbour), {member(neighbour, "evt_1"): 5_000})

    found = await outbox.due(limit=10, without=frozenset({CLIENT}))

    assert [event.client_id for event in found] == [neighbour]


async def test_an_entry_without_its_event_is_taken_out(outbox: RedisOutbox, redis: Redis) -> None:
    """Nothing waits for an event that is gone."""
    await redis.zadd(outbox_key_of(CLIENT), {member(CLIENT, "evt_gone"): 1})

    assert await _lease(outbox, "evt_gone") is None

    assert await redis.zcard(outbox_key_of(CLIENT)) == 0


async def test_deliveries_are_listed_newest_first_in_pages(
    outbox: RedisOutbox, deliveries: Deliveries, redis: Redis
) -> None:
    """Cursors lead through all of a client's deliveries; equal times and expired events make no gap or double."""
    for number in range(25):
        await outbox.put(_event(f"evt_{number:02d}"))
        # Five events a millisecond.
        await redis.zadd(events_key(CLIENT), {f"evt_{number:02d}": 1_000 + number // 5})
        event: Any = redis.hset(event_key(CLIENT, f"evt_{number:02d}"), "created_at_ms", 1_000 + number // 5)
        await event
    await outbox.put(_event("evt_of_other", client_id=OTHER))
    await redis.delete(event_key(CLIENT, "evt_07"), event_key(CLIENT, "evt_24"))

    seen: list[str] = []
    cursor = ""
    while True:
        page = await deliveries.page(CLIENT, limit=4, cursor=cursor)
        seen += [delivery.event_id for delivery in page.deliveries]
        cursor = page.next_cursor
        if not cursor:
            break

    assert seen == [f"evt_{number:02d}" for number in reversed(range(25)) if number not in (7, 24)]


async def test_t01_another_clients_delivery_does_not_exist(outbox: RedisOutbox, deliveries: Deliveries) -> None:
    """A known event id of another client is NOT_FOUND for reading and for retrying."""
    await outbox.put(_event())

    for call in (deliveries.get, deliveries.retry):
        with pytest.raises(AppError) as caught:
            await call(OTHER, "evt_1")
        assert caught.value.reason is Reason.NOT_FOUND


async def test_k31_scripts_are_loaded_again(outbox: RedisOutbox, redis: Redis) -> None:
    """A Redis that forgot its scripts costs no event."""
    await outbox.put(_event())
    await redis.script_flush()

    leased = await _leased(outbox)
    await redis.script_flush()

    assert await outbox.record(leased, _attempt(), RETRY) is True


async def test_k33_a_full_redis_can_still_finish_deliveries(outbox: RedisOutbox, redis: Redis) -> None:
    """With its memory used up, Redis still lets events in by finish, and lets them be leased and recorded."""
    await redis.config_set("maxmemory", "1")
    try:
        assert await outbox.put(_event()) is True
        assert await outbox.record(await _leased(outbox), _attempt(Outcome.DELIVERED), DONE) is True
    finally:
        await redis.config_set("maxmemory", "0")
