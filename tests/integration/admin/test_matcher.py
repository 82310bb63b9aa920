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
