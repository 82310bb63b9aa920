"""Reads the host of a URL: one spelling per host, and no name that means something inside a network only."""

import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from services.notifier.domain.addresses import Address, unwrapped

MOST_HOST_CHARS = 253
_MOST_LABEL_CHARS = 63

ToAscii = Callable[[str], str]
"""Folds a host to its ASCII form (IDNA); raises ValueError for what is none."""

# The full stops of RFC 3490 §3.1: each parts labels once it is folded.
_STOPS = re.compile("[.\u3002\uff0e\uff61]")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")

INTERNAL_SUFFIXES: dict[str, str] = {
    "alt": "RFC 9476",
    "arpa": "RFC 3172, with home.arpa of RFC 8375",
    "consul": "HashiCorp Consul's default",
    "corp": "withheld by ICANN, 2018",
    "home": "withheld by ICANN, 2018",
    "internal": "reserved by ICANN for private use, 2024; metadata.google.internal, ec2.internal",
    "intra": "custom of inner networks",
    "intranet": "RFC 6762 appendix G",
    "lan": "RFC 6762 appendix G",
    "local": "RFC 6762, with a cluster's cluster.local",
    "localdomain": "custom of /etc/hosts",
    "localhost": "RFC 6761",
    "mail": "withheld by ICANN, 2018",
    "onion": "RFC 7686",
    "private": "RFC 6762 appendix G",
    "svc": "a cluster's services, completed by its search list",
}
"""Last labels that lead nowhere public, each with who says so."""


class BadHostError(ValueError):
    """A host that is neither a name nor an address in its plain spelling."""


def read_host(raw: str, *, to_ascii: ToAscii) -> str | Address:
    """Returns a host's one spelling: a lower-case ASCII name without a trailing dot, or an address.

    Raises:
        BadHostError: it is neither.
    """
    if raw.startswith("["):
        return _ipv6(raw)
    name = _folded(raw, to_ascii)
    labels = name.split(".")
    if len(name) > MOST_HOST_CHARS or not all(_is_label(label) for label in labels):
        raise BadHostError
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # Digits and dots must be four plain octets: resolvers read 127.1, 0177.0.0.1 and 0x7f.1 as addresses.
        return _ipv4(name)
    return name


def is_internal(name: str) -> bool:
    """Says whether a name (lower-case ASCII, no trailing dot) means something inside a network only."""
    _first, *others = name.split(".")
    return not others or others[-1] in INTERNAL_SUFFIXES


def _folded(raw: str, to_ascii: ToAscii) -> str:
    # Sizes first: IDNA is slow on what is too long anyway.
    if len(raw) > MOST_HOST_CHARS + 1 or any(len(label) > _MOST_LABEL_CHARS for label in _STOPS.split(raw)):
        raise BadHostError
    name = raw.lower()
    if not raw.isascii() or any(label.startswith("xn--") for label in name.split(".")):
        try:
            name = to_ascii(raw)
        except ValueError:
            raise BadHostError from None
    return name.removesuffix(".")


def _is_label(label: str) -> bool:
    return len(label) <= _MOST_LABEL_CHARS and _LABEL.fullmatch(label) is not None


def _ipv4(text: str) -> IPv4Address:
    try:
        return IPv4Address(text)
    except AddressValueError:
        raise BadHostError from None


def _ipv6(bracketed: str) -> Address:
    text = bracketed.removeprefix("[").removesuffix("]")
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise BadHostError from None
    if address.scope_id is not None:
        raise BadHostError
    return unwrapped(address)
