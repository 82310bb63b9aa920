"""What the command line asks the notifier: the process that production runs, over a real Redis."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.domain.delivery import Attempt, DeliveryStatus, DueEvent, NewEvent, Outcome
from services.notifier.domain.schedule import Verdict
from services.platform.storage.redis import connect
from tests.integration.admin.conftest import Ask, Cli
from tools.redis_server import RedisServer, free_port

pytestmark = pytest.mark.redis

# No port is open there, and the production guard dials nothing.
HOST = "127.0.0.1"
End = Callable[..., None]


@dataclass(frozen=True)
class Notifier:
    """A running notifier, and the setting that leads to it."""

    process: subprocess.Popen[bytes]
    env: dict[str, str]


@pytest.fixture(scope="module")
def notifier(redis_server: RedisServer, repo_root: Path) -> Iterator[Notifier]:
    """One process for these tests."""
    target = f"127.0.0.1:{free_port()}"
    settings = {"CVDEEP_REDIS_URL": redis_server.url, "CVDEEP_LISTEN": target, "CVDEEP_NOTIFIER_POLL_MS": "20"}
    process = subprocess.Popen(
        [sys.executable, "-m", "services.notifier"],
        cwd=repo_root,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
    try:
        with grpc.insecure_channel(target) as channel:
            health: Any = health_pb2_grpc.HealthStub(channel)
            request, deadline = health_pb2.HealthCheckRequest(), time.monotonic() + 60
            while (
                health.Check(request, wait_for_ready=True, timeout=60).status != health_pb2.HealthCheckResponse.SERVING
            ):
                assert time.monotonic() < deadline
                time.sleep(0.05)  # another process' state: there is no event to wait for
        yield Notifier(process, {"CVDEEP_NOTIFIER_TARGET": target})
    finally:
        process.kill()
        process.wait(timeout=30)


@pytest.fixture
def ended(notifier: Notifier, redis_server: RedisServer) -> End:
    """Puts an event into the outbox whose one attempt has ended it."""

    async def put(client_id: str, event_id: str, *, delivered: bool) -> None:
        redis = connect(redis_server.url)
        outbox = RedisOutbox(redis)
        url = f"https://{HOST}/secret-path"
        await outbox.put(NewEvent(client_id=client_id, event_id=event_id, url=url, body=b"{}"))
        due = DueEvent(client_id=client_id, event_id=event_id, host=HOST, due_at_ms=0)
        event = await outbox.lease(due, lease_ms=60_000)
        assert event is not None
        outcome, http_status = (Outcome.DELIVERED, 200) if delivered else (Outcome.HTTP_ERROR, 500)
        attempt = Attempt(at_ms=1_790_000_000_000, http_status=http_status, duration_ms=12, outcome=outcome)
        status = DeliveryStatus.DELIVERED if delivered else DeliveryStatus.EXHAUSTED
        assert await outbox.record(event, attempt, Verdict(status))
        await redis.aclose()

    def run(client_id: str, event_id: str, *, delivered: bool = False) -> None:
        # While it is stopped the notifier cannot take the event first.
        notifier.process.send_signal(signal.SIGSTOP)
        try:
            asyncio.run(put(client_id, event_id, delivered=delivered))
        finally:
            notifier.process.send_signal(signal.SIGCONT)

    return run


def test_deliveries_are_listed_and_shown(cli: Cli, ask: Ask, client_id: str, notifier: Notifier, ended: End) -> None:
    """Newest first, by status if asked; one with its attempts; never where it went."""
    ended(client_id, "evt_1", delivered=True)
    ended(client_id, "evt_2")

    rows = ask("deliveries", "list", client_id, env=notifier.env)["deliveries"]
    table = cli("deliveries", "list", client_id, "--status", "exhausted", "--from", "1h", env=notifier.env)
    shown = ask("deliveries", "show", client_id, "evt_2", env=notifier.env)
    fields = cli("deliveries", "show", client_id, "evt_2", env=notifier.env)

    assert [(row["event_id"], row["status"]) for row in rows] == [("evt_2", "exhausted"), ("evt_1", "delivered")]
    assert table.exit_code == 0
    assert "evt_2" in table.stdout
    assert "http_error 500" in table.stdout
    assert "evt_1" not in table.stdout
    assert shown["next_attempt_at"] is None
    assert shown["attempts"] == [
        {"at": "2026-09-21T14:13:20.000Z", "outcome": "http_error", "http_status": 500, "duration_ms": 12}
    ]
    assert "12 ms" in fields.stdout
    for output in (json.dumps([rows, shown]), table.stdout, fields.stdout):
        assert HOST not in output
        assert "secret-path" not in output


def test_the_list_goes_over_pages_to_its_limit(
    ask: Ask, client_id: str, notifier: Notifier, redis_server: RedisServer
) -> None:
    """More than one page of the service is one list for the operator."""

    async def put() -> None:
        redis = connect(redis_server.url)
        for number in range(130):
            event = NewEvent(client_id=client_id, event_id=f"evt_{number}", url=f"https://{HOST}/", body=b"{}")
            await RedisOutbox(redis).put(event)
        await redis.aclose()

    asyncio.run(put())

    assert len(ask("deliveries", "list", client_id, "--limit", "1000", env=notifier.env)["deliveries"]) == 130
    assert len(ask("deliveries", "list", client_id, "--limit", "105", env=notifier.env)["deliveries"]) == 105


def test_a_retry_makes_an_ended_delivery_pending_again(
    ask: Ask, client_id: str, notifier: Notifier, ended: End
) -> None:
    """It is attempted once more, keeps what was before, and has its schedule before it."""
    ended(client_id, "evt_1")

    assert ask("deliveries", "retry", client_id, "evt_1", env=notifier.env)["retried"] is True

    shown = ask("deliveries", "show", client_id, "evt_1", env=notifier.env)
    assert shown["status"] == "pending"
    assert shown["attempts"][0]["outcome"] == "http_error"


def test_a_replay_takes_what_its_range_and_status_mean(
    cli: Cli, ask: Ask, client_id: str, notifier: Notifier, ended: End
) -> None:
    """What was given up in the range, not what was delivered; it asks before it does."""
    for number in range(3):
        ended(client_id, f"evt_{number}")
    ended(client_id, "evt_3", delivered=True)

    refused = cli("deliveries", "replay", client_id, "--from", "1h", env=notifier.env, answer="n\n")
    before = ask("deliveries", "replay", client_id, "--from", "2d", "--to", "1d", "--yes", env=notifier.env)
    replayed = cli("deliveries", "replay", client_id, "--from", "1h", env=notifier.env, answer="y\n")

    assert refused.exit_code == 130
    assert before["retried"] == 0
    assert (replayed.exit_code, replayed.stdout) == (0, "Due now: 3.\n")
    rows = ask("deliveries", "list", client_id, env=notifier.env)["deliveries"]
    assert {row["event_id"]: row["status"] for row in rows} == {
        "evt_0": "pending",
        "evt_1": "pending",
        "evt_2": "pending",
        "evt_3": "delivered",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["show", "CLIENT", "evt_none"], 1, "There is no such delivery."),
        (["retry", "CLIENT", "evt_none"], 1, "There is no such delivery."),
        (["show", "CLIENT", "a b"], 2, "not a webhook event id"),
        (["list", "CLIENT", "--from", "tomorrow"], 2, "give a date"),
        (["replay", "CLIENT", "--from", "1h", "--to", "2h", "--yes"], 2, "--to must be later than --from."),
        (["list", "CLIENT", "--limit", "0"], 2, "--limit"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    *, cli: Cli, client_id: str, notifier: Notifier, arguments: list[str], code: int, sentence: str
) -> None:
    """Wrong input ends with 2, what is not there with 1."""
    given = [client_id if argument == "CLIENT" else argument for argument in arguments]

    result = cli("deliveries", *given, env=notifier.env)

    assert result.exit_code == code
    assert sentence in result.stderr


def test_a_notifier_that_is_away_is_named(cli: Cli, client_id: str) -> None:
    """The sentence says which setting to check."""
    result = cli("deliveries", "list", client_id, env={"CVDEEP_NOTIFIER_TARGET": f"127.0.0.1:{free_port()}"})

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: The notifier does not answer (UNAVAILABLE): check --notifier or CVDEEP_NOTIFIER_TARGET.\n"
    )
