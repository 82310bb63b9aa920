"""How due events are taken, over fakes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from services.notifier.application.attempts import Attempts
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.delivery import DueEvent
from services.notifier.domain.slots import Limits
from tests.fakes.notifier import FakeGuard, FakeOutbox, FakeSecrets, FakeSender


def _dispatcher(outbox: FakeOutbox, sender: FakeSender, **limits: int) -> Dispatcher:
    attempts = Attempts(guard=FakeGuard(), sender=sender, secret_store=FakeSecrets(), outbox=outbox, total_s=30.0)
    given = {"total": 6, "per_client": 2, "per_host": 2} | limits
    return Dispatcher(outbox=outbox, attempts=attempts, limits=Limits(**given), lease_ms=60_000, poll_s=0.01)


def _events(count: int, *, client_id: str = "cl_a", due_at_ms: int = 100, host: str = "") -> list[DueEvent]:
    """Events of a client, each for a host of its own unless one is named."""
    return [
        DueEvent(
            client_id=client_id,
            event_id=f"{client_id}_{number}",
            host=host or f"h{number}.example.com",
            due_at_ms=due_at_ms + number,
        )
        for number in range(count)
    ]


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)


async def test_k28_the_oldest_due_events_go_first() -> None:
    """After an outage the events that have waited longest are attempted first."""
    late, early = _events(2, due_at_ms=900), _events(2, client_id="cl_b", due_at_ms=100)
    outbox, sender = FakeOutbox(waiting=[*late, *early]), FakeSender()
    dispatcher = _dispatcher(outbox, sender, total=1)

    for _ in range(4):
        assert await dispatcher.fill() == 1
        await dispatcher.settle()

    assert [event.event_id for event, _, _ in outbox.recorded] == ["cl_b_0", "cl_b_1", "cl_a_0", "cl_a_1"]


async def test_no_more_attempts_at_once_than_allowed() -> None:
    """The limit holds while everything hangs."""
    clients = [event for client in "abcdef" for event in _events(3, client_id=f"cl_{client}")]
    outbox, sender = FakeOutbox(waiting=clients), FakeSender(gate=asyncio.Event())
    dispatcher = _dispatcher(outbox, sender)

    running = asyncio.create_task(dispatcher.run())
    await _until(lambda: len(sender.sent) == 6)
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(sender.sent) == 6
    assert sender.gate is not None
    sender.gate.set()
    await _until(lambda: len(outbox.recorded) == 18)
    dispatcher.stop()
    await running

    assert sender.most_at_once == 6


async def test_w14_a_slow_client_leaves_room_for_others() -> None:
    """A client whose receiver hangs holds only its share; another client's later event goes through."""
    slow, other = _events(50, client_id="cl_slow", due_at_ms=0), _events(1, client_id="cl_other", due_at_ms=9_000)
    outbox, sender = FakeOutbox(waiting=[*slow, *other]), FakeSender(gate=asyncio.Event())
    dispatcher = _dispatcher(outbox, sender)

    while await dispatcher.fill():
        pass

    clients = [headers["X-CVDM-Event-Id"] for _, _, headers in await _sent(sender, 3)]
    assert sorted(clients) == ["cl_other_0", "cl_slow_0", "cl_slow_1"]
    await dispatcher.abandon()


async def _sent(sender: FakeSender, count: int) -> list[Any]:
    await _until(lambda: len(sender.sent) == count)
    return list(sender.sent)


async def test_w14_a_hanging_host_leaves_room_for_the_same_clients_others() -> None:
    """The client's later event for another host goes through beside a hundred for one that never answers."""
    dead = _events(100, due_at_ms=0, host="dead.example.com")
    healthy = DueEvent(client_id="cl_a", event_id="healthy", host="alive.example.com", due_at_ms=9_000)
    outbox, sender = FakeOutbox(waiting=[*dead, healthy]), FakeSender(gate=asyncio.Event())
    dispatcher = _dispatcher(outbox, sender, total=64, per_client=8, per_host=2)

    while await dispatcher.fill():
        pass

    sent = [headers["X-CVDM-Event-Id"] for _, _, headers in await _sent(sender, 3)]
    assert sent == ["cl_a_0", "cl_a_1", "healthy"]
    await dispatcher.abandon()


async def test_a_lease_that_fails_gives_its_place_back() -> None:
    """Whatever becomes of a lease, the room for attempts is whole again afterwards."""
    outbox, sender = FakeOutbox(waiting=_events(4), lease_failures=3), FakeSender()
    dispatcher = _dispatcher(outbox, sender, total=64, per_client=16, per_host=2)

    with pytest.raises(ConnectionError):
        await dispatcher.fill()
    await dispatcher.settle()
    assert len(outbox.recorded) == 1
    await dispatcher.fill()
    await dispatcher.settle()

    assert len(outbox.recorded) == 4
    assert (dispatcher._slots.taken, dispatcher._slots.full_clients()) == (0, frozenset())


async def test_stop_lets_attempts_under_way_end() -> None:
    """`run` returns after `stop` only once the last attempt is recorded."""
    outbox, sender = FakeOutbox(waiting=_events(1)), FakeSender(gate=asyncio.Event())
    dispatcher = _dispatcher(outbox, sender)
    running = asyncio.create_task(dispatcher.run())
    await _until(lambda: len(sender.sent) == 1)

    dispatcher.stop()
    outbox.waiting.extend(_events(1, client_id="cl_late"))
    await asyncio.sleep(0)
    assert not running.done()
    assert sender.gate is not None
    sender.gate.set()
    await asyncio.wait_for(running, 10)

    assert [event.client_id for event, _, _ in outbox.recorded] == ["cl_a"]


async def test_an_outbox_that_fails_is_looked_at_again(monkeypatch: Any) -> None:
    """Redis away for a moment does not end the consumer."""
    monkeypatch.setattr("services.notifier.application.dispatcher._PAUSE_AFTER_FAILURE_S", 0.0)
    outbox, sender = FakeOutbox(waiting=_events(1), failures=2), FakeSender()
    dispatcher = _dispatcher(outbox, sender)

    running = asyncio.create_task(dispatcher.run())
    await _until(lambda: len(outbox.recorded) == 1)
    dispatcher.stop()
    await asyncio.wait_for(running, 10)

    assert outbox.looked >= 3


async def test_abandoned_attempts_record_nothing() -> None:
    """What is cut off at the end of the grace time leaves its event to its lease."""
    outbox, sender = FakeOutbox(waiting=_events(2)), FakeSender(gate=asyncio.Event())
    dispatcher = _dispatcher(outbox, sender)
    await dispatcher.fill()
    await _sent(sender, 2)

    await dispatcher.abandon()

    assert outbox.recorded == []
