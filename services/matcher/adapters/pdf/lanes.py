"""The children of the pool: warm ones for every document, and a few that finish slow documents beside them."""

import asyncio
import contextlib
from collections.abc import Coroutine

from services.matcher.adapters.pdf.offspring import Nursery
from services.matcher.adapters.pdf.process import ChildDiedError, ReaderProcess
from services.matcher.adapters.pdf.protocol import Confinement
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.ports import TransientError

_RESTART_S = 0.1
_RESTART_MAX_S = 5.0


class Lanes:
    """Two lanes of children: `size` warm ones, always replaced, and at most `slow` that read one slow document each and end.

    Args:
        settings: numbers and limits of the children.
        structure: `module:function` of the structure step.
    """

    def __init__(self, settings: PoolSettings, *, structure: str) -> None:
        self._settings = settings
        self._nursery = Nursery(memory_mb=settings.memory_mb, warm_ups=settings.warm_ups, structure=structure)
        self._idle: asyncio.Queue[ReaderProcess | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(settings.slow)
        self._tasks: set[asyncio.Task[None]] = set()
        self._living: set[ReaderProcess] = set()
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
            self._idle.put_nowait(child)
            self._do(self._keep(child))

    @property
    def confinement(self) -> Confinement | None:
        """What the children are denied, None before the start."""
        return next((child.confinement for child in self._living), None)

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the living children of both lanes."""
        return frozenset(child.pid for child in self._living if child.alive)

    async def free(self) -> ReaderProcess:
        """Waits for a warm child; raises `TransientError` when the pool is closed."""
        while True:
            child = None if self.closed else await self._idle.get()
            if child is None:
                # Whoever else waits has to hear it too.
                self._idle.put_nowait(None)
                raise TransientError("the reader pool is closed")
            if child.alive:
                return child

    async def slow(self) -> ReaderProcess:
        """Waits for room in the slow lane and starts a child there; raises `TransientError` when none can be had."""
        await self._room.acquire()
        child = None
        try:
            child = None if self.closed else await self._start_slow()
        except (ChildDiedError, TimeoutError, OSError):
            raise TransientError("no reader process could be started") from None
        finally:
            if child is None:
                self._room.release()
        if child is None:
            raise TransientError("the reader pool is closed")
        return child

    async def step_aside(self, child: ReaderProcess) -> bool:
        """Moves a reading child to the slow lane, and has a new one take its place; False when that lane is full."""
        if self.closed or self._room.locked():
            return False
        await self._room.acquire()
        child.stand_aside()
        self._do(self._keep(None))
        return True

    async def give_back(self, child: ReaderProcess, *, reusable: bool) -> None:
        """Takes a child back after a document; one of the slow lane ends with its document."""
        if reusable and not self.closed and not child.aside:
            self._idle.put_nowait(child)
            return
        try:
            await asyncio.shield(child.end())
        finally:
            if child.aside:
                self._room.release()

    async def close(self) -> None:
        """Ends all children of both lanes, waiting until they are gone."""
        self.closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._none_starting.wait()
        await asyncio.gather(*(child.end() for child in tuple(self._living)))
        await self._nursery.close()
        self._living.clear()
        self._idle.put_nowait(None)
        # Each that waits for room and is woken gives it on.
        self._room.release()

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
        self._do(self._forget(child))
        return child

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, child: ReaderProcess | None) -> None:
        """Keeps one place of the warm lane filled, until its child leaves for the slow lane, where another keeps its place."""
        while True:
            if child is None:
                child = await self._replacement()
                self._idle.put_nowait(child)
            await self._forget(child)
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
        return child

    async def _replacement(self) -> ReaderProcess:
        pause_s = _RESTART_S
        while True:
            # A machine short of memory or processes may refuse for a while.
            with contextlib.suppress(ChildDiedError, TimeoutError, OSError):
                return await self._new_child()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _RESTART_MAX_S)
