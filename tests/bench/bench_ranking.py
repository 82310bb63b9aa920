"""How long a search takes, from accepted to finished: `python -m tests.bench.bench_ranking [--candidates 100000]`.

A corpus of variations of the CVs in ../shared/data/match lies in a real Redis; a real corpus service searches it for the ten
jobs: while it still puts its index in order, which it has just made; then with its index in order, with judges in processes of
their own and, in the same run, in one thread of its own.
"""

import argparse
import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cvdeep.common.v1 import common_pb2
from cvdeep.corpus.v1 import corpus_pb2 as pb
from cvdeep.corpus.v1 import corpus_pb2_grpc
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.application.search.finding import FindLimits
from services.platform.accounts.identifiers import base62
from services.platform.errors import AppError
from services.platform.rpc.client import open_channel
from services.platform.storage.redis import connect
from tests.bench.processes import children, cpu_s, peak_memory_mib
from tests.bench.ranking_corpus import NOTES, read_originals, read_sets, store
from tests.bench.tables import console, show
from tests.fakes.encoder import RecordingMeter
from tools.model import ensure_model
from tools.redis_server import RedisServer, free_port

CLIENT, CORPUS = f"cl_{'0' * 16}", "bench"
STAGES = ("plan", "retrieve", "read", "judge", "rank", "finish", "run")
_SUM = 'cvdeep_search_stage_seconds_sum{stage="'
_IDLE_S, _IDLE_CPU_S = 2.0, 0.1
_NEW_INDEX = "a new index"


