"""The outbox's scripts on a real Redis."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.deliveries import Deliveries
from services.notifier.domain.delivery import (
    Attempt,
    DeliveryFilter,
    DeliveryStatus,
    DueEvent,
    LeasedEvent,
    NewEvent,
    Outcome,
)
from services.notifier.domain.schedule import Verdict
from services.notifier.ports.outbox import Wanted
from services.platform.errors import AppError, Reason
from services.platform.outbox.keys import (
    attempts_key,
    event_key,
    events_key,
    hosts_key,
    line_key,
    outbox_key_of,
)
from services.platform.storage.keys import partition_of
from tests.integration.notifier.conftest import CLIENT, OTHER
from tests.support.outbox import waiting

pytestmark = pytest.mark.redis

HOST = "hooks.example.com"
RETRY = Verdict(DeliveryStatus.PENDING, wait_ms=30_000)
DONE = Verdict(DeliveryStatus.DELIVERED)


def _event(event_id: str = "evt_1", *, client_id: str = CLIENT, body: bytes = b'{"a":1}', host: str = HOST) -> NewEvent:
    return NewEvent(client_id=client_id, event_id=event_id, url=f"https://{host}/h", body=body)


def _attempt(outcome: Outcome = Outcome.HTTP_ERROR, *, at_ms: int = 1_700_000_000_000) -> Attempt:
    return Attempt(at_ms=at_ms, http_status=500, duration_ms=12, outcome=outcome)


async def _due(outbox: RedisOutbox, *, limit: int = 10) -> list[DueEvent]:
    return list(await outbox.due(Wanted(limit=limit, per_client=limit, per_host=limit)))[:limit]


async def _lease(outbox: RedisOutbox, event_id: str = "evt_1", *, lease_ms: int = 60_000) -> LeasedEvent | None:
    return await outbox.lease(DueEvent(client_id=CLIENT, event_id=event_id, host=HOST, due_at_ms=0), lease_ms=lease_ms)


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
    before = await waiting(redis, CLIENT)

    assert await outbox.put(_event(body=b"other")) is False

    assert await waiting(redis, CLIENT) == before
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
    assert await _lines(redis) == []
    assert 0 < await redis.pttl(event_key(CLIENT, "evt_1")) <= 30 * 86_400_000
    assert 0 < await redis.pttl(attempts_key(CLIENT, "evt_1")) <= 30 * 86_400_000


async def test_retry_makes_a_delivery_due_now(outbox: RedisOutbox, deliveries: Deliveries, redis: Redis) -> None:
    """Waiting, delivered or exhausted: asked for, it is due at once and no longer expires; what had ended begins anew."""
    for number, verdict in enumerate([RETRY, DONE, Verdict(DeliveryStatus.EXHAUSTED)]):
        event_id = f"evt_{number}"
        await outbox.put(_event(event_id))
        await outbox.record(await _leased(outbox, event_id), _attempt(), verdict)
        assert await _lease(outbox, event_id) is None

        await deliveries.retry(CLIENT, event_id)

        again = await _leased(outbox, event_id)
        begun = 1 if verdict is RETRY else 0
        assert (again.epoch, again.attempts_made, again.body) == (2, begun, _event().body)
        assert await redis.pttl(event_key(CLIENT, event_id)) == -1
        assert len((await deliveries.get(CLIENT, event_id)).attempts) == 1, (
            "what was attempted before can still be read"
        )


async def test_retry_leaves_an_attempt_under_way_alone(outbox: RedisOutbox, deliveries: Deliveries) -> None:
    """Who asks while an attempt runs starts no second one beside it."""
    await outbox.put(_event())
    leased = await _leased(outbox)

    await deliveries.retry(CLIENT, "evt_1")

    assert await _lease(outbox) is None
    assert await outbox.record(leased, _attempt(Outcome.DELIVERED), DONE) is True


async def test_the_oldest_due_events_come_first_over_all_partitions(outbox: RedisOutbox, redis: Redis) -> None:
    """The order is one for all clients, wherever they are stored."""
    clients = [f"cl_{number:016d}" for number in range(40)]
    assert len({partition_of(client) for client in clients}) > 8
    for position, client in enumerate(reversed(clients)):
        await outbox.put(_event(client_id=client))
        await _set_due(redis, client, "evt_1", at_ms=1_000 + position)

    first = await _due(outbox, limit=5)

    assert [event.client_id for event in first] == list(reversed(clients))[:5]
    backlog = await outbox.backlog()
    assert backlog.due == 40
    assert backlog.oldest_due_age_ms > 1_000_000


async def _set_due(redis: Redis, client_id: str, event_id: str, *, at_ms: int, host: str = HOST) -> None:
    """Moves an event that is first in its line."""
    await redis.zadd(line_key(client_id, host), {event_id: at_ms})
    await redis.zadd(hosts_key(client_id), {host: at_ms})
    await redis.zadd(outbox_key_of(client_id), {client_id: at_ms})


NEIGHBOUR = next(
    client for client in (f"cl_{n:016d}" for n in range(1_000)) if partition_of(client) == partition_of(CLIENT)
)


async def test_w14_a_client_that_has_its_share_is_passed_over_in_one_step(outbox: RedisOutbox, redis: Redis) -> None:
    """Thousands of older events of a busy client do not hide a neighbour's in the same partition."""
    await outbox.put(_event())
    await redis.zadd(line_key(CLIENT, HOST), {f"evt_{n:05d}": 1_000 + n for n in range(20_000)})
    await _set_due(redis, CLIENT, "evt_1", at_ms=1)
    await outbox.put(_event(client_id=NEIGHBOUR))

    found = await outbox.due(Wanted(limit=1, per_client=1, per_host=1, full_clients=frozenset({CLIENT})))

    assert [event.client_id for event in found] == [NEIGHBOUR]


