"""Keys, permissions, limits: over real HTTP and a real Redis."""

import time
from typing import Any

import pytest
from redis.asyncio import Redis

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.clients import Clients
from services.platform.accounts.provisioning import provision_client
from services.platform.accounts.values import ClientStatus, Permission
from tests.integration.gateway.house import CREDITS, REQUESTS, SUBMIT, House, parse

pytestmark = pytest.mark.redis

UNKNOWN_KEY = "cvk_" + "x" * 28


async def key_of(house: House, **terms: Any) -> str:
    """Another key of the house's client."""
    terms = {"permissions": (Permission.CVDEEPMATCH,)} | terms
    return (await ApiKeys(house.redis).create(house.client.client_id, **terms)).plain_key


def head(*lines: bytes, path: bytes = b"/api/v1/credits") -> bytes:
    return b"\r\n".join([b"GET " + path + b" HTTP/1.1", b"Host: x", b"Connection: close", *lines, b"", b""])


@pytest.mark.parametrize("lines", [(), (b"X-API-Key:",), (b"X-API-Key:   ",), (b"Authorization: Bearer abc",)])
async def test_a01_no_key_is_401_missing_api_key(house: House, lines: tuple[bytes, ...]) -> None:
    """Absent or empty, and other headers are no key."""
    reply = parse(await house.raw(head(*lines)))
    assert (reply.status, reply.error["code"]) == (401, "MISSING_API_KEY")


async def test_a01_a_key_in_the_query_is_no_key(house: House) -> None:
    """URLs end up in logs: keys are taken from the header alone."""
    path = f"{CREDITS}?X-API-Key={house.client.plain_key}&api_key={house.client.plain_key}"
    assert (await house.get(path, key="")).error["code"] == "MISSING_API_KEY"


async def test_a01_every_key_that_is_not_valid_gets_the_same_401(house: House) -> None:
    """Unknown, a megabyte long, not ASCII, sent twice: one status, one body but for id and time."""
    good = house.client.plain_key.encode()
    attempts = [
        (b"X-API-Key: " + UNKNOWN_KEY.encode(),),
        (b"X-API-Key: " + b"k" * 2**20,),
        (b"X-API-Key: " + b"k" * 8191,),
        (b"x-api-key: " + "ключ".encode(),),
        (b"X-API-Key: \xff\xfe",),
        (b"X-API-Key: " + good, b"X-API-Key: " + good),
        (b"X-API-Key: " + good[:-1],),
    ]
    seen = set()
    for lines in attempts:
        reply = parse(await house.raw(head(*lines)))
        error = reply.error
        seen.add((reply.status, error["code"], error["message"], tuple(sorted(error))))
    assert seen == {
        (401, "INVALID_API_KEY", "The API key is not valid.", ("code", "message", "requestId", "timestamp"))
    }


async def test_a07_guesses_from_one_address_run_into_429(house: House) -> None:
    """After 30 wrong keys a minute; a good key still works from there."""
    codes = [(await house.get(CREDITS, key=UNKNOWN_KEY)).error["code"] for _ in range(31)]
    assert codes == ["INVALID_API_KEY"] * 30 + ["RATE_LIMIT_EXCEEDED"]
    assert (await house.get(CREDITS)).status == 200


async def test_an_expired_key_is_401_api_key_expired(house: House) -> None:
    """By Redis's clock."""
    key = await key_of(house, expires_at_ms=int(time.time() * 1000) + 3_600_000)
    records = [
        name
        async for name in house.redis.scan_iter("cvdeep:apikey:*")
        if b"expires_at_ms" in await house.redis.hgetall(name)
    ]
    for record in records:
        if await house.redis.hget(record, "expires_at_ms"):
            await house.redis.hset(record, "expires_at_ms", 1)
    reply = await house.get(CREDITS, key=key)
    assert (reply.status, reply.error["code"]) == (401, "API_KEY_EXPIRED")


async def test_a_disabled_clients_key_is_401_client_inactive(house: House) -> None:
    """From the next call on."""
    await Clients(house.redis).set_status(house.client.client_id, ClientStatus.DISABLED)
    reply = await house.get(CREDITS)
    assert (reply.status, reply.error["code"]) == (401, "CLIENT_INACTIVE")


