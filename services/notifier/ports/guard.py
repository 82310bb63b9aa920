"""Who says which targets may be told, and what it needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.addresses import Address
from services.notifier.domain.target import Target


class TargetGuard(Protocol):
    """Judges targets, by the same rules when a URL is submitted and before each attempt."""

    async def judge(self, url: str) -> Target:
        """Returns the target with the addresses that may be dialled; raises `TargetRefusedError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What DNS says of a name: every address of it, and the names it is an alias of (lower case, no trailing dot)."""

    addresses: Sequence[Address]
    aliases: Sequence[str] = ()


class ResolveError(Exception):
    """A name has no usable answer, or none in time."""


class Resolver(Protocol):
    """Asks DNS, and nothing else, for the addresses of absolute names."""

    async def resolve(self, host: str) -> Resolution:
        """Returns all addresses, at least one, as they are answered now; raises `ResolveError`."""
