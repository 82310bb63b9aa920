"""What the command line asks of other services."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What the check of one client's ledger found; credits are whole numbers.

    Attributes:
        client_id: whose ledger.
        drifts: one sentence for each thing that does not add up; empty when the ledger is right.
        balance: what the account says is left.
        held: what it says is held for running matches.
        granted: what it says was ever granted, adjustments included.
        charged: what it says was ever charged.
        matches: how many matches were looked at.
    """

    client_id: str
    drifts: tuple[str, ...]
    balance: int
    held: int
    granted: int
    charged: int
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchIds:
    """A page of match ids; `next_cursor` is empty at the end."""

    match_ids: tuple[str, ...]
    next_cursor: str


class Matcher(Protocol):
    """The matcher, as an operator uses it."""

    async def reconcile(self, client_id: str) -> Reconciliation:
        """Checks a client's ledger against its matches."""
        ...

    async def inspect(self, client_id: str, match_id: str) -> Mapping[str, str]:
        """Returns field → value of a match's life, without personal data; raises `REQUEST_NOT_FOUND`."""
        ...

    async def erase(self, client_id: str, match_id: str) -> None:
        """Erases what a match holds of a person; doing it again is no error. Raises `REQUEST_NOT_FOUND`."""
        ...

    async def match_ids(self, client_id: str, *, cursor: str) -> MatchIds:
        """Returns a page of a client's matches, newest first, after `cursor`; empty for the first."""
        ...


class DeliveryStatus(StrEnum):
    """What became of a webhook event."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try: when (milliseconds since the epoch), the HTTP status (0 for none), how long and how it ended in one word."""

    at_ms: int
    http_status: int
    duration_ms: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event's way so far, oldest attempt first; times are milliseconds since the epoch, 0 when no attempt is due."""

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
class DeliveryPage:
    """Deliveries, newest first; `next_cursor` is empty at the end. A page of a filter may be short and not the last."""

    deliveries: tuple[Delivery, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedPage:
    """How many deliveries are due now; `next_cursor` is empty at the end."""

    retried: int
    next_cursor: str


class Notifier(Protocol):
    """The notifier, as an operator uses it."""

    async def delivery(self, client_id: str, event_id: str) -> Delivery:
        """Returns one delivery; raises `NOT_FOUND`."""
        ...

    async def deliveries(self, client_id: str, wanted: DeliveryFilter, *, limit: int, cursor: str) -> DeliveryPage:
        """Returns a page of a client's deliveries after `cursor`; empty for the first."""
        ...

    async def retry(self, client_id: str, event_id: str) -> None:
        """Makes a delivery due now; raises `NOT_FOUND`."""
        ...

    async def retry_all(self, client_id: str, wanted: DeliveryFilter, *, cursor: str) -> RetriedPage:
        """Makes a page of a client's deliveries due now, oldest first, after `cursor`; empty for the first."""
        ...
