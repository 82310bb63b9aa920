"""What happens at the socket and in TLS, against listeners on loopback."""

import asyncio
import gzip
import socket
import ssl
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from services.notifier.adapters import http_sender
from services.notifier.adapters.http_sender import HttpSender, machine_trust
from services.notifier.domain.addresses import AddressPolicy
from services.notifier.domain.delivery import Outcome
from services.notifier.domain.target import Target
from services.notifier.ports.sending import Answer, SendError
from tests.support.tls_listener import OK, Answering, Authority, TlsListener, listening, read_request
from tools.redis_server import free_port

NAME = "hooks.example.com"
HOME = "127.0.0.1"
# Longer than any test may take: a limit that is not the one under test never ends an attempt.
NEVER = 600.0
BOMB = gzip.compress(bytes(50_000_000))


async def _post(
    target: Target,
    authority: Authority,
    *,
    headers: dict[str, str] | None = None,
    total_s: float = NEVER,
    connect_s: float = NEVER,
    tls_s: float = NEVER,
    head_s: float = NEVER,
) -> Answer | Outcome:
    """One attempt; its answer, or the word for there being none."""
    sender = HttpSender(tls=authority.trust(), total_s=total_s, connect_s=connect_s, tls_s=tls_s, head_s=head_s)
    try:
        async with asyncio.timeout(30):
            return await sender.post(target, body=b'{"a":1}', headers=headers or {})
    except SendError as error:
        return error.outcome


def _to(listener: TlsListener, *, host: str = NAME, path: str = "/hook") -> Target:
    return Target(url=listener.url(host, path), addresses=(listener.address,))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("leads_to", ["http", "private", "public"])
async def test_s101_redirects_end_the_attempt(authority: Authority, status: int, leads_to: str) -> None:
    """S101: to http, to a private and to another host: the status is the answer, the second host sees nothing."""
    other = TlsListener(tls=authority.serving("other.example.com", HOME))
    listener = TlsListener(tls=authority.serving(NAME))
    async with listening(other, listener):
        to = {
            "http": f"http://{HOME}:{other.port}/",
            "private": other.url(),
            "public": other.url("other.example.com"),
        }[leads_to]
        listener.answers = [f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()]
        answer = await _post(_to(listener), authority)

    assert answer == Answer(http_status=status)
    assert (listener.connections, other.connections) == (1, 0)


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TlsListener:
    """An environment that sends everything through a proxy, with a password for every host."""
    proxy = TlsListener(tls=None, port=free_port())
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        for spelling in (name, name.lower()):
            monkeypatch.setenv(spelling, f"http://{HOME}:{proxy.port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "nowhere.example.com")
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {NAME} login me password secret-of-netrc\ndefault login me password secret-of-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    return proxy


async def test_s103_the_environment_changes_nothing(authority: Authority, proxied: TlsListener, tmp_path: Path) -> None:
    """S103: proxies, exceptions from them and netrc are ignored; so is a file to write TLS keys to."""
    listener = TlsListener(tls=authority.serving(NAME))
    async with listening(proxied, listener):
        answer = await _post(_to(listener), authority)

    assert answer == Answer(http_status=200)
    assert (listener.connections, proxied.connections) == (1, 0)
    assert "Authorization" not in listener.requests[0].headers
    assert machine_trust().keylog_filename is None
    assert not (tmp_path / "keys").exists()


def _good(authority: Authority) -> ssl.SSLContext:
    return authority.serving(NAME)


@pytest.mark.parametrize(
    ("served", "host", "expected"),
    [
        (_good, NAME, Answer(http_status=200)),
        (lambda authority: authority.serving("*.example.com"), NAME, Answer(http_status=200)),
        (lambda authority: authority.serving(HOME), HOME, Answer(http_status=200)),
        (lambda authority: authority.serving("other.example.com"), NAME, Outcome.TLS_ERROR),
        (lambda authority: authority.serving(f"x.{NAME}", "example.com"), NAME, Outcome.TLS_ERROR),
        (lambda authority: authority.serving(NAME, expired=True), NAME, Outcome.TLS_ERROR),
        (lambda authority: authority.serving(HOME), NAME, Outcome.TLS_ERROR),
        (_good, HOME, Outcome.TLS_ERROR),
        (lambda _: Authority().serving(NAME), NAME, Outcome.TLS_ERROR),
    ],
    ids=["its_name", "wildcard", "its_address", "another_name", "names_around_it", "expired", "the_address_for_a_name",
         "a_name_for_the_address", "self_signed"],
)  # fmt: skip
async def test_s104_the_certificate_is_checked_against_the_name(
    authority: Authority, served: Callable[[Authority], ssl.SSLContext | None], host: str, expected: Answer | Outcome
) -> None:
    """S104: SNI and certificate go by the name, never by the pinned address; nothing is sent unless they agree."""
    listener = TlsListener(tls=served(authority))
    async with listening(listener):
        assert await _post(_to(listener, host=host), authority) == expected

    assert listener.server_names == [NAME if host == NAME else None]
    assert len(listener.requests) == isinstance(expected, Answer)


async def test_s104_a_peer_without_tls_is_a_tls_error(authority: Authority) -> None:
    """S104: an answer in plain HTTP is none."""

    async def plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        await writer.drain()

    listener = TlsListener(tls=None, answering=plainly)
    async with listening(listener):
        assert await _post(_to(listener), authority) is Outcome.TLS_ERROR


def _old(context: ssl.SSLContext) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2])
async def test_s105_old_tls_is_refused(authority: Authority, version: ssl.TLSVersion) -> None:
    """S105: a receiver that speaks 1.0 or 1.1 alone is a failure, although this very machine could speak it; 1.2 is not."""
    old = _old(authority.serving(NAME))
    old.maximum_version = version
    listener = TlsListener(tls=old)
    async with listening(listener):
        _, writer = await asyncio.open_connection(
            HOME, listener.port, ssl=_old(authority.trust()), server_hostname=NAME
        )
        assert writer.get_extra_info("ssl_object").version() == version.name.replace("_", ".")
        writer.transport.abort()

        said = await _post(_to(listener), authority)

    # With or without an alert before the peer hangs up.
    refused = (Outcome.TLS_ERROR, Outcome.CONNECT_ERROR)
    assert said in ((Answer(http_status=200),) if version is ssl.TLSVersion.TLSv1_2 else refused)
    assert len(listener.requests) == (version is ssl.TLSVersion.TLSv1_2)


