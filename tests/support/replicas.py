"""Two corpus replicas over one Redis, each behind a gateway of its own, so that a test chooses who does what."""

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.support.deepsearch import DeepSearch
from tests.support.live import RestClient
from tests.support.system import System, connected
from tools.redis_server import free_port
from tools.stack import Stack

A, B = "corpus", "corpus-b"
# What a dead or sleeping process held is soon taken over; what a live one does, it does as shipped.
SOON = {
    "CVDEEP_CORPUS_LOOK_S": "1",
    "CVDEEP_CORPUS_SWEEP_EVERY_S": "0.5",
    "CVDEEP_CORPUS_SEARCH_LEASE_S": "3",
    "CVDEEP_CORPUS_SEARCH_RENEW_EVERY_S": "1",
}
# This process answers calls and does no search: those are the other's.
NO_SEARCHES = {"CVDEEP_CORPUS_SEARCH_CONCURRENCY": "0"}


@dataclass(slots=True)
class ReplicaStack:
    """A stack whose replica A stands behind the first gateway, and replica B behind the second."""

    stack: Stack
    port_b: int
    gateway_port_b: int
    settings: dict[str, dict[str, str]] = field(default_factory=dict)

    def snapshots(self, label: str) -> Path:
        """Where a replica keeps snapshots of its indexes."""
        return self.stack.directory / "snapshots" / label

    def start(self, label: str, extra: Mapping[str, str] | None = None) -> None:
        """Starts a replica (again); `extra` are settings of this process alone."""
        self.settings[label] = dict(extra or {})
        self.stack.start_service(
            "corpus",
            label=label,
            port=self.port(label),
            extra={"CVDEEP_CORPUS_SNAPSHOT_DIR": str(self.snapshots(label)), **(extra or {})},
        )

    def port(self, label: str) -> int:
        """Where a replica serves gRPC."""
        return self.stack.ports["corpus"] if label == A else self.port_b

    async def died(self, label: str, *, within_s: float = 60) -> int:
        """Returns the exit code of a replica that ends by itself."""
        return await asyncio.to_thread(self.stack.processes.pop(label).wait, within_s)

    def want(self, label: str, extra: Mapping[str, str]) -> None:
        """Makes a replica run with exactly these settings, whatever a test before has left of it."""
        process = self.stack.processes.get(label)
        if process is not None and process.poll() is None:
            self.stack.signal_service(label, signal.SIGCONT)
            if self.settings[label] == extra:
                return
            self.stack.stop_service(label)
        self.start(label, extra)

    def restart(self, label: str, extra: Mapping[str, str] | None = None) -> None:
        """Ends a replica in good order and starts it again."""
        assert self.stack.stop_service(label) == 0
        self.start(label, extra)

    def assert_alive(self) -> None:
        """No process has ended."""
        ended = {label: process.poll() for label, process in self.stack.processes.items()}
        assert set(ended.values()) == {None}, ended

    def log(self, label: str) -> str:
        return (self.stack.directory / "logs" / f"{label}.log").read_text(encoding="utf-8")

    def ran(self, label: str) -> dict[str, str]:
        """The searches that a replica has done: run id → how that ended for it."""
        rows = [json.loads(row) for row in self.log(label).splitlines() if '"search.ran"' in row]
        return {row["run_id"]: row["outcome"] for row in rows}


@dataclass(slots=True)
class Replicas:
    """A running `ReplicaStack`, with connections of a test's own."""

    of: ReplicaStack
    system: System
    http_b: httpx.AsyncClient

    async def healthy(self) -> None:
        """Returns once both gateways say that their replica answers."""
        await asyncio.to_thread(self.of.stack.wait_healthy)
        deadline = time.monotonic() + 60
        while True:
            try:
                if (await self.http_b.get("/api/v1/health")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, "the second replica does not come up"
            await asyncio.sleep(0.1)  # another process' state: there is no event to wait for

    async def restart(self, label: str, extra: Mapping[str, str] | None = None) -> None:
        """Ends a replica in good order, starts it again and waits until it answers."""
        await asyncio.to_thread(self.of.restart, label, extra)
        await self.healthy()

    async def with_settings(
        self, *, a: Mapping[str, str] | None = None, b: Mapping[str, str] | None = None
    ) -> tuple[RestClient, DeepSearch, DeepSearch]:
        """Makes both replicas run with exactly these settings; returns a new client and its views through both."""
        for label, extra in ((A, a), (B, b)):
            await asyncio.to_thread(self.of.want, label, extra or {})
        await self.healthy()
        client = await self.system.new_client()
        return client, *self.views(client)

    async def rows_of_each(self, search: DeepSearch, corpus_id: str, **changes: Any) -> dict[str, Any]:
        """The rows of one search as each of the replicas does it: it is sent until both have taken it."""
        found: dict[str, Any] = {}
        deadline = time.monotonic() + 60
        while len(found) < 2:
            assert time.monotonic() < deadline, f"only {set(found)} did a search"
            run = await search.ended(await search.started(corpus_id, top_n=1000, **changes))
            assert run["status"] == "finished", run
            while not (by := [label for label in (A, B) if run["id"] in self.of.ran(label)]):
                assert time.monotonic() < deadline, "nobody says that it did the search"
                await asyncio.sleep(0.02)  # another process' log: there is no event to wait for
            found.setdefault(by[-1], run["results"])
        return found

    def views(self, client: RestClient) -> tuple[DeepSearch, DeepSearch]:
        """One client's view through each of the replicas."""
        through_b = RestClient(http=self.http_b, client_id=client.client_id, key=client.key)
        return DeepSearch(client), DeepSearch(through_b)


@contextmanager
def replica_stack(
    directory: Path, model_dir: Path, *, settings: Mapping[str, str] | None = None
) -> Iterator[ReplicaStack]:
    """Starts the processes of a system with two replicas, with `settings` for both, and ends them after use."""
    of_both = {"CVDEEP_CORPUS_SNAPSHOT_DIR": str(directory / "snapshots" / A), **SOON, **(settings or {})}
    stack = Stack(
        directory=directory,
        model_dir=model_dir,
        gateway_port=free_port(),
        service_settings={"corpus": of_both},
    )
    of = ReplicaStack(stack, free_port(), free_port(), {A: {}})
    try:
        stack.start()
        of.start(B)
        stack.start_service(
            "gateway",
            label="gateway-b",
            port=of.gateway_port_b,
            extra={"CVDEEP_CORPUS_TARGET": f"127.0.0.1:{of.port_b}"},
        )
        yield of
    finally:
        stack.stop()


@asynccontextmanager
async def connected_replicas(of: ReplicaStack) -> AsyncIterator[Replicas]:
    """Connections to replicas for as long as a test takes."""
    limits = httpx.Limits(max_connections=200)
    url = f"http://127.0.0.1:{of.gateway_port_b}"
    async with (
        connected(of.stack) as system,
        httpx.AsyncClient(base_url=url, timeout=90, limits=limits, trust_env=False) as http_b,
    ):
        yield Replicas(of, system, http_b)
