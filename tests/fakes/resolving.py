"""A stand-in for DNS that answers from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from services.notifier.ports.guard import Resolution, ResolveError


@dataclass
class TableResolver:
    """Answers each name with the addresses given for it, every other with those of `otherwise`; none is no answer."""

    table: Mapping[str, Sequence[str]] = field(default_factory=dict)
    otherwise: Sequence[str] = ()
    aliases: Sequence[str] = ()
    asked: list[str] = field(default_factory=list)

    async def resolve(self, host: str) -> Resolution:
        self.asked.append(host)
        addresses = [ip_address(address) for address in self.table.get(host, self.otherwise)]
        if not addresses:
            raise ResolveError
        return Resolution(addresses=addresses, aliases=self.aliases)
