"""Takes matches as their bells ring, as many at once as it has slots for."""

import asyncio
from collections import deque
from dataclasses import dataclass

from services.matcher.application.running import Outcome, Runner
from services.matcher.domain.match import Claim
from services.matcher.ports import Bell, Bells, RunStore, SweepStore, TransientError
from services.platform.failpoints import failpoint
from services.platform.telemetry.logging import get_logger

_log = get_logger()


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """How many matches run at once, slow ones not counted, how long one wait for bells takes, and the pause after trouble."""

    concurrency: int = 2
    listen_s: float = 1.0
    trouble_pause_s: float = 0.5


class Worker:
    """One process's share of the work; more processes share it without knowing of each other."""

    def __init__(
        self, bells: Bells, store: RunStore, sweeps: SweepStore, runner: Runner, *, limits: WorkerLimits
    ) -> None:
        self._bells = bells
        self._store = store
        self._sweeps = sweeps
        self._runner = runner
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.concurrency)
        # How many of the slots that slow matches lent are to be taken back as matches end.
        self._owed = 0
        self._heard: deque[Bell] = deque()
        self._running: set[asyncio.Task[Outcome]] = set()
        self._leaving = False
        # Set while `run` does not go on.
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def run(self) -> None:
        """Takes and runs matches until `leave` is called."""
        self._quiet.clear()
        try:
            while not self._leaving:
                await self._slots.acquire()
                claim = None
                try:
                    claim = await self._next_claim()
                except Exception as error:  # noqa: BLE001 - the one loop that must never end
                    if not isinstance(error, TransientError):
                        _log.error("worker.broke", exc_info=error)
                    await asyncio.sleep(self._limits.trouble_pause_s)
                finally:
                    if claim is None:
                        self._free_slot()
                if claim is not None:
                    task = asyncio.ensure_future(self._runner.run(claim))
                    self._running.add(task)
                    task.add_done_callback(self._ended)
        finally:
            self._quiet.set()

    def widen(self, by: int) -> None:
        """Lends the slots of matches whose documents are slow to others: 1 when one steps aside, -1 when it has ended.

        How many may be slow at once is for the reader to say: it has the others given back.
        """
        if by < 0:
            self._owed -= by
        for _ in range(by):
            self._free_slot()

    async def leave(self, *, within_s: float) -> None:
        """Stops taking matches and waits for those that run; what has not ended in time is given back at once."""
        self._leaving = True
        # Wakes `run` when it waits for a slot; nothing is cut off in the middle of a claim.
        self._slots.release()
        await self._quiet.wait()
        await self._hand_back()
        if self._running:
            await asyncio.wait(self._running, timeout=within_s)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _hand_back(self) -> None:
        """Gives the bells that were heard and not answered to other workers."""
        try:
            while self._heard:
                bell = self._heard.popleft()
                await self._sweeps.sweep(bell.client_id, bell.match_id, unanswered=bell.entry_id)
            await self._bells.leave()
        except TransientError:
            # The sweepers of the other workers will find these bells unanswered.
            _log.warning("bells.kept")

    async def _next_claim(self) -> Claim | None:
        bell = None if self._leaving else await self._next_bell()
        if bell is None:
            return None
        await failpoint("matcher.after_doorbell")
        claim = await self._store.claim(bell)
        if claim is not None:
            await failpoint("matcher.after_claim")
        return claim

    async def _next_bell(self) -> Bell | None:
        if not self._heard:
            heard = await self._bells.listen(timeout_s=self._limits.listen_s)
            self._heard.extend(heard or await self._bells.take_over(count=1))
        # While leaving, the bells stay where `leave` finds them.
        return self._heard.popleft() if self._heard and not self._leaving else None

    def _free_slot(self) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._slots.release()

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self._running.discard(task)
        self._free_slot()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("run.broke", exc_info=error)
