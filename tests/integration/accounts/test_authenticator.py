"""Who may call, now and from where."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Connection, Redis

from services.platform.accounts.account_keys import api_key_key
from services.platform.accounts.api_keys import ApiKeys, NewApiKey
from services.platform.accounts.authenticator import Authenticator
from services.platform.accounts.clients import Clients
from services.platform.accounts.clock import redis_now_ms
from services.platform.accounts.identifiers import hash_api_key, new_api_key
from services.platform.accounts.values import ClientStatus, Permission
from services.platform.errors import AppError, Reason
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

HOME = "127.0.0.1"


async def new_key(redis: Redis, client_id: str, **terms: Any) -> NewApiKey:
    return await ApiKeys(redis).create(client_id, permissions=[Permission.CVDEEPMATCH], **terms)


async def refusal(redis: Redis, plain_key: str, *, address: str = HOME) -> Reason:
    return await refusal_by(Authenticator(redis), plain_key, address=address)


async def refusal_by(authenticator: Authenticator, plain_key: str, *, address: str = HOME) -> Reason:
    with pytest.raises(AppError) as refused:
        await authenticator.authenticate(plain_key, address=address)
    return refused.value.reason


def mistyped(plain_key: str) -> str:
    return plain_key[:-1] + ("a" if plain_key[-1] != "a" else "b")


async def test_a_valid_key_tells_its_terms(redis: Redis, client_id: str) -> None:
    """What was given at creation is what a call is judged by."""
    made = await new_key(
        redis, client_id, project="hiring", per_minute=7, expires_at_ms=4 * 10**12, allowed_networks=["127.0.0.0/8"]
    )

    key = await Authenticator(redis).authenticate(made.plain_key, address=HOME)

    assert key == made.listed.key
    assert (key.client_id, key.project, key.per_minute) == (client_id, "hiring", 7)
    assert key.permissions == {Permission.CVDEEPMATCH}


async def test_a03_no_value_in_redis_and_no_byte_of_its_log_holds_a_plain_key(
    redis: Redis, client_id: str, redis_server: RedisServer
) -> None:
    """Neither keys, values nor the append-only file contain a plain key after it was made, used and revoked."""
    made = await new_key(redis, client_id)
    await Authenticator(redis).authenticate(made.plain_key, address=HOME)
    secret_part = made.plain_key.removeprefix("cvk_").encode()
    stored = await everything(redis)
    assert any(hash_api_key(made.plain_key).encode() in value for value in stored)
    await ApiKeys(redis).revoke(client_id, made.listed.key.key_id)

    for value in stored + await everything(redis):
        assert secret_part not in value
    files = [path for path in Path(redis_server.directory).rglob("*") if path.is_file()]
    assert any(hash_api_key(made.plain_key).encode() in path.read_bytes() for path in files)
    assert not any(secret_part in path.read_bytes() for path in files)


async def everything(redis: Redis) -> list[bytes]:
    """All key names, fields and values."""
    found: list[Any] = []
    async for key in redis.scan_iter():
        found.append(key)
        match await redis.type(key):
            case b"hash":
                found += [part for pair in (await redis.hgetall(key)).items() for part in pair]
            case b"list":
                found += await redis.lrange(key, 0, -1)
            case b"set":
                found += await redis.smembers(key)
            case _:
                found.append(await redis.get(key))
    return found


@pytest.mark.usefixtures("one_redis")
async def test_a02_unknown_revoked_and_mistyped_keys_cost_redis_the_same(redis: Redis, client_id: str) -> None:
    """All three are refused alike, after the same commands: nothing tells them apart."""
    made, revoked = await new_key(redis, client_id), await new_key(redis, client_id)
    await ApiKeys(redis).revoke(client_id, revoked.listed.key.key_id)
    await refusal(redis, new_api_key())  # connects

    costs = []
    for plain_key in (new_api_key(), revoked.plain_key, mistyped(made.plain_key)):
        await redis.config_resetstat()
        assert await refusal(redis, plain_key) is Reason.INVALID_API_KEY
        costs.append(calls_of(await redis.info("commandstats")))

    assert costs[0] == costs[1] == costs[2]
    assert costs[0]["cmdstat_hgetall"] == 1


def calls_of(stats: Mapping[str, Any]) -> dict[str, int]:
    return {name: stat["calls"] for name, stat in stats.items() if not name.startswith("cmdstat_config")}


async def test_a04_a_revoked_key_is_refused_from_the_next_call_on(redis: Redis, client_id: str) -> None:
    """It worked a moment ago, for the same gateway too; the client's other key still works."""
    authenticator, first, second = (
        Authenticator(redis),
        await new_key(redis, client_id),
        await new_key(redis, client_id),
    )
    await authenticator.authenticate(first.plain_key, address=HOME)

    await ApiKeys(redis).revoke(client_id, first.listed.key.key_id)

    assert await refusal_by(authenticator, first.plain_key) is Reason.INVALID_API_KEY
    assert (await authenticator.authenticate(second.plain_key, address=HOME)).key_id == second.listed.key.key_id