def test_s105_production_asks_for_tls_1_2_and_a_certificate() -> None:
    """What the notifier speaks with when no test gives it another: 1.2 at least, names checked, authorities known."""
    trust = machine_trust()

    assert trust.minimum_version is ssl.TLSVersion.TLSv1_2
    assert trust.check_hostname
    assert trust.verify_mode is ssl.CERT_REQUIRED


async def _endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await writer.drain()


async def _huge(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n")
    while True:
        writer.write(bytes(0x10000))
        await writer.drain()


async def _bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB)
    await writer.drain()


@pytest.mark.parametrize("answering", [_endless, _huge, _bomb], ids=["endless", "huge", "bomb"])
async def test_s107_of_any_answer_little_is_taken_in(
    authority: Authority, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S107: at most 64 KiB is read, as it came, and the memory does not grow with what is sent."""
    taken: list[int] = []

    async def counted(response: Any) -> int:
        taken.append(await take_in(response))
        return taken[-1]

    take_in = http_sender.take_in
    monkeypatch.setattr(http_sender, "take_in", counted)
    listener = TlsListener(tls=authority.serving(NAME), answering=answering)
    async with listening(listener):
        await _post(_to(listener), authority)  # what is made once is made
        tracemalloc.start()
        answer = await _post(_to(listener), authority)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert answer == Answer(http_status=200)
    assert max(taken) <= 64 * 1024
    assert peak < 8 * 1024 * 1024  # the listener's own buffers, in this process, included


def _dripping(start: bytes) -> Answering:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    return drip


async def test_s107_a_dripping_body_ends_with_the_total_limit(authority: Authority) -> None:
    """S107: a byte now and then keeps nothing alive; the status was said and counts."""
    body = _dripping(b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000000\r\n\r\n")
    listener = TlsListener(tls=authority.serving(NAME), answering=body)
    async with listening(listener):
        assert await _post(_to(listener), authority, total_s=1.0) == Answer(http_status=202)


@pytest.mark.parametrize("limits", [(1.0, NEVER), (NEVER, 1.0)], ids=["head", "total"])
async def test_s109_a_dripping_head_ends_with_the_heads_limit(
    authority: Authority, limits: tuple[float, float]
) -> None:
    """S109: the head's limit alone, and the total alone, end a head that never ends."""
    listener = TlsListener(tls=authority.serving(NAME), answering=_dripping(b"HTTP/1.1 200 OK\r\nX-Long: "))
    async with listening(listener):
        assert await _post(_to(listener), authority, head_s=limits[0], total_s=limits[1]) is Outcome.TIMEOUT
    assert len(listener.server_names) == 1


async def test_s109_the_heads_limit_starts_when_the_connection_stands(authority: Authority) -> None:
    """S109: a slow handshake takes nothing from the head's time, however short."""

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        transport: Any = writer.transport
        transport.pause_reading()
        await asyncio.sleep(0.6)
        await writer.start_tls(authority.serving(NAME))
        await read_request(reader)
        writer.write(OK)
        await writer.drain()

    listener = TlsListener(tls=None, answering=slow)
    async with listening(listener):
        assert await _post(_to(listener), authority, head_s=0.4) == Answer(http_status=200)


@pytest.mark.parametrize("limits", [(0.3, NEVER), (NEVER, 0.3)], ids=["tls", "total"])
async def test_s109_a_peer_that_never_speaks_ends_with_the_handshakes_limit(
    authority: Authority, limits: tuple[float, float]
) -> None:
    """S109: accepted, then silence before TLS: the handshake's limit alone, and the total alone, end it."""
    listener = TlsListener(tls=None, mute=True)
    async with listening(listener):
        assert await _post(_to(listener), authority, tls_s=limits[0], total_s=limits[1]) is Outcome.TIMEOUT


@asynccontextmanager
async def _black_hole() -> AsyncIterator[int]:
    """A port that answers no SYN: its queue of connections is full and nobody accepts."""
    with socket.socket() as listener:
        listener.bind((HOME, 0))
        listener.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        try:
            yield listener.getsockname()[1]
        finally:
            for one in crowd:
                one.close()


async def test_s109_a_black_hole_ends_with_the_connects_limit(authority: Authority) -> None:
    """S109: no answer to a SYN: the connect's limit alone ends it, in the words of a closed port."""
    async with _black_hole() as port:
        target = Target(url=f"https://{NAME}:{port}/", addresses=(HOME,))

        assert await _post(target, authority, connect_s=0.3) is Outcome.CONNECT_ERROR
        assert await _post(target, authority, total_s=0.3) is Outcome.TIMEOUT


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, said: bytes) -> None:
    await read_request(reader)
    writer.write(said)
    await writer.drain()
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"", Outcome.CONNECT_ERROR),
        (b"HTTP/1.1 200 OK\r\nContent-", Outcome.CONNECT_ERROR),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", Answer(http_status=200)),
    ],
    ids=["before_the_head", "within_the_head", "within_the_body"],
)
async def test_s109_a_reset_within_the_answer(authority: Authority, said: bytes, expected: Answer | Outcome) -> None:
    """S109: what was not said is not guessed; a head that was said counts."""

    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _reset(reader, writer, said=said)

    listener = TlsListener(tls=authority.serving(NAME), answering=answering)
    async with listening(listener):
        assert await _post(_to(listener), authority) == expected


