"""Where the time of one CV goes, in one process: `python -m tests.bench.bench_stages [--pdf FILE] [--rounds N]`.

Read, prepared, embedded and judged as a worker of the matcher does it, one CV after another, with the cache of vectors off and
without Redis and gRPC; beside reading it with pdfminer.six alone and embedding the same texts with the ONNX session alone. Rounds
are interleaved, so that a busy machine is as busy for one as for the other.
"""

import argparse
import asyncio
import io
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from pdfminer.high_level import extract_text

from engine.assess import assess, prepare
from engine.profile import Month
from engine.report import result_json
from engine.requirements import parse_requirements
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.parser_result import parser_result
from services.platform.config import Env
from services.platform.telemetry.logging import configure_logging
from tests.bench.bench_embed import BareSession
from tests.bench.tables import console, show
from tests.fakes.encoder import RecordingMeter
from tests.support.live import CONFIG, JOB, sample_pdf
from tools.model import ensure_model

_ROUNDS = 15
_WARM_ROUNDS = 3
_GOAL_MS = 400
_AS_OF = Month(2026, 11)
_STAGES = ("read", "prepare", "embed", "judge")
_ALL = "all of it"
_PDFMINER = "pdfminer.six alone: text"
_SESSION = "ONNX session alone: the same texts, sorted, 32 a run"


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of every round by what was timed, and how many texts the CV and the job have."""

    ms: dict[str, list[float]]
    texts: int


async def measure(pdf: bytes, model_dir: Path, *, rounds: int, threads: int) -> Times:
    """Takes one CV through all stages and through what they are compared with, in turns."""
    pool, bare = ReaderPool(PoolSettings()), BareSession(model_dir, threads=threads)
    embedding = Embedding(
        lambda: OnnxEncoder.open(model_dir, threads=threads),
        limits=EmbedLimits(queue_texts=100_000, cache_texts=0),
        meter=RecordingMeter(),
    )
    await pool.start()
    await embedding.start()
    ms: defaultdict[str, list[float]] = defaultdict(list)

    async def timed(name: str, work: Callable[[], Awaitable[object]]) -> None:
        started = perf_counter()
        await work()
        ms[name].append((perf_counter() - started) * 1000)

    texts: list[str] = []

    async def ours() -> None:
        started = perf_counter()
        cv = await pool.read(pdf)
        read = perf_counter()
        prepared = prepare(cv.profile, parse_requirements(CONFIG), job_description=JOB)
        ready = perf_counter()
        embedded = await embedding.embed(prepared.texts)
        found = perf_counter()
        assessment = assess(prepared, embedded.vectors, as_of=_AS_OF)
        canonical_json(result_json(assessment, embedding_model="bench", warnings=()))
        canonical_json(parser_result(cv))
        ended = perf_counter()
        texts[:] = prepared.texts
        for stage, spent in zip(_STAGES, np.diff([started, read, ready, found, ended]), strict=True):
            ms[stage].append(float(spent) * 1000)

    async def read_by_pdfminer() -> None:
        await asyncio.to_thread(extract_text, io.BytesIO(pdf))

    try:
        for _ in range(_WARM_ROUNDS + rounds):
            await timed(_ALL, ours)
            await timed(_PDFMINER, read_by_pdfminer)
            await timed(_SESSION, lambda: bare.run(texts, rows=32))
    finally:
        await embedding.close()
        await pool.close()
    return Times({name: found[_WARM_ROUNDS:] for name, found in ms.items()}, len(texts))


def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=Path, help="the CV (default: the sample of this repository, two pages)")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    configure_logging("bench", Env({"CVDEEP_LOG_LEVEL": "error"}))
    model_dir = ensure_model(say=console.print)
    with TemporaryDirectory() as directory:
        pdf = given.pdf.read_bytes() if given.pdf else sample_pdf(Path(directory))
    threads = os.cpu_count() or 1
    times = asyncio.run(measure(pdf, model_dir, rounds=given.rounds, threads=threads))
    names = (*_STAGES, _ALL, _PDFMINER, _SESSION)
    rows = [
        [name, *(f"{value:,.0f}" for value in (np.median(times.ms[name]), np.percentile(times.ms[name], 90)))]
        for name in names
    ]
    median = float(np.median(times.ms[_ALL]))
    show(
        f"One CV after another: {times.texts} texts with the job's, {threads} cores",
        ("stage", "median ms", "90 % within"),
        rows,
        notes=f"{given.rounds} rounds after {_WARM_ROUNDS} to warm up; the goal is {_GOAL_MS} ms in all on 2 idle cores: "
        f"{'reached' if median <= _GOAL_MS else 'missed'}.",
    )


if __name__ == "__main__":
    main()
