"""Search over the session's Redis."""

import pytest
from redis.asyncio import Redis

from tests.integration.corpus.search.house import House


@pytest.fixture
def house(redis: Redis) -> House:
    return House(redis)
