"""How URLs are read before any address is judged: one spelling each, and every trick refused."""

import time

import pytest

from services.notifier.domain.hosts import INTERNAL_SUFFIXES, BadHostError, is_internal, read_host
from services.notifier.domain.target import Refusal, Target, TargetRefusedError
from tests.support.guards import refusals, table_guard, verdict

PUBLIC = "8.8.8.8"


@pytest.mark.parametrize(
    ("row", "urls", "expected"),
    [
        ("s62", ["HTTPS://Hooks.Example.COM/Path", "https://hooks.example.com/Path"], "https://hooks.example.com/Path"),
        ("s63", ["https://bücher.example/", "https://xn--bcher-kva.example", "https://BÜCHER.example/",
                 "https://XN--BCHER-KVA.example/", "https://bu\u0308cher.example/"], "https://xn--bcher-kva.example/"),
        ("s63", ["https://faß.de/", "https://xn--fa-hia.de/"], "https://xn--fa-hia.de/"),
        ("s63", ["https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"], "https://xn--r8jz45g.xn--zckzah/"),
        ("s64", ["https://hooks.example.com:8443", "https://hooks.example.com:08443/"], "https://hooks.example.com:8443/"),
        ("s70", ["https://hooks.example.com./x", "https://hooks.example.com:443/x"], "https://hooks.example.com/x"),
        ("s70", ["https://hooks.example.com。/x"], "https://hooks.example.com/x"),
        ("path", ["https://e.com?a=b", "https://e.com/?a=b#c", "https://e.com/?a=b#@x"], "https://e.com/?a=b"),
        ("path", ["https://e.com/ä?ö={x}", "https://e.com/%C3%A4?%C3%B6=%7Bx%7D"], "https://e.com/%C3%A4?%C3%B6=%7Bx%7D"),
        ("path", ["https://e.com/a%2Fb/@x:y;z=1,2!$&'()*+~-._/100%?[]"], "https://e.com/a%2Fb/@x:y;z=1,2!$&'()*+~-._/100%?[]"),
        ("host", ["https://r3---sn-x.e.com/", "https://R3---SN-X.e.com"], "https://r3---sn-x.e.com/"),
        ("host", ["https://1.2.3.com/"], "https://1.2.3.com/"),
        ("host", ["https://e.x0/", "https://E.X0"], "https://e.x0/"),
        ("host", [f"https://{'a' * 63}.com/"], f"https://{'a' * 63}.com/"),
        ("host", [f"https://{'abcdefg.' * 31}comcc/", f"https://{'abcdefg.' * 31}comcc./"], f"https://{'abcdefg.' * 31}comcc/"),
        ("s60", ["https://[2606:4700:4700:0::1111]/h", "https://[2606:4700:4700::1111]:443/h"], "https://[2606:4700:4700::1111]/h"),
        ("s60", ["https://[2606:4700:4700::1111]:8443"], "https://[2606:4700:4700::1111]:8443/"),
    ],
)  # fmt: skip
async def test_s62_s63_s64_a_plain_url_has_one_spelling(row: str, urls: list[str], expected: str) -> None:
    """S62–S64: case, A-label or U-label, default port, last dot and fragment make no difference; neither does judging twice."""
    guard, _ = table_guard(PUBLIC)

    found = [await verdict(guard, url) for url in [*urls, expected]]

    assert [target.url for target in found if isinstance(target, Target)] == [expected] * (len(urls) + 1), row


async def test_s64_a_port_counts_if_the_policy_lists_it() -> None:
    """S64: 8443 is on the list and can be taken off."""
    narrow, _ = table_guard(PUBLIC, ports=frozenset({443}))
    usual, _ = table_guard(PUBLIC)

    assert await verdict(narrow, "https://8.8.8.8:8443/") is Refusal.INVALID
    assert isinstance(await verdict(usual, "https://8.8.8.8:8443/"), Target)
    assert isinstance(await verdict(narrow, "https://8.8.8.8/"), Target)


