"""Guards for tests: production's, and the one that may dial a loopback address."""

from collections.abc import Iterable
from ipaddress import ip_address

from services.notifier.adapters.dns_resolver import DnsResolver, Nameserver
from services.notifier.adapters.idna_hosts import to_ascii
from services.notifier.application.guard import Guard
from services.notifier.domain.addresses import AddressPolicy
from services.notifier.domain.target import PORTS, Refusal, Target, TargetRefusedError
from services.notifier.ports.guard import Resolver
from tests.fakes.resolving import TableResolver

EVERY_PORT = frozenset(range(1, 65_536))


def table_guard(
    *answers: str, policy: AddressPolicy | None = None, ports: frozenset[int] = PORTS, aliases: tuple[str, ...] = ()
) -> tuple[Guard, TableResolver]:
    """Production's guard over a table in place of DNS: every name has the same answers."""
    resolver = TableResolver(otherwise=answers, aliases=aliases)
    return Guard(policy=policy or AddressPolicy(), resolver=resolver, to_ascii=to_ascii, ports=ports), resolver


def loopback_guard(*exempt: str, resolver: Resolver | None = None, nameserver: Nameserver | None = None) -> Guard:
    """Production's guard, but for the loopback addresses given, at any port; names by the resolver or nameserver given."""
    asked = resolver or (DnsResolver([nameserver]) if nameserver else TableResolver(otherwise=exempt))
    policy = AddressPolicy(exempt=tuple(map(ip_address, exempt)))
    return Guard(policy=policy, resolver=asked, to_ascii=to_ascii, ports=EVERY_PORT)


async def verdict(guard: Guard, url: str) -> Refusal | Target:
    """What the guard says, as a value."""
    try:
        return await guard.judge(url)
    except TargetRefusedError as refused:
        return refused.refusal


async def refusals(guard: Guard, urls: Iterable[str]) -> dict[str, Refusal | Target]:
    """What the guard says of each URL."""
    return {url: await verdict(guard, url) for url in urls}
