"""A client to work with."""

import pytest
from redis.asyncio import Redis

from services.platform.accounts.clients import Clients


@pytest.fixture
async def client_id(redis: Redis) -> str:
    """The id of a fresh, active client without keys or credits."""
    return (await Clients(redis).create("Acme GmbH")).client.client_id
