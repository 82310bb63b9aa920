"""Asks nameservers over UDP (TCP for what is cut short): absolute names, no search list, no hosts file, no cache, no thread."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import dns.asyncbackend
import dns.asyncresolver
import dns.exception
import dns.name
import dns.nameserver
import dns.resolver

from services.notifier.domain.addresses import Address
from services.notifier.ports.guard import Resolution, ResolveError

_MOST_ADDRESSES = 64
_EDNS_PAYLOAD = 1232


@dataclass(frozen=True, slots=True)
class Nameserver:
    """A nameserver's IP address and port."""

    address: str
    port: int = 53


def machine_nameservers(path: str = "/etc/resolv.conf") -> tuple[Nameserver, ...]:
    """Returns the nameservers of a resolv.conf, or this machine's own when it names none; its search list is not looked at."""
    try:
        found = dns.resolver.Resolver(filename=path).nameservers
    except dns.resolver.NoResolverConfiguration:
        return (Nameserver("127.0.0.1"),)
    return tuple(Nameserver(str(address)) for address in found)


class DnsResolver:
    """Implements the port `Resolver`.

    Args:
        nameservers: whom to ask, in this order.
        deadline_s: limit of a whole resolution.
        answer_s: how long one nameserver has for one answer before the next, or the same again, is asked.
    """

    def __init__(self, nameservers: Sequence[Nameserver], *, deadline_s: float = 2.0, answer_s: float = 0.9) -> None:
        self._deadline_s = deadline_s
        self._backend = dns.asyncbackend.get_backend("asyncio")
        self._resolver = dns.asyncresolver.Resolver(configure=False)
        self._resolver.nameservers = [dns.nameserver.Do53Nameserver(one.address, one.port) for one in nameservers]
        self._resolver.timeout = answer_s
        self._resolver.lifetime = deadline_s
        self._resolver.use_edns(0, payload=_EDNS_PAYLOAD)

    async def resolve(self, host: str) -> Resolution:
        """Asks for A and AAAA at once, one answer of each counts; raises `ResolveError` unless both are answered in time."""
        try:
            async with asyncio.timeout(self._deadline_s), asyncio.TaskGroup() as group:
                name = dns.name.from_text(host, origin=dns.name.root)
                asked = [group.create_task(self._ask(name, kind)) for kind in ("A", "AAAA")]
        except (TimeoutError, ExceptionGroup, dns.exception.DNSException) as error:
            raise ResolveError from error
        answers = [task.result() for task in asked]
        addresses = [address for answer in answers for address in _addresses(answer)]
        if not 0 < len(addresses) <= _MOST_ADDRESSES:
            raise ResolveError
        return Resolution(addresses=addresses, aliases=[alias for answer in answers for alias in _aliases(answer)])

    async def _ask(self, name: dns.name.Name, kind: str) -> dns.resolver.Answer:
        return await self._resolver.resolve(name, kind, search=False, raise_on_no_answer=False, backend=self._backend)


def _addresses(answer: dns.resolver.Answer) -> Iterator[Address]:
    for record in answer:
        yield ip_address(record.address)


def _aliases(answer: dns.resolver.Answer) -> Iterator[str]:
    for records in answer.chaining_result.cnames:
        for record in records:
            yield record.target.to_text(omit_final_dot=True).lower()