async def test_s110_another_peer_than_the_pinned_one_gets_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S110: should a connection end elsewhere, by whatever lies beneath, it is dropped before a byte is sent."""
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect
    home, elsewhere = TlsListener(tls=authority.serving(NAME)), TlsListener(tls=None, address="127.0.0.2", mute=True)

    async def astray(sock: socket.socket, address: Any) -> None:
        await connect(sock, ("127.0.0.2", address[1]))

    async with listening(home):
        elsewhere.port = home.port
        async with listening(elsewhere):
            assert await _post(_to(home), authority) == Answer(http_status=200)
            monkeypatch.setattr(loop, "sock_connect", astray)
            said = await _post(_to(home), authority)
            async with asyncio.timeout(10):
                while not elsewhere.connections:
                    await asyncio.sleep(0.005)  # it is accepted after it was dropped

    assert said is Outcome.REFUSED_TARGET
    assert (home.connections, elsewhere.connections) == (1, 1)


async def test_the_policy_is_asked_once_more_at_the_socket(authority: Authority) -> None:
    """A target that some future bug made up, past the guard: its address is refused where it would be dialled."""
    listener = TlsListener(tls=authority.serving(NAME))
    sender = HttpSender(total_s=NEVER, tls=authority.trust(), allows=AddressPolicy().allows)
    async with listening(listener):
        for url, addresses in [(listener.url(NAME), (HOME,)), (listener.url(), (HOME,)), (listener.url(), ("::1",))]:
            with pytest.raises(SendError) as caught:
                await sender.post(Target(url=url, addresses=addresses), body=b"{}", headers={})
            assert caught.value.outcome is Outcome.REFUSED_TARGET

    assert listener.connections == 0


@pytest.mark.parametrize("host", [HOME, "[::1]", "[::ffff:127.0.0.1]", "１２７.0.0.1", "2130706433", "localhost"])
async def test_no_spelling_of_a_host_gets_past_the_pins(authority: Authority, host: str) -> None:
    """The connector is never given a name: a client's own reading of a host, or its resolver, has no say."""
    listener = TlsListener(tls=authority.serving(NAME))
    async with listening(listener):
        said = await _post(Target(url=listener.url(host), addresses=("127.0.0.3",)), authority)

    assert said is Outcome.CONNECT_ERROR
    assert listener.connections == 0


