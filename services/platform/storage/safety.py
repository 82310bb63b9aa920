"""Refuses a Redis that may forget: one that evicts keys, or keeps no append-only file."""

from services.platform.config import Env
from services.platform.storage.redis import RedisClient, masters_of

OVERRIDE = "CVDEEP_ALLOW_UNSAFE_REDIS"


class UnsafeRedisError(Exception):
    """The Redis may lose accepted matches and money; the message says by which setting."""


async def require_safe_redis(client: RedisClient, env: Env) -> None:
    """Returns when what Redis acknowledged stays; `CVDEEP_ALLOW_UNSAFE_REDIS=1` lets anything pass.

    Reads INFO and not CONFIG: managed services forbid the latter. Of a Redis Cluster every master is asked.

    Raises:
        UnsafeRedisError: the eviction policy is not noeviction, or there is no append-only file.
    """
    if env.text(OVERRIDE, "0") == "1":
        return
    for node in await masters_of(client):
        policy = (await node.info("memory")).get("maxmemory_policy")
        if policy != "noeviction":
            raise UnsafeRedisError(f"maxmemory-policy is {policy}, not noeviction: accepted matches could be evicted")
        if not (await node.info("persistence")).get("aof_enabled"):
            raise UnsafeRedisError("appendonly is off: accepted matches would be lost with the process")
