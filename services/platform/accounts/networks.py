"""Reads addresses and networks as text and tells whether one holds the other; IPv4 inside IPv6 counts as IPv4."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_MAPPED = IPv6Network("::ffff:0:0/96")
_IPV6_SITE_BITS = 64


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Returns the address, `::ffff:1.2.3.4` as 1.2.3.4 and without an interface's name; None for anything else."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=4096)
def parse_network(text: str) -> IPv4Network | IPv6Network:
    """Returns the network of `10.0.0.0/8`, `2001:db8::/32` or a single address.

    Raises:
        ValueError: not a network, or bits are set right of its prefix; the message says which.
    """
    network = ip_network(text, strict=True)
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        inner = network.network_address.ipv4_mapped
        return IPv4Network((int(inner or 0), network.prefixlen - _MAPPED.prefixlen))
    return network


def is_allowed(address: str, networks: Iterable[str]) -> bool:
    """Tells whether `address` lies in one of `networks`; an unreadable address lies in none."""
    parsed = parse_address(address)
    if parsed is None:
        return False
    return any(parsed in parse_network(network) for network in networks)


def origin_of(address: str) -> str:
    """Returns what one caller controls: an IPv4 address, an IPv6 /64, or `unknown` for an unreadable address."""
    parsed = parse_address(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), _IPV6_SITE_BITS), strict=False))
    return str(parsed)
