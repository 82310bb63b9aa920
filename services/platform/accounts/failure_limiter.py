"""Limits failed authentications per address, so that guessing keys is slow; calls with good keys are never touched."""

from services.platform.accounts.account_keys import failures_key
from services.platform.accounts.networks import origin_of
from services.platform.accounts.rate_limiter import WINDOW_MS, whole_seconds
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

FAILURES_PER_WINDOW = 30


class FailureLimiter:
    """Allows 30 failed authentications a window of 60 s from one IPv4 address or one IPv6 /64.

    Ask it only after authentication has failed: many callers share an address behind a NAT, and one of them with a
    wrong key must not lock the others out. Past the limit the gateway answers a failure with 429 in place of 401.
    """

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._spend = load_script(redis, "services.platform.accounts", "scripts/spend.lua")

    async def blocked(self, address: str) -> int | None:
        """Returns the whole seconds, at least 1, for which failures of `address` are over the limit; None when not."""
        key = failures_key(origin_of(address))
        async with self._redis.pipeline(transaction=True) as both:
            both.get(key)
            both.pttl(key)
            count, left_ms = await both.execute()
        if count is None or int(count) < FAILURES_PER_WINDOW or left_ms <= 0:
            return None
        return whole_seconds(left_ms)

    async def record(self, address: str) -> int | None:
        """Counts a failure; returns what `blocked` would when the limit had been reached before it."""
        key = failures_key(origin_of(address))
        left_ms = int(await self._spend(keys=[key], args=[FAILURES_PER_WINDOW, WINDOW_MS]))
        return whole_seconds(left_ms) if left_ms > 0 else None
