"""One system with two corpus replicas for all tests that leave both running."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.replicas import Replicas, ReplicaStack, connected_replicas, replica_stack


@pytest.fixture(scope="session")
def of_replicas(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[ReplicaStack]:
    with replica_stack(tmp_path_factory.mktemp("replicas"), model_dir) as of:
        yield of


@pytest.fixture
async def replicas(of_replicas: ReplicaStack) -> AsyncIterator[Replicas]:
    """Connections to both; what a test before has left of them is mended by `with_settings`."""
    async with connected_replicas(of_replicas) as replicas:
        yield replicas
