"""A client with a webhook secret, and deliveries to one listener of the test."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from services.notifier.adapters.http_sender import HttpSender
from services.notifier.adapters.redis_deliveries import RedisDeliveries
from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.application.attempts import Attempts
from services.notifier.application.deliveries import Deliveries
from services.notifier.application.dispatcher import Dispatcher
from services.notifier.domain.slots import Limits
from services.notifier.ports.guard import TargetGuard
from services.platform.accounts.account_keys import secrets_key
from services.platform.accounts.webhook_secrets import WebhookSecrets

CLIENT = "cl_aaaaaaaaaaaaaaaa"
OTHER = "cl_bbbbbbbbbbbbbbbb"
SECRET = "whsec_first"
LIMITS = Limits(total=16, per_client=8, per_host=4)

GiveSecret = Callable[..., Awaitable[None]]
MakeDispatcher = Callable[..., Dispatcher]


@pytest.fixture
def outbox(redis: Redis) -> RedisOutbox:
    return RedisOutbox(redis)


@pytest.fixture
def deliveries(redis: Redis, outbox: RedisOutbox) -> Deliveries:
    """Reads and retries; its guard is asked by no test."""
    guard: Any = None
    return Deliveries(guard=guard, outbox=outbox, store=RedisDeliveries(redis))


@pytest.fixture
def give_secret(redis: Redis) -> GiveSecret:
    """Adds a secret to a client; the newest stands first."""

    async def give(client_id: str = CLIENT, secret: str = SECRET, expires_at_ms: int | None = None) -> None:
        row = {"id": f"whs_{secret}", "secret": secret, "created_at_ms": 1, "expires_at_ms": expires_at_ms}
        answer: Any = redis.lpush(secrets_key(client_id), json.dumps(row))
        await answer

    return give


@pytest.fixture
def make_dispatcher(redis: Redis, outbox: RedisOutbox) -> MakeDispatcher:
    def make(
        guard: TargetGuard,
        *,
        lease_ms: int = 60_000,
        clock: Callable[[], float] | None = None,
        limits: Limits = LIMITS,
    ) -> Dispatcher:
        attempts = Attempts(
            guard=guard,
            sender=HttpSender(total_s=5),
            secret_store=WebhookSecrets(redis),
            outbox=outbox,
            total_s=8,
            jitter=lambda: 0.0,
            **({"clock": clock} if clock else {}),
        )
        return Dispatcher(outbox=outbox, attempts=attempts, limits=limits, lease_ms=lease_ms, poll_s=0.01)

    return make
