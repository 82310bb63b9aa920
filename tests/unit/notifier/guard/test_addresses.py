"""Which literal addresses are refused, which must not be, and how the table differs from Python's."""

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import pytest

from services.notifier.domain.addresses import DENIALS, GLOBAL_UNICAST, Address, AddressPolicy, unwrapped
from services.notifier.domain.target import Refusal, Target
from tests.support.guards import refusals, table_guard, verdict

PRIVATE_LITERALS = {
    "s01": ["0.0.0.0"],  # noqa: S104 - judged, not bound
    "s02": ["0.1.2.3"],
    "s03": ["10.0.0.1", "10.255.255.255"],
    "s04": ["100.64.0.1", "100.127.255.254"],
    "s05": ["127.0.0.1"],
    "s06": ["127.255.255.254"],
    "s07": ["169.254.169.254"],
    "s08": ["169.254.170.2"],
    "s09": ["172.16.0.1", "172.31.255.255"],
    "s10": ["192.0.0.1"],
    "s11": ["192.0.0.192"],
    "s12": ["192.0.2.1"],
    "s13": ["192.88.99.1"],
    "s14": ["192.168.0.1"],
    "s15": ["198.18.0.1", "198.19.255.255"],
    "s16": ["198.51.100.1"],
    "s17": ["203.0.113.1"],
    "s18": ["224.0.0.1"],
    "s19": ["239.255.255.250"],
    "s20": ["240.0.0.1"],
    "s21": ["255.255.255.255"],
    "s22": ["100.100.100.200"],
    "s23": ["168.63.129.16"],
    "s24": ["[::]"],
    "s25": ["[::1]", "[0:0:0:0:0:0:0:1]"],
    "s26": ["[::7f00:1]", "[::127.0.0.1]"],
    "s27": ["[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
    "s28": ["[::ffff:169.254.169.254]"],
    "s29": ["[::ffff:0:127.0.0.1]"],
    "s30": ["[64:ff9b::7f00:1]"],
    "s31": ["[64:ff9b::a9fe:a9fe]"],
    "s32": ["[64:ff9b:1::1]"],
    "s33": ["[100::1]"],
    "s34": ["[100:0:0:1::1]"],
    "s35": ["[2001::1]"],
    # Teredo by 65.54.227.120 for a client at 127.0.0.1, whose bits it carries inverted.
    "s36": ["[2001:0:4136:e378:8000:63bf:80ff:fffe]"],
    "s37": ["[2001:2::1]"],
    "s38": ["[2001:10::1]", "[2001:20::1]"],
    "s39": ["[2001:db8::1]"],
    "s40": ["[2002:7f00:1::]", "[2002:a9fe:a9fe::]"],
    "s41": ["[3fff::1]"],
    "s42": ["[5f00::1]"],
    "s43": ["[4000::1]"],
    "s44": ["[fc00::1]", "[fdff::1]"],
    "s45": ["[fd00:ec2::254]"],
    "s46": ["[fd20:ce::254]"],
    "s47": ["[fe80::1]"],
    "s48": ["[febf::1]"],
    "s49": ["[fec0::1]"],
    "s50": ["[ff02::1]"],
    "s51": ["[ff0e::1]"],
}
PUBLIC_LITERALS = {
    "s55": ["8.8.8.8"],
    "s56": ["[2606:4700:4700::1111]"],
    "s57": ["100.63.255.255", "100.128.0.1"],
    "s58": ["172.15.255.255", "172.32.0.1"],
    "s59": ["11.0.0.1", "9.255.255.255"],
    "s60": ["[2001:4860:4860::8888]"],
}


@pytest.mark.parametrize("row", PRIVATE_LITERALS, ids="{}_is_private".format)
async def test_s01_to_s51_a_literal_that_is_not_public(row: str) -> None:
    """S01–S51: refused as PRIVATE, at each port, without a question to DNS."""
    guard, resolver = table_guard("8.8.8.8")
    hosts = PRIVATE_LITERALS[row]

    found = await refusals(guard, [f"https://{host}{port}/h" for host in hosts for port in ("", ":8443")])

    assert set(found.values()) == {Refusal.PRIVATE}
    assert resolver.asked == []


@pytest.mark.parametrize("row", PUBLIC_LITERALS, ids="{}_is_public".format)
async def test_s55_to_s60_a_literal_that_is_public(row: str) -> None:
    """S55–S60: accepted, and the address itself is what may be dialled."""
    guard, resolver = table_guard("10.0.0.1")

    for host in PUBLIC_LITERALS[row]:
        assert await verdict(guard, f"https://{host}/h") == Target(
            url=f"https://{host}/h", addresses=(host.strip("[]"),)
        )
    assert resolver.asked == []


async def test_s27_a_mapped_public_address_is_its_ipv4_address() -> None:
    """An IPv4-mapped address is unwrapped: judged, spelt and dialled as IPv4."""
    guard, _ = table_guard()

    found = await verdict(guard, "https://[::ffff:8.8.8.8]/h")

    assert found == Target(url="https://8.8.8.8/h", addresses=("8.8.8.8",))


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
async def test_s52_the_machines_own_address_is_refused(port: str) -> None:
    """S52: an address that is public but this machine's own, at any port, IPv4-mapped too."""
    own = ip_address("8.8.8.8")
    guard, _ = table_guard(policy=AddressPolicy(is_own=lambda address: address == own))

    found = await refusals(guard, [f"https://{host}{port}/h" for host in ("8.8.8.8", "[::ffff:8.8.8.8]", "8.8.4.4")])

    assert list(found.values())[:2] == [Refusal.PRIVATE] * 2
    assert isinstance(list(found.values())[2], Target)


@pytest.mark.parametrize("row", ["s53", "s54", "s113"])
async def test_s53_s54_s113_what_an_operator_denies_is_refused(row: str) -> None:
    """S53, S54, S113: a cluster's ranges, any listed address, and one's own public address that hairpins."""
    denied, inside, outside = {
        "s53": ("20.96.0.0/12", "20.96.0.10", "20.112.0.1"),
        "s54": ("8.8.8.8/32", "8.8.8.8", "8.8.8.9"),
        "s113": ("2606:4700::/32", "[2606:4700:4700::1111]", "[2606:4701::1]"),
    }[row]
    guard, _ = table_guard(policy=AddressPolicy(denied=(ip_network(denied),)))

    assert await verdict(guard, f"https://{inside}/") is Refusal.PRIVATE
    assert isinstance(await verdict(guard, f"https://{outside}/"), Target)


def test_every_row_denies_from_its_first_to_its_last_address() -> None:
    """Each network of the table is refused at both of its ends, and says who says so."""
    policy = AddressPolicy()

    for row in DENIALS:
        assert not policy.allows(row.network[0]), row
        assert not policy.allows(row.network[-1]), row
        assert row.what
        assert row.source


@pytest.mark.parametrize(
    "beside",
    [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255",
        "192.0.3.0", "192.31.195.255", "192.31.197.0", "192.52.192.255", "192.52.194.0", "192.88.98.255", "192.88.100.0",
        "192.167.255.255", "192.169.0.0", "192.175.47.255", "192.175.49.0", "198.17.255.255", "198.20.0.0",
        "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "161.25.255.255",
        "161.27.0.0", "166.7.255.255", "166.12.0.0", "168.63.129.15", "168.63.129.17", "2000::", "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "2003::", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::", "3fff:1000::",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ],
)  # fmt: skip
def test_what_stands_beside_a_row_is_allowed(beside: str) -> None:
    """No row reaches further than its registry says: a guard with false refusals gets switched off."""
    assert AddressPolicy().allows(ip_address(beside))


@pytest.mark.parametrize("address", ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "::", "::2", "8000::1"])
def test_outside_global_unicast_nothing_is_allowed(address: str) -> None:
    """IPv6 is denied unless it is in 2000::/3."""
    assert not AddressPolicy().allows(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "10.0.0.1", "169.254.169.254", "fe80::1", "2606:4700::1"])
