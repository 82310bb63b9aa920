"""Measures embedding beside the bare ONNX session on the same texts: `python -m tests.bench.bench_embed [--texts FILE]`.

The session alone pads sorted batches to their longest text, as one would without the promise that a text's vector never
depends on its batch. Rounds are interleaved, so that a busy machine is as busy for one as for the other.
"""

import argparse
import asyncio
import random
import resource
import statistics
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

import numpy as np
import onnxruntime
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer

from cvdeep.corpus.v1 import embedding_pb2 as pb
from cvdeep.corpus.v1 import embedding_pb2_grpc
from services.corpus.config import CorpusSettings
from services.corpus.wiring import CorpusService
from services.platform.config import Env
from services.platform.errors import AppError
from services.platform.rpc.client import open_channel
from services.platform.rpc.server import ServerSettings, run_service
from services.platform.telemetry.logging import configure_logging
from tools.model import ensure_model
from tools.redis_server import RedisServer, free_port

REQUEST_TEXTS = 40
CONCURRENCY = 4
# Tokens of lines of CVs: 5 % at most 3, half at most 9, 90 % at most 24, the longest 114.
LINE_WORDS = (1, 2, 3, 3, 4, 5, 6, 7, 7, 8, 9, 11, 13, 16, 19, 22, 30, 60)
WORDS = ("led", "built", "python", "cloud", "team", "of", "the", "reduced", "cost", "forty", "percent", "data", "sales")

# Texts to their vectors as bytes, in order.
Run = Callable[[list[str]], Awaitable[list[bytes]]]


def cpu_seconds() -> float:
    """CPU time of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def line_texts(count: int, *, seed: int) -> list[str]:
    """Distinct texts of the lengths that lines of CVs have."""
    chosen = random.Random(seed)
    return [f"{n} " + " ".join(chosen.choices(WORDS, k=chosen.choice(LINE_WORDS))) for n in range(count)]


class BareSession:
    """onnxruntime and tokenizers, and nothing around them."""

    def __init__(self, model_dir: Path, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # As the service has it: a spinning thread would be counted as work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model_dir / "model.onnx"), options)
        self._tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        self._tokenizer.enable_truncation(256)
        self._tokenizer.no_padding()

    async def run(self, texts: list[str], *, rows: int) -> list[bytes]:
        """Embeds the texts in sorted batches of `rows`, each padded to its longest."""
        tokens = [each.ids for each in self._tokenizer.encode_batch_fast(texts)]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        vectors = [b""] * len(texts)
        for start in range(0, len(order), rows):
            places = order[start : start + rows]
            ids = np.zeros((len(places), max(len(tokens[place]) for place in places)), np.int64)
            mask = np.zeros_like(ids)
            for row, place in enumerate(places):
                ids[row, : len(tokens[place])], mask[row, : len(tokens[place])] = tokens[place], 1
            (hidden,) = self._session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
            mean = (hidden * mask.astype(np.float32)[..., None]).sum(1) / mask.sum(1, keepdims=True, dtype=np.float32)
            unit = mean / np.linalg.norm(mean, axis=1, keepdims=True)
            for place, vector in zip(places, unit, strict=True):
                vectors[place] = vector.tobytes()
        return vectors


def service_run(stub: "embedding_pb2_grpc.EmbeddingServiceAsyncStub") -> Run:
    """Asks the service for the texts over gRPC, as matcher workers do: requests of 40, four at a time."""

    async def run(texts: list[str]) -> list[bytes]:
        requests = [texts[start : start + REQUEST_TEXTS] for start in range(0, len(texts), REQUEST_TEXTS)]
        gate = asyncio.Semaphore(CONCURRENCY)

        async def one(request: list[str]) -> list[bytes]:
            async with gate:
                answer = await stub.Embed(pb.EmbedRequest(texts=request), timeout=120)
                return [row.tobytes() for row in np.frombuffer(answer.vectors, "<f4").reshape(-1, answer.dims)]

        return [row for rows in await asyncio.gather(*[one(request) for request in requests]) for row in rows]

    return run


async def warm(stub: "embedding_pb2_grpc.EmbeddingServiceAsyncStub") -> None:
    """Returns once the service's model is loaded."""
    while True:
        try:
            await stub.GetModel(pb.GetModelRequest(), wait_for_ready=True, timeout=60)
        except AppError:
            await asyncio.sleep(0.2)
        else:
            return


