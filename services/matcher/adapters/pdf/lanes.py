"""The children of the pool: warm ones for every document, and a few that finish slow documents beside them."""

import asyncio
from collections import Counter
from collections.abc import Coroutine

from services.matcher.adapters.pdf.offspring import Nursery
from services.matcher.adapters.pdf.process import ChildDiedError, ReaderProcess
from services.matcher.adapters.pdf.protocol import Confinement
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.adapters.pdf.spares import Spares
from services.matcher.adapters.pdf.turns import Turns
from services.matcher.ports import CrowdedError, TransientError

# What a document costs in the usual case, in processor time: what it counts for its owner until that is known.
_USUAL_S = 0.08

# What a match that waits holds besides its file.
_HELD_BYTES = 2**19


def _closed() -> TransientError:
    return TransientError("the reader pool is closed")


class Lanes:
    """Two lanes of children: `size` warm ones, always replaced by spare ones that stand ready, and at most `slow` that read one slow document each and end.

    Args:
        settings: numbers and limits of the children.
        structure: `module:function` of the structure step.
    """

    def __init__(self, settings: PoolSettings, *, structure: str) -> None:
        self._settings = settings
        self._nursery = Nursery(memory_mb=settings.memory_mb, warm_ups=settings.warm_ups, structure=structure)
        self._idle: Turns[ReaderProcess] = Turns(usual=_USUAL_S, closed=_closed)
        self._rooms: Turns[int] = Turns(usual=settings.aside_cpu_s, closed=_closed)
        for room in range(settings.slow):
            self._rooms.put(room)
        # Bytes of the documents that wait for room, by owner.
        self._waiting: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._living: set[ReaderProcess] = set()
        # As many again: where many documents in a row end their child, the next document finds one ready.
        self._spares = Spares(settings.size, self._new_child)
        self._starting = 0
        self._none_starting = asyncio.Event()
        self._none_starting.set()
        self.closed = False

    async def start(self) -> None:
        """Starts the warm children and waits until each is ready; raises `RuntimeError` when one cannot be started."""
        try:
            first = await asyncio.gather(*(self._new_child() for _ in range(self._settings.size)))
        except (ChildDiedError, TimeoutError, OSError) as error:
            await self.close()
            raise RuntimeError(f"a reader process could not be started: {type(error).__name__}") from error
        for child in first:
            self._idle.put(child)
            self._do(self._keep(child))
        for _ in range(self._settings.size):
            self._do(self._spares.breed())

    @property
    def confinement(self) -> Confinement | None:
        """What the children are denied, None before the start."""
        return next((child.confinement for child in self._living), None)

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the living children of both lanes, spare ones aside."""
        return frozenset(child.pid for child in self._living if child.alive) - self._spares.pids

    async def free(self, owner: str, *, behind: bool) -> ReaderProcess:
        """Waits for a warm child, `behind` those who do not; raises `TransientError` when the pool is closed."""
        while True:
            child = await self._idle.get(owner, behind=behind)
            if child.alive:
                return child
            self._idle.settle(owner, 0.0)

    async def slow(self, owner: str, *, size: int) -> ReaderProcess:
        """Waits for room in the slow lane and starts a child there.

        Raises:
            CrowdedError: what waits for room holds as much memory as it may, or half of that is this owner's.
            TransientError: no child can be had.
        """
        if (room := self._rooms.take(owner)) is None:
            room = await self._room(owner, held=size + _HELD_BYTES)
        child = None
        try:
            child = None if self.closed else await self._start_slow()
        except (ChildDiedError, TimeoutError, OSError):
            raise TransientError("no reader process could be started") from None
        finally:
            if child is None:
                self._rooms.settle(owner, 0.0)
                self._rooms.put(room)
        if child is None:
            raise _closed()
        child.room = room
        return child

    async def step_aside(self, child: ReaderProcess, owner: str, *, used_s: float) -> bool:
        """Moves a child that has read for `used_s` to the slow lane, where a new one takes its place; False when that lane is full."""
        if self.closed or (room := self._rooms.take(owner)) is None:
            return False
        self._idle.settle(owner, used_s)
        child.room = room
        child.stand_aside()
        self._do(self._keep(None))
        return True

    async def give_back(self, child: ReaderProcess, owner: str, *, used_s: float, reusable: bool) -> None:
        """Takes a child back after a document that took `used_s` of processor time; one of the slow lane ends with it."""
        lane = self._rooms if child.aside else self._idle
        lane.settle(owner, used_s)
        if reusable and not self.closed and not child.aside:
            self._idle.put(child)
            return
        try:
            await asyncio.shield(child.end())
        finally:
            if child.room is not None:
                self._rooms.put(child.room)

    async def close(self) -> None:
        """Ends all children of both lanes, waiting until they are gone."""
        self.closed = True
        self._idle.close()
        self._rooms.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._none_starting.wait()
        await asyncio.gather(*(child.end() for child in tuple(self._living)))
        await self._nursery.close()
        self._living.clear()

    async def _room(self, owner: str, *, held: int) -> int:
        most = self._settings.slow_waiting_mb * 2**20
        if self._waiting.total() + held > most or self._waiting[owner] + held > most // 2:
            raise CrowdedError("too many slow documents wait")
        self._waiting[owner] += held
        try:
            return await self._rooms.get(owner)
        finally:
            self._waiting[owner] -= held
            if not self._waiting[owner]:
                del self._waiting[owner]

    async def _start_slow(self) -> ReaderProcess | None:
        """Starts a child in the slow lane; None when the pool was closed meanwhile."""
        self._starting += 1
        self._none_starting.clear()
        try:
            child = await self._new_child(aside=True)
            if self.closed:
                await child.end()
                return None
        finally:
            self._starting -= 1
            if not self._starting:
                self._none_starting.set()
        return child

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, child: ReaderProcess | None) -> None:
        """Keeps one place of the warm lane filled, until its child leaves for the slow lane, where another keeps its place."""
        while True:
            if child is None:
                child = await self._spares.take()
                self._idle.put(child)
            # To end takes a child a while; the next one need not wait for that.
            await child.left()
            if child.aside:
                return
            child = None

    async def _forget(self, child: ReaderProcess) -> None:
        """Waits for a child's end."""
        await child.ended()
        self._living.discard(child)

    async def _new_child(self, *, aside: bool = False) -> ReaderProcess:
        child = await ReaderProcess.start(self._nursery, timeout_s=self._settings.start_s, aside=aside)
        self._living.add(child)
        self._do(self._forget(child))
        return child
