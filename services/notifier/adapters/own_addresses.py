"""Tells this machine's own addresses from others: only its own can be bound."""

import errno
import socket
from ipaddress import IPv4Address

from services.notifier.domain.addresses import Address

# No machine has it: the documentation network of RFC 5737.
_NOBODYS = IPv4Address("192.0.2.1")


def can_tell() -> bool:
    """Says whether own addresses can be told: not where the kernel lets any address be bound (`ip_nonlocal_bind`)."""
    return not is_own(_NOBODYS)


def is_own(address: Address) -> bool:
    """Says whether an address is one of this machine's now; sends nothing."""
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError as error:
        # A machine without IPv6 has no IPv6 address either; any other failure proves nothing.
        return error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    return True
