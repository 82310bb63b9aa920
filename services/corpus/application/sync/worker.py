"""Sees to syncs in the background: erases what mirrors did not name, and fails those whose reader has gone silent."""

import asyncio

from services.corpus.ports.candidates import TransientError
from services.corpus.ports.sync import Step, SyncSteps
from services.platform.failpoints import failpoint
from services.platform.tasks import end_tasks, spread_s
from services.platform.telemetry.logging import get_logger

_SYNCS_A_PARTITION = 10
_CANDIDATES_A_STEP = 100

_log = get_logger()


class SyncWorker:
    """Runs in every process without a lock: each step is atomic and goes on where the last one ended, whoever did that."""

    def __init__(self, steps: SyncSteps, *, every_s: float) -> None:
        self._steps = steps
        self._every_s = every_s
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to see to syncs."""
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Has it look now rather than in a while."""
        self._woken.set()

    async def leave(self) -> None:
        """Ends, between two steps or in one: what is left is done by whoever looks next."""
        if self._task is not None:
            await end_tasks([self._task])

    async def work_once(self) -> None:
        """Sees to everything that is due, to its end."""
        for client_id, sync_id in await self._steps.due(count=_SYNCS_A_PARTITION):
            while await self._steps.step(client_id, sync_id, count=_CANDIDATES_A_STEP) is Step.MORE:
                await failpoint("corpus.sync_step")

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.work_once()
            except TransientError:
                pass
            except Exception as error:  # noqa: BLE001 - one damaged record must not end the work on all others
                _log.error("sync_worker.broke", error=type(error).__name__)
            try:
                async with asyncio.timeout(spread_s(self._every_s)):
                    await self._woken.wait()
            except TimeoutError:
                continue
