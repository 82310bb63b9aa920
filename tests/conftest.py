"""Fixtures every test may ask for: a real Redis, the real model, a whole running system."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.platform.storage.redis import connect
from tests.support.live import RestClient, sample_pdf
from tests.support.system import System, connected
from tools.redis_server import RedisServer, free_port
from tools.stack import Stack


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One real Redis for the session, on a port and in a directory of its own."""
    server = RedisServer(directory=tmp_path_factory.mktemp("redis"), port=free_port())
    server.start()
    yield server
    server.stop()


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
    stack = Stack(directory=tmp_path_factory.mktemp("system"), model_dir=model_dir, gateway_port=free_port())
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
