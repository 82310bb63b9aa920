"""What the notifier's use cases need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.delivery import Attempt, Delivery, DueEvent, LeasedEvent, NewEvent, Outcome
from services.notifier.domain.schedule import Verdict
from services.notifier.domain.target import Target


class TargetGuard(Protocol):
    """Judges targets, by the same rules when a URL is submitted and before each attempt."""

    async def judge(self, url: str) -> Target:
        """Returns the target with the addresses that may be dialled; raises `TargetRefusedError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered; `retry_after` is the raw header."""

    http_status: int
    retry_after: str | None = None


class SendError(Exception):
    """No answer came; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class Sender(Protocol):
    """Sends one POST to one target."""

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Posts exactly `body`, dialling nothing but the target's addresses; raises `SendError`."""


class SecretStore(Protocol):
    """Knows the webhook secrets of clients."""

    async def signing(self, client_id: str) -> Sequence[str]:
        """Returns the secrets to sign with now: none, one, or several while one is rotated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits: events that are due, and since when (milliseconds) the oldest of them is."""

    due: int
    oldest_due_age_ms: int


class Outbox(Protocol):
    """Events that wait for delivery. Each write is idempotent by the ids in its arguments."""

    async def put(self, event: NewEvent) -> bool:
        """Puts an event in, due at once; False when it was there already."""

    async def due(self, *, limit: int, without: frozenset[str]) -> Sequence[DueEvent]:
        """Returns due events of all clients but `without`, oldest due first, at most `limit`."""

    async def lease(self, event: DueEvent, *, lease_ms: int) -> LeasedEvent | None:
        """Makes an event ours for `lease_ms`; None when it is another's, delivered or no longer due."""

    async def record(self, event: LeasedEvent, attempt: Attempt, verdict: Verdict) -> bool:
        """Stores an attempt and what follows from it; False when the lease is no longer ours."""

    async def backlog(self) -> Backlog:
        """Counts what is due."""

    async def ping(self) -> bool:
        """Says whether the outbox can be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """The last delivery of a page."""

    created_at_ms: int
    event_id: str


class DeliveryStore(Protocol):
    """Reads what became of events, and makes one due again."""

    async def get(self, client_id: str, event_id: str) -> Delivery | None:
        """Returns a client's delivery."""

    async def page(self, client_id: str, *, limit: int, before: PageMark | None) -> Sequence[Delivery]:
        """Returns at most `limit` of a client's deliveries after the mark, newest first."""

    async def retry(self, client_id: str, event_id: str) -> bool:
        """Makes an event due now, unless an attempt is under way; False when there is no such event."""
