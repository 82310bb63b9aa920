"""Measures deliveries: `python -m tests.bench.bench_webhooks [EVENTS]`.

The notifier as production runs it (but for the loopback address the tests' guard lets through), a Redis that syncs every write
and a TLS receiver in a process of its own; beside it a bare aiohttp client that posts the same bodies to the same receiver with
a connection each. Then a hundred events for that receiver beside ten thousand for a host that accepts and never speaks.
"""

import argparse
import asyncio
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp
import trustme
from redis.asyncio import Redis

from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.config import NotifierConfig
from services.notifier.domain.delivery import NewEvent
from services.platform.accounts.account_keys import secrets_key
from services.platform.storage.redis import connect
from tests.bench.processes import cpu_s, peak_memory_mib
from tests.bench.tables import show
from tools.redis_server import RedisServer, free_port
from tools.stack import ROOT

EVENTS, ROUNDS = 1_000, 3
BLACK_HOLE, HEALTHY = 10_000, 100
CLIENT = "cl_0123456789abcdef"
PER_HOST = NotifierConfig(redis_url="").per_host


@dataclass
class Bench:
    """Everything that runs while something is measured."""

    redis: Redis
    redis_url: str
    authority: Path
    port: int
    black_hole: int
    tell: int
    made: int = 0
    notifiers: int = 0
    sent_at: dict[str, float] = field(default_factory=dict)

    async def put(self, count: int, port: int, *, name: str) -> list[str]:
        """Puts events for a port into the outbox; returns their ids."""
        outbox = RedisOutbox(self.redis)
        ids = [f"{name}_{self.made + number}" for number in range(count)]
        self.made += count
        for start in range(0, count, 50):
            await asyncio.gather(*(self._put(outbox, event_id, port) for event_id in ids[start : start + 50]))
        return ids

    async def _put(self, outbox: RedisOutbox, event_id: str, port: int) -> None:
        self.sent_at[event_id] = time.monotonic()
        url = f"https://127.0.0.1:{port}/hook"
        await outbox.put(NewEvent(client_id=CLIENT, event_id=event_id, url=url, body=body_of(event_id)))

    async def told(self) -> dict[str, Any]:
        """What the receiver has seen."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.tell)
        seen: dict[str, Any] = json.loads(await reader.read())
        writer.close()
        return seen

    async def arrived(self, ids: list[str]) -> list[float]:
        """Waits until all of them have arrived; returns when each did."""
        async with asyncio.timeout(300):
            while True:
                arrivals = (await self.told())["arrivals"]
                if all(event_id in arrivals for event_id in ids):
                    return [arrivals[event_id] for event_id in ids]
                await asyncio.sleep(0.2)  # another process' state: there is no event to wait for

    @contextmanager
    def notifier(self) -> Iterator[int]:
        """A running notifier; yields its process id."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CVDEEP_")}
        environment |= {"CVDEEP_REDIS_URL": self.redis_url, "CVDEEP_LISTEN": f"127.0.0.1:{free_port()}"}
        self.notifiers += 1
        with self.authority.with_name(f"notifier-{self.notifiers}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.notifier_main", str(self.authority)],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            yield process.pid
        finally:
            process.kill()
            process.wait(timeout=30)


def body_of(event_id: str) -> bytes:
    """A body of the size that most events have."""
    filling = {"metadata": {"note": "x" * 600}, "status": "finished"}
    return json.dumps({"event": "cvdeepmatch.finished", "event_id": event_id, **filling}).encode()


