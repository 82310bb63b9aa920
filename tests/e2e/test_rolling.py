"""Every service is restarted in turn under load, first in good order, then by kill -9: clients see nothing of the first.

Two replicas of each, and certificates on every call between them, which are replaced meanwhile, too. CVDEEP_ROLLING_S sets the
seconds of each round and then the load is that of the release test: 20 submits and 50 polls a second. Without it each service is
restarted once, under less load.
"""

import asyncio
import heapq
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import trustme

from services.platform.storage.redis import connect
from tests.support.certificates import Mounted
from tests.support.live import AWAY, ENDED, RestClient
from tests.support.pods import SERVICES, Door, Pods, running_pods
from tests.support.system import System
from tests.support.tls_listener import Authority, TlsListener, listening

SECONDS = float(os.environ.get("CVDEEP_ROLLING_S", "0"))
SUBMITS, POLLS = (20, 50) if SECONDS else (4, 10)
# What else the kill of a corpus or notifier process may cost has tests of its own.
KILLED = SERVICES if SECONDS else ("matcher", "gateway")
POLL_EVERY_S = 10.5
# Every so many submits ask for a webhook.
WEBHOOK_EVERY = 5

pytestmark = [pytest.mark.system, pytest.mark.timeout(300 + 10 * SECONDS)]

Send = Callable[[], Awaitable[httpx.Response]]


@dataclass(slots=True)
class Load:
    """Submits and polls at a steady rate, each call counted by how it went at the first try and in the end."""

    client: RestClient
    cv: bytes
    webhook_url: str
    submits: int = 0
    wants_webhook: set[str] = field(default_factory=set)
    first: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    match_ids: list[str] = field(default_factory=list)
    # When a match may be polled next, and matches that have ended: these may be at any time.
    due: list[tuple[float, str]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    calls: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Calls for as long as the block runs; all of them have ended after it."""
        rates = ((SUBMITS, self.submit), (POLLS, self.poll))
        beats = [asyncio.create_task(self._beat(rate, call)) for rate, call in rates]
        try:
            yield
        finally:
            for beat in beats:
                beat.cancel()
            await asyncio.gather(*beats, return_exceptions=True)
            await asyncio.gather(*self.calls)

    async def _beat(self, rate: float, call: Callable[[], Awaitable[None]]) -> None:
        next_at = time.monotonic()
        while True:
            task = asyncio.ensure_future(call())
            self.calls.add(task)
            task.add_done_callback(self.calls.discard)
            next_at += 1 / rate
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))  # the rate is what is tested

    async def submit(self) -> None:
        self.submits += 1
        wants_webhook = self.submits % WEBHOOK_EVERY == 0
        key = f"key-{uuid4()}"
        answer = await self._answered(
            "submit",
            lambda: self.client.submit(
                self.cv, idempotency_key=key, webhook_url=self.webhook_url if wants_webhook else None
            ),
            good={200, 202},
        )
        if answer is not None:
            match_id = answer.json()["id"]
            self.match_ids.append(match_id)
            heapq.heappush(self.due, (0.0, match_id))
            if wants_webhook:
                self.wants_webhook.add(match_id)

    async def poll(self) -> None:
        if self.due and self.due[0][0] <= time.monotonic():
            match_id = heapq.heappop(self.due)[1]
        elif self.ended:
            match_id = random.choice(self.ended)
        else:
            # None may be polled yet: who wants to know lists them.
            await self._answered("poll", lambda: self.client.get("/api/v1/cvdeepmatch/requests", limit=1), good={200})
            return
        answer = await self._answered("poll", lambda: self.client.get(f"/api/v1/cvdeepmatch/{match_id}"), good={200})
        if answer is None or answer.json()["status"] not in ENDED:
            heapq.heappush(self.due, (time.monotonic() + POLL_EVERY_S, match_id))
        elif match_id not in self.ended:
            self.ended.append(match_id)

    async def _answered(self, kind: str, send: Send, *, good: set[int]) -> httpx.Response | None:
        """Sends, and again after what a client may meet while a process is replaced."""
        for attempt in range(6):
            try:
                answer = await send()
                outcome = str(answer.status_code)
            except httpx.TransportError as error:
                answer, outcome = None, type(error).__name__
            if attempt == 0:
                self.first[f"{kind} {outcome}"] += 1
            if answer is not None and answer.status_code in good:
                return answer
            if answer is not None and answer.status_code not in AWAY:
                # A poll whose answer was lost may have counted.
                if not (kind == "poll" and answer.status_code == 429 and attempt):
                    self.failed.append(f"{kind}: {answer.text}")
                return None
            await asyncio.sleep(0.5 * (attempt + 1))
        self.failed.append(f"{kind}: {outcome}")
        return None


async def roll(pods: Pods, services: tuple[str, ...], *, with_signal: signal.Signals) -> None:
    """Restarts one replica of each of the services after the other; again and again for as long as asked for."""
    ends_at = time.monotonic() + SECONDS
    while True:
        for service in services:
            await pods.restart(pods.of(service)[0], with_signal=with_signal)
        if time.monotonic() >= ends_at:
            return


async def test_k39_restarts_of_every_service_under_load(tmp_path: Path, model_dir: Path, cv: bytes) -> None:
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
        Door(pods).client() as http,
    ):
        redis = connect(pods.stack.redis.url)
        client = await System(stack=pods.stack, http=http, redis=redis).new_client(credits=1_000_000)
        load = Load(client, cv, listener.url())

        async with load.running():
            mounted.put(authority, *names)
            await roll(pods, SERVICES, with_signal=signal.SIGTERM)
        in_order, load.first = load.first, Counter()
        print(f"SIGTERM: {dict(in_order)} {load.failed}")  # noqa: T201 - what the long way round reports
        assert set(in_order) == {"submit 202", "poll 200"}, in_order

        async with load.running():
            mounted.put(authority, *names)
            await roll(pods, KILLED, with_signal=signal.SIGKILL)
        print(f"SIGKILL: {dict(load.first)} {load.failed}; {len(load.match_ids)} matches")  # noqa: T201 - as above
        assert load.failed == []

        rows = await client.all_ended(load.match_ids, timeout_s=120 + 6 * SECONDS)
        assert len(rows) == len(load.match_ids)
        assert {row["status"] for row in rows.values()} == {"finished"}
        async with asyncio.timeout(60):
            while not load.wants_webhook <= {json.loads(request.body)["id"] for request in listener.requests}:
                await asyncio.sleep(0.1)  # the receiver's state: there is no event to wait for
        code, output = await pods.admin("reconcile", "--all")
        assert code == 0, output
        await redis.aclose()
