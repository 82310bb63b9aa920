"""Only a Redis that keeps what it acknowledged is accepted."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from redis.asyncio import Redis

from services.platform.config import Env
from services.platform.storage.redis import connect
from services.platform.storage.safety import UnsafeRedisError, require_safe_redis
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis


async def test_a_redis_as_we_start_it_is_safe(redis: Redis) -> None:
    """No eviction, an append-only file."""
    await require_safe_redis(redis, Env({}))


@pytest.mark.parametrize(
    ("setting", "value", "right"),
    [("maxmemory-policy", "volatile-ttl", "noeviction"), ("appendonly", "no", "yes"), ("appendfsync", "no", "always")],
)
async def test_a_redis_that_may_forget_is_refused(redis: Redis, setting: str, value: str, right: str) -> None:
    """The setting is named, and only the operator's word lets it pass."""
    await redis.config_set(setting, value)
    try:
        with pytest.raises(UnsafeRedisError, match=setting):
            await require_safe_redis(redis, Env({}))
        await require_safe_redis(redis, Env({"CVDEEP_ALLOW_UNSAFE_REDIS": "1"}))
    finally:
        await redis.config_set(setting, right)


@pytest.fixture
async def limited(redis: Redis, redis_server: RedisServer) -> AsyncIterator[Callable[[str], Awaitable[Redis]]]:
    """Makes clients that may do all but one thing."""
    async with AsyncExitStack() as stack:

        async def without(command: str) -> Redis:
            await redis.acl_setuser("limited", enabled=True, nopass=True, keys=["*"], commands=["+@all", f"-{command}"])
            stack.push_async_callback(redis.acl_deluser, "limited")
            client = connect(redis_server.url.replace("//", "//limited:x@"))
            stack.push_async_callback(client.aclose)
            return client

        yield without


async def test_a_redis_that_forbids_config_is_judged_by_info(limited: Callable[[str], Awaitable[Redis]]) -> None:
    """Managed services do: what must be known stands in INFO."""
    await require_safe_redis(await limited("config"), Env({}))


async def test_a_redis_that_tells_nothing_needs_the_operators_word(limited: Callable[[str], Awaitable[Redis]]) -> None:
    """INFO forbidden, too: nobody can tell, and the complaint says how to start all the same."""
    client = await limited("info")
    with pytest.raises(UnsafeRedisError, match=r"INFO is forbidden.*CVDEEP_ALLOW_UNSAFE_REDIS=1"):
        await require_safe_redis(client, Env({}))
    await require_safe_redis(client, Env({"CVDEEP_ALLOW_UNSAFE_REDIS": "1"}))


async def test_a_redis_that_is_too_old_is_refused_whatever_the_operator_says(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scripts do not run there."""

    async def info(section: str) -> dict[str, str]:
        return {"redis_version": "6.2.14"}

    monkeypatch.setattr(redis, "info", info)
    with pytest.raises(UnsafeRedisError, match=r"version 6\.2\.14: 7\.0 or newer"):
        await require_safe_redis(redis, Env({"CVDEEP_ALLOW_UNSAFE_REDIS": "1"}))
