"""What goes over the wire, to a real listener on loopback."""

import asyncio
import gzip

import aiohttp
import pytest

from services.notifier.adapters import http_sender
from services.notifier.adapters.http_sender import HttpSender, take_in
from services.notifier.domain.delivery import Outcome
from services.notifier.domain.target import Target
from services.notifier.ports.sending import SendError
from tests.integration.notifier.receiver import Receiver, answer, receiving
from tools.redis_server import free_port


def _target(receiver: Receiver, *, addresses: tuple[str, ...] = ("127.0.0.1",)) -> Target:
    return Target(url=receiver.url, addresses=addresses)


async def _outcome(target: Target, *, total_s: float = 5.0) -> Outcome:
    with pytest.raises(SendError) as caught:
        await HttpSender(total_s=total_s).post(target, body=b"{}", headers={})
    return caught.value.outcome


async def test_w02_the_body_arrives_byte_for_byte() -> None:
    """What is given is what is sent, any bytes; the Host header is the URL's authority."""
    body = bytes(range(256)) * 40
    async with receiving(Receiver()) as receiver:
        got = await HttpSender(total_s=5).post(_target(receiver), body=body, headers={"X-Test": "1"})

    request = receiver.requests[0]
    assert got.http_status == 200
    assert (request.method, request.path, request.body) == ("POST", "/hook?x=1", body)
    assert request.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["X-Test"] == "1"
    assert request.headers["Accept-Encoding"] == "identity"
    assert "Cookie" not in request.headers


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_s101_redirects_are_not_followed(status: str) -> None:
    """The attempt ends with the redirect's own status; the other host sees nothing."""
    other, receiver = Receiver(), Receiver()
    async with receiving(other), receiving(receiver):
        receiver.answers = [answer(status, f"Location: {other.url}")]
        got = await HttpSender(total_s=5).post(_target(receiver), body=b"{}", headers={})

    assert got.http_status == int(status[:3])
    assert other.connections == 0


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    return port


async def test_s103_proxy_settings_are_ignored(proxied: int) -> None:
    """The request goes straight to its target, whatever the environment asks for."""
    async with receiving(Receiver()) as receiver:
        got = await HttpSender(total_s=5).post(_target(receiver), body=b"{}", headers={})

    assert (got.http_status, receiver.connections) == (200, 1)


async def test_s92_a_literal_address_that_was_not_judged_is_not_dialled() -> None:
    """A URL with an address of its own cannot get past the pinned ones: no connection."""
    async with receiving(Receiver()) as receiver:
        outcome = await _outcome(_target(receiver, addresses=("127.0.0.2",)))

    assert outcome is Outcome.CONNECT_ERROR
    assert receiver.connections == 0


async def test_s93_a_name_leads_to_its_pinned_address() -> None:
    """No resolver is asked: a name that exists nowhere reaches the judged address, under its own Host."""
    async with receiving(Receiver()) as receiver:
        target = Target(url=f"http://hooks.example.invalid:{receiver.port}/h", addresses=("127.0.0.1",))
        got = await HttpSender(total_s=5).post(target, body=b"{}", headers={})

    assert got.http_status == 200
    assert receiver.requests[0].headers["Host"] == f"hooks.example.invalid:{receiver.port}"


async def test_s96_each_attempt_has_its_own_connection() -> None:
    """Nothing is kept open between attempts, even when the receiver would."""
    keep = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"
    async with receiving(Receiver(answers=[keep], hold_open=True)) as receiver:
        sender = HttpSender(total_s=5)
        for _ in range(2):
            await sender.post(_target(receiver), body=b"{}", headers={})

    assert receiver.connections == 2