async def test_a_key_used_from_elsewhere_is_403_ip_not_allowed(house: House) -> None:
    """And a header that nobody vouches for changes nothing."""
    key = await key_of(house, allowed_networks=("192.0.2.0/24",))
    reply = await house.get(CREDITS, key=key, X_Forwarded_For="192.0.2.7")
    assert (reply.status, reply.error["code"]) == (403, "IP_NOT_ALLOWED")


async def test_a_trusted_proxy_says_where_the_call_comes_from(make_house: Any) -> None:
    """The same call through a proxy that is configured gets in."""
    house = await make_house(trusted_proxies=("127.0.0.0/8",))
    key = await key_of(house, allowed_networks=("192.0.2.0/24",))
    assert (await house.get(CREDITS, key=key, X_Forwarded_For="10.1.1.1, 192.0.2.7")).status == 200
    assert (await house.get(CREDITS, key=key, X_Forwarded_For="192.0.2.7, 10.1.1.1")).status == 403


async def test_a_key_without_the_permission_is_403_missing_permission(house: House) -> None:
    """On all three routes, reading included; credits need no permission."""
    key = await key_of(house, permissions=(Permission.CVDEEPSEARCH,))
    for method, path in (("POST", SUBMIT), ("GET", REQUESTS), ("GET", "/api/v1/cvdeepmatch/x")):
        reply = await house.call(method, path, key=key)
        assert (reply.status, reply.error["code"]) == (403, "MISSING_PERMISSION")
    assert (await house.get(CREDITS, key=key)).status == 200


async def test_r01_r04_the_limit_is_exact_and_a_429_has_its_shape(house: House) -> None:
    """N calls pass, the next one says how long, in the header and in the body."""
    key = await key_of(house, per_minute=3)
    assert [(await house.get(CREDITS, key=key)).status for _ in range(3)] == [200] * 3
    reply = await house.get(CREDITS, key=key)
    assert (reply.status, reply.error["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    seconds = int(reply.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert reply.error["retryAfterSeconds"] == seconds
    assert reply.error["details"] == {"retry_after_seconds": seconds}


async def test_r05_each_key_has_a_budget_of_its_own(house: House) -> None:
    """Two keys of one client do not share."""
    one, other = await key_of(house, per_minute=1), await key_of(house, per_minute=1)
    assert [(await house.get(CREDITS, key=key)).status for key in (one, other, one, other)] == [200, 200, 429, 429]


async def test_r07_polling_has_its_own_budget(house: House) -> None:
    """Whoever polls too much can still submit, and the other way round."""
    key = await key_of(house, per_minute=2)
    polls = [(await house.get("/api/v1/cvdeepmatch/x", key=key)).status for _ in range(3)]
    assert polls == [404, 404, 429]
    assert [(await house.get(REQUESTS, key=key)).status for _ in range(3)] == [200, 200, 429]


async def test_a_refused_key_or_permission_costs_nothing_of_the_budget(house: House) -> None:
    """401 and 403 come before the count."""
    key = await key_of(house, permissions=(Permission.CVDEEPSEARCH,), per_minute=1)
    for _ in range(3):
        assert (await house.get(REQUESTS, key=key)).status == 403
    assert (await house.get(CREDITS, key=key)).status == 200


async def test_public_routes_ask_for_no_key_and_count_nothing(house: House) -> None:
    """Health, document and page, with a bad key too."""
    for path in ("/api/v1/health", "/api/v1/openapi.json", "/docs"):
        for key in ("", "nonsense"):
            assert (await house.get(path, key=key)).status == 200


async def test_t01_other_clients_matches_do_not_exist(house: House, redis: Redis) -> None:
    """Another's id, an unknown one and a malformed one: the same 404, after the same question to the matcher."""
    match_id = await house.accepted()
    stranger = await provision_client(redis, name="Other", credits_granted=0)
    replies = [
        await house.get(f"/api/v1/cvdeepmatch/{wanted}", key=stranger.plain_key)
        for wanted in (
            match_id,
            "cvdm_" + "0" * 22,
            "x",
            "%00",
            "cvdm_" + "0" * 23,
            "a" * 4000,
            "%F0%9F%98%80",
            "%ff",
        )
    ]
    assert {(reply.status, reply.error["code"], reply.error["message"]) for reply in replies} == {
        (404, "REQUEST_NOT_FOUND", "There is no such match.")
    }
    asked = [read.match_id for read in house.backend.reads]
    assert len(asked) == len(replies)
    assert all(len(wanted) == 27 and wanted.isascii() for wanted in asked)
    assert (await house.get(f"/api/v1/cvdeepmatch/{match_id}")).status == 200
