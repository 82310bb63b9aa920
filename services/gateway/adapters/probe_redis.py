"""Asks Redis whether it answers."""

from services.platform.storage.redis import RedisClient


class RedisProbe:
    """Tells whether Redis answers a PING."""

    def __init__(self, client: RedisClient) -> None:
        self._client = client

    async def __call__(self) -> bool:
        """See `Probe`."""
        return bool(await self._client.ping())
