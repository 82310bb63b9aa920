"""Clients, and ready ones made in one call."""

import pytest
from redis.asyncio import Redis

from services.platform.accounts.authenticator import Authenticator
from services.platform.accounts.clients import Clients
from services.platform.accounts.credits import Credits
from services.platform.accounts.provisioning import key_works, provision_client
from services.platform.accounts.values import ClientStatus, Permission
from services.platform.accounts.webhook_secrets import WebhookSecrets
from services.platform.errors import AppError, Reason

pytestmark = pytest.mark.redis


async def test_clients_are_listed_from_every_partition_oldest_first(redis: Redis) -> None:
    """Whatever partition a client falls into, the list has it, in the order of creation."""
    clients = Clients(redis)
    made = [(await clients.create(f"client {number}")).client for number in range(40)]

    assert await clients.all() == sorted(made, key=lambda client: (client.created_at_ms, client.client_id))
    assert await clients.get(made[0].client_id) == made[0]


async def test_a_client_starts_active_with_one_webhook_secret(redis: Redis) -> None:
    """Creation shows the secret that then signs."""
    made = await Clients(redis).create("Acme GmbH")

    assert made.client.status is ClientStatus.ACTIVE
    assert await WebhookSecrets(redis).signing(made.client.client_id) == (made.webhook_secret,)


async def test_an_unknown_client_is_not_found_and_not_created(redis: Redis) -> None:
    """Disabling nobody makes nobody."""
    clients = Clients(redis)

    with pytest.raises(AppError) as refused:
        await clients.set_status("cl_0000000000000000", ClientStatus.DISABLED)

    assert refused.value.reason is Reason.NOT_FOUND
    assert await clients.all() == []
    assert await redis.dbsize() == 0


async def test_a_provisioned_client_can_call_and_pay_at_once(redis: Redis) -> None:
    """Client, key and credits come out of one call, ready to use."""
    made = await provision_client(redis, name="demo", credits_granted=500)

    key = await Authenticator(redis).authenticate(made.plain_key, address="127.0.0.1")

    assert (key.client_id, key.key_id, key.permissions) == (made.client_id, made.key_id, frozenset(Permission))
    assert (await Credits(redis).statement(made.client_id)).available == 500
    assert await key_works(redis, made.plain_key)
    assert not await key_works(redis, made.plain_key[:-1] + ("a" if made.plain_key[-1] != "a" else "b"))


async def test_a_client_provisioned_without_credits_has_no_transactions(redis: Redis) -> None:
    """Zero credits are no grant."""
    made = await provision_client(redis, name="demo", credits_granted=0)

    statement = await Credits(redis).statement(made.client_id)

    assert (statement.balance, statement.transactions) == (0, ())
