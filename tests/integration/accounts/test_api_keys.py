"""The list of a client's keys."""

import pytest
from redis.asyncio import Redis

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.clients import Clients
from services.platform.accounts.values import Permission
from services.platform.errors import AppError, Reason

pytestmark = pytest.mark.redis

BOTH = tuple(Permission)


async def test_a_client_lists_its_own_keys_with_what_became_of_them(redis: Redis, client_id: str) -> None:
    """Revoked keys stay listed with the time; another client's keys are not."""
    keys = ApiKeys(redis)
    first = await keys.create(client_id, permissions=BOTH, project="a", allowed_networks=["10.0.0.0/8"])
    second = await keys.create(client_id, permissions=[Permission.CVDEEPSEARCH], per_minute=9)
    other = (await Clients(redis).create("other")).client.client_id
    await keys.create(other, permissions=BOTH)

    revoked = await keys.revoke(client_id, second.listed.key.key_id)

    assert revoked.revoked_at_ms is not None
    assert {listed.key.key_id: listed for listed in await keys.all(client_id)} == {
        first.listed.key.key_id: first.listed,
        second.listed.key.key_id: revoked,
    }


async def test_revoking_twice_keeps_the_first_time(redis: Redis, client_id: str) -> None:
    """The second revocation changes nothing."""
    keys = ApiKeys(redis)
    made = await keys.create(client_id, permissions=BOTH)

    first = await keys.revoke(client_id, made.listed.key.key_id)

    assert await keys.revoke(client_id, made.listed.key.key_id) == first


async def test_a_client_cannot_revoke_the_key_of_another(redis: Redis, client_id: str) -> None:
    """Another client's key id is as good as unknown."""
    keys = ApiKeys(redis)
    other = (await Clients(redis).create("other")).client.client_id
    made = await keys.create(other, permissions=BOTH)

    with pytest.raises(AppError) as refused:
        await keys.revoke(client_id, made.listed.key.key_id)

    assert refused.value.reason is Reason.NOT_FOUND
    assert (await keys.all(other))[0].revoked_at_ms is None


async def test_a_key_for_nobody_leaves_nothing_behind(redis: Redis) -> None:
    """An unknown client is refused before a record is written."""
    with pytest.raises(AppError) as refused:
        await ApiKeys(redis).create("cl_0000000000000000", permissions=BOTH)

    assert refused.value.reason is Reason.NOT_FOUND
    assert await redis.dbsize() == 0


async def test_a_key_needs_a_permission(redis: Redis, client_id: str) -> None:
    """A key that may do nothing is refused."""
    with pytest.raises(AppError) as refused:
        await ApiKeys(redis).create(client_id, permissions=[])

    assert list(refused.value.fields) == ["permissions"]
