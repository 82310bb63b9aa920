"""Opens connections to Redis with the limits every service needs."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

RedisClient = Redis


def connect(url: str, *, timeout_s: float = 2.0, max_connections: int = 100) -> RedisClient:
    """Returns a client of raw bytes for `url`; nothing is dialled until the first command.

    A command whose answer is lost is sent again, twice at most: every script is idempotent by an id its caller made.
    More than `max_connections` commands at once wait for each other, for `timeout_s` at most.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=max_connections,
        timeout=timeout_s,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), retries=2),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
        health_check_interval=15,
    )
    return Redis.from_pool(pool)
