"""Twenty thousand generated URLs: no surprise, one verdict, and nothing dialled that the policy refuses."""

import os
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notifier.application.guard import MOST_PINNED, Guard
from services.notifier.domain.addresses import AddressPolicy
from services.notifier.domain.target import MOST_URL_CHARS, Refusal, Target
from tests.support.guards import table_guard, verdict

URLS = int(os.environ.get("CVDEEP_GUARD_URLS", "20000"))
POLICY = AddressPolicy(is_own=lambda address: address == ip_address("8.8.4.4"))

# What may stand before and after a host; each example puts its host into eight of them, the plain one among them.
SCHEMES = ["https", "HTTPS", "HttPs", "http", "ftp", "ws", "file", "", "https ", "ｈttps", "https:https"]
SEPARATORS = [":", ":/", ":///", "//", "", ":\\\\", "://\\", "://@"]
USERINFO = ["@", "a@", "a:b@", "good.com@", "good.com:443@", "%00@", "＠", "a@b@", "x#@", "x\\@"]
PORTS = [":443", ":8443", ":22", ":", ":0", ":-1", ":+443", ":４４３", ": 443", ":443:80", "：443", ":65979", ":08443"]
FRAMES = [
    *((f"{scheme}://", "") for scheme in SCHEMES),
    *((f"https{separator}", "") for separator in SEPARATORS),
    *((f"https://{userinfo}", "") for userinfo in USERINFO),
    *(("https://", port) for port in PORTS),
    *((f"HTTPS://{userinfo}", ":8443") for userinfo in USERINFO[:3]),
]
TAILS = st.one_of(
    st.sampled_from(
        ["", "/", "/h", "?x=1", "#x", "#@good.com", "/\\x", "/a b", "/\r\nX: y", "/\0", "/ä", "/%zz", "/\ud800", "\\@x"]
    ),
    st.text(max_size=12).map("/{}".format),
)
OCTETS = st.integers(0, 260) | st.sampled_from([0, 1, 8, 10, 100, 127, 168, 169, 172, 192, 198, 224, 255])


def _spelt(address: int, form: str) -> str:
    plain = str(IPv4Address(address))
    octets = plain.split(".")
    return {
        "plain": plain,
        "dot": plain + ".",
        "int": str(address),
        "hex": hex(address),
        "octal": ".".join(f"0{int(octet):o}" for octet in octets),
        "short": f"{octets[0]}.{address & 0xFFFFFF}",
        "mapped": f"[::ffff:{plain}]",
        "compatible": f"[::{plain}]",
        "siit": f"[::ffff:0:{plain}]",
        "nat64": f"[64:ff9b::{plain}]",
        "6to4": f"[2002:{address >> 16:x}:{address & 0xFFFF:x}::]",
        "wide": plain.translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
        "stops": plain.replace(".", "。"),
        "circled": "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(char)] if char.isdigit() else char for char in plain),
        "escaped": "".join(f"%{ord(char):02x}" for char in plain),
        "nul": f"{plain}\0.good.com",
        "suffixed": f"{plain}.good.com",
        "dashed": plain.replace(".", "-") + ".nip.example.com",
        "upper": hex(address).upper(),
        "userinfo": f"good.com@{plain}",
    }[form]


FORMS = ["plain", "dot", "int", "hex", "octal", "short", "mapped", "compatible", "siit", "nat64", "6to4", "wide", "stops",
         "circled", "escaped", "nul", "suffixed", "dashed", "upper", "userinfo"]  # fmt: skip
