"""Every service is restarted in turn under load, first in good order, then by kill -9: clients see nothing of the first.

Two replicas of each, and certificates on every call between them, which are replaced meanwhile, too. CVDEEP_ROLLING_S sets the
seconds of each round and then the load is that of the release test: 20 submits and 50 polls a second. Without it each service is
restarted once, under less load. The CV has one page: ten services and their clients share two cores, which can read twenty of two pages
a second and do nothing else.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from services.matcher.adapters.pdf.warm import made_up_cv
from services.platform.storage.redis import connect
from tests.support.certificates import Mounted
from tests.support.live import RestClient
from tests.support.pods import SERVICES, Pods, running_pods
from tests.support.poller import polling
from tests.support.steady import Tally, steadily
from tests.support.system import System
from tests.support.tls_listener import Authority, TlsListener, listening

SECONDS = float(os.environ.get("CVDEEP_ROLLING_S", "0"))
SUBMITS, POLLS = (20, 50) if SECONDS else (4, 10)
# From one restart to the next, where it takes no longer: a process that starts takes a second of both cores, which the load is to have, too.
EVERY_S = 6.0 if SECONDS else 0.0
# What else the kill of a corpus or notifier process may cost has tests of its own.
KILLED = SERVICES if SECONDS else ("matcher", "gateway")
KINDS = ("submit", "poll")
# Every so many submits ask for a webhook.
WEBHOOK_EVERY = 5

pytestmark = [pytest.mark.system, pytest.mark.timeout(300 + 10 * SECONDS)]


@dataclass(slots=True)
class Load:
    """Submits and polls at a steady rate, by two processes: this one submits."""

    pods: Pods
    client: RestClient
    cv: bytes
    webhook_url: str
    submits: int = 0
    wants_webhook: set[str] = field(default_factory=set)
    match_ids: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @asynccontextmanager
    async def running(self, how: str) -> AsyncIterator[Tally]:
        """Calls for as long as the block runs; all of them have ended, are in the tally and told of after it."""
        self.tally = Tally()
        async with (
            polling(self.pods, self.client.key, a_second=POLLS, tally=self.tally),
            steadily(self.submit, a_second=SUBMITS),
        ):
            # Only now both call: the process that polls takes a second or two to start.
            began = time.monotonic()
            yield self.tally
            seconds = time.monotonic() - began
        report(how, self.tally, seconds=seconds)

    async def submit(self) -> None:
        self.submits += 1
        wants_webhook = self.submits % WEBHOOK_EVERY == 0
        key = f"key-{uuid4()}"
        answer = await self.tally.answered(
            "submit",
            lambda: self.client.submit(
                self.cv, idempotency_key=key, webhook_url=self.webhook_url if wants_webhook else None
            ),
            good=frozenset({200, 202}),
        )
        if answer is not None:
            match_id = answer.json()["id"]
            self.match_ids.append(match_id)
            if wants_webhook:
                self.wants_webhook.add(match_id)


async def roll(pods: Pods, services: tuple[str, ...], *, with_signal: signal.Signals) -> None:
    """Restarts one replica of each of the services after the other; again and again, one every few seconds, for as long as asked for."""
    next_at = began = time.monotonic()
    while True:
        for service in services:
            await pods.restart(pods.of(service)[0], with_signal=with_signal)
            next_at += EVERY_S
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))  # the rate is what is tested
        if time.monotonic() >= began + SECONDS:
            return


def report(how: str, tally: Tally, *, seconds: float) -> None:
    """Prints how a round went."""
    rates = {
        kind: f"{sum(n for each, n in tally.first.items() if each.startswith(kind)) / seconds:.1f}" for kind in KINDS
    }
    text = f"{how}: {dict(tally.first)} in {seconds:.0f} s, a second {rates}; failed: {tally.failed}"
    print(text)  # noqa: T201 - what the long way round reports


async def test_k39_restarts_of_every_service_under_load(tmp_path: Path, model_dir: Path) -> None:
    """K39: by SIGTERM no call fails, by kill -9 only such that succeed when sent again; matches end, webhooks come, the books add up."""
    hooks = Authority()
    listener = TlsListener(tls=hooks.serving("127.0.0.1"))
    authority, mounted = trustme.CA(), Mounted(tmp_path / "certificates")
    names = tuple(f"{service}.test" for service in SERVICES)
    mounted.put(authority, *names)
    async with (
        listening(listener),
        running_pods(
            tmp_path,
            model_dir,
            # Matches are sent faster than two cores do them, and none is to be refused for that.
            environment={
                "CVDEEP_CORPUS_JUDGE_PROCESSES": "1",
                "CVDEEP_MATCHER_MOST_OF_CLIENT": "10000",
                **mounted.environment,
            },
            service_settings={"matcher": {"CVDEEP_MATCHER_LEASE_S": "6", "CVDEEP_MATCHER_RENEW_EVERY_S": "2"}},
            authority_file=hooks.write(tmp_path / "authority.pem"),
        ) as pods,
        pods.client() as http,
    ):
        redis = connect(pods.stack.redis.url)
        client = await System(stack=pods.stack, http=http, redis=redis).new_client(credits=1_000_000)
        load = Load(pods, client, made_up_cv(), listener.url())

        async with load.running("SIGTERM") as in_order:
            mounted.put(authority, *names)
            await roll(pods, SERVICES, with_signal=signal.SIGTERM)
        assert set(in_order.first) == {"submit 202", "poll 200"}, in_order

        async with load.running("SIGKILL") as killed:
            mounted.put(authority, *names)
            await roll(pods, KILLED, with_signal=signal.SIGKILL)
        assert killed.failed == []

        rows = await client.all_ended(load.match_ids, timeout_s=120 + 6 * SECONDS)
        assert len(rows) == len(load.match_ids)
        assert {row["status"] for row in rows.values()} == {"finished"}
        async with asyncio.timeout(60):
            while not load.wants_webhook <= {json.loads(request.body)["id"] for request in listener.requests}:
                await asyncio.sleep(0.1)  # the receiver's state: there is no event to wait for
        code, output = await pods.admin("reconcile", "--all")
        assert code == 0, output
        await redis.aclose()