async def throughput(bench: Bench, events: int) -> None:
    """Prints deliveries a second of the notifier and of the bare client, round by round in turn."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        ids = await bench.put(events, bench.port, name="evt")
        with bench.notifier() as pid:
            arrivals = await bench.arrived(ids)
            ours.append((events / (max(arrivals) - min(arrivals)), cpu_s(pid), peak_memory_mib(pid)))
        bare.append(await bare_round(bench, events))
    # The process' own start is not a delivery: the time of one that made the first delivery is taken off.
    first = await bench.put(1, bench.port, name="evt")
    with bench.notifier() as pid:
        await bench.arrived(first)
        start_s = cpu_s(pid)
    rate = median(rate for rate, _, _ in ours)
    cost = median(1000 * (used - start_s) / (events - 1) for _, used, _ in ours)
    bare_rate, bare_cost = median(rate for rate, _ in bare), median(1000 * used / events for _, used in bare)
    show(
        f"{events:,} deliveries over TLS, a connection each, {PER_HOST} at a time, middle of {ROUNDS} rounds",
        ["", "a second", "ms CPU each", "beside bare"],
        [
            ["notifier: lease, judge, sign, send, record", f"{rate:.0f}", f"{cost:.2f}", f"{rate / bare_rate:.0%}"],
            ["bare aiohttp client: send", f"{bare_rate:.0f}", f"{bare_cost:.2f}", "100%"],
        ],
        notes=f"most memory of the notifier: {max(peak for _, _, peak in ours):.0f} MiB",
    )


async def bare_round(bench: Bench, events: int) -> tuple[float, float]:
    """Posts as many bodies with nothing but aiohttp; returns how many a second, and the CPU time used."""
    trust = ssl.create_default_context(cafile=str(bench.authority))
    url = f"https://127.0.0.1:{bench.port}/hook"
    ids = iter([f"bare_{bench.made + number}" for number in range(events)])
    bench.made += events
    connector = aiohttp.TCPConnector(force_close=True, limit=PER_HOST, ssl=trust)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def post_all() -> None:
            for event_id in ids:
                async with session.post(url, data=body_of(event_id), headers={"X-CVDM-Event-Id": event_id}) as answer:
                    assert answer.status == 200
                    await answer.read()

        started, used = time.monotonic(), time.process_time()
        await asyncio.gather(*(post_all() for _ in range(PER_HOST)))
        return events / (time.monotonic() - started), time.process_time() - used


async def black_hole(bench: Bench) -> None:
    """Prints how long a healthy host's events take, alone and beside thousands for a host that never answers."""
    rows = []
    with bench.notifier():
        await bench.arrived(await bench.put(1, bench.port, name="warm"))
        for title, swallowed in (("alone", 0), (f"beside {BLACK_HOLE:,} for a black hole", BLACK_HOLE)):
            await bench.put(swallowed, bench.black_hole, name="lost")
            ids = await bench.put(HEALTHY, bench.port, name="evt")
            took_ms = [
                1000 * (at - bench.sent_at[event_id])
                for at, event_id in zip(await bench.arrived(ids), ids, strict=True)
            ]
            shares = quantiles(took_ms, n=20)
            rows.append([title, f"{shares[9]:.0f}", f"{shares[18]:.0f}", f"{max(took_ms):.0f}"])
        held = (await bench.told())["most_held"]
    show(
        f"{HEALTHY} events for a healthy host of the same client, from outbox to arrival",
        ["", "p50 ms", "p95 ms", "max ms"],
        rows,
        notes=f"connections the black hole held at most: {held}",
    )


async def run(events: int) -> None:
    """Measures both in one go."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        directory = Path(folder)
        authority, certificate = directory / "authority.pem", directory / "sink.pem"
        ca = trustme.CA()
        ca.cert_pem.write_to_path(str(authority))
        ca.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        server = RedisServer(directory=directory / "redis", port=free_port())
        server.start()
        closing.callback(server.stop)
        sink = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.webhook_sink", str(certificate)], cwd=ROOT, stdout=subprocess.PIPE
        )
        closing.callback(sink.wait, timeout=30)
        closing.callback(sink.kill)
        assert sink.stdout is not None
        port, hole, tell = (int(word) for word in (await asyncio.to_thread(sink.stdout.readline)).split())
        redis = connect(server.url)
        secret = {"id": "whs_bench", "secret": "whsec_bench", "created_at_ms": 1, "expires_at_ms": None}
        stored: Any = redis.lpush(secrets_key(CLIENT), json.dumps(secret))
        await stored
        bench = Bench(redis, server.url, authority, port, hole, tell)
        await throughput(bench, events)
        await black_hole(bench)
        await redis.aclose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="?", type=int, default=EVENTS)
    asyncio.run(run(parser.parse_args().events))
