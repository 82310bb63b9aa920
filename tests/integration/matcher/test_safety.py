"""Only a Redis that keeps what it acknowledged is accepted."""

import pytest
from redis.asyncio import Redis

from services.platform.config import Env
from services.platform.storage.safety import UnsafeRedisError, require_safe_redis

pytestmark = pytest.mark.redis


async def test_a_redis_as_we_start_it_is_safe(redis: Redis) -> None:
    """No eviction, an append-only file."""
    await require_safe_redis(redis, Env({}))


@pytest.mark.parametrize(
    ("setting", "value", "right"),
    [("maxmemory-policy", "volatile-ttl", "noeviction"), ("appendonly", "no", "yes")],
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
