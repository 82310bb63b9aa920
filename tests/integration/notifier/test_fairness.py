"""One dead host delays nobody else, with a real Redis."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.attempts import Attempts
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.config import NotifierConfig
from services.notifier.domain.delivery import NewEvent
from services.notifier.domain.slots import Limits
from services.notifier.domain.target import Target
from services.notifier.ports.sending import Answer
from services.platform.outbox.keys import hosts_key, line_key, outbox_key_of
from tests.fakes.notifier import FakeGuard, FakeSecrets
from tests.integration.notifier.conftest import CLIENT, OTHER

pytestmark = pytest.mark.redis

DEFAULTS = NotifierConfig(redis_url="")
LIMITS = Limits(total=DEFAULTS.concurrency, per_client=DEFAULTS.per_client, per_host=DEFAULTS.per_host)

FRESH: dict[Any, Any] = {"created_at_ms": 1_000, "status": "pending", "attempt": 0, "epoch": 0, "lease_until_ms": 0}


@dataclass
class BlackHoles:
    """Hosts that begin with `dead` never answer; others do at once. Counts what hangs, and at most hung, by host."""

    hanging: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    arrived: list[str] = field(default_factory=list)

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        host = target.url.removeprefix("https://").partition("/")[0]
        if host.startswith("dead"):
            self.hanging[host] += 1
            self.most[host] = max(self.most[host], self.hanging[host])
            await asyncio.Event().wait()
        self.arrived.append(headers["X-CVDM-Event-Id"])
        return Answer(http_status=200)


def _dispatcher(outbox: RedisOutbox, sender: BlackHoles) -> Dispatcher:
    attempts = Attempts(guard=FakeGuard(), sender=sender, secret_store=FakeSecrets(), outbox=outbox, total_s=3_600)
    return Dispatcher(outbox=outbox, attempts=attempts, limits=LIMITS, lease_ms=3_700_000, poll_s=0.01)


async def _fill_line(redis: Redis, outbox: RedisOutbox, client_id: str, host: str, count: int) -> None:
    """Puts many events in a line, all of them older than any other event."""
    url, made = f"https://{host}/", {}
    pipe = redis.pipeline(transaction=False)
    for number in range(count):
        event_id = f"{host}_{number}"
        made[event_id] = 1_000 + number
        pipe.hset(
            f"{hosts_key(client_id).removesuffix('due')}event:{event_id}",
            mapping=FRESH | {"event_id": event_id, "client_id": client_id, "url": url, "host": host, "body": b"{}"},
        )
    pipe.zadd(line_key(client_id, host), made)
    pipe.zadd(hosts_key(client_id), {host: 1_000})
    pipe.zadd(outbox_key_of(client_id), {client_id: 1_000})
    await pipe.execute()


async def _until_arrived(dispatcher: Dispatcher, sender: BlackHoles, count: int) -> None:
    """Runs until so many have arrived; dead hosts hang for ever, so that nothing arrives by their giving up."""
    running = asyncio.create_task(dispatcher.run())
    async with asyncio.timeout(60):
        while len(sender.arrived) < count:
            await asyncio.sleep(0.01)
    dispatcher.stop()
    await dispatcher.abandon()
    await running


@pytest.mark.parametrize("healthy_client", [CLIENT, OTHER], ids=["same client", "other client"])
async def test_w14_ten_thousand_for_a_black_hole_delay_nobody_else(
    outbox: RedisOutbox, redis: Redis, healthy_client: str
) -> None:
    """Ten thousand older events for a host that never answers; a hundred for a healthy one arrive while it still hangs."""
    await _fill_line(redis, outbox, CLIENT, "dead.example.com", 10_000)
    for number in range(100):
        url = "https://alive.example.com/"
        await outbox.put(NewEvent(client_id=healthy_client, event_id=f"evt_{number}", url=url, body=b"{}"))
    sender = BlackHoles()

    await _until_arrived(_dispatcher(outbox, sender), sender, 100)

    assert sorted(sender.arrived) == sorted(f"evt_{number}" for number in range(100))
    assert 1 <= sender.most["dead.example.com"] <= LIMITS.per_host


async def test_s115_a_thousand_dead_hosts_of_one_client_delay_no_other(outbox: RedisOutbox, redis: Redis) -> None:
    """A thousand hosts that never answer, all due before; another client's events arrive while they still hang."""
    for number in range(1_000):
        await _fill_line(redis, outbox, CLIENT, f"dead-{number}.example.com", 1)
    for number in range(100):
        url = f"https://alive-{number % 7}.example.com/"
        await outbox.put(NewEvent(client_id=OTHER, event_id=f"evt_{number}", url=url, body=b"{}"))
    sender = BlackHoles()

    await _until_arrived(_dispatcher(outbox, sender), sender, 100)

    assert len(set(sender.arrived)) == 100
    assert 1 <= sum(sender.hanging.values()) <= LIMITS.per_client
