"""Embeds in the background what larger batches left to it, and what others began and never ended."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from services.corpus.application.candidates.embedding import CandidateEmbedder
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.ports.candidates import (
    Bells,
    CandidateMeter,
    Claimed,
    TransientError,
    WaitingStore,
)
from services.platform.tasks import end_tasks, spread_s
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_LOOKS_A_PARTITION = 100
_ERASED_A_STEP = 200


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """How many candidates embed at once, how long one may take and one wait for bells, and the pause after trouble.

    `embed_s` is shorter than the lease: nobody else starts on a candidate that is still being embedded.
    """

    parallel: int = 4
    embed_s: float = 45.0
    listen_s: float = 1.0
    trouble_pause_s: float = 0.5


class EmbedWorker:
    """One process's share of the background; more processes share it without knowing of each other."""

    def __init__(
        self,
        bells: Bells,
        embedder: CandidateEmbedder,
        *,
        limits: WorkerLimits,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        """Takes `leads`: while it says no, candidates are left to processes of another edition."""
        self._leads = leads
        self._bells = bells
        self._embedder = embedder
        self._limits = limits
        self._leaving = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to take candidates."""
        self._task = asyncio.create_task(self._run())

    async def leave(self, *, within_s: float) -> None:
        """Takes no more; what has not ended in time is given back."""
        self._leaving = True
        if self._task is None:
            return
        await asyncio.wait([self._task], timeout=within_s)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def work_once(self) -> int:
        """Waits for bells and embeds what they ring for; returns how many candidates that were."""
        if not self._leads():
            await asyncio.sleep(self._limits.listen_s)
            return 0
        claims = await self._bells.claim(count=self._limits.parallel, timeout_s=self._limits.listen_s)
        slots = asyncio.Semaphore(self._limits.parallel)
        await asyncio.gather(*(self._one(claimed, slots) for claimed in claims))
        return len(claims)

    async def _run(self) -> None:
        while not self._leaving:
            try:
                await self.work_once()
            except TransientError:
                await asyncio.sleep(self._limits.trouble_pause_s)
            except Exception as error:  # noqa: BLE001 - the one loop that must never end
                _log.error("embed_worker.broke", error=type(error).__name__)
                await asyncio.sleep(self._limits.trouble_pause_s)

    async def _one(self, claimed: Claimed, slots: asyncio.Semaphore) -> None:
        try:
            await slots.acquire()
        except asyncio.CancelledError:
            await asyncio.shield(self._embedder.give_back(claimed.work))
            raise
        try:
            status, _ = await self._embedder.embed(claimed, timeout_s=self._limits.embed_s, inline=False)
        except TransientError:
            return
        except Exception as error:  # noqa: BLE001 - its lease runs out, and the others go on
            _log.error("candidate.embed_broke", error=type(error).__name__)
            return
        finally:
            slots.release()
        if status is EmbeddingStatus.PENDING:
            # The model has more than enough to do.
            await asyncio.sleep(self._limits.trouble_pause_s)


class Sweeper:
    """Looks after what was forgotten. It runs in every process without a lock: each step is conditional."""

    def __init__(self, waiting: WaitingStore, meter: CandidateMeter, *, every_s: float) -> None:
        self._waiting = waiting
        self._meter = meter
        self._every_s = every_s
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to sweep."""
        self._task = asyncio.create_task(self._run())

    async def leave(self) -> None:
        """Ends, in the middle of a sweep too: each step of one is whole."""
        if self._task is not None:
            await end_tasks([self._task])

    async def _run(self) -> None:
        while True:
            try:
                await self.sweep_once()
            except TransientError:
                pass
            except Exception as error:  # noqa: BLE001 - one damaged record must not end all sweeping
                _log.error("candidate_sweep.broke", error=type(error).__name__)
            await asyncio.sleep(spread_s(self._every_s))

    async def sweep_once(self) -> None:
        """Rings again for candidates nobody embeds, and unlinks what erased corpora left."""
        await self._waiting.sweep(count=_LOOKS_A_PARTITION)
        while await self._waiting.erase_some(count=_ERASED_A_STEP):
            pass
        self._meter.waiting(await self._waiting.depth())
