"""Asks Redis whether it answers, and whether we understand it."""

from contextlib import suppress

from services.platform.storage.away import AWAY
from services.platform.storage.format import require_format
from services.platform.storage.redis import RedisClient


class RedisProbe:
    """Tells whether Redis answers a PING."""

    def __init__(self, client: RedisClient) -> None:
        self._client = client

    async def __call__(self) -> bool:
        """See `Probe`."""
        return bool(await self._client.ping())

    async def require_known(self) -> None:
        """Returns when this release understands what Redis holds, or Redis is away: health tells that, and others have looked.

        Raises:
            FormatError: it does not.
        """
        with suppress(*AWAY):
            await require_format(self._client)
