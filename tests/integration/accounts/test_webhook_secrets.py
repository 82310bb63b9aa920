"""Webhook secrets and their rotation."""

import json

import pytest
from redis.asyncio import Redis

from services.platform.accounts.account_keys import secrets_key
from services.platform.accounts.clients import Clients
from services.platform.accounts.clock import redis_now_ms
from services.platform.accounts.webhook_secrets import MAX_VALID, WebhookSecrets
from services.platform.errors import AppError, Reason

pytestmark = pytest.mark.redis


async def end_all_overlaps(redis: Redis, client_id: str) -> None:
    """As if every overlap had run out."""
    now_ms = await redis_now_ms(redis)
    for place, raw in enumerate(await redis.lrange(secrets_key(client_id), 0, -1)):
        secret = json.loads(raw)
        if "expires_at_ms" in secret:
            await redis.lset(secrets_key(client_id), place, json.dumps(secret | {"expires_at_ms": now_ms}))


async def test_t08_both_secrets_sign_until_the_overlap_ends(redis: Redis) -> None:
    """After a rotation the new secret signs first, the old one beside it, and alone once the overlap is over."""
    made = await Clients(redis).create("Acme GmbH")
    client_id, secrets = made.client.client_id, WebhookSecrets(redis)

    rotated = await secrets.rotate(client_id, overlap_s=3600)
    assert await secrets.signing(client_id) == (rotated.webhook_secret, made.webhook_secret)

    await end_all_overlaps(redis, client_id)
    assert await secrets.signing(client_id) == (rotated.webhook_secret,)


async def test_t08_rotating_one_client_leaves_the_others_alone(redis: Redis, client_id: str) -> None:
    """Secrets are per client."""
    other = await Clients(redis).create("other")
    await WebhookSecrets(redis).rotate(client_id)

    assert await WebhookSecrets(redis).signing(other.client.client_id) == (other.webhook_secret,)


async def test_a_leaked_secret_can_be_ended_at_once(redis: Redis, client_id: str) -> None:
    """An overlap of nothing ends every older secret, even one whose own overlap still ran."""
    secrets = WebhookSecrets(redis)
    await secrets.rotate(client_id, overlap_s=3600)

    last = await secrets.rotate(client_id, overlap_s=0)

    assert await secrets.signing(client_id) == (last.webhook_secret,)


async def test_a_later_rotation_does_not_prolong_an_older_secret(redis: Redis, client_id: str) -> None:
    """A secret that is to end in an hour still ends then when another rotation allows a day."""
    secrets = WebhookSecrets(redis)
    await secrets.rotate(client_id, overlap_s=3600)
    (_, oldest) = await secrets.all(client_id)

    await secrets.rotate(client_id, overlap_s=86_400)

    assert (await secrets.all(client_id))[-1] == oldest


async def test_a_list_of_secrets_shows_none(redis: Redis, client_id: str) -> None:
    """Ids and times are listed; the current one has no end."""
    rotated = await WebhookSecrets(redis).rotate(client_id)

    listed = await WebhookSecrets(redis).all(client_id)

    assert listed[0].secret_id == rotated.secret_id
    assert [secret.expires_at_ms is None for secret in listed] == [True, False]
    assert "whsec_" not in repr(listed)


async def test_at_most_five_secrets_are_valid_at_once(redis: Redis, client_id: str) -> None:
    """A sixth valid secret is refused and changes nothing; ending the older ones makes room."""
    secrets = WebhookSecrets(redis)
    for _ in range(MAX_VALID - 1):
        await secrets.rotate(client_id)
    before = await secrets.all(client_id)

    with pytest.raises(AppError) as refused:
        await secrets.rotate(client_id)

    assert refused.value.reason is Reason.INVALID_INPUT
    assert await secrets.all(client_id) == before
    await secrets.rotate(client_id, overlap_s=0)
    assert len(await secrets.all(client_id)) == 1


@pytest.mark.parametrize("overlap_s", [-1, 30 * 86_400 + 1])
async def test_an_overlap_has_bounds(redis: Redis, client_id: str, overlap_s: int) -> None:
    """Less than nothing and more than 30 days are refused."""
    with pytest.raises(AppError) as refused:
        await WebhookSecrets(redis).rotate(client_id, overlap_s=overlap_s)

    assert list(refused.value.fields) == ["overlap_s"]


async def test_an_unknown_client_gets_no_secret(redis: Redis) -> None:
    """Rotating for nobody stores nothing."""
    with pytest.raises(AppError) as refused:
        await WebhookSecrets(redis).rotate("cl_0000000000000000")

    assert refused.value.reason is Reason.NOT_FOUND
    assert await redis.dbsize() == 0
