"""Addresses and networks as text."""

import pytest

from services.platform.accounts.networks import is_allowed, origin_of, parse_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/32"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.7", "::ffff:203.0.113.0/120"),
        ("fe80::1%eth0", "fe80::/10"),
    ],
)
def test_an_address_inside_a_network_is_allowed(address: str, network: str) -> None:
    """An address counts as inside its network, whichever of the two is spelt as IPv4 inside IPv6."""
    assert is_allowed(address, ["192.0.2.0/24", network])


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.114.7", "203.0.113.0/24"),
        ("::203.0.113.7", "203.0.113.0/24"),
        ("2001:db9::1", "2001:db8::/32"),
        ("203.0.113.7", "2001:db8::/32"),
        ("", "0.0.0.0/0"),
        ("localhost", "::/0"),
        ("203.0.113.07", "0.0.0.0/0"),
    ],
)
def test_an_address_outside_or_unreadable_is_refused(address: str, network: str) -> None:
    """What lies outside, and what cannot be read, is in no network."""
    assert not is_allowed(address, [network])


def test_a_network_with_bits_right_of_its_prefix_is_refused() -> None:
    """A slip such as 10.0.0.1/8 is told, not guessed at."""
    with pytest.raises(ValueError, match="has host bits set"):
        parse_network("10.0.0.1/8")


def test_an_origin_is_what_one_caller_controls() -> None:
    """All addresses of one IPv6 /64 are one origin, an IPv4 address is its own, nonsense is one origin of its own."""
    assert origin_of("2001:db8::1") == origin_of("2001:db8::ffff:1") != origin_of("2001:db8:0:1::1")
    assert origin_of("::ffff:192.0.2.1") == origin_of("192.0.2.1") != origin_of("192.0.2.2")
    assert origin_of("x") == origin_of("") == "unknown"
