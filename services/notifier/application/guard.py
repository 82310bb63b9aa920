"""The guard: says whether a webhook may be sent to a URL, and to which addresses, at submit and at each attempt alike."""

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from services.notifier.domain.addresses import Address, AddressPolicy, unwrapped
from services.notifier.domain.hosts import ToAscii, is_internal
from services.notifier.domain.target import (
    PORTS,
    Refusal,
    Target,
    TargetRefusedError,
    TargetUnresolvedError,
    parse_target,
)
from services.notifier.ports.guard import ResolveError, Resolver

MOST_PINNED = 4


class Guard:
    """Implements the port `TargetGuard`.

    Args:
        policy: which addresses may be dialled.
        resolver: asked once for each judgement of a name, never for a literal address.
        to_ascii: the one IDNA codec.
        ports: which ports may be dialled.
    """

    def __init__(
        self, *, policy: AddressPolicy, resolver: Resolver, to_ascii: ToAscii, ports: frozenset[int] = PORTS
    ) -> None:
        self.policy = policy
        """What the socket asks once more."""
        self._resolver = resolver
        self._to_ascii = to_ascii
        self._ports = ports

    async def judge(self, url: str) -> Target:
        """Returns the target with at most four addresses to dial, each of them allowed.

        Raises:
            TargetRefusedError: INVALID or INSECURE as the URL is written, PRIVATE unless every address is allowed.
            TargetUnresolvedError: the name has no address now.
        """
        parsed = parse_target(url, to_ascii=self._to_ascii, ports=self._ports)
        addresses = await self._named(parsed.host) if isinstance(parsed.host, str) else (parsed.host,)
        if not all(self.policy.allows(address) for address in addresses):
            raise _private()
        return Target(url=parsed.url, addresses=tuple(map(str, _to_dial(addresses))))

    async def _named(self, name: str) -> Sequence[Address]:
        if is_internal(name):
            raise _private()
        try:
            resolution = await self._resolver.resolve(name)
        except ResolveError:
            raise TargetUnresolvedError from None
        if any(is_internal(alias) for alias in resolution.aliases):
            raise _private()
        return resolution.addresses


def _to_dial(addresses: Iterable[Address]) -> list[Address]:
    """Takes turns between IPv4 and IPv6, so that neither keeps the other from being tried."""
    distinct = list(dict.fromkeys(unwrapped(address) for address in addresses))
    by_version = ([address for address in distinct if address.version == version] for version in (4, 6))
    in_turn = chain.from_iterable(zip_longest(*by_version))
    return [address for address in in_turn if address is not None][:MOST_PINNED]


def _private() -> TargetRefusedError:
    return TargetRefusedError(Refusal.PRIVATE, "The webhook URL does not lead to a public address.")
