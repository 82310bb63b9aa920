"""`make bench`: the gateway beside a bare handler, the pipeline by stage, and the memory of every process, in one run."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.load import Outcome, request_bytes, run_load
from tests.bench.processes import children, cpu_s, peak_memory_mib
from tests.support.live import CONFIG, JOB, RestClient, sample_pdf
from tests.support.system import connected
from tools.demo import multipart
from tools.model import ensure_model
from tools.redis_server import free_port
from tools.stack import Stack

SUBMITS, POLLS, CONNECTIONS, MATCHES, ROUNDS = 600, 3000, 8, 60, 3
PATH = "/api/v1/cvdeepmatch"
console = Console(width=120)


def row(table: Table, name: str, outcomes: list[Outcome], cpu_us: list[float]) -> None:
    """Adds the median round of a load."""
    middle = sorted(outcomes, key=lambda outcome: outcome.per_s)[len(outcomes) // 2]
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(middle.statuses.items()))
    table.add_row(
        name,
        f"{middle.per_s:,.0f}",
        f"{middle.p50_ms:.2f}",
        f"{middle.p99_ms:.2f}",
        f"{sorted(cpu_us)[len(cpu_us) // 2]:,.0f}",
        statuses,
    )


async def beside(
    loads: list[tuple[str, int, int, bytes]], *, total: int, title: str, between: Callable[[], None] = lambda: None
) -> None:
    """Runs each (name, port, pid, request) in turn, `ROUNDS` times interleaved, and prints them side by side."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name, *_ in loads}
    cpu: dict[str, list[float]] = {name: [] for name, *_ in loads}
    for _ in range(ROUNDS):
        for name, port, pid, request in loads:
            await run_load(port, request, total=max(20, total // 20), connections=CONNECTIONS)
            before = cpu_s(pid)
            outcomes[name].append(await run_load(port, request, total=total, connections=CONNECTIONS))
            cpu[name].append((cpu_s(pid) - before) / total * 1e6)
            between()
    table = Table(title=f"{title} ({total} requests × {ROUNDS} rounds, {CONNECTIONS} connections; median round)")
    for column in ("", "requests/s", "p50 ms", "p99 ms", "server CPU µs/request", "statuses"):
        table.add_column(column, justify="left" if column in {"", "statuses"} else "right")
    for name, *_ in loads:
        row(table, name, outcomes[name], cpu[name])
    console.print(table)


def stage_seconds(port: int) -> dict[str, float]:
    """Seconds spent so far in each stage, from the matcher's own metrics."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        rows = answer.read().decode().splitlines()
    stages = {}
    for text in rows:
        if text.startswith("cvdeep_matcher_stage_seconds_sum{"):
            labels, _, value = text.rpartition(" ")
            stages[labels.split('stage="')[1].split('"')[0]] = float(value)
    return stages


async def pipeline(stack: Stack, client: RestClient, cv: bytes) -> None:
    """Prints matches per minute and where their time went."""
    await client.ended(await client.accepted(cv))
    before, started = stage_seconds(stack.metrics_ports["matcher"]), time.perf_counter()
    ids = [await client.accepted(cv, job_description=f"{JOB}\nReference {number}.") for number in range(MATCHES)]
    await client.all_ended(ids, timeout_s=300)
    elapsed = time.perf_counter() - started
    spent = {
        stage: seconds - before.get(stage, 0)
        for stage, seconds in stage_seconds(stack.metrics_ports["matcher"]).items()
    }
    whole = sum(spent.values()) or 1
    table = Table(
        title=f"Pipeline: {MATCHES} matches of the 2-page sample CV, {MATCHES / elapsed * 60:,.0f} matches a minute"
    )
    for column in ("stage", "ms a match", "share"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    for stage, seconds in spent.items():
        table.add_row(stage, f"{seconds / MATCHES * 1000:.1f}", f"{seconds / whole:.0%}")
    console.print(table)


def memory(stack: Stack, bare: subprocess.Popen[bytes]) -> None:
    """Prints the peak memory of each process."""
    table = Table(title="Peak resident memory, MiB")
    table.add_column("process")
    table.add_column("MiB", justify="right")
    redis = stack.redis.process
    for name, process in [*stack.processes.items(), *([("redis", redis)] if redis else []), ("bare handler", bare)]:
        table.add_row(name, f"{peak_memory_mib(process.pid):.0f}")
        for number, child in enumerate(children(process.pid), start=1):
            table.add_row(f"  {name}, child {number}", f"{peak_memory_mib(child):.0f}")
    console.print(table)


async def main() -> None:
    """Starts a system and its baseline, measures, and ends both."""
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        cv = sample_pdf(directory)
        stack = Stack(directory=directory, model_dir=ensure_model(say=console.print), gateway_port=free_port())
        bare: subprocess.Popen[bytes] | None = None
        try:
            await asyncio.to_thread(stack.start)
            async with connected(stack) as system:
                client = await system.new_client(credits=10_000_000)
                await pipeline(stack, client, cv)
                match_id = await client.accepted(cv)
                match = await client.ended(match_id)
                (directory / "match.json").write_text(json.dumps(match), encoding="utf-8")
                bare_port = free_port()
                bare = subprocess.Popen(
                    [sys.executable, "-m", "tests.bench.bare_server", str(bare_port), str(directory / "match.json")]
                )
                await asyncio.to_thread(_wait_for, bare_port)
                gateway = stack.processes["gateway"]
                poll = request_bytes("GET", f"{PATH}/{match_id}", key=client.key)
                await beside(
                    [("gateway", stack.gateway_port, gateway.pid, poll), ("bare aiohttp", bare_port, bare.pid, poll)],
                    total=POLLS,
                    title=f"Poll of a finished match ({len(json.dumps(match)):,} bytes)",
                )
                fields = {"position_id": "backend-1", "job_description": JOB, "config": json.dumps(CONFIG)}
                # A replayed key measures the front door alone: no match is run for it.
                body, content_type = multipart(fields | {"idempotency_key": "bench"}, cv)
                submit = request_bytes("POST", f"{PATH}/submit", key=client.key, body=body, content_type=content_type)
                await beside(
                    [
                        ("gateway (replay)", stack.gateway_port, gateway.pid, submit),
                        ("bare aiohttp", bare_port, bare.pid, submit),
                    ],
                    total=SUBMITS,
                    title=f"Submit, replayed ({len(body):,} bytes of form)",
                )
                body, content_type = multipart(fields, cv)
                submit = request_bytes("POST", f"{PATH}/submit", key=client.key, body=body, content_type=content_type)
                stack.kill_service("corpus")  # matches wait in the queue: the workers do not compete for the two cores
                await beside(
                    [
                        ("gateway (accepted)", stack.gateway_port, gateway.pid, submit),
                        ("bare aiohttp", bare_port, bare.pid, submit),
                    ],
                    total=100,
                    title=f"Submit, accepted ({len(body):,} bytes of form)",
                )
                memory(stack, bare)
        finally:
            if bare is not None:
                bare.terminate()
            await asyncio.to_thread(stack.stop)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}/x", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


if __name__ == "__main__":
    asyncio.run(main())
