"""Takes due events from the outbox, oldest first, and runs a bounded number of attempts at a time."""

import asyncio
import time
from contextlib import suppress

from services.notifier.application.attempts import Attempts
from services.notifier.application.metrics import DUE, IN_FLIGHT, OLDEST_DUE_AGE_S
from services.notifier.domain.delivery import DueEvent, LeasedEvent
from services.notifier.domain.slots import Limits, Slots
from services.notifier.ports.outbox import Outbox, Wanted
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.tracing import resumed

_MEASURED_EVERY_S = 5.0
_PAUSE_AFTER_FAILURE_S = 1.0
# Attempts that end together are followed by one look at the outbox, not by one each.
_GATHERED_S = 0.005
# What a look has found and there was no room for then is good for this long; nobody who comes meanwhile waits for longer.
_SEEN_FOR_S = 0.05
# How many leases are asked for at a time.
_LEASES_AT_ONCE = 32

_log = get_logger()


class Dispatcher:
    """The outbox's consumer in this process; any number of processes may run one.

    Args:
        limits: most attempts under way at a time, of all, of a client and at a host.
        lease_ms: how long an event is ours for an attempt; longer than the attempt's limit.
        poll_s: how often the outbox is looked at while nothing is due.
    """

    def __init__(self, *, outbox: Outbox, attempts: Attempts, limits: Limits, lease_ms: int, poll_s: float) -> None:
        self._outbox = outbox
        self._attempts = attempts
        self._limits = limits
        self._slots = Slots(limits)
        self._lease_ms = lease_ms
        self._poll_s = poll_s
        self._leasing = asyncio.Semaphore(_LEASES_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()
        self._seen: list[DueEvent] = []
        self._look_again_at = float("-inf")
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
                await asyncio.sleep(_GATHERED_S)
        await self.settle()

    def stop(self) -> None:
        """Takes on no more events."""
        self._stopping.set()

    async def fill(self) -> int:
        """Starts attempts at due events while there is room; returns how many."""
        if self._slots.free <= 0:
            return 0
        chosen = self._choose() if time.monotonic() < self._look_again_at else []
        if not chosen:
            await self._look()
            chosen = self._choose()
        # Each start gives its place back when it fails, so all of them end before a failure is told.
        starts = await asyncio.gather(*(self._start(event) for event in chosen), return_exceptions=True)
        for failure in starts:
            if isinstance(failure, BaseException):
                raise failure
        return starts.count(True)

    async def _look(self) -> None:
        found = await self._outbox.due(
            Wanted(
                limit=self._slots.free,
                per_client=self._limits.per_client,
                per_host=self._limits.per_host,
                full_clients=self._slots.full_clients(),
                full_hosts=self._slots.full_hosts(),
            )
        )
        self._seen = list(found)
        self._look_again_at = time.monotonic() + _SEEN_FOR_S

    def _choose(self) -> list[DueEvent]:
        """Takes places for what was seen, oldest first; what finds none is kept for those that will be free in a moment."""
        chosen: list[DueEvent] = []
        rest: list[DueEvent] = []
        for event in self._seen:
            (chosen if self._slots.take(event.client_id, event.host) else rest).append(event)
        self._seen = rest
        return chosen

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
        """Leases an event, whose place is taken, and starts an attempt at it; the place is free again when there is none."""
        started = False
        try:
            async with self._leasing:
                leased = await self._outbox.lease(event, lease_ms=self._lease_ms)
            if leased is None:
                return False
            task = asyncio.create_task(self._attempt(leased))
            started = True
        finally:
            if not started:
                self._slots.give_back(event.client_id, event.host)
        self._running.add(task)
        IN_FLIGHT.set(len(self._running))
        task.add_done_callback(lambda ended: self._ended(ended, event))
        return True

    async def _attempt(self, leased: LeasedEvent) -> None:
        traced = resumed(
            "webhook.attempt",
            leased.traceparent,
            attributes={"cvdeep.event_id": leased.event_id, "cvdeep.attempt": leased.attempts_made + 1},
        )
        try:
            with traced as span:
                span.set({"cvdeep.outcome": await self._attempts.make(leased)})
        except Exception as error:  # noqa: BLE001 - the lease ends by itself, then the event is due again
            _log.error("attempt.failed", event_id=leased.event_id, exc_info=error)

    def _ended(self, task: asyncio.Task[None], event: DueEvent) -> None:
        self._running.discard(task)
        self._slots.give_back(event.client_id, event.host)
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
