"""Children in reserve: always as many as wanted, and only living ones are given out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from services.matcher.adapters.pdf.process import ReaderProcess
from services.matcher.adapters.pdf.spares import Spares
from tests.support.until import until


@dataclass(eq=False)
class Child:
    """What of a child matters here."""

    pid: int
    alive: bool = True


class Births:
    """Starts children, the first few attempts in vain."""

    def __init__(self, *, in_vain: int = 0) -> None:
        self.born: list[Child] = []
        self._in_vain = in_vain

    async def start(self) -> ReaderProcess:
        if self._in_vain:
            self._in_vain -= 1
            raise OSError("no process to spare")
        self.born.append(Child(len(self.born) + 1))
        return cast("ReaderProcess", self.born[-1])


@asynccontextmanager
async def breeding(births: Births, count: int) -> AsyncIterator[Spares]:
    """Spares that are kept ready, and all there."""
    spares = Spares(count, births.start)
    task = asyncio.create_task(spares.breed())
    await until(lambda: len(spares.pids) == count)
    try:
        yield spares
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_as_many_as_wanted_are_ready_and_each_taken_is_replaced() -> None:
    """No more are started than are wanted; the one that waited longest goes first."""
    births = Births()
    async with breeding(births, 2) as spares:
        assert spares.pids == {1, 2}
        assert (await spares.take()).pid == 1
        await until(lambda: spares.pids == {2, 3})
    assert len(births.born) == 3


async def test_one_that_died_while_it_waited_is_passed_over() -> None:
    """Whoever takes one can use it."""
    births = Births()
    async with breeding(births, 1) as spares:
        births.born[0].alive = False
        assert (await spares.take()).pid == 2


async def test_what_cannot_be_started_is_tried_again() -> None:
    """A machine short of processes may have some later."""
    births = Births(in_vain=2)
    async with breeding(births, 1) as spares:
        assert spares.pids == {1}
