"""Candidates embedded per second: the path that ingest takes, beside the bare ONNX session on the same texts.

The path is tokenising, batching, the model, the retrieval vector, the packed evidence and the terms; the cache is off. Rounds
are interleaved, so that a busy machine is as busy for one as for the other.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter

import numpy as np

from engine.material import texts_of
from engine.profile import Profile
from services.corpus.adapters.candidate_records import evidence_bytes, vector_bytes
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.domain.lexical_terms import count_terms, scored_texts, stored_terms
from services.corpus.domain.search_vector import retrieval_vector
from services.platform import wire
from tests.bench.bench_embed import BareSession, cpu_seconds
from tests.bench.tables import show
from tests.fakes.encoder import RecordingMeter
from tests.fakes.json_resume import profile_of

_ROUNDS = 3
_PARALLEL = 4
_THREADS = 1

Run = Callable[[], Awaitable[object]]


async def embed_candidates(folder: Path, model_dir: Path, *, count: int) -> None:
    """Embeds `count` CVs of a folder of JSON files each way and prints a table."""
    found = [
        cv["resume"] for path in sorted(folder.glob("*.json")) for cv in json.loads(path.read_text("utf-8"))["cvs"]
    ]
    profiles = [profile_of(resume) for resume in found[:: max(1, len(found) // count)][:count]]
    texts = [texts_of(profile) for profile in profiles]
    bare = BareSession(model_dir, threads=_THREADS)
    embedding = Embedding(
        lambda: OnnxEncoder.open(model_dir, threads=_THREADS),
        limits=EmbedLimits(queue_texts=100_000, cache_texts=0),
        meter=RecordingMeter(),
    )
    await embedding.start()

    async def ours() -> None:
        gate = asyncio.Semaphore(_PARALLEL)

        async def one(profile: Profile) -> None:
            async with gate:
                embedded = await embedding.embed(texts_of(profile))
                vector_bytes(retrieval_vector(profile, embedded.vectors))
                evidence_bytes(embedded.vectors)
                stored_terms(count_terms(scored_texts(wire.dumps(profile))))

        await asyncio.gather(*map(one, profiles))

    async def each(rows: int) -> None:
        for some in texts:
            await bare.run(list(some), rows=rows)

    runs: dict[str, Run] = {
        "bare session, one text a run": lambda: each(1),
        "bare session, sorted, 32 texts a run": lambda: each(32),
        "cvdeep, whole path": ours,
    }
    rates: dict[str, list[float]] = {name: [] for name in runs}
    costs: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(_ROUNDS + 1):
        for name, run in runs.items():
            cpu, started = cpu_seconds(), perf_counter()
            await run()
            if turn:  # The first turn warms up.
                rates[name].append(len(profiles) / (perf_counter() - started))
                costs[name].append((cpu_seconds() - cpu) / len(profiles) * 1000)
    await embedding.close()
    cpu_of = {name: float(np.median(cost)) for name, cost in costs.items()}
    best = min(cost for name, cost in cpu_of.items() if name.startswith("bare"))
    rows = [
        (name, f"{np.median(rates[name]):.2f}", f"{cpu_of[name]:.0f}", f"{cpu_of[name] / best - 1:+.0%}")
        for name in runs
    ]
    distinct = sum(len(some) for some in texts) / len(texts)
    show(
        f"Embedding: {len(profiles)} CVs, {distinct:.0f} texts each, {_THREADS} thread, medians of {_ROUNDS} turns",
        ("", "candidates/s", "CPU ms/candidate", "beside the cheaper bare one"),
        rows,
    )
