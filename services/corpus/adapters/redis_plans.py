"""Keeps retrieval plans in Redis."""

from typing import Any

from services.corpus.adapters.redis_errors import redis_may_be_away
from services.corpus.adapters.run_names import plan_key
from services.platform.storage.redis import RedisClient


class RedisPlans:
    """Implements `PlanCache`; a plan that is not asked for is dropped after a while, and then only made again."""

    def __init__(self, client: RedisClient, *, kept_ms: int = 30 * 24 * 3_600_000) -> None:
        self._redis = client
        self._kept_ms = kept_ms

    @redis_may_be_away
    async def read(self, client_id: str, position_id: str) -> str | None:
        """Returns the plan as it was written, None for none."""
        raw: Any = await self._redis.getex(plan_key(client_id, position_id), px=self._kept_ms)
        return None if raw is None else bytes(raw).decode()

    @redis_may_be_away
    async def write(self, client_id: str, position_id: str, plan_json: str) -> None:
        """Keeps a plan in place of an earlier one."""
        await self._redis.set(plan_key(client_id, position_id), plan_json, px=self._kept_ms)
