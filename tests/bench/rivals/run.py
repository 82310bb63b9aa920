"""Measures one search alone in its process: `python -m tests.bench.rivals.run NAME FOLDER K`, the answer a line of JSON.

The folder holds `vectors.npy` (float16 [n, dims]), `queries.npy` (float32 [q, dims]) and `truth.npy` (int64 [q, K], rows).
The cheapest setting that reaches the wanted recall on all queries is the one whose times count.
"""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.rivals.engines import RIVALS, Engine

RECALL_LEAST = 0.98
_WARM = 20


def measured(engine: Engine, folder: Path, *, k: int) -> dict[str, Any]:
    """Builds, tunes and measures; times in ms, memory in MiB that nothing else can have freed."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    queries, truth = np.load(folder / "queries.npy"), np.load(folder / "truth.npy")[:, :k]
    before = _memory_mib()
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        engine.build(vectors, Path(scratch))
        build_s = perf_counter() - begun
        found: dict[str, Any] = {}
        for effort in engine.efforts:
            setting = engine.set_effort(effort)
            _timed(engine, queries[:_WARM], k)
            times, answers = _timed(engine, queries, k)
            recall = _recall(engine, answers, truth)
            p50, p95 = np.percentile(times, [50, 95]) * 1000
            found = {"setting": setting, "p50_ms": float(p50), "p95_ms": float(p95), "recall": recall}
            if recall >= RECALL_LEAST:
                break
        return found | {"build_s": build_s, "memory_mib": _memory_mib() - before}


def _timed(engine: Engine, queries: NDArray[np.float32], k: int) -> tuple[list[float], list[Sequence[Any]]]:
    times, answers = [], []
    for query in queries:
        begun = perf_counter()
        answers.append(engine.search(query, k))
        times.append(perf_counter() - begun)
    return times, answers


def _recall(engine: Engine, answers: Sequence[Sequence[Any]], truth: NDArray[np.int64]) -> float:
    pairs = zip(answers, truth, strict=True)
    hits = sum(len({engine.row_of(each) for each in answer} & set(best.tolist())) for answer, best in pairs)
    return hits / truth.size


def _memory_mib() -> float:
    """Memory of this process that is no file's: what is mapped from the vectors' file does not count."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise OSError("this kernel does not say what memory is a process' own")


def _engine(name: str) -> Engine:
    if name in RIVALS:
        return RIVALS[name]()
    # Only here: the others' environment does not have what ours needs.
    from tests.bench.rivals.ours import Ours, OursTuned

    return {"cvdeep": Ours, "cvdeep, tuned alike": OursTuned}[name]()


if __name__ == "__main__":
    answer = measured(_engine(sys.argv[1]), Path(sys.argv[2]), k=int(sys.argv[3]))
    sys.stdout.write(f"\n{json.dumps(answer)}\n")
    sys.stdout.flush()
    # Threads of a rival must not keep the process once it has answered.
    os._exit(0)
