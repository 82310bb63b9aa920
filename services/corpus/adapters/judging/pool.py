"""Judges candidates in a few processes, each on a core of its own; whatever becomes of a process, no search is lost by it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.corpus.adapters.judging.process import ChildDiedError, JudgeProcess
from services.corpus.adapters.judging.protocol import order_bytes
from services.corpus.adapters.judging.threads import JudgeThreads, note_damaged
from services.corpus.domain.candidate import CandidateRecord
from services.corpus.domain.search_ranking import Judgement, Sought
from services.corpus.ports.candidates import TransientError
from services.platform.tasks import end_tasks
from services.platform.telemetry.logging import get_logger

_log = get_logger()


@dataclass(frozen=True, slots=True)
class JudgeTimes:
    """Seconds: to start a process, that one order may take, between looks whether any process lives, before a restart is tried again."""

    start_s: float = 30.0
    order_s: float = 60.0
    look_s: float = 1.0
    restart_s: float = 0.2
    restart_most_s: float = 5.0


class JudgePool:
    """Implements `Judges` with so many processes."""

    def __init__(self, *, processes: int, times: JudgeTimes | None = None) -> None:
        self._processes = processes
        self._times = times or JudgeTimes()
        self._idle: asyncio.Queue[JudgeProcess] = asyncio.Queue()
        self._living: set[JudgeProcess] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._instead = JudgeThreads(threads=1)
        self._closed = False

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the living processes."""
        return frozenset(child.pid for child in self._living if child.alive)

    def busy(self) -> bool:
        """Says whether no process waits for work."""
        return self._idle.empty()

    async def start(self) -> None:
        """Begins to start the processes; until one is warm, candidates are judged in a thread."""
        self._keepers = [asyncio.create_task(self._keep()) for _ in range(self._processes)]

    async def judge(self, sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
        """Judges candidates, those with a damaged record left out.

        Raises:
            TransientError: the pool is closed.
            TimeoutError: the order took too long, and its process was ended.
        """
        child = await self._free_child()
        if child is None:
            return await self._instead.judge(sought, records)
        well = False
        try:
            async with asyncio.timeout(self._times.order_s):
                judgement = await child.judge(order_bytes(sought, records))
            well = True
        except ChildDiedError:
            if self._closed:
                raise TransientError("the judges are gone") from None
            _log.warning("judge.died", pid=child.pid)
            return await self._instead.judge(sought, records)
        finally:
            if well:
                self._idle.put_nowait(child)
            else:
                # Also when cancelled: its answer would be taken for that of the next order.
                await asyncio.shield(child.end())
        note_damaged(judgement)
        return judgement

    async def close(self) -> None:
        """Ends all processes and waits until they are gone; judging under way ends with `TransientError`."""
        self._closed = True
        await end_tasks(self._keepers)
        await asyncio.gather(*(child.end() for child in tuple(self._living)))
        await self._instead.close()

    async def _free_child(self) -> JudgeProcess | None:
        """A process with nothing to do, waited for; None when none lives."""
        while True:
            if self._closed:
                raise TransientError("the judges are gone")
            if self._idle.empty() and not any(child.alive for child in self._living):
                return None
            try:
                async with asyncio.timeout(self._times.look_s):
                    child = await self._idle.get()
            except TimeoutError:
                continue
            if child.alive:
                return child

    async def _keep(self) -> None:
        """Keeps one place of the pool filled: starts a process, waits for its end, starts another, however often."""
        pause_s = self._times.restart_s
        while True:
            try:
                child = await JudgeProcess.start(timeout_s=self._times.start_s)
            except (ChildDiedError, TimeoutError, OSError) as error:
                # A machine short of memory or processes may refuse for a while.
                _log.warning("judge.not_started", error=type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, self._times.restart_most_s)
                continue
            pause_s = self._times.restart_s
            self._living.add(child)
            self._idle.put_nowait(child)
            await child.ended()
            self._living.discard(child)
