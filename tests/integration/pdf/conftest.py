"""Pools that end with their test, and a check that nothing of them is left."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings

MakePool = Callable[..., Awaitable[ReaderPool]]


def parents() -> dict[int, int]:
    """Returns the parent of each process there is."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found[int(entry.name)] = int(fields[1])
    return found


def children_of(parent: int) -> set[int]:
    """Returns the process ids of what `parent` started, and of what those started."""
    parent_of = parents()
    found: set[int] = set()
    new = {parent}
    while new:
        new = {pid for pid, its in parent_of.items() if its in new}
        found |= new
    return found


@pytest.fixture
async def make_pool() -> AsyncIterator[MakePool]:
    """Starts pools with settings of the test's choice; after the test no child and no open file of them may be left."""
    before, files = children_of(os.getpid()), len(list(Path("/proc/self/fd").iterdir()))
    pools: list[ReaderPool] = []

    async def make(*, structure: str = "plain_structure", **settings: float) -> ReaderPool:
        pool = ReaderPool(
            PoolSettings(**{"size": 1, "warm_ups": 0, **settings}),  # type: ignore[arg-type]
            structure=f"tests.integration.pdf.{structure}:read_cv",
        )
        pools.append(pool)
        await pool.start()
        return pool

    yield make
    for pool in pools:
        await pool.close()
    assert children_of(os.getpid()) <= before
    assert len(list(Path("/proc/self/fd").iterdir())) <= files + 2
