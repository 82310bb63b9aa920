"""Ingest over the session's Redis."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.integration.corpus.candidates.house import House


@pytest.fixture
async def house(redis: Redis) -> AsyncIterator[House]:
    house = House(redis)
    await house.open()
    yield house
    await house.embedding.close()
