"""The outbox: events that wait for delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.delivery import Attempt, DueEvent, LeasedEvent, NewEvent
from services.notifier.domain.schedule import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits: events that are due, and since when (milliseconds) the oldest of them is."""

    due: int
    oldest_due_age_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which due events there is room for.

    Attributes:
        limit: how many.
        per_client: most of one client.
        per_host: most of one host of a client.
        full_clients: clients that have their share.
        full_hosts: hosts (client id, host) that have theirs.
    """

    limit: int
    per_client: int
    per_host: int
    full_clients: frozenset[str] = frozenset()
    full_hosts: frozenset[tuple[str, str]] = frozenset()


class Outbox(Protocol):
    """Events that wait for delivery. Each write is idempotent by the ids in its arguments."""

    async def put(self, event: NewEvent) -> bool:
        """Puts an event in, due at once; False when it was there already."""

    async def due(self, wanted: Wanted) -> Sequence[DueEvent]:
        """Returns due events, oldest due first; of each client and each host enough for its share.

        Passing over what has its share costs no more than there are attempts under way, however much waits there.
        """

    async def lease(self, event: DueEvent, *, lease_ms: int) -> LeasedEvent | None:
        """Makes an event ours for `lease_ms`; None when it is another's, delivered or no longer due."""

    async def record(self, event: LeasedEvent, attempt: Attempt, verdict: Verdict) -> bool:
        """Stores an attempt and what follows from it; False when the lease is no longer ours."""

    async def backlog(self) -> Backlog:
        """Counts what is due."""

    async def ping(self) -> bool:
        """Says whether the outbox can be reached."""
