"""How webhook URLs are read, before any address is judged."""

import pytest

from services.notifier.adapters.refuse_all_targets import RefuseAllTargets
from services.notifier.domain.target import Refusal, TargetRefusedError, parse_target


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Hooks.Example.COM", "https://hooks.example.com/"),
        ("HTTPS://hooks.example.com.:443/a/b?c=d#e", "https://hooks.example.com/a/b?c=d"),
        ("https://hooks.example.com:8443?x=1", "https://hooks.example.com:8443/?x=1"),
        ("https://8.8.8.8/h", "https://8.8.8.8/h"),
        ("https://[2606:4700:4700:0::1111]/h", "https://[2606:4700:4700::1111]/h"),
        ("https://bücher.example/h", "https://bücher.example/h"),
    ],
)
def test_s62_a_plain_url_has_one_spelling(url: str, expected: str) -> None:
    """Scheme and host in lower case, no trailing dot, no default port, no fragment."""
    assert parse_target(url).url == expected


INVALID = [
    *("", "hooks.example.com", "//hooks.example.com", "https:/x", "https://", "https:///h", "https://?x", "https:x"),
    *("ftp://example.com/", "file:///etc/passwd", "gopher://e.com/", "javascript://e.com/", "wss://e.com/"),  # S79
    *("HTTP+unix://e.com/", "data://e.com/", "unix://e.com/"),
    *("https://good.com@127.0.0.1/", "https://a:b@good.com/", "https://good.com:443@127.0.0.1/"),  # S72
    *("https://good.com\\@127.0.0.1/", "https://good.com%2f@127.0.0.1/"),  # S73
    *("https://127.0.0.1%00.good.com/", "https://127.0.0.1\0.good.com/", "https://%31%32%37.0.0.1/"),  # S74
    *("https://e.com/a b", " https://e.com/", "https://e.com/ ", "https://e\t.com/", "https://e.com/\r\nX: y"),  # S75
    *("https://[fe80::1%25lo]/", "https://[::1%lo]/", "https://[v1.fe80::a]/", "https://[127.0.0.1]/"),  # S76
    *("https://[::1/", "https://[::1]a/", "https://a[::1]/", "https://[::1]:/"),
    *("https://e.com:0/", "https://e.com:99999/", "https://e.com:-1/", "https://e.com:+443/"),  # S78
    *("https://e.com:４４３/", "https://e.com: 443/", "https://e.com:443:80/", "https://e.com:/"),
    *("https://127.1/", "https://2130706433/", "https://0177.0.0.1/", "https://0/", "https://8.8.8/"),  # S65
    *("https://0x7f000001/", "https://0x7f.0.0.1/", "https://0x7F.1/", "https://127.0.0.0x1/"),  # S66
    *("https://08.8.8.8/", "https://256.256.256.256/", "https://1.2.3.4.5/", "https://4294967297/"),  # S67
    *(f"https://{'a' * 64}.com/", f"https://{'a.' * 126}com/", "https://a..b/", "https://-a.example/"),  # S82
    *("https://e.com/" + "a" * 2_035, "https://e.com/" + "a" * 8_193, "https://.e.com/"),
    *(
        "https://e.com／x/",
        "https://ü.com＠127.0.0.1/",
        "https://ü％41.com/",
        "https://①②⑦.1/",
        "https://ü℀.com/",
    ),  # S68
]


@pytest.mark.parametrize("url", INVALID)
async def test_s65_to_s82_odd_spellings_are_invalid(url: str) -> None:
    """What two parsers could read differently is INVALID_INPUT."""
    with pytest.raises(TargetRefusedError) as caught:
        await RefuseAllTargets().judge(url)

    assert caught.value.refusal is Refusal.INVALID


@pytest.mark.parametrize("url", ["http://8.8.8.8/", "HTTP://hooks.example.com/", "http://127.0.0.1:80/h"])
async def test_s80_the_scheme_http_is_insecure(url: str) -> None:
    """`http` has its own code, whatever the host."""
    with pytest.raises(TargetRefusedError) as caught:
        await RefuseAllTargets().judge(url)

    assert caught.value.refusal is Refusal.INSECURE


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/h", "https://[::1]/h", "https://169.254.169.254/", "https://localhost./", "https://①②⑦.0.0.1/",
        "https://１２７.0.0.1/", "https://127。0。0。1/", "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "https://127.0.0.1#@good.com/", "https://8.8.8.8/", "https://hooks.example.com/", "https://redis/",
        "https://[2606:4700:4700::1111]:8443/x", "https://bücher.example/",
    ],
)  # fmt: skip
async def test_every_well_formed_target_is_refused_until_addresses_are_judged(url: str) -> None:
    """Private and public alike: nothing can be delivered."""
    with pytest.raises(TargetRefusedError) as caught:
        await RefuseAllTargets().judge(url)

    assert caught.value.refusal is Refusal.PRIVATE
