"""Takes due events from the outbox, oldest first, and runs a bounded number of attempts at a time."""

import asyncio
import time
from collections import Counter
from contextlib import suppress

from services.notifier.application.attempts import Attempts
from services.notifier.application.metrics import DUE, IN_FLIGHT, OLDEST_DUE_AGE_S
from services.notifier.domain.delivery import DueEvent
from services.notifier.ports import Outbox
from services.platform.telemetry.logging import get_logger

_MEASURED_EVERY_S = 5.0
_PAUSE_AFTER_FAILURE_S = 1.0

_log = get_logger()


class Dispatcher:
    """The outbox's consumer in this process; any number of processes may run one.

    Args:
        concurrency: most attempts under way at a time.
        per_client: most of them for one client, so that one slow receiver cannot take all.
        lease_ms: how long an event is ours for an attempt; longer than the attempt's limit.
        poll_s: how often the outbox is looked at while nothing is due.
    """

    def __init__(
        self, *, outbox: Outbox, attempts: Attempts, concurrency: int, per_client: int, lease_ms: int, poll_s: float
    ) -> None:
        self._outbox = outbox
        self._attempts = attempts
        self._concurrency = concurrency
        self._per_client = per_client
        self._lease_ms = lease_ms
        self._poll_s = poll_s
        self._running: dict[asyncio.Task[None], str] = {}
        self._stopping = asyncio.Event()
        self._measured_at = float("-inf")

    async def run(self) -> None:
        """Works until `stop` is called, then returns once the attempts under way have ended."""
        while not self._stopping.is_set():
            try:
                await self._measure()
                started = await self.fill()
            except Exception as error:  # noqa: BLE001 - whatever it is, the outbox must be looked at again
                _log.warning("outbox.unreachable", exc_info=error)
                await self._rest(_PAUSE_AFTER_FAILURE_S)
                continue
            if not started:
                await self._rest(self._poll_s)
        await self.settle()

    def stop(self) -> None:
        """Takes on no more events."""
        self._stopping.set()

    async def fill(self) -> int:
        """Starts attempts at due events while there is room; returns how many."""
        room = self._concurrency - len(self._running)
        if room <= 0:
            return 0
        busy = Counter(self._running.values())
        full = frozenset(client_id for client_id, count in busy.items() if count >= self._per_client)
        started = 0
        for event in await self._outbox.due(limit=room, without=full):
            if busy[event.client_id] < self._per_client and await self._start(event):
                busy[event.client_id] += 1
                started += 1
        return started

    async def settle(self) -> None:
        """Returns once no attempt is under way."""
        while self._running:
            await asyncio.wait(self._running)

    async def abandon(self) -> None:
        """Ends attempts where they stand; their events are due again once their leases have ended."""
        for task in self._running:
            task.cancel()
        await self.settle()

    async def _start(self, event: DueEvent) -> bool:
        leased = await self._outbox.lease(event, lease_ms=self._lease_ms)
        if leased is None:
            return False

        async def attempt() -> None:
            try:
                await self._attempts.make(leased)
            except Exception as error:  # noqa: BLE001 - the lease ends by itself, then the event is due again
                _log.error("attempt.failed", event_id=leased.event_id, exc_info=error)

        task = asyncio.create_task(attempt())
        self._running[task] = event.client_id
        IN_FLIGHT.set(len(self._running))
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        IN_FLIGHT.set(len(self._running))

    async def _rest(self, seconds: float) -> None:
        """Waits, but not past the end of an attempt (room may matter) nor past `stop`."""
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({stopping, *self._running}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        with suppress(asyncio.CancelledError):
            await stopping

    async def _measure(self) -> None:
        if time.monotonic() - self._measured_at < _MEASURED_EVERY_S:
            return
        backlog = await self._outbox.backlog()
        DUE.set(backlog.due)
        OLDEST_DUE_AGE_S.set(backlog.oldest_due_age_ms / 1000)
        self._measured_at = time.monotonic()
