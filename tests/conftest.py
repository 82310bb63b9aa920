"""Fixtures every test may ask for: a real Redis, the real model, a whole running system."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.platform.storage.redis import connect
from tests.support.live import RestClient, sample_pdf
from tests.support.system import OFFLINE, System, connected
from tools.redis_cluster import RedisCluster
from tools.redis_server import RedisServer, free_port
from tools.stack import Stack


@pytest.fixture(scope="session")
def redis_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    """A Redis Cluster of three masters for the session."""
    cluster = RedisCluster(directory=tmp_path_factory.mktemp("cluster"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def redis_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One real Redis for the session, on a port and in a directory of its own.

    With CVDEEP_TEST_REDIS=cluster it is a Redis Cluster, to run any test of an adapter on that.
    """
    if os.environ.get("CVDEEP_TEST_REDIS") == "cluster":
        yield request.getfixturevalue("redis_cluster")
        return
    server = RedisServer(directory=tmp_path_factory.mktemp("redis"), port=free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def one_redis() -> None:
    """Skips, where tests run on a Redis Cluster, one that counts what a single Redis is asked."""
    if os.environ.get("CVDEEP_TEST_REDIS") == "cluster":
        pytest.skip("counts the commands of one Redis")


@pytest.fixture
async def redis(redis_server: RedisServer) -> AsyncIterator[Redis]:
    """An empty database on the session's Redis."""
    client = connect(redis_server.url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture(scope="session")
def repo_root() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data(repo_root: Path) -> Path:
    """The evaluation data beside the repository; a test that needs it skips loudly where it is absent."""
    path = repo_root.parent / "shared" / "data"
    if not path.is_dir():
        pytest.skip("the evaluation data ../shared/data is absent")
    return path


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The built embedding model; fetched and built on first use."""
    from tools.model import ensure_model

    return ensure_model(say=print)


@pytest.fixture(scope="session")
def running_stack(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[Stack]:
    """The processes of one whole system, for all tests that leave it whole."""
    directory = tmp_path_factory.mktemp("system")
    stack = Stack(directory=directory, model_dir=model_dir, gateway_port=free_port(), environment=OFFLINE)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
async def system(running_stack: Stack) -> AsyncIterator[System]:
    """The running system, with connections of the test's own."""
    async with connected(running_stack) as system:
        yield system


@pytest.fixture
async def client(system: System) -> RestClient:
    """A fresh client with credits and one key."""
    return await system.new_client()


@pytest.fixture(scope="session")
def cv(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The repository's sample CV."""
    return sample_pdf(tmp_path_factory.mktemp("cv"))