def test_only_loopback_can_be_exempt(address: str) -> None:
    """Not even a constructor opens a network: an exemption is for tests, and loopback."""
    with pytest.raises(ValueError, match=r"^only loopback addresses can be exempt$"):
        AddressPolicy(exempt=(ip_address(address),))


def test_an_exemption_is_one_address() -> None:
    """What a test may dial is exactly what it named, mapped or not."""
    policy = AddressPolicy(exempt=(ip_address("127.0.0.1"),), is_own=lambda _: True)

    allowed = ["127.0.0.1", "::ffff:127.0.0.1"]
    refused = ["127.0.0.2", "127.0.0.0", "::1", "10.0.0.1", "8.8.8.8"]
    assert [address for address in allowed + refused if policy.allows(ip_address(address))] == allowed


# Where Python's tables (`ipaddress.is_global`) and ours differ, each with the reason. Everywhere they differ it is ours
# that denies.
DIFFERENCES: dict[str, str] = {
    "192.0.0.0/24": "Python denies the first /29 and two addresses; the whole block is for protocols",
    "192.31.196.0/24": "AS112: global by the registry, but a sink for reverse lookups, no receiver is there",
    "192.52.193.0/24": "AMT: global by the registry, but tunnels multicast",
    "192.88.99.0/24": "6to4 relays, withdrawn in 2015: Python has no row",
    "192.175.48.0/24": "AS112, as above",
    "161.26.0.0/16": "a cloud's inner services behind addresses that look public",
    "166.8.0.0/14": "a cloud's inner services behind addresses that look public",
    "168.63.129.16/32": "a cloud's host behind an address that looks public",
    "224.0.0.0/4": "Python calls multicast global",
    "2620:4f:8000::/48": "AS112, as above",
    "::/3": "not given out; NAT64, SIIT and IPv4-compatible addresses in it carry any IPv4 address",
    "4000::/2": "not given out; segment routing, 5f00::/16, is in it",
    "8000::/1": "not given out; site local, fec0::/10, and multicast, ff00::/8, are in it",
}
# Here it depends on Python's version whether they differ.
VARYING_DIFFERENCES = {
    "2001::/23": "the block is for protocols; Teredo, AMT, AS112 and ORCHID are parts of it, which a newer Python calls global",
    "2002::/16": "6to4 carries any IPv4 address, 127.0.0.1 too: some Pythons call it global",
    "3fff::/20": "documentation since 2024: an older Python does not know it",
}


