"""What the command line asks the matcher."""

import json
import subprocess
import sys

import pytest

from tests.integration.admin.conftest import Ask, Cli, FakeMatcher
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

MATCH = "cvdm_0123456789abcdefghijkl"


def test_c15_books_that_add_up_end_with_0(ask: Ask, client_id: str, matcher: FakeMatcher) -> None:
    """The answer has the sums of the client and no drift."""
    (checked,) = ask("reconcile", "--client", client_id, env=matcher.env)["clients"]

    assert checked == {
        "client_id": client_id,
        "drifts": [],
        "balance": 97,
        "held": 6,
        "granted": 100,
        "charged": 3,
        "matches": 3,
    }


def test_c15_a_drift_ends_with_1_and_is_told(cli: Cli, ask: Ask, client_id: str, matcher: FakeMatcher) -> None:
    """With --all one client's drift is enough, and the others are still shown."""
    other = ask("clients", "create", "other")["client_id"]
    matcher.drifts[other] = ["The account says 6 is held, the holds add up to 3."]

    table = cli("reconcile", "--all", env=matcher.env)
    document = cli("reconcile", "--all", "--json", env=matcher.env)

    assert (table.exit_code, document.exit_code) == (1, 1)
    assert f"{other}: The account says 6 is held, the holds add up to 3." in table.stdout
    drifts = {checked["client_id"]: checked["drifts"] for checked in json.loads(document.stdout)["clients"]}
    assert drifts == {client_id: [], other: matcher.drifts[other]}


def test_without_clients_there_is_nothing_to_reconcile(cli: Cli, matcher: FakeMatcher) -> None:
    """An empty system adds up."""
    result = cli("reconcile", "--all", env=matcher.env)

    assert (result.exit_code, result.stdout) == (0, "There are no clients.\n")


def test_a_match_shows_its_life(cli: Cli, ask: Ask, client_id: str, matcher: FakeMatcher) -> None:
    """Fields come as the matcher gives them, sorted by name."""
    matcher.lives[client_id, MATCH] = {"status": "running", "attempts": "2", "epoch": "2"}

    shown = ask("matches", "show", client_id, MATCH, env=matcher.env)

    assert shown == {"client_id": client_id, "match_id": MATCH, "fields": matcher.lives[client_id, MATCH]}
    lines = cli("matches", "show", client_id, MATCH, env=matcher.env).stdout.splitlines()
    assert [line.split() for line in lines] == [["attempts", "2"], ["epoch", "2"], ["status", "running"]]


def test_an_unknown_match_ends_with_1(cli: Cli, client_id: str, matcher: FakeMatcher) -> None:
    """The matcher's refusal reaches the operator in its own words."""
    result = cli("matches", "show", client_id, MATCH, env=matcher.env)

    assert (result.exit_code, result.stderr) == (1, "Error: There is no such match.\n")


def test_a_match_is_erased_after_a_yes(cli: Cli, ask: Ask, client_id: str, matcher: FakeMatcher) -> None:
    """The question names it and stands beside the answer, not in it; --yes does not ask."""
    matcher.lives[client_id, MATCH] = {}

    agreed = cli("matches", "erase", client_id, MATCH, env=matcher.env, answer="y\n")
    unasked = ask("matches", "erase", client_id, MATCH, "--yes", env=matcher.env)

    assert (agreed.exit_code, agreed.stdout.splitlines()[-1]) == (0, f"{MATCH} is erased.")
    assert f"Erase {MATCH} of {client_id} for good?" in agreed.stderr
    assert unasked == {"client_id": client_id, "match_id": MATCH, "erased": True}
    assert matcher.erased == [MATCH, MATCH]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
@pytest.mark.parametrize("command", [("erase", MATCH), ("erase-all",)], ids=lambda command: command[0])
def test_without_a_yes_nothing_is_erased(
    cli: Cli, client_id: str, matcher: FakeMatcher, command: tuple[str, ...], answer: str
) -> None:
    """No, nothing, and no terminal to ask at all."""
    matcher.lives[client_id, MATCH] = {}
    verb, *rest = command

    result = cli("matches", verb, client_id, *rest, env=matcher.env, answer=answer)

    assert (result.exit_code, matcher.erased) == (130, [])


def test_an_unknown_match_cannot_be_erased(cli: Cli, client_id: str, matcher: FakeMatcher) -> None:
    """The matcher's refusal reaches the operator in its own words."""
    result = cli("matches", "erase", client_id, MATCH, "--yes", env=matcher.env)

    assert (result.exit_code, result.stderr) == (1, "Error: There is no such match.\n")


def test_every_match_of_a_client_is_erased_page_by_page(
    cli: Cli, ask: Ask, client_id: str, matcher: FakeMatcher
) -> None:
    """All pages of this client, and nobody else's; the answer counts them."""
    other = ask("clients", "create", "other")["client_id"]
    mine = [MATCH[:-1] + last for last in "abc"]
    for match_id in mine:
        matcher.lives[client_id, match_id] = {}
    matcher.lives[other, MATCH] = {}

    erased = ask("matches", "erase-all", client_id, "--yes", env=matcher.env)
    shown = cli("matches", "erase-all", client_id, "--yes", env=matcher.env)

    assert erased == {"client_id": client_id, "erased": 3}
    assert shown.stdout == "Erased matches: 3.\n"
    assert matcher.erased == mine * 2


def test_a_matcher_that_is_not_there_ends_with_1(cli: Cli, client_id: str) -> None:
    """The operator is told where to look."""
    result = cli("reconcile", "--client", client_id, "--matcher", "127.0.0.1:1")

    assert result.exit_code == 1
    assert (
        result.stderr == "Error: The matcher does not answer (UNAVAILABLE): check --matcher or CVDEEP_MATCHER_TARGET.\n"
    )


def test_the_installed_entry_point_answers_in_json_on_stdout(redis_server: RedisServer, cli: Cli) -> None:
    """As a process of its own the command prints its document to stdout and nothing else."""
    ended = subprocess.run(
        [sys.executable, "-m", "services.admin", "admin", "clients", "list", "--json", "--redis-url", redis_server.url],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (ended.returncode, json.loads(ended.stdout), ended.stderr) == (0, {"clients": []}, "")
