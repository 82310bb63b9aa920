"""Stand-ins for the notifier's ports."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.notifier.domain.delivery import Attempt, Delivery, DeliveryFilter, DueEvent, LeasedEvent, NewEvent
from services.notifier.domain.schedule import Verdict
from services.notifier.domain.target import Target, TargetRefusedError
from services.notifier.ports.deliveries import Page, PageMark
from services.notifier.ports.outbox import Backlog, Wanted
from services.notifier.ports.sending import Answer, SendError


@dataclass
class FakeGuard:
    """Lets every URL through to one address, or refuses it with what a test gives."""

    refusal: TargetRefusedError | None = None
    judged: list[str] = field(default_factory=list)

    async def judge(self, url: str) -> Target:
        self.judged.append(url)
        if self.refusal is not None:
            raise self.refusal
        return Target(url=url, addresses=("192.0.2.1",))


@dataclass
class FakeSender:
    """Answers as told; `gate`, while unset, keeps every request waiting."""

    answer: Answer | SendError = field(default_factory=lambda: Answer(http_status=200))
    gate: asyncio.Event | None = None
    sent: list[tuple[Target, bytes, Mapping[str, str]]] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.sent.append((target, body, headers))
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            if self.gate is not None:
                await self.gate.wait()
            if isinstance(self.answer, SendError):
                raise self.answer
            return self.answer
        finally:
            self._now -= 1


@dataclass
class FakeSecrets:
    secrets: Sequence[str] = ("whsec_one",)

    async def signing(self, client_id: str) -> Sequence[str]:
        return self.secrets


@dataclass
class FakeOutbox:
    """An outbox in memory: every event given is due until it is leased."""

    waiting: list[DueEvent] = field(default_factory=list)
    recorded: list[tuple[LeasedEvent, Attempt, Verdict]] = field(default_factory=list)
    failures: int = 0
    lease_failures: int = 0
    looked: int = 0
    put_events: list[NewEvent] = field(default_factory=list)

    async def put(self, event: NewEvent) -> bool:
        self.put_events.append(event)
        return True

    async def due(self, wanted: Wanted) -> Sequence[DueEvent]:
        self.looked += 1
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        events = [
            event
            for event in self.waiting
            if event.client_id not in wanted.full_clients and (event.client_id, event.host) not in wanted.full_hosts
        ]
        return sorted(events, key=lambda event: event.due_at_ms)[: wanted.limit]

    async def lease(self, event: DueEvent, *, lease_ms: int) -> LeasedEvent | None:
        if self.lease_failures:
            self.lease_failures -= 1
            raise ConnectionError
        if event not in self.waiting:
            return None
        self.waiting.remove(event)
        return leased(client_id=event.client_id, event_id=event.event_id)

    async def record(self, event: LeasedEvent, attempt: Attempt, verdict: Verdict) -> bool:
        self.recorded.append((event, attempt, verdict))
        return True

    async def backlog(self) -> Backlog:
        return Backlog(due=len(self.waiting), oldest_due_age_ms=0)

    async def ping(self) -> bool:
        return True


@dataclass
class FakeStore:
    """Deliveries in memory, of one client."""

    client_id: str = "cl_a"
    deliveries: list[Delivery] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)

    async def get(self, client_id: str, event_id: str) -> Delivery | None:
        found = [delivery for delivery in self.deliveries if delivery.event_id == event_id]
        return found[0] if found and client_id == self.client_id else None

    async def page(
        self, client_id: str, wanted: DeliveryFilter, *, limit: int, after: PageMark | None, oldest_first: bool = False
    ) -> Page:
        sign = 1 if oldest_first else -1
        rows = sorted(
            (row for row in self.deliveries if wanted.status in (None, row.status)),
            key=lambda row: (sign * row.created_at_ms, row.event_id),
        )
        if after is not None:
            rows = rows[
                [(row.created_at_ms, row.event_id) for row in rows].index((after.created_at_ms, after.event_id)) + 1 :
            ]
        if client_id != self.client_id:
            rows = []
        shown = rows[:limit]
        more = len(rows) > limit
        last = PageMark(created_at_ms=shown[-1].created_at_ms, event_id=shown[-1].event_id) if more else None
        return Page(deliveries=shown, last=last)

    async def retry(self, client_id: str, event_id: str) -> bool:
        known = await self.get(client_id, event_id) is not None
        if known:
            self.retried.append(event_id)
        return known


def leased(
    *, client_id: str = "cl_a", event_id: str = "evt_1", attempts_made: int = 0, gone: bool = False
) -> LeasedEvent:
    return LeasedEvent(
        client_id=client_id,
        event_id=event_id,
        url="https://hooks.example.com/h",
        body=b'{"event":"x"}',
        epoch=1,
        attempts_made=attempts_made,
        leased_at_ms=1_700_000_000_000,
        gone=gone,
    )