@dataclass(frozen=True, slots=True)
class Service:
    """A corpus service that runs."""

    process: subprocess.Popen[bytes]
    metrics_port: int
    calls: "corpus_pb2_grpc.CorpusServiceAsyncStub"

    @property
    def pids(self) -> list[int]:
        """Its own process and its judges."""
        return [self.process.pid, *children(self.process.pid)]

    def stages(self) -> dict[str, float]:
        """Seconds spent in each stage so far."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=5) as answer:
            rows = answer.read().decode().splitlines()
        sums = [row.removeprefix(_SUM).split('"} ') for row in rows if row.startswith(_SUM)]
        return {stage: float(value) for stage, value in sums}

    async def settle(self) -> None:
        """Returns once it does nothing any more: its index is in order."""
        spent = 2 * _IDLE_CPU_S
        while spent > _IDLE_CPU_S:
            before = cpu_s(self.process.pid)
            await asyncio.sleep(_IDLE_S)
            spent = cpu_s(self.process.pid) - before


@dataclass(frozen=True, slots=True)
class Timed:
    """One search: milliseconds from accepted to finished by Redis's clock, and its rows."""

    ms: float
    rows: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All searches of one service."""

    first: Sequence[Timed]
    again: Sequence[Timed]
    stage_ms: Mapping[str, float]
    cpu_ms: float
    judging_cpu_ms: float
    memory_mib: Sequence[float]
    index_s: float


@asynccontextmanager
async def service(folder: Path, redis_url: str, model_dir: Path, settings: Mapping[str, str]) -> AsyncIterator[Service]:
    """Runs a corpus service, its snapshots below `folder`."""
    port, metrics_port = free_port(), free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CVDEEP_")},
        "CVDEEP_REDIS_URL": redis_url,
        "CVDEEP_MODEL_DIR": str(model_dir),
        "CVDEEP_LISTEN": f"127.0.0.1:{port}",
        "CVDEEP_METRICS_PORT": str(metrics_port),
        "CVDEEP_CORPUS_SNAPSHOT_DIR": str(folder / "snapshots"),
        "CVDEEP_ALLOW_UNSAFE_REDIS": "1",
        "GRPC_ENABLE_FORK_SUPPORT": "0",
        **settings,
    }
    with (folder / "corpus.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.corpus"], env=environment, stdout=log, stderr=log, cwd=folder
        )
    channel = open_channel(f"127.0.0.1:{port}")
    try:
        calls = corpus_pb2_grpc.CorpusServiceStub(channel)
        async with asyncio.timeout(120):
            await channel.channel_ready()
            while not await _warm(calls):
                await asyncio.sleep(0.2)
        yield Service(process, metrics_port, calls)
    finally:
        await channel.close()
        process.terminate()
        await asyncio.to_thread(process.wait, 60)


async def _warm(calls: "corpus_pb2_grpc.CorpusServiceAsyncStub") -> bool:
    try:
        await calls.ListCorpora(pb.ListCorporaRequest(caller=common_pb2.Caller(client_id=CLIENT), limit=1))
    except AppError:
        return False
    return True


async def search(calls: "corpus_pb2_grpc.CorpusServiceAsyncStub", position: Mapping[str, Any], *, top_n: int) -> Timed:
    """Starts a search and waits for its end."""
    caller, run_id = common_pb2.Caller(client_id=CLIENT), f"cvds_{base62(22)}"
    request = pb.StartSearchRequest(
        caller=caller, run_id=run_id, corpus_id=CORPUS, position_id=secrets.token_hex(8),
        position_metadata_json=json.dumps(position), top_n=top_n,
    )  # fmt: skip
    await calls.StartSearch(request, timeout=30)
    while True:
        answer = await calls.GetRun(pb.GetRunRequest(caller=caller, run_id=run_id), timeout=30)
        if answer.run.status == pb.RUN_STATUS_FINISHED:
            rows = tuple((row["external_id"], row["score"]) for row in json.loads(answer.rows_json))
            return Timed(answer.run.completed_at_ms - answer.run.created_at_ms, rows)
        if answer.run.status == pb.RUN_STATUS_FAILED:
            raise RuntimeError(answer.run.error_message)
        await asyncio.sleep(0.02)


async def measure(
    of: Service, positions: Sequence[Mapping[str, Any]], *, rounds: int, top_n: int, settled: bool
) -> Outcome:
    """Searches for each position `rounds` times, one search at a time; `settled`: once the index is in order."""
    started = time.perf_counter()
    await search(of.calls, {"title": "anybody"}, top_n=1)
    index_s = time.perf_counter() - started
    if settled:
        await of.settle()
    before, cpu_before = of.stages(), [cpu_s(pid) for pid in of.pids]
    first = [await search(of.calls, position, top_n=top_n) for position in positions]
    again = [await search(of.calls, position, top_n=top_n) for _ in range(rounds - 1) for position in positions]
    after, count = of.stages(), rounds * len(positions)
    spent = [cpu_s(pid) - cpu for pid, cpu in zip(of.pids, cpu_before, strict=True)]
    return Outcome(
        first,
        again,
        {stage: (after[stage] - before.get(stage, 0.0)) / count * 1000 for stage in STAGES},
        sum(spent) / count * 1000,
        sum(spent[1:] or spent) / count / FindLimits().short_list(top_n) * 1000,
        [peak_memory_mib(pid) for pid in of.pids],
        index_s,
    )


def report(outcomes: Mapping[str, Outcome], *, title: str, notes: str) -> None:
    """Prints two tables."""

    def ms(values: Sequence[Timed], share: float) -> str:
        return f"{np.percentile([each.ms for each in values], share):,.0f}" if values else "–"

    times = [
        (name, ms([*of.first, *of.again], 50), ms([*of.first, *of.again], 95), ms(of.first, 50), ms(of.first, 100), ms(of.again, 50))
        for name, of in outcomes.items()
    ]  # fmt: skip
    show(title, ("judges", "p50", "p95", "p50 of new jobs", "longest of new jobs", "p50 of known jobs"), times)
    costs = [
        (
            name,
            *(f"{of.stage_ms[stage]:,.0f}" for stage in STAGES),
            f"{of.cpu_ms:,.0f}",
            f"{of.judging_cpu_ms:.2f}",
            " + ".join(f"{each:,.0f}" for each in of.memory_mib),
        )
        for name, of in outcomes.items()
    ]
    show(
        "Where a search's time goes, ms",
        ("judges", *STAGES, "CPU", "CPU a judged", "MiB"),
        costs,
        notes=notes,
    )


async def run(arguments: argparse.Namespace, folder: Path, sets: Sequence[dict[str, Any]]) -> None:
    """Fills Redis, measures both ways, compares their rows and prints."""
    model_dir = ensure_model(say=console.print)
    embedding = Embedding(
        lambda: OnnxEncoder.open(model_dir, threads=2),
        limits=EmbedLimits(queue_texts=8192, cache_texts=20_000),
        meter=RecordingMeter(),
    )
    await embedding.start()
    originals, model = await read_originals(sets, embedding), embedding.model().model_id
    await embedding.close()
    server = RedisServer(directory=folder / "redis", port=free_port())
    server.start(extra=("--appendonly", "no"))
    outcomes: dict[str, Outcome] = {}
    ways = {_NEW_INDEX: arguments.processes, f"{arguments.processes} processes": arguments.processes, "one thread": 0}
    try:
        redis = connect(server.url)
        stored = await store(redis, originals, arguments.candidates, client_id=CLIENT, corpus_id=CORPUS, model=model)
        await redis.aclose()
        positions = [
            {"name": job["title"], "description": job["description"], "requirements": job["requirements"]}
            for job in (each["job"] for each in sets)
        ]
        for name, processes in ways.items():
            settings = {"CVDEEP_CORPUS_JUDGE_PROCESSES": str(processes)}
            async with service(folder, server.url, model_dir, settings) as of:
                new = name == _NEW_INDEX
                outcomes[name] = await measure(
                    of, positions, rounds=1 if new else arguments.rounds, top_n=arguments.top_n, settled=not new
                )
                # So that the snapshot that it leaves for those that come after is in order.
                await of.settle()
    finally:
        server.stop()
    _, ours, other = ([each.rows for each in (*of.first, *of.again)] for of in outcomes.values())
    seconds = ", ".join(f"{of.index_s:.1f}" for of in outcomes.values())
    report(
        outcomes,
        title=f"Searches of {arguments.candidates:,} candidates, top_n {arguments.top_n}: ms from accepted to finished",
        notes=f"{NOTES}\n{stored / arguments.candidates:,.0f} bytes a candidate in Redis, which keeps no file here. "
        f"{len(ours)} searches each for 10 jobs ({_NEW_INDEX}: 10, while it is put in order); new: the first of each job. Stages are means; read and "
        f"judge are those of its chunks added up, some at once, within rank. CPU a judged: a candidate's share of that of the judging processes where "
        f"there are any, else of all.\n"
        f"First search of a fresh process, which makes or reads the index: {seconds} s. "
        f"Rows of both ways are {'equal' if ours == other else 'NOT EQUAL'}.",
    )


def main() -> None:
    """Reads the arguments and runs below a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=20_000)
    parser.add_argument("--top-n", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    sets = read_sets(Path(__file__).resolve().parents[3] / "shared" / "data" / "match")
    if not sets:
        console.print("../shared/data/match is absent: nothing to search")
        return
    with tempfile.TemporaryDirectory(prefix="cvdeep-bench-") as folder:
        asyncio.run(run(parser.parse_args(), Path(folder), sets))


if __name__ == "__main__":
    main()
