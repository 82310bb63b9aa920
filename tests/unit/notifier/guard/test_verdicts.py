"""How the guard judges what DNS says of a name (over a table; the rows against a real nameserver are integration tests)."""

import pytest

from services.notifier.domain.addresses import AddressPolicy
from services.notifier.domain.target import Refusal, Target, TargetRefusedError, TargetUnresolvedError
from tests.support.guards import table_guard, verdict

URL = "https://hooks.example.com/h"


@pytest.mark.parametrize(
    ("row", "answers"),
    [
        ("s83", ["10.0.0.1"]), ("s84", ["8.8.8.8", "10.0.0.1"]), ("s84", ["10.0.0.1", "8.8.8.8"]), ("s85", ["8.8.8.8", "fd00::1"]),
        ("s85", ["2606:4700::1", "10.0.0.1"]), ("s85", ["8.8.8.8", "::ffff:10.0.0.1"]),
        ("s84", ["8.8.8.8", "8.8.4.4", "9.9.9.9", "1.1.1.1", "10.0.0.1"]),
    ],
)  # fmt: skip
async def test_s83_s84_s85_one_refused_address_refuses_the_whole(row: str, answers: list[str]) -> None:
    """S83–S85: alone, first, last, of the other family, mapped, or beyond those that would be dialled."""
    guard, resolver = table_guard(*answers)

    assert await verdict(guard, URL) is Refusal.PRIVATE, row
    assert resolver.asked == ["hooks.example.com"]


@pytest.mark.parametrize(
    ("answers", "dialled"),
    [
        (["8.8.8.8"], ["8.8.8.8"]),
        (["2606:4700::1"], ["2606:4700::1"]),
        (["2606:4700::1", "8.8.8.8"], ["8.8.8.8", "2606:4700::1"]),
        (["8.8.8.8", "8.8.8.8", "::ffff:8.8.8.8", "8.8.4.4"], ["8.8.8.8", "8.8.4.4"]),
        (["8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "8.8.8.5"], ["8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4"]),
        (["8.8.8.1", "8.8.8.2", "8.8.8.3", "2606:4700::1", "2606:4700::2"], ["8.8.8.1", "2606:4700::1", "8.8.8.2", "2606:4700::2"]),
        (["8.8.8.1", "8.8.8.2", "8.8.8.3", "2606:4700::1"], ["8.8.8.1", "2606:4700::1", "8.8.8.2", "8.8.8.3"]),
    ],
)  # fmt: skip
async def test_s61_s111_what_may_be_dialled(answers: list[str], dialled: list[str]) -> None:
    """S61, S111: four distinct addresses at most, IPv4 and IPv6 in turn."""
    guard, _ = table_guard(*answers)

    assert await verdict(guard, URL) == Target(url=URL, addresses=tuple(dialled))


@pytest.mark.parametrize("alias", ["metadata.google.internal", "db.local", "redis", "x.svc.cluster.local"])
@pytest.mark.parametrize("last", [True, False])
async def test_s86_an_alias_of_an_inner_name_is_private(alias: str, last: bool) -> None:  # noqa: FBT001 - a parameter
    """S86: anywhere in the chain, whatever the addresses."""
    chain = ("a.example.net", alias) if last else (alias, "a.example.net")
    guard, _ = table_guard("8.8.8.8", aliases=chain)

    assert await verdict(guard, URL) is Refusal.PRIVATE


async def test_s86_an_alias_of_a_public_name_is_no_matter() -> None:
    """S86: a receiver behind a chain of public names is reached under its own."""
    guard, _ = table_guard("8.8.8.8", aliases=("a.example.net", "local.example.net"))

    assert await verdict(guard, URL) == Target(url=URL, addresses=("8.8.8.8",))


async def test_s88_no_answer_is_invalid_at_submit_and_can_be_told_at_delivery() -> None:
    """S88: INVALID_INPUT with a sentence of its own, and an error of its own for whoever tries again."""
    guard, _ = table_guard()

    with pytest.raises(TargetUnresolvedError) as caught:
        await guard.judge(URL)

    assert caught.value.refusal is Refusal.INVALID
    assert caught.value.message == "The host of the URL cannot be resolved."
    assert caught.value.args == ("INVALID_INPUT",)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_a_refusal_is_one_word_where_it_is_logged() -> None:
    """The text of the error is the code alone."""
    guard, _ = table_guard("10.0.0.1")

    with pytest.raises(TargetRefusedError) as caught:
        await guard.judge(URL)

    assert str(caught.value) == "PRIVATE_WEBHOOK_URL"
    assert not isinstance(caught.value, TargetUnresolvedError)


async def test_s91_the_second_judgement_goes_by_the_second_answer() -> None:
    """S91, S94: nothing is remembered of the first."""
    guard, resolver = table_guard("8.8.8.8")
    assert isinstance(await verdict(guard, URL), Target)

    resolver.otherwise = ["10.0.0.1"]

    assert await verdict(guard, URL) is Refusal.PRIVATE
    assert resolver.asked == ["hooks.example.com"] * 2


async def test_the_policy_of_the_guard_is_the_one_it_was_given() -> None:
    """The socket asks the same policy once more."""
    policy = AddressPolicy()
    guard, _ = table_guard(policy=policy)

    assert guard.policy is policy
