"""Clients, keys, credits and secrets through the command line."""

import re

import pytest

from services.admin.wiring import with_redis
from services.platform.accounts.account_keys import account_key
from tests.integration.admin.conftest import Ask, Cli
from tools.redis_server import RedisServer

pytestmark = pytest.mark.redis

UNKNOWN = "cl_0000000000000000"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_client_is_created_listed_disabled_and_enabled(cli: Cli, ask: Ask) -> None:
    """Each step answers with the client as it then stands; the list follows."""
    made = ask("clients", "create", " Acme GmbH ")
    assert (made["name"], made["status"]) == ("Acme GmbH", "active")
    assert made["webhook_secret"].startswith("whsec_")
    assert TIME.fullmatch(made["created_at"])

    assert ask("clients", "disable", made["client_id"])["status"] == "disabled"
    listed = ask("clients", "list")["clients"]
    assert [(client["client_id"], client["status"]) for client in listed] == [(made["client_id"], "disabled")]
    assert ask("clients", "enable", made["client_id"])["status"] == "active"
    assert made["webhook_secret"] not in cli("clients", "list").output


def test_a_key_shows_itself_once(cli: Cli, ask: Ask, client_id: str) -> None:
    """The plain key is in the answer of its creation, whole and on one line, and in no later one."""
    result = cli("keys", "create", client_id, "-p", "cvdeepmatch")

    (plain_key,) = re.findall(r"cvk_[0-9A-Za-z]{28}", result.stdout)
    assert "not shown again" in result.stderr
    assert plain_key not in cli("keys", "list", client_id).output
    assert plain_key not in str(ask("keys", "list", client_id))


def test_a_key_carries_the_terms_it_was_given(ask: Ask, client_id: str) -> None:
    """Permissions, project, limit, expiry and networks come back as they were given."""
    made = ask(
        *("keys", "create", client_id, "-p", "cvdeepsearch", "-p", "cvdeepmatch", "--project", "hiring"),
        *("--per-minute", "60", "--expires", "2099-01-31", "--ip", "192.0.2.1", "--ip", "2001:db8::/32"),
    )

    (listed,) = ask("keys", "list", client_id)["keys"]

    assert made.pop("api_key").startswith("cvk_")
    assert listed == made
    assert listed["permissions"] == ["cvdeepmatch", "cvdeepsearch"]
    assert (listed["project"], listed["per_minute"]) == ("hiring", 60)
    assert listed["expires_at"] == "2099-01-31T00:00:00.000Z"
    assert listed["ips"] == ["192.0.2.1/32", "2001:db8::/32"]
    assert listed["revoked_at"] is None


def test_a_revoked_key_stays_listed_as_revoked(cli: Cli, ask: Ask, client_id: str) -> None:
    """Revoking names the time, and the list keeps it."""
    key_id = ask("keys", "create", client_id, "-p", "cvdeepmatch", "--expires", "90d")["key_id"]

    assert cli("keys", "revoke", client_id, key_id).stdout.startswith(f"{key_id} is revoked since 2")

    (listed,) = ask("keys", "list", client_id)["keys"]
    assert TIME.fullmatch(listed["revoked_at"])
    assert TIME.fullmatch(listed["expires_at"])


def test_credits_are_granted_once_for_each_id_adjusted_and_shown(cli: Cli, ask: Ask, client_id: str) -> None:
    """The same grant twice adds once; an adjustment may be negative; the statement shows both rows."""
    first = ask("credits", "grant", client_id, "100", "--id", "order-7")
    assert ask("credits", "grant", client_id, "100", "--id", "order-7") == first
    assert ask("credits", "adjust", client_id, "--by", "-30")["balance_after"] == 70

    shown = ask("credits", "show", client_id)

    assert {name: shown[name] for name in ("balance", "held", "available", "charged")} == {
        "balance": 70,
        "held": 0,
        "available": 70,
        "charged": 0,
    }
    assert [(row["type"], row["amount"]) for row in shown["transactions"]] == [("adjustment", -30), ("grant", 100)]
    assert "txn_grant_order-7" in cli("credits", "show", client_id).stdout