@pytest.fixture
def taken_in(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of each answer's body were read."""
    counts: list[int] = []

    async def counted(response: aiohttp.ClientResponse) -> int:
        counts.append(await take_in(response))
        return counts[-1]

    monkeypatch.setattr(http_sender, "take_in", counted)
    return counts


async def test_s107_an_endless_answer_is_cut(taken_in: list[int]) -> None:
    """The status counts; of a body without end no more than 64 KiB is taken in."""
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n" + b"x" * 300_000
    async with receiving(Receiver(answers=[endless], hold_open=True)) as receiver:
        got = await HttpSender(total_s=5).post(_target(receiver), body=b"{}", headers={})

    assert (got.http_status, taken_in) == (200, [64 * 1024])


async def test_s107_a_dripping_answer_ends_with_the_total_limit() -> None:
    """A body that stalls holds the attempt for its limit at most, and the status still counts."""
    stalled = b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nx"
    async with receiving(Receiver(answers=[stalled], hold_open=True)) as receiver:
        got = await HttpSender(total_s=0.2).post(_target(receiver), body=b"{}", headers={})

    assert got.http_status == 202


async def test_s107_a_compressed_answer_is_not_inflated(taken_in: list[int]) -> None:
    """A body is never decompressed, whatever its head says."""
    bomb = gzip.compress(bytes(1_000_000))
    async with receiving(Receiver(answers=[answer("200 OK", "Content-Encoding: gzip", body=bomb)])) as receiver:
        got = await HttpSender(total_s=5).post(_target(receiver), body=b"{}", headers={})

    assert (got.http_status, taken_in) == (200, [len(bomb)])


async def test_s109_a_peer_that_never_speaks_is_a_timeout() -> None:
    """Accepted and silent: the total limit ends it."""
    async with receiving(Receiver(answers=[b""], hold_open=True)) as receiver:
        assert await _outcome(_target(receiver), total_s=0.2) is Outcome.TIMEOUT


@pytest.mark.parametrize("reply", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 3])
async def test_a_broken_answer_is_a_connect_error(reply: bytes) -> None:
    """An answer that is none has one fixed word."""
    async with receiving(Receiver(answers=[reply])) as receiver:
        assert await _outcome(_target(receiver)) is Outcome.CONNECT_ERROR


async def test_s114_a_closed_port_has_the_same_fixed_word() -> None:
    """Nobody listens: one word, no address."""
    target = Target(url=f"http://127.0.0.1:{free_port()}/h", addresses=("127.0.0.1",))

    assert await _outcome(target) is Outcome.CONNECT_ERROR


async def test_s104_a_peer_without_tls_is_a_tls_error() -> None:
    """An https target that does not speak TLS gets no byte of the body."""
    server = await asyncio.start_server(_plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    outcome = await _outcome(Target(url=f"https://127.0.0.1:{port}/h", addresses=("127.0.0.1",)))
    server.close()
    await server.wait_closed()

    assert outcome is Outcome.TLS_ERROR


async def _plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()
    writer.close()


async def test_s111_at_most_four_addresses_are_tried() -> None:
    """Of many judged addresses the first four count."""
    dead = tuple(f"127.0.0.{number}" for number in range(2, 6))
    async with receiving(Receiver()) as receiver:
        target = Target(url=f"http://hooks.example.invalid:{receiver.port}/h", addresses=(*dead, "127.0.0.1"))

        assert await _outcome(target) is Outcome.CONNECT_ERROR
    assert receiver.connections == 0


async def test_s111_the_next_address_is_tried_when_one_is_dead() -> None:
    """One dead address of two does not fail the attempt."""
    async with receiving(Receiver()) as receiver:
        target = Target(url=f"http://hooks.example.invalid:{receiver.port}/h", addresses=("127.0.0.2", "127.0.0.1"))

        got = await HttpSender(total_s=5).post(target, body=b"{}", headers={})

    assert got.http_status == 200


async def test_s112_a_header_cannot_be_broken_out_of() -> None:
    """A line end in a header's value ends the attempt before anything is sent."""
    async with receiving(Receiver()) as receiver:
        with pytest.raises(SendError):
            await HttpSender(total_s=5).post(_target(receiver), body=b"{}", headers={"X-A": "b\r\nX-Evil: 1"})

    assert receiver.requests == []
