"""Events, attempts to deliver them and what became of both."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt ended: one fixed word, never an address and never a byte of an answer."""

    DELIVERED = "delivered"
    GONE = "gone"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    TLS_ERROR = "tls_error"
    CONNECT_ERROR = "connect_error"
    REFUSED_TARGET = "refused_target"
    NO_SECRET = "no_secret"  # noqa: S105 - a word for there being none


class DeliveryStatus(StrEnum):
    """What became of an event."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try.

    Attributes:
        at_ms: when it began, milliseconds since the epoch.
        http_status: status of the answer, 0 when there was none.
        duration_ms: how long it took.
        outcome: how it ended.
    """

    at_ms: int
    http_status: int
    duration_ms: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event's way so far; `next_attempt_at_ms` is 0 when none is due, attempts are oldest first."""

    event_id: str
    status: DeliveryStatus
    created_at_ms: int
    next_attempt_at_ms: int
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries are meant: of a status, of events made from one time to before another; None means any."""

    status: DeliveryStatus | None = None
    from_ms: int | None = None
    before_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event for the outbox: its body's bytes are signed and sent exactly so."""

    client_id: str
    event_id: str
    url: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEvent:
    """An event whose next attempt is due since `due_at_ms`; `host` names the line it stands in, no address to dial."""

    client_id: str
    event_id: str
    host: str
    due_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedEvent:
    """An event that is ours to try once, until the lease ends.

    Attributes:
        epoch: number of the lease; only the newest may record an attempt.
        attempts_made: attempts recorded before this one, since the event came or was last asked for after its end.
        leased_at_ms: Redis's time when it was leased.
        gone: whether the target has answered another event with 410 since this one was meant for it.
        traceparent: the place in a trace of the call that led to it, empty for none.
    """

    client_id: str
    event_id: str
    url: str
    body: bytes
    epoch: int
    attempts_made: int
    leased_at_ms: int
    gone: bool = False
    traceparent: str = ""