async def test_a_disabled_client_is_inactive_at_once_and_active_again_when_enabled(
    redis: Redis, client_id: str
) -> None:
    """Disabling refuses every key of the client; enabling honours them again."""
    made, authenticator = await new_key(redis, client_id), Authenticator(redis)
    await authenticator.authenticate(made.plain_key, address=HOME)

    await Clients(redis).set_status(client_id, ClientStatus.DISABLED)
    assert await refusal_by(authenticator, made.plain_key) is Reason.CLIENT_INACTIVE
    assert await refusal(redis, made.plain_key) is Reason.CLIENT_INACTIVE

    await Clients(redis).set_status(client_id, ClientStatus.ACTIVE)
    assert (await authenticator.authenticate(made.plain_key, address=HOME)).client_id == client_id


@pytest.mark.usefixtures("one_redis")
async def test_a_key_seen_before_takes_one_round_trip_and_every_rule_is_read_anew(
    redis: Redis, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose key it is is remembered, up to a number of keys; a record that names another client is believed."""
    monkeypatch.setattr("services.platform.accounts.authenticator._MOST_REMEMBERED", 1)
    authenticator, trips = Authenticator(redis), []
    send = Connection.send_packed_command

    async def counted(connection: Connection, *arguments: Any, **options: Any) -> None:
        trips.append(connection)
        await send(connection, *arguments, **options)

    first, second = await new_key(redis, client_id), await new_key(redis, client_id)
    monkeypatch.setattr(Connection, "send_packed_command", counted)
    took = []
    for made in (first, first, second, first):
        trips.clear()
        await authenticator.authenticate(made.plain_key, address=HOME)
        took.append(len(trips))
    assert took == [2, 1, 2, 2]

    other = (await Clients(redis).create("other")).client.client_id
    await redis.hset(api_key_key(hash_api_key(first.plain_key)), "client_id", other)
    await Clients(redis).set_status(client_id, ClientStatus.DISABLED)
    assert (await authenticator.authenticate(first.plain_key, address=HOME)).client_id == other


async def test_a_key_expires_at_its_millisecond_of_redis_time(redis: Redis, client_id: str) -> None:
    """The instant itself is too late; a minute before it is not."""
    now_ms = await redis_now_ms(redis)
    ended = await new_key(redis, client_id, expires_at_ms=now_ms)
    running = await new_key(redis, client_id, expires_at_ms=now_ms + 60_000)

    assert await refusal(redis, ended.plain_key) is Reason.API_KEY_EXPIRED
    assert await Authenticator(redis).authenticate(running.plain_key, address=HOME) == running.listed.key


@pytest.mark.parametrize("address", ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::5"])
async def test_a_key_with_an_ip_list_works_from_its_networks(redis: Redis, client_id: str, address: str) -> None:
    """IPv4, IPv4 inside IPv6 and IPv6 addresses of the listed networks are let in."""
    made = await new_key(redis, client_id, allowed_networks=["203.0.113.0/24", "2001:db8::/64"])

    assert (await Authenticator(redis).authenticate(made.plain_key, address=address)).client_id == client_id


@pytest.mark.parametrize("address", ["203.0.114.9", "::ffff:203.0.114.9", "2001:db8:0:1::5", "", "unix"])
async def test_a_key_with_an_ip_list_works_from_nowhere_else(redis: Redis, client_id: str, address: str) -> None:
    """Another network, and an address that cannot be read, are refused."""
    made = await new_key(redis, client_id, allowed_networks=["203.0.113.0/24", "2001:db8::/64"])

    assert await refusal(redis, made.plain_key, address=address) is Reason.IP_NOT_ALLOWED


@pytest.mark.parametrize("plain_key", ["", "cvk_", "cvk_" + "a" * 28 + "\n", "cvk_" + "é" * 28, "a" * 1_000_000])
async def test_a01_a_text_that_is_no_key_is_invalid(redis: Redis, plain_key: str) -> None:
    """Empty, huge and non-ASCII texts are refused like any unknown key."""
    assert await refusal(redis, plain_key) is Reason.INVALID_API_KEY


@pytest.mark.parametrize(("field", "value"), [("per_minute", "lots"), ("permissions", "all"), ("client_id", None)])
async def test_a_damaged_key_record_is_refused_with_an_alert(
    redis: Redis, client_id: str, capsys: pytest.CaptureFixture[str], field: str, value: str | None
) -> None:
    """A record that cannot be read opens nothing, and operators are told without the key."""
    made = await new_key(redis, client_id)
    record = api_key_key(hash_api_key(made.plain_key))
    await (redis.hdel(record, field) if value is None else redis.hset(record, field, value))

    assert await refusal(redis, made.plain_key) is Reason.INTERNAL_ERROR

    logged = capsys.readouterr().out
    assert "apikey.corrupt" in logged
    assert made.plain_key not in logged


async def test_a_key_of_a_client_that_is_gone_is_inactive(redis: Redis) -> None:
    """A key whose client's record is missing opens nothing."""
    made_client = (await Clients(redis).create("gone")).client.client_id
    made = await new_key(redis, made_client)
    async for key in redis.scan_iter(match="*:client"):
        await redis.delete(key)

    assert await refusal(redis, made.plain_key) is Reason.CLIENT_INACTIVE
