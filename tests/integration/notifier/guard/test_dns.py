"""Names, judged by what a scripted nameserver answers."""

import asyncio
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from services.notifier.adapters.dns_resolver import DnsResolver, Nameserver, machine_nameservers
from services.notifier.adapters.idna_hosts import to_ascii
from services.notifier.adapters.own_addresses import can_tell, is_own
from services.notifier.application.guard import Guard
from services.notifier.domain.addresses import AddressPolicy
from services.notifier.domain.target import Refusal, Target, TargetUnresolvedError
from services.notifier.ports.guard import ResolveError
from tests.support.guards import verdict
from tests.support.nameserver import Question, Reply, Script, ScriptedNameserver, always, serving_names

URL = "https://hooks.example.com/h"
PUBLIC4, PUBLIC6, PRIVATE4, PRIVATE6 = "8.8.8.8", "2606:4700:4700::1111", "10.0.0.1", "fd00::1"


def _guard(*nameservers: Nameserver, deadline_s: float = 5.0) -> Guard:
    """Production's guard; a nameserver in this process may take long on a busy machine."""
    resolver = DnsResolver(nameservers, deadline_s=deadline_s, answer_s=deadline_s)
    return Guard(policy=AddressPolicy(is_own=is_own), resolver=resolver, to_ascii=to_ascii)


async def _said(script: Script, url: str = URL) -> tuple[Refusal | Target, ScriptedNameserver]:
    async with serving_names(script) as names:
        return await verdict(_guard(names.nameserver), url), names


async def test_s61_a_name_with_one_public_a_and_one_public_aaaa_is_accepted() -> None:
    """S61: both addresses may be dialled; one question of each kind was asked."""
    said, names = await _said(always(PUBLIC4, PUBLIC6))

    assert said == Target(url=URL, addresses=(PUBLIC4, PUBLIC6))
    assert names.counted == {"A": 1, "AAAA": 1}


async def test_s83_one_private_a_is_private() -> None:
    """S83."""
    said, _ = await _said(always(PRIVATE4))

    assert said is Refusal.PRIVATE


async def test_s84_a_private_address_among_public_ones_refuses_the_whole_every_time() -> None:
    """S84: either order, fifty times."""
    orders = ([PUBLIC4, PRIVATE4], [PRIVATE4, PUBLIC4])
    async with serving_names(lambda question: Reply(addresses=orders[question.number % 2])) as names:
        guard = _guard(names.nameserver)
        said = [await verdict(guard, URL) for _ in range(50)]

    assert set(said) == {Refusal.PRIVATE}
    assert names.counted == {"A": 50, "AAAA": 50}


@pytest.mark.parametrize("answers", [(PUBLIC4, PRIVATE6), (PRIVATE4, PUBLIC6), (PUBLIC4, "::ffff:10.0.0.1"),
                                     (PUBLIC4, "64:ff9b::a00:1"), (PUBLIC4, "::1"), (PUBLIC4, PUBLIC6, "fe80::1")])  # fmt: skip
async def test_s85_a_private_address_of_the_other_family_refuses_the_whole(answers: tuple[str, ...]) -> None:
    """S85: public A and private AAAA, and the other way about."""
    said, _ = await _said(always(*answers))

    assert said is Refusal.PRIVATE


@pytest.mark.parametrize(
    ("chain", "addresses"),
    [
        (["a.example.net", "b.example.net", "db.corp.example.org"], [PRIVATE4]),
        (["metadata.google.internal"], ["169.254.169.254"]),
        # By rule alone: the answer would be public.
        (["metadata.google.internal"], [PUBLIC4]),
        (["a.example.net", "kubernetes.default.svc.cluster.local"], [PUBLIC4]),
        (["Printer.LOCAL", "public.example.net"], [PUBLIC4]),
        (["localhost"], [PUBLIC4]),
        # No address at the end of it: an inner name is an inner name.
        (["redis"], [PUBLIC4, PUBLIC6]),
    ],
)
async def test_s86_an_alias_of_an_inner_name_is_private(chain: list[str], addresses: list[str]) -> None:
    """S86: a chain of aliases to something inside, by address and by rule."""
    said, _ = await _said(always(*addresses, chain=chain))

    assert said is Refusal.PRIVATE