def test_secrets_rotate_with_an_overlap_and_are_listed_without_themselves(cli: Cli, ask: Ask, client_id: str) -> None:
    """The new secret is shown once; the list has both ids until the older one ends."""
    rotated = ask("secrets", "rotate", client_id, "--overlap", "1h")

    listed = ask("secrets", "list", client_id)["secrets"]

    assert [secret["expires_at"] is None for secret in listed] == [True, False]
    assert listed[0]["secret_id"] == rotated["secret_id"]
    assert "whsec_" not in cli("secrets", "list", client_id).output
    ask("secrets", "rotate", client_id, "--overlap", "0")
    assert len(ask("secrets", "list", client_id)["secrets"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["clients", "create", "  "],
        ["clients", "disable", "acme"],
        ["keys", "create", UNKNOWN],
        ["keys", "create", UNKNOWN, "-p", "everything"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--expires", "2020-01-01"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--expires", "9999-12-31T23:59:59-12:00"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--expires", "999999w"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--ip", "10.0.0.1/8"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--per-minute", "0"],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch", "--project", "a b"],
        ["credits", "grant", UNKNOWN, "0"],
        ["credits", "grant", UNKNOWN, "1.5"],
        ["credits", "grant", UNKNOWN, "1", "--id", ""],
        ["credits", "adjust", UNKNOWN, "--by", "0"],
        ["secrets", "rotate", UNKNOWN, "--overlap", "forever"],
        ["secrets", "rotate", UNKNOWN, "--overlap", "31d"],
        ["clients", "list", "--redis-url", "http://user:hunter2@db"],
        ["reconcile", "--matcher", "127.0.0.1:1"],
        ["reconcile", "--all", "--client", UNKNOWN, "--matcher", "127.0.0.1:1"],
        ["reconcile", "--all"],
        ["matches", "show", UNKNOWN, "cvdm_x", "--matcher", "127.0.0.1:1"],
    ],
    ids=" ".join,
)
def test_wrong_input_ends_with_2_and_one_sentence(cli: Cli, arguments: list[str]) -> None:
    """Nothing on stdout, one line on stderr, no traceback, no password."""
    result = cli(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["clients", "disable", UNKNOWN],
        ["keys", "create", UNKNOWN, "-p", "cvdeepmatch"],
        ["keys", "list", UNKNOWN],
        ["keys", "revoke", UNKNOWN, "key_0000000000000000"],
        ["credits", "grant", UNKNOWN, "5"],
        ["credits", "show", UNKNOWN],
        ["secrets", "list", UNKNOWN],
        ["secrets", "rotate", UNKNOWN],
        ["reconcile", "--client", UNKNOWN, "--matcher", "127.0.0.1:1"],
        ["clients", "list", "--redis-url", "redis://127.0.0.1:1"],
    ],
    ids=" ".join,
)
def test_a_failure_ends_with_1_and_one_sentence(cli: Cli, arguments: list[str]) -> None:
    """An unknown client and a Redis that is not there are told in one line."""
    result = cli(*arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.fullmatch(
        r"Error: (This client has no such key|There is no such client|Redis does not answer.*)\.\n", result.stderr
    )


def test_c13_a_damaged_ledger_is_refused_with_a_hint(cli: Cli, client_id: str, redis_server: RedisServer) -> None:
    """The operator is pointed to reconcile; nothing is moved."""
    with_redis(redis_server.url, lambda database: database.hset(account_key(client_id), "balance", "1.5"))

    for arguments in (("credits", "show", client_id), ("credits", "grant", client_id, "5")):
        result = cli(*arguments)
        assert result.exit_code == 1
        assert "reconcile" in result.stderr
