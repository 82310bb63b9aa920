"""Counts calls per API key in fixed windows of Redis's clock, exactly, whatever the number of gateways."""

from services.platform.accounts.account_keys import rate_key
from services.platform.errors import AppError, Reason
from services.platform.storage.redis import RedisClient
from services.platform.storage.scripts import load_script

WINDOW_MS = 60_000


def whole_seconds(milliseconds: int) -> int:
    """Returns the seconds that cover `milliseconds`, at least 1: what a `Retry-After` can say."""
    return max(1, -(-milliseconds // 1000))


class RateLimiter:
    """Lets `limit` calls pass in each window of 60 s, which starts with the first call after the last one ended.

    A refused call is not counted. When Redis's answer is lost and the client library sends a call again, it may count
    twice: the error is on the strict side.
    """

    def __init__(self, redis: RedisClient) -> None:
        self._spend = load_script(redis, "services.platform.accounts", "scripts/spend.lua")

    async def spend(self, key_id: str, *, bucket: str, limit: int) -> None:
        """Counts one call of a key in one of its buckets; buckets such as `main` and `poll` have a budget each.

        Raises:
            AppError: `RATE_LIMIT_EXCEEDED` with `retry_after_s`; whoever waits that long finds a new window.
        """
        left_ms = int(await self._spend(keys=[rate_key(key_id, bucket)], args=[limit, WINDOW_MS]))
        if left_ms > 0:
            raise AppError(
                Reason.RATE_LIMIT_EXCEEDED,
                f"This API key may make {limit} such requests a minute.",
                retry_after_s=whole_seconds(left_ms),
            )