async def test_w14_a_host_that_has_its_share_is_passed_over_in_one_step(outbox: RedisOutbox, redis: Redis) -> None:
    """Thousands of older events for a host that hangs do not hide the same client's for another."""
    await outbox.put(_event("evt_dead", host="dead.example.com"))
    await redis.zadd(line_key(CLIENT, "dead.example.com"), {f"evt_{n:05d}": 1_000 + n for n in range(20_000)})
    await _set_due(redis, CLIENT, "evt_dead", at_ms=1, host="dead.example.com")
    await outbox.put(_event("evt_alive", host="alive.example.com:8443"))
    full = frozenset({(CLIENT, "dead.example.com")})

    found = await outbox.due(Wanted(limit=1, per_client=1, per_host=1, full_hosts=full))

    assert [(event.event_id, event.host) for event in found] == [("evt_alive", "alive.example.com:8443")]


async def test_w14_many_clients_with_nothing_but_full_hosts_hide_nobody(outbox: RedisOutbox) -> None:
    """Clients that may send, but have older events only for hosts that have their share, do not use up the look."""
    stuck = [f"cl_{number:016d}" for number in range(40)]
    for client_id in stuck:
        await outbox.put(_event("evt_dead", client_id=client_id))
    await outbox.put(_event(client_id=NEIGHBOUR, host="alive.example.com"))
    full = frozenset((client_id, HOST) for client_id in stuck)

    found = await outbox.due(Wanted(limit=1, per_client=2, per_host=1, full_hosts=full))

    assert [event.host for event in found] == ["alive.example.com"]


async def test_w09_a_bounded_number_of_attempts_is_kept(
    outbox: RedisOutbox, deliveries: Deliveries, monkeypatch: Any
) -> None:
    """However often an event is asked for again, the newest attempts can be read and the oldest are gone."""
    monkeypatch.setattr("services.notifier.adapters.redis_outbox.MOST_ATTEMPTS_KEPT", 3)
    await outbox.put(_event())
    for number in range(5):
        await outbox.record(await _leased(outbox), _attempt(at_ms=number), RETRY)
        await deliveries.retry(CLIENT, "evt_1")

    assert [attempt.at_ms for attempt in (await deliveries.get(CLIENT, "evt_1")).attempts] == [2, 3, 4]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Hooks.Example.com/a?b=c", "hooks.example.com"), ("https://h.example.com:8443", "h.example.com:8443"),
        ("https://[2001:db8::1]:443/x", "[2001:db8::1]:443"), ("https://bücher.example/", "b??cher.example"),
        ("https://h.example.com?x", "h.example.com"), ("not a url", ""), ("https://" + "a" * 2_000, "a" * 300),
    ],
    ids=str,
)  # fmt: skip
async def test_a_line_is_named_by_the_host_as_it_was_written(
    outbox: RedisOutbox, redis: Redis, url: str, host: str
) -> None:
    """Whatever stands in a URL, its event has a line, is found there, leased and taken out again."""
    await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_1", url=url, body=b"{}"))

    (due,) = await _due(outbox)
    leased = await outbox.lease(due, lease_ms=60_000)

    assert due.host == host
    assert leased is not None
    assert leased.url == url
    assert await outbox.record(leased, _attempt(Outcome.DELIVERED), DONE) is True
    assert await _lines(redis) == []


async def _lines(redis: Redis) -> list[bytes | str]:
    """Every key that leads to a waiting event of the client."""
    return [key for pattern in ("*outbox", "*:due*") for key in await redis.keys(f"cvdeep:{pattern}")]


async def test_an_entry_without_its_event_is_taken_out(outbox: RedisOutbox, redis: Redis) -> None:
    """Nothing waits for an event that is gone."""
    await _set_due(redis, CLIENT, "evt_gone", at_ms=1)

    assert await _lease(outbox, "evt_gone") is None

    assert await _lines(redis) == []