async def changed(run: Run, texts: list[str]) -> int:
    """Returns how many texts get other bits when they are asked among other neighbours."""
    together = dict(zip(texts, await run(texts), strict=True))
    some = random.Random(11).sample(texts, len(texts) // 3)
    apart = dict(zip(some, await run(some), strict=True))
    return sum(together[text] != apart[text] for text in some)


async def measure(runs: dict[str, Run], texts: list[str], *, rounds: int) -> dict[str, tuple[float, float]]:
    """Returns by name the medians of texts per second and CPU milliseconds per text."""
    rates: dict[str, list[float]] = {name: [] for name in runs}
    costs: dict[str, list[float]] = {name: [] for name in runs}
    for each in range(rounds + 1):
        for name, run in runs.items():
            cpu, started = cpu_seconds(), perf_counter()
            await run(texts)
            if each:  # The first round warms up.
                rates[name].append(len(texts) / (perf_counter() - started))
                costs[name].append((cpu_seconds() - cpu) / len(texts) * 1000)
    return {name: (statistics.median(rates[name]), statistics.median(costs[name])) for name in runs}


async def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--texts", type=Path, help="a file of texts, one a line (default: made up, as long as CV lines)"
    )
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    console = Console(width=110)
    configure_logging("bench", Env({"CVDEEP_LOG_LEVEL": "error"}))
    model_dir = ensure_model(say=console.print)
    texts = line_texts(given.count, seed=7)
    if given.texts:
        lines = sorted({line.strip() for line in given.texts.read_text(encoding="utf-8").splitlines() if line.strip()})
        texts = random.Random(7).sample(lines, min(given.count, len(lines)))
    redis = RedisServer(directory=Path(mkdtemp(prefix="cvdeep-bench-")), port=free_port())
    redis.start()
    common = {"CVDEEP_MODEL_DIR": str(model_dir), "CVDEEP_REDIS_URL": redis.url}
    envs = [Env({**common, "CVDEEP_CORPUS_CACHE_TEXTS": "0"}), Env(common)]
    settings = CorpusSettings.from_env(envs[0])
    bare = BareSession(model_dir, threads=settings.threads)
    stop = asyncio.Event()
    targets = {name: f"127.0.0.1:{free_port()}" for name in ("plain", "cached")}
    services = [
        asyncio.create_task(
            run_service(CorpusService(CorpusSettings.from_env(env), env), ServerSettings(listen=target), stop=stop)
        )
        for env, target in zip(envs, targets.values(), strict=True)
    ]
    async with open_channel(targets["plain"]) as plain, open_channel(targets["cached"]) as with_cache:
        stubs = [embedding_pb2_grpc.EmbeddingServiceStub(channel) for channel in (plain, with_cache)]
        runs: dict[str, Run] = {
            "bare, one text a run": lambda each: bare.run(each, rows=1),
            "bare, sorted, 32 a run": lambda each: bare.run(each, rows=32),
            "service, no cache": service_run(stubs[0]),
            "service, cache warm": service_run(stubs[1]),
        }
        for stub in stubs:
            await warm(stub)
        found = await measure(runs, texts, rounds=given.rounds)
        unsteady = {name: await changed(run, texts) for name, run in runs.items()}
    stop.set()
    await asyncio.gather(*services)
    redis.stop()
    table = Table(title=f"{len(texts)} texts, {settings.threads} threads, medians of {given.rounds} interleaved rounds")
    for heading in ("", "texts/s", "CPU ms/text", f"of {len(texts) // 3}, changed by other neighbours"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, (rate, cpu) in found.items():
        table.add_row(name, f"{rate:.0f}", f"{cpu:.2f}", str(unsteady[name]))
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
