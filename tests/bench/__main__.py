"""`make bench`: the gateway beside a bare handler, the pipeline by stage, and the memory of every process, in one run."""

import asyncio
import json
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from tests.bench.load import request_bytes
from tests.bench.matches import pipeline
from tests.bench.measure import Load, beside, measure
from tests.bench.processes import children, peak_memory_mib
from tests.bench.servers import PATH, answering, start
from tests.bench.steps import Sampled, show_steps, steps_of
from tests.bench.tables import console, show
from tests.support.live import CONFIG, JOB, RestClient, sample_pdf
from tests.support.system import System, connected
from tools.demo import multipart
from tools.model import ensure_model
from tools.redis_server import free_port
from tools.stack import Stack

POLLS, SUBMITS, ACCEPTED, CONNECTIONS = 1500, 600, 100, 8
# Size of a CV in bytes → requests a round: enough to tell the times apart.
OWN_WORK = {1_000: 500, 100_000: 300, 1_000_000: 80, 5_000_000: 32}
OWN_CONNECTIONS = 4
FIELDS = {"position_id": "backend-1", "job_description": JOB, "config": json.dumps(CONFIG)}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The bare handler."""

    port: int
    process: subprocess.Popen[bytes]

    def of(self, request: bytes) -> Load:
        """The load of this request on it."""
        return Load("bare aiohttp", self.port, self.process.pid, request)


def submit_bytes(cv: bytes, *, key: str, **fields: str) -> bytes:
    """A submit of a CV, ready to be sent."""
    body, content_type = multipart(FIELDS | fields, cv)
    return request_bytes("POST", f"{PATH}/submit", key=key, body=body, content_type=content_type)


async def sync_ms(system: System) -> float:
    """Returns how long Redis takes to write one value and sync it to disk, alone: the middle of 50, in milliseconds."""
    took_s = []
    for number in range(50):
        started = time.perf_counter()
        await system.redis.set("cvdeep:bench", number)
        took_s.append(time.perf_counter() - started)
    return median(took_s) * 1000


async def front_door(system: System, client: RestClient, cv: bytes, bare: Baseline, match_id: str) -> None:
    """Prints rates and latencies of polls and submits through the whole gateway, then where its CPU time goes."""
    stack = system.stack
    gateway = stack.processes["gateway"].pid
    poll = request_bytes("GET", f"{PATH}/{match_id}", key=client.key)
    # A replayed key measures the front door alone: no match is run for it.
    replay = submit_bytes(cv, key=client.key, idempotency_key="bench")
    await beside(
        [Load("gateway", stack.gateway_port, gateway, poll), bare.of(poll)],
        total=POLLS,
        connections=CONNECTIONS,
        title="Poll of a finished match",
        notes=f"a call of the gateway waits until Redis has its rate on disk: {await sync_ms(system):.1f} ms for one alone",
    )
    await beside(
        [Load("gateway (replay)", stack.gateway_port, gateway, replay), bare.of(replay)],
        total=SUBMITS,
        connections=CONNECTIONS,
        title=f"Submit, replayed ({len(replay):,} bytes)",
    )
    report, port = stack.directory / "samples.json", free_port()
    environment = stack.service_environment(port, free_port())
    process = start("sampled_gateway", str(report), log=stack.directory / "sampled.log", environment=environment)
    try:
        await answering(port)
        sampled = Sampled(port, process, report)
        found = {
            "poll": await steps_of(sampled, poll, total=POLLS, connections=CONNECTIONS),
            "submit, replayed": await steps_of(sampled, replay, total=POLLS, connections=CONNECTIONS),
        }
        (poll_bare,) = await measure([bare.of(poll)], total=POLLS, connections=CONNECTIONS)
        (submit_bare,) = await measure([bare.of(replay)], total=SUBMITS, connections=CONNECTIONS)
    finally:
        process.terminate()
        process.wait(timeout=30)
    show_steps(found, {"poll": poll_bare.cpu_us, "submit, replayed": submit_bare.cpu_us})


async def accepted(system: System, client: RestClient, cv: bytes, bare: Baseline) -> None:
    """Prints the same of submits that are accepted and wait in the queue."""
    submit = submit_bytes(cv, key=client.key)
    # While nothing embeds, the workers do not compete for the cores.
    async with system.workers_paused():
        await beside(
            [
                Load("gateway (accepted)", system.stack.gateway_port, system.stack.processes["gateway"].pid, submit),
                bare.of(submit),
            ],
            total=ACCEPTED,
            connections=CONNECTIONS,
            title=f"Submit, accepted ({len(submit):,} bytes)",
        )
        memory(system.stack, bare)


async def own_work(directory: Path, bare: Baseline, key: str) -> None:
    """Prints the gateway's own work beside the bare handler's, by the size of the CV."""
    port = free_port()
    process = start("front_door", str(port), log=directory / "front_door.log")
    rows = []
    try:
        await answering(port)
        for size, total in OWN_WORK.items():
            # Most of a PDF is compressed, which looks random.
            request = submit_bytes(b"%PDF-1.7\n" + Random(size).randbytes(size), key=key)
            own, plain = await measure(
                [Load("own", port, process.pid, request), bare.of(request)], total=total, connections=OWN_CONNECTIONS
            )
            rows.append(
                (
                    f"{size:,} bytes",
                    f"{own.outcome.per_s:,.0f}",
                    f"{plain.outcome.per_s:,.0f}",
                    f"{own.cpu_us:,.0f}",
                    f"{plain.cpu_us:,.0f}",
                    f"{own.cpu_us / plain.cpu_us:.2f}",
                )
            )
    finally:
        process.terminate()
        process.wait(timeout=30)
    show(
        f"Submit, the gateway's own work: keys, rates and the matcher answered in the process; {OWN_CONNECTIONS} connections",
        ("CV", "gateway req/s", "bare req/s", "gateway CPU µs", "bare CPU µs", "gateway / bare"),
        rows,
        notes="bare: aiohttp's request.post(), the config parsed, nothing validated",
    )


def memory(stack: Stack, bare: Baseline) -> None:
    """Prints the peak memory of each process."""
    redis = stack.redis.process
    processes = [*stack.processes.items(), *([("redis", redis)] if redis else []), ("bare handler", bare.process)]
    rows = []
    for name, process in processes:
        rows.append((name, f"{peak_memory_mib(process.pid):.0f}"))
        rows += [
            (f"  {name}, child {number}", f"{peak_memory_mib(child):.0f}")
            for number, child in enumerate(children(process.pid), start=1)
        ]
    show("Peak resident memory, MiB", ("process", "MiB"), rows)


async def main() -> None:
    """Starts a system and its baseline, measures, and ends both."""
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as ending:
        directory = Path(scratch)
        cv = sample_pdf(directory)
        stack = Stack(directory=directory, model_dir=ensure_model(say=console.print), gateway_port=free_port())
        ending.callback(stack.stop)
        await asyncio.to_thread(stack.start)
        async with connected(stack) as system:
            client = await system.new_client(credits=10_000_000)
            await pipeline(stack.metrics_ports["matcher"], client, cv)
            # The match of the key that the replays are sent with.
            match_id = await client.accepted(cv, idempotency_key="bench")
            match = await client.ended(match_id)
            if match["status"] != "finished":
                raise SystemExit(f"the sample CV's match did not finish: {match['error']}")
            answer = directory / "match.json"
            answer.write_text(json.dumps(match), encoding="utf-8")
            port = free_port()
            bare = Baseline(port, start("bare_server", str(port), str(answer), log=directory / "bare.log"))
            ending.callback(bare.process.terminate)
            await answering(port)
            await front_door(system, client, cv, bare, match_id)
            await own_work(directory, bare, client.key)
            await accepted(system, client, cv, bare)


if __name__ == "__main__":
    asyncio.run(main())