async def test_the_count_of_what_is_due_is_bounded(outbox: RedisOutbox, redis: Redis, monkeypatch: Any) -> None:
    """Many hosts with due events are counted up to a limit, so that counting never takes long."""
    monkeypatch.setattr("services.notifier.adapters.redis_outbox._MOST_HOSTS_COUNTED", 10)
    for number in range(30):
        await outbox.put(_event(f"evt_{number}", host=f"h{number}.example.com"))

    assert (await outbox.backlog()).due == 10


async def test_w07_gone_is_remembered_for_what_was_meant_for_the_target_before(
    outbox: RedisOutbox, deliveries: Deliveries
) -> None:
    """After a 410 other events for the same URL know it; new ones, other URLs and those asked for since do not."""
    for event_id in ("evt_1", "evt_2", "evt_3"):
        await outbox.put(_event(event_id))
    await outbox.put(NewEvent(client_id=CLIENT, event_id="evt_else", url=f"https://{HOST}/else", body=b"{}"))
    gone = Attempt(at_ms=1, http_status=410, duration_ms=1, outcome=Outcome.GONE)
    assert await outbox.record(await _leased(outbox), gone, Verdict(DeliveryStatus.EXHAUSTED)) is True
    await asyncio.sleep(0.002)  # Redis's clock must show another millisecond
    await outbox.put(_event("evt_new"))
    await deliveries.retry(CLIENT, "evt_3")

    known = {event_id: (await _leased(outbox, event_id)).gone for event_id in ("evt_2", "evt_3", "evt_else", "evt_new")}

    assert known == {"evt_2": True, "evt_3": False, "evt_else": False, "evt_new": False}


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
        page = await deliveries.page(CLIENT, DeliveryFilter(), limit=4, cursor=cursor)
        seen += [delivery.event_id for delivery in page.deliveries]
        cursor = page.next_cursor
        if not cursor:
            break

    assert seen == [f"evt_{number:02d}" for number in reversed(range(25)) if number not in (7, 24)]


async def test_deliveries_are_found_by_status_and_time(
    outbox: RedisOutbox, deliveries: Deliveries, redis: Redis, monkeypatch: Any
) -> None:
    """A narrow filter leads through short pages to all it means and nothing else, in either order."""
    monkeypatch.setattr("services.notifier.adapters.redis_deliveries._CHUNK", 5)
    monkeypatch.setattr("services.notifier.adapters.redis_deliveries.MOST_LOOKED_AT", 10)
    for number in range(60):
        event_id = f"evt_{number:02d}"
        await outbox.put(_event(event_id))
        if number % 17 == 0:
            await outbox.record(await _leased(outbox, event_id), _attempt(), Verdict(DeliveryStatus.EXHAUSTED))
    for number in range(60):
        event_id = f"evt_{number:02d}"
        # Three events a millisecond.
        await redis.zadd(events_key(CLIENT), {event_id: 1_000 + number // 3})
        changed: Any = redis.hset(event_key(CLIENT, event_id), "created_at_ms", 1_000 + number // 3)
        await changed
    wanted = DeliveryFilter(status=DeliveryStatus.EXHAUSTED, from_ms=1_001, before_ms=1_017)
    seen: list[str] = []
    cursor, pages = "", 0
    while not pages or cursor:
        page = await deliveries.page(CLIENT, wanted, limit=10, cursor=cursor)
        seen += [delivery.event_id for delivery in page.deliveries]
        cursor, pages = page.next_cursor, pages + 1

    assert seen == ["evt_34", "evt_17"]
    assert pages > 1
    retried, cursor = 0, ""
    while True:
        done = await deliveries.retry_all(CLIENT, wanted, limit=10, cursor=cursor)
        retried, cursor = retried + done.retried, done.next_cursor
        if not cursor:
            break
    assert retried == 2
    assert (await deliveries.get(CLIENT, "evt_17")).status is DeliveryStatus.PENDING
    assert (await deliveries.get(CLIENT, "evt_51")).status is DeliveryStatus.EXHAUSTED


async def test_the_time_ended_events_are_kept_can_be_chosen(redis: Redis) -> None:
    """A shorter time holds for events and attempts, and ids of the past leave the client's list."""
    outbox = RedisOutbox(redis, kept=timedelta(days=2))
    await outbox.put(_event("evt_old"))
    await redis.zadd(events_key(CLIENT), {"evt_old": 1_000})
    await outbox.put(_event())

    await outbox.record(await _leased(outbox), _attempt(), DONE)

    assert 86_400_000 < await redis.pttl(event_key(CLIENT, "evt_1")) <= 2 * 86_400_000
    assert 86_400_000 < await redis.pttl(attempts_key(CLIENT, "evt_1")) <= 2 * 86_400_000
    assert await redis.zrange(events_key(CLIENT), 0, -1) == [b"evt_1"]


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