async def test_s86_an_alias_of_a_public_name_is_accepted() -> None:
    """Receivers stand behind aliases: they must not be refused; the name asked for stays the name."""
    said, _ = await _said(always(PUBLIC4, chain=["edge.example.net", "pop-3.example.net"]))

    assert said == Target(url=URL, addresses=(PUBLIC4,))


def _failing_aaaa(question: Question) -> Reply:
    return Reply(rcode="SERVFAIL") if question.kind == "AAAA" else Reply(addresses=[PUBLIC4])


@pytest.mark.parametrize(
    "script",
    [
        lambda _: Reply(rcode="NXDOMAIN"), lambda _: Reply(), lambda _: Reply(rcode="SERVFAIL"),
        lambda _: Reply(rcode="REFUSED"), lambda _: Reply(chain=["nowhere.example.net"]), _failing_aaaa,
        always(*(f"8.8.{number // 250}.{number % 250}" for number in range(65))),
    ],
    ids=["nxdomain", "empty", "servfail", "refused", "alias_of_nothing", "one_kind_fails", "too_many"],
)  # fmt: skip
async def test_s88_no_usable_answer_is_invalid(script: Script) -> None:
    """S88: fail closed. At delivery the same error makes a failed attempt, see the attempts' tests."""
    async with serving_names(script) as names:
        with pytest.raises(TargetUnresolvedError) as caught:
            await _guard(names.nameserver).judge(URL)

    assert caught.value.refusal is Refusal.INVALID
    assert caught.value.message == "The host of the URL cannot be resolved."


async def test_sixty_four_addresses_are_judged_and_four_may_be_dialled() -> None:
    """S111: as many as fit are judged, four are dialled at most, IPv4 and IPv6 in turn."""
    many = [f"8.8.4.{number}" for number in range(62)]
    said, _ = await _said(always(*many, PUBLIC6, "2606:4700::2"))

    assert isinstance(said, Target)
    assert [":" in address for address in said.addresses] == [False, True, False, True]
    assert set(said.addresses) <= {*many, PUBLIC6, "2606:4700::2"}


async def test_s89_a_nameserver_that_never_answers_costs_the_deadline_and_nobody_else() -> None:
    """S89: the judgement ends by its deadline, and whatever else runs in the loop goes on meanwhile."""
    lags = []

    async def measure() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            lags.append(time.thread_time() - before)
            await asyncio.sleep(0.01)

    async with serving_names(lambda _: Reply(silent=True)) as names:
        guard = _guard(names.nameserver, deadline_s=0.3)
        measuring = asyncio.create_task(measure())
        async with asyncio.timeout(10):
            said = await verdict(guard, URL)
        measuring.cancel()

    assert said is Refusal.INVALID
    # Processor time between two turns of the loop: nothing of it blocked the others for 100 ms.
    assert len(lags) >= 5
    assert max(lags) < 0.1


async def test_s89_a_judgement_can_be_cancelled_while_it_waits() -> None:
    """An attempt that is called off leaves no question open and no thread behind."""
    async with serving_names(lambda _: Reply(silent=True)) as names:
        judging = asyncio.create_task(_guard(names.nameserver).judge(URL))
        async with asyncio.timeout(10):
            while len(names.questions) < 2:
                await asyncio.sleep(0.005)  # another task's state: there is no event to wait for
            judging.cancel()
            with pytest.raises(asyncio.CancelledError):
                await judging

    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_s89_a_lost_answer_is_asked_for_again_and_a_dead_nameserver_is_passed_over() -> None:
    """Within the deadline another nameserver is asked; each answer that is used is judged as any other."""
    async with serving_names(lambda _: Reply(silent=True)) as dead, serving_names(always(PRIVATE4)) as live:
        resolver = DnsResolver([dead.nameserver, live.nameserver], deadline_s=20.0, answer_s=0.1)
        guard = Guard(policy=AddressPolicy(), resolver=resolver, to_ascii=to_ascii)

        assert await verdict(guard, URL) is Refusal.PRIVATE

    assert dead.questions
    assert live.counted.keys() == {"A", "AAAA"}


