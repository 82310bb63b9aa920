"""Tells the time by the clock that decides: Redis's."""

from services.platform.storage.redis import RedisClient


async def redis_now_ms(redis: RedisClient) -> int:
    """Returns Redis's time in milliseconds since the epoch."""
    seconds, microseconds = await redis.time()
    return int(seconds) * 1000 + int(microseconds) // 1000
