"""DNS that changes its mind: what was judged is what is dialled, or nothing is."""

import asyncio
from contextlib import suppress

import aiohttp
import pytest

from services.notifier.adapters.dns_resolver import DnsResolver
from services.notifier.adapters.http_sender import HttpSender
from services.notifier.application.guard import Guard
from services.notifier.domain.target import TargetRefusedError
from services.notifier.ports.sending import Answer
from tests.support.guards import loopback_guard
from tests.support.nameserver import Question, Reply, Script, ScriptedNameserver, serving_names
from tests.support.tls_listener import Authority, TlsListener, listening

NAME = "hooks.example.com"
HOME, OTHER, PRIVATE = "127.0.0.1", "127.0.0.2", "10.0.0.1"
KEEP_ALIVE = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"


class Delivering:
    """Judges and sends as an attempt does: both once, one after the other."""

    def __init__(self, authority: Authority, names: ScriptedNameserver, *exempt: str) -> None:
        self.guard = _guard(names, *exempt)
        self._sender = HttpSender(total_s=30.0, tls=authority.trust(), allows=self.guard.policy.allows)

    async def attempt(self, url: str) -> Answer:
        return await self._sender.post(await self.guard.judge(url), body=b"{}", headers={})


def _guard(names: ScriptedNameserver, *exempt: str) -> Guard:
    # A nameserver in this process may take long on a busy machine: nothing is asked twice for that.
    return loopback_guard(*exempt, resolver=DnsResolver([names.nameserver], deadline_s=30.0, answer_s=30.0))


def _pair(authority: Authority, **settings: bytes) -> tuple[TlsListener, TlsListener]:
    """Two listeners on two addresses, to be run on one port."""
    answers = tuple(settings.values()) or (KEEP_ALIVE,)
    return (
        TlsListener(tls=authority.serving(NAME), address=HOME, answers=answers),
        TlsListener(tls=authority.serving(NAME), address=OTHER, answers=answers),
    )


def _then(first: str, *later: str) -> Script:
    """`first` to the first question, then the others in turn."""

    def script(question: Question) -> Reply:
        return Reply(addresses=[first if question.number == 0 else later[(question.number - 1) % len(later)]])

    return script


async def _on_one_port(home: TlsListener, other: TlsListener) -> None:
    """Checks that the two listeners differ by address alone, as rebinding needs."""
    assert home.port == other.port


async def test_s91_public_at_submit_and_private_at_delivery_opens_no_connection(authority: Authority) -> None:
    """S91: accepted once, refused at each of eight attempts; a listener behind the second answer counts zero."""
    home, other = _pair(authority)
    async with serving_names(_then(HOME, OTHER)) as names, listening(home):
        other.port = home.port
        async with listening(other):
            await _on_one_port(home, other)
            delivering = Delivering(authority, names, HOME)
            url = home.url(NAME)
            assert (await delivering.guard.judge(url)).addresses == (HOME,)

            for _ in range(8):
                with pytest.raises(TargetRefusedError):
                    await delivering.attempt(url)

    assert (home.connections, other.connections) == (0, 0)


@pytest.mark.parametrize("second", [PRIVATE, OTHER], ids=["s92_private", "s93_also_permitted"])
async def test_s92_s93_the_connection_goes_to_the_answer_that_was_judged(authority: Authority, second: str) -> None:
    """S92, S93: one question of each kind for an attempt; a second answer, permitted or not, is never asked for."""
    home, other = _pair(authority)
    async with serving_names(_then(HOME, second)) as names, listening(home):
        other.port = home.port
        async with listening(other):
            await _on_one_port(home, other)
            answer = await Delivering(authority, names, HOME, OTHER).attempt(home.url(NAME))

    assert answer.http_status == 200
    assert (home.connections, other.connections) == (1, 0)
    assert names.counted == {"A": 1, "AAAA": 1}


async def test_s94_an_answer_that_flips_at_every_question_never_leads_elsewhere(authority: Authority) -> None:
    """S94: time to live 0, a hundred attempts: each connection goes where that attempt's one question led."""
    home, other = _pair(authority)
    asked: list[str] = []

    def flip(question: Question) -> Reply:
        address = (HOME, PRIVATE, OTHER)[question.number % 3]
        if question.kind == "A":
            asked.append(address)
        return Reply(addresses=[address])

    went = []
    async with serving_names(flip) as names, listening(home):
        other.port = home.port
        async with listening(other):
            await _on_one_port(home, other)
            delivering = Delivering(authority, names, HOME, OTHER)
            for _ in range(100):
                before = (home.connections, other.connections)
                with suppress(TargetRefusedError):
                    await delivering.attempt(home.url(NAME))
                moved = (home.connections - before[0], other.connections - before[1])
                went.append({(1, 0): HOME, (0, 1): OTHER, (0, 0): PRIVATE}[moved])

    assert went == asked
    assert names.counted == {"A": 100, "AAAA": 100}


async def test_s96_each_attempt_opens_a_connection_of_its_own(authority: Authority) -> None:
    """S96: permitted at both, other address, keep-alive offered: the second attempt goes to the new address."""
    home, other = _pair(authority)
    home.hold_open = other.hold_open = True
    async with serving_names(_then(HOME, OTHER)) as names, listening(home):
        other.port = home.port
        async with listening(other):
            delivering = Delivering(authority, names, HOME, OTHER)
            for _ in range(3):
                await delivering.attempt(home.url(NAME))

    assert (home.connections, other.connections) == (1, 2)


async def test_s93_the_vulnerable_pattern_fails_here(authority: Authority) -> None:
    """Keeps the fixture honest: checking a URL and then handing it to a plain client is caught by these very listeners.

    The check passes for the first answer; the client asks again, is told the second, and connects there.
    """
    home, other = _pair(authority)
    async with serving_names(_then(HOME, OTHER)) as names, listening(home):
        other.port = home.port
        async with listening(other):
            checked = await _guard(names, HOME, OTHER).judge(home.url(NAME))
            plain = aiohttp.TCPConnector(resolver=_PlainResolver(names), ssl=authority.trust())
            async with (
                asyncio.timeout(30),
                aiohttp.ClientSession(connector=plain) as session,
                session.post(checked.url, data=b"{}") as response,
            ):
                assert response.status == 200

    assert checked.addresses == (HOME,)
    assert (home.connections, other.connections) == (0, 1), "the fixture does not catch a client that asks again"
    assert names.counted["A"] == 2


class _PlainResolver(aiohttp.abc.AbstractResolver):
    """What an ordinary client does: it asks DNS when it connects."""

    def __init__(self, names: ScriptedNameserver) -> None:
        self._resolver = DnsResolver([names.nameserver], deadline_s=30.0, answer_s=30.0)

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[aiohttp.abc.ResolveResult]:
        found = await self._resolver.resolve(host)
        return [
            aiohttp.abc.ResolveResult(hostname=host, host=str(address), port=port, family=2, proto=0, flags=0)
            for address in found.addresses
        ]

    async def close(self) -> None:
        """Holds nothing."""