# Spellings that are folded to the address they mean; every other is refused, or is a name of its own.
HONEST = ("plain", "dot", "mapped", "wide", "stops", "circled")
ADDRESSES4 = st.one_of(
    st.integers(0, 2**32 - 1),
    st.sampled_from([int(IPv4Address(text)) for text in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "8.8.8.8", "8.8.4.4",
                                                         "168.63.129.16", "192.0.0.192", "100.100.100.200", "0.1.2.3")]),
)  # fmt: skip
ADDRESSES6 = st.one_of(
    st.integers(0, 2**128 - 1),
    st.builds(lambda prefix, rest: prefix << 112 | rest, st.integers(0x2000, 0x3FFF), st.integers(0, 2**112 - 1)),
    st.builds(lambda prefix, rest: prefix << 32 | rest,
              st.sampled_from([0, 0xFFFF, 0x0064_FF9B << 64, 0x2001_0000 << 64, 0x2001_0DB8 << 64]), st.integers(0, 2**32 - 1)),
)  # fmt: skip
LABELS = st.one_of(
    st.from_regex(r"[a-zA-Z0-9-]{1,12}", fullmatch=True),
    st.sampled_from(["xn--bcher-kva", "xn--", "bücher", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost", "internal", "svc", "0x7f", "１２７", "a_b", "",
                     "faß", "a\u200db", "例え", "com", "example", "-a", "%41", "a" * 64, "ü" * 63, "𝓮𝔁"]),
    st.text(min_size=1, max_size=5),
)  # fmt: skip
HOSTS = st.one_of(
    st.builds(_spelt, ADDRESSES4, st.sampled_from(FORMS)),
    st.lists(OCTETS, min_size=1, max_size=6).map(lambda octets: ".".join(map(str, octets))),
    ADDRESSES6.map(lambda address: f"[{IPv6Address(address)}]"),
    st.builds("{}{}{}".format, st.sampled_from(["[", "[[", "", "[::1]"]), ADDRESSES6.map(IPv6Address),
              st.sampled_from(["]", "", "]]", "%lo]", "%25eth0]", "]a", "].com"])),
    st.builds(lambda labels, stop: stop.join(labels), st.lists(LABELS, min_size=1, max_size=5), st.sampled_from([".", "。", "．"])),
    st.lists(LABELS, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "com"])),
)  # fmt: skip
TEXTS = st.text(max_size=40)
ANSWERS = st.lists(
    st.one_of(ADDRESSES4.map(IPv4Address), ADDRESSES6.map(IPv6Address), st.just(ip_address("8.8.8.8")),
              st.just(ip_address("2606:4700:4700::1111"))).map(str),
    max_size=6,
)  # fmt: skip


def _now(guard: Guard, url: str) -> Refusal | Target:
    """The verdict; over a table nothing is waited for, so no event loop is needed, which would cost most of the time."""
    judging = verdict(guard, url)
    try:
        judging.send(None)
    except StopIteration as done:
        said: Refusal | Target = done.value
        return said
    raise AssertionError("the guard waited for something")


@settings(max_examples=URLS // 8, deadline=None, database=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
@given(host=HOSTS | TEXTS, tail=TAILS, frame=st.integers(0, len(FRAMES) - 1), answers=ANSWERS)
def test_s65_to_s97_whatever_is_written_and_whatever_dns_says(
    host: str, tail: str, frame: int, answers: list[str]
) -> None:
    """Eight URLs: no exception but a verdict; the same at submit and at delivery; nothing dialled that the policy refuses."""
    _judge(f"https://{host}{tail}", answers)
    _judge(host, answers)
    for number in range(6):
        before, after = FRAMES[(frame + 7 * number) % len(FRAMES)]
        _judge(f"{before}{host}{after}{tail}", answers)


def _judge(url: str, answers: list[str]) -> None:
    guard, resolver = table_guard(*answers, policy=POLICY)

    at_submit = _now(guard, url)
    at_delivery = _now(guard, url)

    assert at_submit == at_delivery
    if isinstance(at_submit, Refusal):
        return
    assert 0 < len(at_submit.addresses) <= MOST_PINNED
    assert all(POLICY.allows(ip_address(address)) for address in at_submit.addresses)
    assert all(POLICY.allows(ip_address(address)) for address in answers) or not resolver.asked
    _assert_plain(at_submit)
    # What was accepted is accepted as it is dialled, too, and leads to the same place.
    assert _now(guard, at_submit.url) == at_submit


def _assert_plain(target: Target) -> None:
    """Any client, however it parses, reads the same host out of it."""
    url = target.url
    assert url.isascii()
    assert len(url) <= MOST_URL_CHARS
    assert url.startswith("https://")
    authority = url.removeprefix("https://").partition("/")[0]
    assert not set(authority) & set("@%\\?#_ ")
    assert authority == authority.lower()
    assert all("!" <= char <= "~" and char not in '"<>\\^`{|}' for char in url)


@settings(max_examples=URLS // 200, deadline=None, database=None, derandomize=True)
@given(address=ADDRESSES4, port=st.sampled_from(["", ":8443", ":22"]))
def test_s01_to_s68_an_address_is_never_let_through_by_its_spelling(address: int, port: str) -> None:
    """In each of twenty spellings: refused unless it is public, and then it alone is dialled."""
    meant = IPv4Address(address)
    guard, _ = table_guard("10.0.0.1", policy=POLICY)

    for form in FORMS:
        said = _now(guard, f"https://{_spelt(address, form)}{port}/h")
        if isinstance(said, Target):
            assert POLICY.allows(meant), form
            assert said.addresses == (str(meant),), form
            assert port != ":22"
        elif form in HONEST and port != ":22":
            assert said is Refusal.PRIVATE, form
            assert not POLICY.allows(meant), form
