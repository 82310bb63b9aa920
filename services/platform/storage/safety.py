"""Refuses a Redis that may forget: one that evicts keys, or keeps no append-only file."""

from redis.exceptions import NoPermissionError, ResponseError

from services.platform.config import Env, StartError
from services.platform.storage.redis import RedisClient, masters_of
from services.platform.telemetry.logging import get_logger

OVERRIDE = "CVDEEP_ALLOW_UNSAFE_REDIS"
_UNLESS = f"{OVERRIDE}=1 starts all the same"
# Scripts with flags, which let what was accepted end while memory is full.
_OLDEST_MAJOR = 7

_log = get_logger()


class UnsafeRedisError(StartError):
    """The Redis may lose accepted matches and money; the message says by which setting."""


async def require_safe_redis(client: RedisClient, env: Env) -> None:
    """Returns when what Redis acknowledged stays; `CVDEEP_ALLOW_UNSAFE_REDIS=1` lets anything pass but one that is too old.

    INFO says what must be known: managed services forbid CONFIG, which is asked for the rest and may refuse. Of a Redis
    Cluster every master is asked.

    Raises:
        UnsafeRedisError: the eviction policy is not noeviction, there is no append-only file or it is never synced, the version
            is below 7.0, or the Redis does not tell.
    """
    allowed = env.text(OVERRIDE, "0") == "1"
    if allowed:
        _log.warning("redis.unsafe_allowed", setting=OVERRIDE)
    for node in await masters_of(client):
        try:
            version = str((await node.info("server")).get("redis_version"))
        except NoPermissionError:
            if allowed:
                continue
            raise UnsafeRedisError(
                f"INFO is forbidden to this user: nobody can tell whether Redis is safe ({_UNLESS})"
            ) from None
        if _major(version) < _OLDEST_MAJOR:
            raise UnsafeRedisError(f"Redis is of version {version}: {_OLDEST_MAJOR}.0 or newer is needed")
        if not allowed:
            await _require_safe(node)


async def _require_safe(node: RedisClient) -> None:
    policy = (await node.info("memory")).get("maxmemory_policy")
    if policy != "noeviction":
        raise UnsafeRedisError(
            f"maxmemory-policy is {policy}, not noeviction: accepted matches could be evicted ({_UNLESS})"
        )
    if not (await node.info("persistence")).get("aof_enabled"):
        raise UnsafeRedisError(f"appendonly is off: accepted matches would be lost with the process ({_UNLESS})")
    try:
        synced = (await node.config_get("appendfsync")).get("appendfsync")
    except ResponseError:
        # Forbidden or renamed, as managed services do.
        _log.warning("redis.fsync_unknown", setting="appendfsync")
        return
    if synced == "no":
        raise UnsafeRedisError(f"appendfsync is no: accepted matches would be lost with the machine ({_UNLESS})")
    if synced != "always":
        _log.warning("redis.fsync_delayed", setting="appendfsync", value=synced)


def _major(version: str) -> int:
    number = version.partition(".")[0]
    return int(number) if number.isdecimal() else 0
