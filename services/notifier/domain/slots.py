"""Shares out what can be attempted at a time, so that neither a host nor a client that hangs can hold the others up."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most attempts under way at a time.

    Attributes:
        total: of one process.
        per_client: of one client.
        per_host: of one client at one host.
    """

    total: int
    per_client: int
    per_host: int


class Slots:
    """Places for attempts under way.

    A client's limit holds while all places are free and shrinks with them, down to one; so does a host's with what its client
    has left. The more of them hang, the less each gets, and there is something left for the next.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: Counter[str] = Counter()
        self._hosts: Counter[tuple[str, str]] = Counter()
        self._taken = 0

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._taken

    @property
    def free(self) -> int:
        """How many places are left."""
        return self._limits.total - self._taken

    def take(self, client_id: str, host: str) -> bool:
        """Takes a place for an attempt; False, and nothing taken, when this client or host has its share."""
        if not self._has_room(client_id) or not self._has_room_at(client_id, host):
            return False
        self._clients[client_id] += 1
        self._hosts[client_id, host] += 1
        self._taken += 1
        return True

    def give_back(self, client_id: str, host: str) -> None:
        """Frees the place of an attempt that has ended."""
        self._taken -= 1
        _less(self._clients, client_id)
        _less(self._hosts, (client_id, host))

    def full_clients(self) -> frozenset[str]:
        """Returns the clients that have their share."""
        return frozenset(client_id for client_id in self._clients if not self._has_room(client_id))

    def full_hosts(self) -> frozenset[tuple[str, str]]:
        """Returns the hosts (client id, host) that have their share."""
        return frozenset(pair for pair in self._hosts if not self._has_room_at(*pair))

    def _has_room(self, client_id: str) -> bool:
        limits, now = self._limits, self._clients[client_id]
        return self.free > 0 and now < max(1, limits.per_client * self.free / limits.total) and now < limits.per_client

    def _has_room_at(self, client_id: str, host: str) -> bool:
        limits, now = self._limits, self._hosts[client_id, host]
        left = limits.per_client - self._clients[client_id]
        return left > 0 and now < max(1, limits.per_host * left / limits.per_client) and now < limits.per_host


def _less(counter: Counter[T], key: T) -> None:
    counter[key] -= 1
    # A counter keeps its zeros, and there is no end to clients and hosts.
    if not counter[key]:
        del counter[key]
