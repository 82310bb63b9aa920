"""Finds the address a request comes from, believing `X-Forwarded-For` only from proxies we were told to trust."""

from collections.abc import Sequence

from services.platform.accounts.networks import is_allowed, parse_address

UNKNOWN = "unknown"


def client_address(peer: object, forwarded_for: Sequence[str], *, trusted: Sequence[str]) -> str:
    """Returns the address of the client as text.

    Args:
        peer: the other end of the connection, as the transport names it.
        forwarded_for: the values of the header, in order.
        trusted: networks of proxies whose word is taken.

    The header is read from its right end: each trusted proxy vouches for the one address before it, so what the client
    itself wrote on the left is never reached.
    """
    address = _peer_address(peer)
    if not trusted or not forwarded_for:
        return address
    hops = [hop.strip() for value in forwarded_for for hop in value.split(",")]
    while hops and is_allowed(address, trusted):
        hop = hops.pop()
        if parse_address(hop) is None:
            break
        address = hop
    return address


def comes_from_proxy(peer: object, *, trusted: Sequence[str]) -> bool:
    """Says whether the other end of the connection is a proxy whose word is taken."""
    return bool(trusted) and is_allowed(_peer_address(peer), trusted)


def _peer_address(peer: object) -> str:
    return str(peer[0]) if isinstance(peer, tuple) and peer else UNKNOWN
