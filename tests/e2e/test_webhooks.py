"""Webhooks through the whole running system, to a TLS listener on loopback: signed, once, never too early, never lost."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe

from services.platform.accounts.webhook_secrets import WebhookSecrets
from tests.support.deepsearch import DeepSearch, candidate
from tests.support.live import RestClient
from tests.support.outbox import let_pass
from tests.support.system import System
from tests.support.tls_listener import OK, Authority, Request, TlsListener, listening, read_request
from tests.support.webhooks import start_test_notifier, webhook_system

pytestmark = pytest.mark.system

AUTHORITY = Authority()


@asynccontextmanager
async def _running(directory: Path, model_dir: Path) -> AsyncIterator[tuple[System, TlsListener]]:
    settings = {"notifier": {"CVDEEP_NOTIFIER_POLL_MS": "20"}}
    listener = TlsListener(tls=AUTHORITY.serving("127.0.0.1", "hooks.example.com"))
    async with (
        webhook_system(directory, model_dir, AUTHORITY, service_settings=settings) as system,
        listening(listener),
    ):
        yield system, listener


async def _secret(system: System, client: RestClient) -> str:
    return (await WebhookSecrets(system.redis).rotate(client.client_id)).webhook_secret


async def _until(condition: Callable[[], bool], *, timeout_s: float = 60.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.02)  # another process' state: there is no event to wait for


def _verified(request: Request, secret: str) -> dict[str, Any]:
    """Verifies by the official `stripe` package, which knows this scheme under another header's name."""
    stripe.WebhookSignature.verify_header(request.body.decode(), request.headers["X-CVDM-Signature"], secret, 300)
    event: dict[str, Any] = json.loads(request.body)
    assert request.headers["X-CVDM-Event-Id"] == event["event_id"]
    return event


async def _delivered(system: System, client: RestClient) -> list[dict[str, Any]]:
    """What an operator sees, once every event has ended."""
    async with asyncio.timeout(60):
        while True:
            code, output = await system.admin("deliveries", "list", client.client_id, "--json")
            assert code == 0, output
            rows: list[dict[str, Any]] = json.loads(output)["deliveries"]
            if rows and all(row["status"] != "pending" for row in rows):
                return rows
            await asyncio.sleep(0.1)  # another process' state: there is no event to wait for


async def test_w13_events_arrive_signed_once_and_never_early_and_a_crash_loses_none(
    tmp_path: Path, model_dir: Path, cv: bytes
) -> None:
    """A match, a failed match and a search tell their ends; a killed notifier goes on where it was; an operator replays."""
    async with _running(tmp_path, model_dir) as (system, listener):
        client = await system.new_client()
        secret = await _secret(system, client)
        shown: dict[str, str] = {}

        async def look_then_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """Before it answers, the receiver asks REST what the event tells of: it must have ended."""
            request = await read_request(reader)
            run = json.loads(request.body)["id"]
            path = f"/api/v1/cvdeepmatch/{run}" if run.startswith("cvdm_") else f"/api/v1/cvds/runs/{run}"
            shown[run] = (await client.get(path)).json()["status"]
            listener.requests.append(request)
            writer.write(OK)
            await writer.drain()

        listener.answering = look_then_answer
        search = DeepSearch(client)
        await search.ingested("engineers", candidate("e-1"))
        match_id = await client.accepted(cv, webhook_url=listener.url(), metadata='{"note": "ü"}')
        bad_id = await client.accepted(b"%PDF-1.7 nothing else", webhook_url=listener.url("hooks.example.com"))
        run_id = await search.started("engineers", webhook_url=listener.url())

        await _until(lambda: len(listener.requests) == 3)
        events = {event["id"]: event for event in (_verified(request, secret) for request in listener.requests)}

        # W13: the event never arrives before the poll endpoint shows the final state.
        assert shown == {match_id: "finished", bad_id: "failed", run_id: "finished"}
        assert {run: event["event"] for run, event in events.items()} == {
            match_id: "cvdeepmatch.finished",
            bad_id: "cvdeepmatch.failed",
            run_id: "cvds.run.finished",
        }
        # W15: what clients poll for, without the parse, the details, the config and the rows of a search.
        match, polled = events[match_id], await client.ended(match_id)
        assert set(match["cv2jd_result"]) == {"overall_score", "breakdown"}
        assert {*match, "cv_parser_result", "config"} == {*polled, "event", "event_id"}
        assert match["cv2jd_result"]["overall_score"] == polled["cv2jd_result"]["overall_score"]
        assert "results" not in events[run_id]
        assert all(len(request.body) < 20_000 for request in listener.requests)
        assert listener.connections == 3
        rows = await _delivered(system, client)
        assert [(row["status"], len(row["attempts"])) for row in rows] == [("delivered", 1)] * 3

        first = {request.headers["X-CVDM-Event-Id"]: request.body for request in listener.requests}

        # K24: killed while the receiver has the request and has not answered.
        listener.answering, listener.answers, listener.hold_open, listener.requests = None, [b""], True, []
        again = await client.accepted(cv, webhook_url=listener.url())
        await _until(lambda: len(listener.requests) == 1)
        system.stack.kill_service("notifier")
        listener.answers, listener.hold_open = [OK], False
        start_test_notifier(system.stack, tmp_path / "authority.pem")
        await asyncio.to_thread(system.stack.wait_healthy)
        await let_pass(system.redis, timedelta(minutes=1))
        await _until(lambda: len(listener.requests) == 2)
        (rows_again, *_) = await _delivered(system, client)
        assert rows_again["status"] == "delivered"
        assert [_verified(request, secret)["id"] for request in listener.requests] == [again, again]
        assert len({(request.headers["X-CVDM-Event-Id"], request.body) for request in listener.requests}) == 1

        # What was delivered can be sent again, as it was: an operator replays the last hour.
        first |= {request.headers["X-CVDM-Event-Id"]: request.body for request in listener.requests}
        listener.requests = []
        code, output = await system.admin(
            "deliveries", "replay", client.client_id, "--from", "1h", "--status", "delivered", "--yes"
        )
        assert (code, output) == (0, "Due now: 4.\n")
        await _until(lambda: len(listener.requests) == 4)
        assert {request.headers["X-CVDM-Event-Id"]: request.body for request in listener.requests} == first
        assert all(_verified(request, secret) for request in listener.requests)

        # C10: a receiver that fails for ever takes nothing back: the match stands, and so does its charge.
        listener.answers, listener.requests = [b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"], []
        unheard = await client.accepted(cv, webhook_url=listener.url())
        assert (await client.ended(unheard))["credits_charged"] == 3
        async with asyncio.timeout(60):
            while (await system.admin("deliveries", "list", client.client_id, "--status", "exhausted", "--json"))[
                1
            ].count("evt_") == 0:
                await let_pass(system.redis, timedelta(days=2))
        assert len(listener.requests) >= 8  # the whole schedule; time that is made to pass may end a lease early
        assert len({(request.headers["X-CVDM-Event-Id"], request.body) for request in listener.requests}) == 1
        match = await client.ended(unheard)
        assert (match["status"], match["credits_charged"]) == ("finished", 3)
        await system.assert_reconciled()

        log = system.log("notifier")
        assert '"delivery.attempted"' in log
        assert all(word not in log for word in ("127.0.0.1:" + str(listener.port), "/hook", "hooks.example", secret))
