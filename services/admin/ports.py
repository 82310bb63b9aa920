"""What the command line asks of other services."""

from collections.abc import Mapping
from dataclasses import dataclass
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