async def test_a_truncated_answer_is_asked_for_over_tcp() -> None:
    """An answer too long for a datagram is read whole, and judged whole."""
    full = Reply(addresses=[*(f"8.8.4.{number}" for number in range(40)), PRIVATE4], truncated=True)
    said, names = await _said(lambda _: full)

    assert said is Refusal.PRIVATE
    assert {question.tcp for question in names.questions} == {False, True}


async def test_s98_names_are_absolute(tmp_path: Path) -> None:
    """S98: no search domain is ever tried, whatever resolv.conf and its ndots say, when the name does not exist."""
    conf = tmp_path / "resolv.conf"
    conf.write_text("search ns.svc.cluster.local svc.cluster.local\nnameserver 127.0.0.1\noptions ndots:5\n")
    async with serving_names(lambda _: Reply(rcode="NXDOMAIN")) as names:
        assert machine_nameservers(str(conf)) == (Nameserver("127.0.0.1"),)

        await verdict(_guard(names.nameserver), "https://foo.com/")
        await verdict(_guard(names.nameserver), "https://foo.com./")

    assert {question.name for question in names.questions} == {"foo.com."}


def test_a_machine_without_nameservers_asks_itself(tmp_path: Path) -> None:
    """As resolv.conf(5) has it: the default is the local machine, where a question may fail but never goes elsewhere."""
    assert machine_nameservers(str(tmp_path / "none")) == (Nameserver("127.0.0.1"),)


async def test_s99_the_hosts_file_and_the_systems_resolver_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """S99: a name the machine itself knows (localhost4 or not) is what DNS says it is; `getaddrinfo` is never called."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the system's resolver was asked")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, refuse)
    hosts = Path("/etc/hosts").read_text(encoding="utf-8") if Path("/etc/hosts").exists() else ""
    known = [word for line in hosts.splitlines() for word in line.partition("#")[0].split()[1:]]
    resolver_script = always(PRIVATE4)
    async with serving_names(resolver_script) as names:
        resolver = DnsResolver([names.nameserver], deadline_s=5.0, answer_s=5.0)
        for name in [*known, "localhost", "mapped.example.com"]:
            resolution = await resolver.resolve(name)
            assert [str(address) for address in resolution.addresses] == [PRIVATE4]
        assert await verdict(_guard(names.nameserver), "https://mapped.example.com/") is Refusal.PRIVATE


async def test_nothing_is_remembered_between_two_judgements() -> None:
    """No cache: each judgement asks again, and goes by what it is told now."""
    flip: Script = lambda question: Reply(addresses=[PRIVATE4 if question.number else PUBLIC4])  # noqa: E731
    async with serving_names(flip) as names:
        guard = _guard(names.nameserver)
        said = [await verdict(guard, URL) for _ in range(2)]

    assert [isinstance(one, Target) for one in said] == [True, False]
    assert names.counted == {"A": 2, "AAAA": 2}


async def test_no_nameserver_at_all_fails_closed() -> None:
    """Nobody to ask is no answer."""
    with pytest.raises(ResolveError):
        await DnsResolver([], deadline_s=1.0).resolve("hooks.example.com")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_s52_own_addresses_are_known_without_a_packet(address: str) -> None:
    """S52: what can be bound is this machine's own; a foreign address is not."""
    from ipaddress import ip_address

    assert can_tell()
    assert is_own(ip_address(address))
    assert not is_own(ip_address(PUBLIC4))
    assert not is_own(ip_address(PUBLIC6))


async def test_s52_an_own_public_address_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """S52: were a public address bound here, a name that leads to it would be refused, at any port."""

    class Socket(socket.socket):
        def bind(self, address: Any) -> None:
            super().bind(("127.0.0.1", 0) if address[0] == PUBLIC4 else address)

    async with serving_names(always(PUBLIC4)) as names:
        guard = _guard(names.nameserver)
        assert isinstance(await verdict(guard, URL), Target)
        monkeypatch.setattr("services.notifier.adapters.own_addresses.socket.socket", Socket)
        said = {await verdict(guard, url) for url in (URL, f"https://{PUBLIC4}:8443/", f"https://{PUBLIC4}/")}

    assert said == {Refusal.PRIVATE}
