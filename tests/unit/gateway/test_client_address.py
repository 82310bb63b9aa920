"""Whose address counts, with proxies in front and liars behind."""

import pytest

from services.gateway.middleware.client_address import client_address, comes_from_proxy

PROXIES = ("10.0.0.0/8", "2001:db8::/32")


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        (("203.0.113.9", 1), [], PROXIES, "203.0.113.9"),
        (("203.0.113.9", 1), ["198.51.100.1"], PROXIES, "203.0.113.9"),
        (("10.0.0.1", 1), ["198.51.100.1"], (), "10.0.0.1"),
        (("10.0.0.1", 1), ["198.51.100.1"], PROXIES, "198.51.100.1"),
        (("10.0.0.1", 1), ["1.1.1.1, 198.51.100.1"], PROXIES, "198.51.100.1"),
        (("10.0.0.1", 1), ["1.1.1.1", "198.51.100.1, 10.9.9.9"], PROXIES, "198.51.100.1"),
        (("::ffff:10.0.0.1", 1, 0, 0), ["2001:db8::5, 2001:db9::1"], PROXIES, "2001:db9::1"),
        (("10.0.0.1", 1), ["10.0.0.2"], PROXIES, "10.0.0.2"),
        (("10.0.0.1", 1), ["198.51.100.1, nonsense"], PROXIES, "10.0.0.1"),
        (("10.0.0.1", 1), ["198.51.100.1, nonsense, 10.0.0.7"], PROXIES, "10.0.0.7"),
        (("10.0.0.1", 1), [""], PROXIES, "10.0.0.1"),
        (None, ["198.51.100.1"], PROXIES, "unknown"),
        ("", ["198.51.100.1"], PROXIES, "unknown"),
    ],
)
def test_only_trusted_proxies_are_believed(
    peer: object, forwarded: list[str], trusted: tuple[str, ...], address: str
) -> None:
    """The header is read from its right end for as long as trusted proxies vouch for it."""
    assert client_address(peer, forwarded, trusted=trusted) == address


@pytest.mark.parametrize(
    ("peer", "trusted", "said"),
    [
        (("10.0.0.7", 1), ("10.0.0.0/8",), True),
        (("192.0.2.1", 1), ("10.0.0.0/8",), False),
        (("10.0.0.7", 1), (), False),
        (None, ("0.0.0.0/0",), False),
    ],
)
def test_only_a_named_network_is_a_proxy(peer: object, trusted: tuple[str, ...], said: bool) -> None:  # noqa: FBT001
    """Whose word is taken is what was named, and nobody when nothing was."""
    assert comes_from_proxy(peer, trusted=trusted) is said