async def test_s111_an_ipv6_only_receiver_is_reached(authority: Authority) -> None:
    """S111: by name and by literal address, with the address in brackets as the Host."""
    listener = TlsListener(tls=authority.serving(NAME, "::1"), address="::1")
    async with listening(listener):
        assert await _post(_to(listener), authority) == Answer(http_status=200)
        assert await _post(_to(listener, host="[::1]"), authority) == Answer(http_status=200)

    assert [request.headers["Host"] for request in listener.requests] == [
        f"{NAME}:{listener.port}",
        f"[::1]:{listener.port}",
    ]


async def test_s111_a_dead_address_does_not_take_the_others_time(authority: Authority) -> None:
    """S111: each of the pinned addresses has its share of the connect's limit; the fourth is the last that is tried."""
    async with _black_hole() as port:
        listener = TlsListener(tls=authority.serving(NAME), address="127.0.0.2", port=port)
        async with listening(listener):
            reached = Target(url=listener.url(NAME), addresses=(HOME, HOME, HOME, "127.0.0.2"))
            beyond = Target(url=listener.url(NAME), addresses=(HOME, HOME, HOME, HOME, "127.0.0.2"))

            assert await _post(reached, authority, connect_s=0.8) == Answer(http_status=200)
            assert await _post(beyond, authority, connect_s=0.8) is Outcome.CONNECT_ERROR

    assert listener.connections == 1


@pytest.mark.parametrize(
    "path", ["/h", "/@evil.example.com/", "/x?https://evil.example.com", "/%0d%0aHost:%20evil", "/?a=b:1"]
)
async def test_s112_the_host_header_is_the_authority(authority: Authority, path: str) -> None:
    """S112: nothing of path or query gets into it, and what is asked for is the path as it was judged."""
    listener = TlsListener(tls=authority.serving(NAME))
    async with listening(listener):
        await _post(_to(listener, path=path), authority)

    request = listener.requests[0]
    assert request.headers["Host"] == f"{NAME}:{listener.port}"
    assert request.path == path
    assert request.headers["Accept-Encoding"] == "identity"
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(request.headers)


@pytest.mark.parametrize("name", ["X-Custom", "X-Custom\r\nX-Evil"])
@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rb", "a\0b"])
async def test_s112_a_header_cannot_be_broken_out_of(authority: Authority, name: str, value: str) -> None:
    """S112: a line end in a header ends the attempt before anything of the request is sent."""
    listener = TlsListener(tls=authority.serving(NAME))
    async with listening(listener):
        said = await _post(_to(listener), authority, headers={name: value})

    assert isinstance(said, Outcome)
    assert listener.requests == []


async def test_s112_a_cookie_is_never_sent_back(authority: Authority) -> None:
    """Whatever one answer sets, no later request carries."""
    sets = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"
    listener = TlsListener(tls=authority.serving(NAME), answers=[sets])
    sender = HttpSender(total_s=NEVER, tls=authority.trust())
    async with listening(listener):
        for _ in range(2):
            await sender.post(_to(listener), body=b"{}", headers={})

    assert ["Cookie" in request.headers for request in listener.requests] == [False, False]


async def _closed(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def test_s114_refused_closed_and_filtered_ports_read_alike(authority: Authority) -> None:
    """S114: one word for all three, and neither an address nor a byte of an answer in what is kept of it."""
    closing = TlsListener(tls=None, answering=_closed)
    async with listening(closing), _black_hole() as filtered:
        ports: list[int] = [free_port(), closing.port, filtered]
        said: list[Awaitable[Answer | Outcome]] = [
            _post(Target(url=f"https://{NAME}:{port}/", addresses=(HOME,)), authority, connect_s=0.3) for port in ports
        ]
        assert [await one for one in said] == [Outcome.CONNECT_ERROR] * 3


async def test_s114_an_error_names_no_address(authority: Authority) -> None:
    """S114: what reaches logs and records of a failed attempt is one word."""
    sender = HttpSender(total_s=NEVER, tls=authority.trust())
    with pytest.raises(SendError) as caught:
        await sender.post(Target(url=f"https://{NAME}:{free_port()}/", addresses=(HOME,)), body=b"{}", headers={})

    assert str(caught.value) == "connect_error"
    assert caught.value.__cause__ is None
    assert str(ip_address(HOME)) not in repr(caught.value)
