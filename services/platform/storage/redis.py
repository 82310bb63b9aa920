"""Opens connections to Redis with the limits every service needs."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.platform.storage.access import RedisAccess
from services.platform.storage.cluster.client import ClusterClient
from services.platform.storage.places import Place
from services.platform.storage.replication import expect_replicas
from services.platform.storage.traced import TracedRedis
from services.platform.telemetry.tracing import tracing

RedisClient = Redis


def connect(
    url: str, *, timeout_s: float = 2.0, max_connections: int = 100, access: RedisAccess | None = None
) -> RedisClient:
    """Returns a client of raw bytes for `url` (see `Place.of`), let in as `access` says; nothing is dialled until the first command.

    A command whose answer is lost is sent again, twice at most: every script is idempotent by an id its caller made.
    More than `max_connections` commands at once to one node wait for each other, for `timeout_s` at most.

    Raises:
        ValueError: `url` is none, or `access` does not fit it.
    """
    access = access or RedisAccess()
    contexts = access.contexts_for(url)
    url, login = access.login_of(url)
    secured: dict[str, Any] = {"credential_provider": login} if login else {}
    if contexts:
        secured["connection_class"] = contexts.connection_class()

    def open_one(url: str) -> Redis:
        usual = {
            "max_connections": max_connections,
            "timeout": timeout_s,
            "socket_timeout": timeout_s,
            "socket_connect_timeout": timeout_s,
            "health_check_interval": 15,
        }
        pool = BlockingConnectionPool(
            **{**usual, **parse_url(url), **secured},
            retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.5), retries=2),
            retry_on_error=[RedisConnectionError, RedisTimeoutError],
        )
        return (TracedRedis if tracing() else Redis).from_pool(pool)

    place = Place.of(url)
    if place.cluster:
        client: RedisClient = ClusterClient(
            place.seeds,
            lambda address: open_one(place.node_url(address)),
            # A blocked read must be answered before its socket is taken for dead.
            block_ms=int(timeout_s * 500),
        )
    else:
        client = open_one(place.url)
    expect_replicas(client, place.wait_replicas)
    return client


async def masters_of(client: RedisClient) -> list[RedisClient]:
    """Returns a client for each node that takes writes: the one there is, or each master of the cluster."""
    return await client.masters() if isinstance(client, ClusterClient) else [client]
