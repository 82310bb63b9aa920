"""Which addresses a webhook may be sent to: a table of denials, each with its source, and nothing that widens it."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The registries the rows are taken from.
_IANA4 = "IANA IPv4 Special-Purpose Address Registry"
_IANA6 = "IANA IPv6 Special-Purpose Address Registry"
_SPACE4 = "IANA IPv4 Address Space Registry"

GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only part of IPv6 that is given out (IANA IPv6 Address Space Registry); all else is denied unseen."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A row of the table: a network nothing is sent to, what it is, and who says so."""

    network: Network
    what: str
    source: str


DENIALS: tuple[Denial, ...] = tuple(
    Denial(ip_network(network), what, source)
    for network, what, source in (
        ("0.0.0.0/8", "this network", f"{_IANA4}, RFC 791 §3.2"),
        ("10.0.0.0/8", "private use", f"{_IANA4}, RFC 1918"),
        ("100.64.0.0/10", "shared address space", f"{_IANA4}, RFC 6598"),
        ("127.0.0.0/8", "loopback", f"{_IANA4}, RFC 1122 §3.2.1.3"),
        ("169.254.0.0/16", "link local, metadata of most clouds", f"{_IANA4}, RFC 3927"),
        ("172.16.0.0/12", "private use", f"{_IANA4}, RFC 1918"),
        ("192.0.0.0/24", "protocol assignments, Oracle's metadata", f"{_IANA4}, RFC 6890 §2.1"),
        ("192.0.2.0/24", "documentation", f"{_IANA4}, RFC 5737"),
        ("192.31.196.0/24", "AS112 sink", f"{_IANA4}, RFC 7535"),
        ("192.52.193.0/24", "multicast tunnels", f"{_IANA4}, RFC 7450"),
        ("192.88.99.0/24", "6to4 relays, withdrawn", f"{_IANA4}, RFC 7526"),
        ("192.168.0.0/16", "private use", f"{_IANA4}, RFC 1918"),
        ("192.175.48.0/24", "AS112 sink", f"{_IANA4}, RFC 7534"),
        ("198.18.0.0/15", "benchmarks", f"{_IANA4}, RFC 2544"),
        ("198.51.100.0/24", "documentation", f"{_IANA4}, RFC 5737"),
        ("203.0.113.0/24", "documentation", f"{_IANA4}, RFC 5737"),
        ("224.0.0.0/4", "multicast", f"{_SPACE4}, RFC 5771"),
        ("240.0.0.0/4", "reserved, and broadcast", f"{_IANA4}, RFC 1112 §4, RFC 919 §7"),
        ("100.100.100.200/32", "Alibaba Cloud's metadata", "Alibaba Cloud ECS, instance metadata"),
        ("161.26.0.0/16", "IBM Cloud's inner services", "IBM Cloud, service network"),
        ("166.8.0.0/14", "IBM Cloud's inner services", "IBM Cloud, service endpoints"),
        ("168.63.129.16/32", "Azure's host", "Microsoft Azure, what is IP address 168.63.129.16"),
        ("192.0.0.192/32", "Oracle Cloud's metadata", "Oracle Cloud Infrastructure Classic, instance metadata"),
        ("2001::/23", "protocol assignments: Teredo, ORCHID, benchmarks", f"{_IANA6}, RFC 2928"),
        ("2001:db8::/32", "documentation", f"{_IANA6}, RFC 3849"),
        ("2002::/16", "6to4, carries any IPv4 address", f"{_IANA6}, RFC 3056"),
        ("2620:4f:8000::/48", "AS112 sink", f"{_IANA6}, RFC 7534"),
        ("3fff::/20", "documentation", f"{_IANA6}, RFC 9637"),
    )
)


def unwrapped(address: Address) -> Address:
    """Returns the IPv4 address that an IPv4-mapped IPv6 address stands for; any other as it is."""
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


def _nobodys(_: Address) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """Says which addresses may be dialled: the table above, and what an operator denies beyond it.

    Attributes:
        denied: networks an operator denies, such as a cluster's pods and services.
        is_own: whether an address is one of this machine's.
        exempt: loopback addresses let through all the same: no setting reaches this, only a test's constructor.

    Raises:
        ValueError: an exempt address is not loopback.
    """

    denied: tuple[Network, ...] = ()
    is_own: Callable[[Address], bool] = _nobodys
    exempt: tuple[Address, ...] = ()

    def __post_init__(self) -> None:
        if not all(address.is_loopback for address in self.exempt):
            raise ValueError("only loopback addresses can be exempt")

    def allows(self, address: Address) -> bool:
        """Says whether the address may be dialled; an IPv4-mapped one is judged as IPv4."""
        address = unwrapped(address)
        if address in self.exempt:
            return True
        if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
            return False
        denied = any(address in row.network for row in DENIALS) or any(address in network for network in self.denied)
        return not denied and not self.is_own(address)
