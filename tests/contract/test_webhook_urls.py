"""§5 at submit: which webhook URLs are accepted, and the code of each refusal.

That a public address is accepted is shown by a client without credits: the 402 comes right after the URL was judged.
"""

import pytest

from tests.support.deepsearch import DeepSearch
from tests.support.live import RestClient, assert_error, bad_fields
from tests.support.system import System

pytestmark = pytest.mark.system

PRIVATE = [
    "https://0.0.0.0/h", "https://10.0.0.1/h", "https://100.64.0.1/h", "https://127.0.0.1/h", "https://169.254.169.254/h",
    "https://192.168.0.1:8443/h", "https://168.63.129.16/h", "https://224.0.0.1/h", "https://[::1]/h",
    "https://[::ffff:127.0.0.1]/h", "https://[64:ff9b::7f00:1]/h", "https://[2002:7f00:1::]/h", "https://[fd00:ec2::254]/h",
    "https://[fe80::1]/h", "https://①②⑦.0.0.1/h", "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/h", "https://localhost/h", "https://127.0.0.1./h",
    "https://metadata.google.internal/", "https://redis/", "https://matcher.cvdeep.svc.cluster.local/",
]  # fmt: skip
INVALID = [
    "ftp://8.8.8.8/", "file:///etc/passwd", "nonsense", "https://user:word@8.8.8.8/", "https://8.8.8.8\\@127.0.0.1/",
    "https://127.0.0.1#@8.8.8.8/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://127.0.0.1%00.e.com/",
    "https://8.8.8.8/a b", "https://8.8.8.8:22/", "https://8.8.8.8:6379/", "https://8.8.8.8:99999/", "https://[::1%25lo]/",
    "https://a..b.com/", "https://nowhere.example.com/", "https://8.8.8.8/" + "x" * 2048,
]  # fmt: skip
ACCEPTED = [
    "https://8.8.8.8/h", "HTTPS://8.8.8.8", "https://8.8.8.8:8443/h?a=ü", "https://[2606:4700:4700::1111]/h", "https://100.128.0.1/",
    "https://172.32.0.1/", "https://[::ffff:8.8.8.8]/h", "https://８.8.8.8/h",
]  # fmt: skip


@pytest.fixture
async def broke(system: System) -> RestClient:
    return await system.new_client(credits=0)


@pytest.mark.parametrize("url", ACCEPTED)
async def test_s55_to_s64_a_public_url_is_accepted(broke: RestClient, cv: bytes, url: str) -> None:
    """Credits are looked at next, so the URL passed; nothing is held, kept or sent."""
    assert_error(await broke.submit(cv, webhook_url=url), 402, "INSUFFICIENT_CREDITS")
    assert await broke.rows() == []


async def test_s01_to_s70_what_is_not_public_is_private(broke: RestClient, cv: bytes) -> None:
    """Each with the same sentence, which names no address."""
    answers = {url: await broke.submit(cv, webhook_url=url) for url in PRIVATE}
    messages = {assert_error(answer, 400, "PRIVATE_WEBHOOK_URL")["message"] for answer in answers.values()}

    assert messages == {"The webhook URL does not lead to a public address."}


async def test_s65_to_s88_what_cannot_be_read_or_resolved_is_invalid(broke: RestClient, cv: bytes) -> None:
    """The field is named; a name without an answer is among them."""
    for url in INVALID:
        assert list(bad_fields(await broke.submit(cv, webhook_url=url))) == ["webhook_url"], url


async def test_s80_http_is_insecure(broke: RestClient, cv: bytes) -> None:
    """Whatever the host."""
    for url in ("http://8.8.8.8/", "HTTP://127.0.0.1/", "http://nowhere.example.com/"):
        assert_error(await broke.submit(cv, webhook_url=url), 400, "INSECURE_WEBHOOK_URL")


async def test_no_header_widens_it(broke: RestClient, cv: bytes) -> None:
    """What a request says beside its fields has no say."""
    from tests.support.live import form

    for name in (
        "X-Forwarded-For",
        "X-Allow-Private",
        "X-Webhook-Policy",
        "Forwarded",
        "X-Debug",
        "X-CVDEEP-NOTIFIER-ALLOW",
    ):
        answer = await broke.submit_parts(form(cv, webhook_url="https://127.0.0.1/"), {name: "127.0.0.1"})
        assert_error(answer, 400, "PRIVATE_WEBHOOK_URL")


async def test_a_search_is_judged_by_the_same_rules(system: System) -> None:
    """The other door. No public one is tried: searches are free, so that it would be dialled."""
    search = DeepSearch(await system.new_client())

    assert_error(await search.search("c", webhook_url="https://10.0.0.1/"), 400, "PRIVATE_WEBHOOK_URL")
    assert_error(await search.search("c", webhook_url="https://redis/"), 400, "PRIVATE_WEBHOOK_URL")
    assert_error(await search.search("c", webhook_url="http://8.8.8.8/"), 400, "INSECURE_WEBHOOK_URL")
    assert "webhook_url" in bad_fields(await search.search("c", webhook_url="https://8.8.8.8:22/"))
