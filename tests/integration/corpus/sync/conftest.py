"""Sync over the session's Redis."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.integration.corpus.candidates.house import House
from tests.integration.corpus.sync.house import SyncHouse


@pytest.fixture
async def house(redis: Redis) -> AsyncIterator[SyncHouse]:
    candidates = House(redis)
    await candidates.open()
    yield SyncHouse(redis, candidates)
    await candidates.embedding.close()
