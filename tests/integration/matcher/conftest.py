"""A matcher's stores over the session's Redis."""

import pytest
from redis.asyncio import Redis

from tests.integration.matcher.house import House


@pytest.fixture
def house(redis: Redis) -> House:
    return House(redis)