SPELLINGS = {
    "s65": (
        "https://127.1/", "https://2130706433/", "https://0177.0.0.1/", "https://017700000001/", "https://0/",
        "https://1/", "https://8.8.8/",
    ),
    "s66": (
        "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0x7F.1/", "https://127.0.0.0x1/", "https://e.com.0x7f/",
        "https://e.0X/", "https://0x/",
    ),
    "s67": (
        "https://08.8.8.8/", "https://256.256.256.256/", "https://1.2.3.4.5/", "https://4294967297/", "https://e.com.1/",
        "https://8.8.8.08/", "https://8.8.8.8.8./", "https://-1.1.1.1/",
    ),
    "s72": (
        "https://good.com@127.0.0.1/", "https://a:b@good.com/", "https://good.com:443@127.0.0.1/", "https://@8.8.8.8/",
        "https://:@8.8.8.8/", "https://a@[2606:4700:4700::1111]/", "https://a@b@8.8.8.8/", "https://8.8.8.8@/",
    ),
    "s73": (
        "https://good.com\\@127.0.0.1/", "https://127.0.0.1#@good.com/", "https://good.com%2f@127.0.0.1/",
        "https://8.8.8.8#@good.com/", "https://8.8.8.8\\good.com/", "https://8.8.8.8/\\good.com", "https:\\\\8.8.8.8/",
        "https://8.8.8.8#", "https:///8.8.8.8/", "https:/8.8.8.8/", "https:8.8.8.8/", "//8.8.8.8/", "8.8.8.8", "",
        "https://", "https://?8.8.8.8", "https://#8.8.8.8", "https", "://8.8.8.8/", " ", "https://ü.com／x/",
        "https://ü.com＠127.0.0.1/", "https://ü.com＃x/", "https://ü.com？x/", "https://ü.com＼x/", "https://ü℀.com/",
    ),
    "s74": (
        "https://127.0.0.1%00.good.com/", "https://127.0.0.1\0.good.com/", "https://%31%32%37.0.0.1/",
        "https://good%2ecom/", "https://8.8.8.8%20/", "https://8.8.8.8/\0", "https://ü％41.com/", "https://8.8.8.8:443%00/",
    ),
    "s75": (
        "https://8.8.8.8/a b", " https://8.8.8.8/", "https://8.8.8.8/ ", "https://8.8\t.8.8/", "https://8.8.8.8/\r\nX: y",
        "https://8.8.8.8/\n", "\thttps://8.8.8.8/", "ht\ntps://8.8.8.8/", "https://8.8.8.8/\u00a0", "https://8.8.8.8/\u2028",
        "https://8.8.8.8/\u3000x", "\ufeffhttps://8.8.8.8/", "https://8.8.8.8/\u200b", "https://8.8.8.8/\x7f",
        "https://8.8.8.8/\x85", "https://8.8.8.8/\u202etxt", "https://8.8.8.8/\ud800", "https://go\u00adod.com/",
        "https://8.8.8.8\u3000/", "https://8.8.8.8/\x1b[0m",
    ),
    "s76": (
        "https://[fe80::1%25lo]/", "https://[::1%lo]/", "https://[v1.fe80::a]/", "https://[127.0.0.1]/", "https://[::1/",
        "https://[::1]a/", "https://a[::1]/", "https://[::1]:/", "https://[]/", "https://[[::1]]/", "https://[::1]]/",
        "https://[2606:4700:4700::1111%1]/", "https://::1/", "https://[good.com]/", "https://[::1]:443:443/",
        "https://[2606:4700:4700::1111%25eth0]/", "https://[８::8]/", "https://[1::8.8.8.08]/", "https://[:::]/",
        "https://[2606:4700:4700::1111].com/",
    ),
    "s78": (
        "https://8.8.8.8:0/", "https://8.8.8.8:22/", "https://8.8.8.8:6379/", "https://8.8.8.8:50051/",
        "https://8.8.8.8:99999/", "https://8.8.8.8:-1/", "https://8.8.8.8:+443/", "https://8.8.8.8:４４３/",
        "https://8.8.8.8: 443/", "https://8.8.8.8:443:80/", "https://8.8.8.8:/", "https://8.8.8.8:80/",
        "https://8.8.8.8:000443/", "https://8.8.8.8:4_43/", "https://8.8.8.8:65979/", "https://8.8.8.8:443a/",
        "https://8.8.8.8:442/", "https://8.8.8.8:8444/", "https://[::1]:22/", "https://ü.com：443/",
    ),
    "s79": (
        "file:///etc/passwd", "ftp://8.8.8.8/", "gopher://8.8.8.8/", "data:text/html,x", "javascript:alert(1)",
        "unix:///run/x.sock", "ws://8.8.8.8/", "wss://8.8.8.8/", "HTTP+unix://8.8.8.8/", "https+x://8.8.8.8/",
        "httpss://8.8.8.8/", "ht-tps://8.8.8.8/", "1https://8.8.8.8/", "ｈttps://8.8.8.8/", "mailto:a@b.com",
        "http+https://8.8.8.8/", "-https://8.8.8.8/", "data://8.8.8.8/", "javascript://8.8.8.8/", "file://8.8.8.8/",
    ),
    "s82": (
        f"https://{'a' * 64}.com/", f"https://{'abcdefg.' * 31}comccc/", "https://8.8.8.8/" + "a" * 8_193, "https://a..b/",
        "https://-a.example/", "https://a-.example/", "https://xn--/", "https://xn--.example/", "https://.e.com/",
        "https://e.com../", "https://./", "https://../", f"https://{'ü' * 64}.com/", f"https://{'ü' * 60}.com/",
        f"https://{'ﷺ' * 60}.com/", f"https://{'ü.' * 4_000}com/", "https://xn--localhost-.com/", "https://www.xn--a.com/", "https://xn--a.com/",
        f"https://xn--{'a' * 59}.com/", f"https://xn--{'9' * 40}.com/", "https://e.com/" + "ü" * 2_000, "https://a_b.com/",
        "https://\u0301a.com/", "https://a\u200d.com/", "https://☃\u20e3.com/", "https://א1a.com/", f"https://{'ÿ' * 8_000}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", SPELLINGS, ids="{}_is_invalid".format)
async def test_s65_to_s82_odd_spellings_are_invalid(row: str) -> None:
    """S65–S82: what two parsers could read differently is INVALID_INPUT, and nobody is asked about it."""
    guard, resolver = table_guard(PUBLIC)

    found = await refusals(guard, SPELLINGS[row])

    assert {url: said for url, said in found.items() if said is not Refusal.INVALID} == {}
    assert resolver.asked == []


@pytest.mark.parametrize(
    ("host", "reaches"),
    [("ü" * 63 + ".com", True), ("ü" * 64 + ".com", False), ("ab." + "ü" * 64, False), ("ü。" + "ü" * 64, False),
     ("ü." * 125 + "comm", True), ("ü." * 125 + "comm.", False), ("ü." * 125 + "com.", True)],
)  # fmt: skip
def test_s82_what_is_too_long_never_reaches_the_codec(host: str, reaches: bool) -> None:  # noqa: FBT001 - a parameter
    """S82: labels of at most 63 and names of at most 253 characters, and a last dot, however the dots are written."""
    asked: list[str] = []

    def codec(name: str) -> str:
        asked.append(name)
        return "folded.example.com"

    if reaches:
        assert read_host(host, to_ascii=codec) == "folded.example.com"
    else:
        with pytest.raises(BadHostError):
            read_host(host, to_ascii=codec)

    assert asked == ([host] if reaches else [])


@pytest.mark.parametrize(("port", "good"), [(0, False), (1, True), (65_535, True), (65_536, False), (99_999, False)])
async def test_s78_a_port_is_1_to_65535_whatever_the_policy_lists(port: int, good: bool) -> None:  # noqa: FBT001 - a parameter
    """S78: both ends of what a port can be."""
    guard, _ = table_guard(PUBLIC, ports=frozenset(range(100_000)))

    assert isinstance(await verdict(guard, f"https://8.8.8.8:{port}/"), Target) is good


async def test_s82_size_is_judged_before_idna_is_worked_out() -> None:
    """S82: whatever its length, a host costs less than 10 ms of processor time."""
    guard, _ = table_guard(PUBLIC)
    await refusals(guard, SPELLINGS["s82"])  # IDNA's tables are loaded once

    for url in [*SPELLINGS["s82"], f"https://{'ÿ' * 250}.com/", f"https://{'.'.join(['ﷺ' * 14] * 15)}/"]:
        costs = []
        for _ in range(3):
            before = time.process_time()
            await verdict(guard, url)
            costs.append(time.process_time() - before)
        assert min(costs) < 0.01, url[:60]


@pytest.mark.parametrize(
    ("row", "urls"),
    [
        ("s68", ["https://①②⑦.0.0.1/", "https://１２７.0.0.1/", "https://127。0。0。1/", "https://127．0．0．1/",
                 "https://127｡0｡0｡1/", "https://①②⑦。⓪。⓪。①/", "https://１６９.254.169.254/"]),
        ("s69", ["https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://ⓁⓄⒸⒶⓁⒽⓄⓈⓉ/", "https://ｌｏｃａｌｈｏｓｔ/", "https://ⓛⓞⓒⓐⓛhost。/"]),
        ("s70", ["https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://127.0.0.1./",
                 "https://x.localhost/", "https://localhost.localdomain/", "https://x.LocalHost./"]),
        ("s97", ["https://metadata.google.internal/", "https://instance-data/", "https://redis/", "https://matcher/",
                 "https://kubernetes.default.svc.cluster.local/", "https://kubernetes.default.svc/", "https://com/",
                 "https://instance-data.ec2.internal/", "https://router.home.arpa/", "https://x.onion/", "https://nas.lan/",
                 "https://vault.service.consul/", "https://1.0.0.127.in-addr.arpa/", "https://METADATA.google.INTERNAL./"]),
    ],
    ids=["s68", "s69", "s70", "s97"],
)  # fmt: skip
async def test_s68_s69_s70_s97_what_leads_inside_is_private_by_rule(row: str, urls: list[str]) -> None:
    """S68–S70, S97: the folded form is judged; inner names are refused without a question, whatever DNS would say."""
    guard, resolver = table_guard(PUBLIC)

    found = await refusals(guard, urls)

    assert {url: said for url, said in found.items() if said is not Refusal.PRIVATE} == {}, row
    assert resolver.asked == []


async def test_s97_an_inner_name_is_refused_by_its_address_too() -> None:
    """S97: a name no rule knows is private as soon as its address is."""
    guard, resolver = table_guard("10.96.0.1")

    assert await verdict(guard, "https://kubernetes.example.com/") is Refusal.PRIVATE
    assert resolver.asked == ["kubernetes.example.com"]


def test_s97_each_inner_suffix_is_the_last_label_alone() -> None:
    """A suffix is inner at the end of a name and nowhere else, and each says who says so."""
    for suffix, source in INTERNAL_SUFFIXES.items():
        assert is_internal(f"x.{suffix}")
        assert is_internal(suffix)
        assert not is_internal(f"{suffix}.example.com")
        assert not is_internal(f"x.not{suffix}")
        assert source


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/",
        "HTTP://8.8.8.8/",
        "http://hooks.example.com:80/x",
        "http://127.0.0.1/",
        "http://localhost:22/",
    ],
)
async def test_s80_the_scheme_http_is_insecure(url: str) -> None:
    """S80: `http` has its own code, before addresses and ports are judged, and nobody is asked."""
    guard, resolver = table_guard(PUBLIC)

    assert await verdict(guard, url) is Refusal.INSECURE
    assert resolver.asked == []