def _edges(version: int) -> list[int]:
    """Every address at which either table may change its mind."""
    constants: Any = ipaddress._IPv4Constants if version == 4 else ipaddress._IPv6Constants  # type: ignore[attr-defined]
    pythons = [value for value in vars(constants).values() if isinstance(value, IPv4Network | IPv6Network)]
    for value in vars(constants).values():
        pythons += value if isinstance(value, list) else []
    known = [*pythons, *(row.network for row in DENIALS), *map(ip_network, DIFFERENCES), GLOBAL_UNICAST]
    of_version = [network for network in known if network.version == version]
    last = (1 << (32 if version == 4 else 128)) - 1
    edges = {0} | {int(network[0]) for network in of_version} | {int(network[-1]) + 1 for network in of_version}
    return sorted(edge for edge in edges if edge <= last)


def test_every_difference_from_pythons_tables_is_listed() -> None:
    """Over the whole of both address spaces: what Python denies we deny, what we deny beyond that stands in the list."""
    policy = AddressPolicy()
    explained = set()
    for make, version in ((IPv4Address, 4), (IPv6Address, 6)):
        for edge in _edges(version):
            address: Address = make(edge)
            # A mapped address is judged by the IPv4 address in it, in either table.
            ours, pythons = policy.allows(address), unwrapped(address).is_global
            if ours == pythons:
                continue
            assert not ours, f"{address}: Python denies it and we do not"
            rows = [row for row in DIFFERENCES | VARYING_DIFFERENCES if address in ip_network(row)]
            assert rows, f"{address}: we deny it, Python does not, and no reason is given"
            explained.update(rows)

    assert explained - set(VARYING_DIFFERENCES) == set(DIFFERENCES), "a listed difference is none"