@pytest.mark.parametrize("url", ["http://a:b@8.8.8.8/", "http://8.8.8.8:99999/", "http://127.1/", "http://e.com /"])
async def test_s80_what_cannot_be_read_is_invalid_first(url: str) -> None:
    """The order of verdicts: unparsable, then the scheme, then addresses."""
    guard, _ = table_guard(PUBLIC)

    assert await verdict(guard, url) is Refusal.INVALID


@pytest.mark.parametrize("length", [2_048, 2_049])
async def test_a_url_has_at_most_2048_characters(length: int) -> None:
    """Contract §5, counted as written and as dialled."""
    guard, _ = table_guard(PUBLIC)
    start = "https://8.8.8.8/"
    escaped = (length - len(start)) // 6 * "ü"
    urls = [start + "x" * (length - len(start)), start + escaped + "x" * (length - len(start) - 6 * len(escaped))]

    found = [await verdict(guard, url) for url in urls]

    assert [isinstance(said, Target) for said in found] == [length <= 2_048] * 2


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://e.com/", "The webhook URL must use https."),
        ("ftp://e.com/", "The URL must use https."),
        ("nonsense", "This is not an absolute URL."),
        ("https://a@e.com/", "The URL must have a plain host and at most a port."),
        ("https://e.com:0/", "The port must be 1 to 65535."),
        ("https://e.com:22/", "The URL must use a port that webhooks may use."),
        ("https://127.1/", "The host is not a plain name or address."),
        ("https://e.com/" + "x" * 2_048, "The URL must have at most 2048 characters."),
        ("https://e.com/" + "ü" * 1_000, "The URL must have at most 2048 characters."),
        ("https://127.0.0.1/", "The webhook URL does not lead to a public address."),
        ("https://localhost/", "The webhook URL does not lead to a public address."),
        ("https://private.example.com/", "The webhook URL does not lead to a public address."),
    ],
)
async def test_s114_a_refusal_has_one_fixed_sentence(url: str, message: str) -> None:
    """S114: what a client reads names no address, none that was resolved either."""
    guard, _ = table_guard("10.1.2.3")

    with pytest.raises(TargetRefusedError) as caught:
        await guard.judge(url)

    assert caught.value.message == message
    assert "10.1.2.3" not in repr(caught.value) + str(caught.value.__cause__)
