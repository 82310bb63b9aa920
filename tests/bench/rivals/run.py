"""Measures one search alone in its process: `python -m tests.bench.rivals.run NAME FOLDER K`.

The folder holds `vectors.npy` (float16 [n, dims]), `queries.npy` (float32 [q, dims]) and `truth.npy` (int64 [q, K], rows).
The cheapest setting that reaches the wanted recall on all queries is the one that is measured. It says in a line of JSON what
it built and chose; then, for each line it is sent, goes through the queries once more and says the times.
"""

import json
import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.rivals.engines import RIVALS, Engine

# Before each line that is an answer: libraries print what they like.
ANSWER = "answer: "
RECALL_LEAST = 0.98
_WARM = 20
_MEMORY_BYTES = 12 * 2**30


def tuned(engine: Engine, vectors: NDArray[np.float16], asked: NDArray[np.float32], truth: NDArray[np.int64]) -> Any:
    """Builds and tunes; memory in MiB that nothing else can have freed."""
    before = _memory_mib()
    begun = perf_counter()
    scratch = Path(tempfile.mkdtemp())
    engine.build(vectors, scratch)
    build_s = perf_counter() - begun
    setting, recall = "", 0.0
    for effort in engine.efforts:
        setting = engine.set_effort(effort)
        recall = _recall([engine.search(query, truth.shape[1])[0] for query in asked], truth)
        if recall >= RECALL_LEAST:
            break
    return {"setting": setting, "recall": recall, "build_s": build_s, "memory_mib": _memory_mib() - before}


def times_ms(engine: Engine, queries: NDArray[np.float32], k: int) -> list[float]:
    """Goes through the queries once, after a few to warm up; ms of each."""
    for query in queries[:_WARM]:
        engine.search(query, k)
    times = []
    for query in queries:
        begun = perf_counter()
        engine.search(query, k)
        times.append((perf_counter() - begun) * 1000)
    return times


def _recall(answers: Sequence[Sequence[Any]], truth: NDArray[np.int64]) -> float:
    hits = sum(len(set(map(_row, keys)) & set(best.tolist())) for keys, best in zip(answers, truth, strict=True))
    return hits / truth.size


def _row(key: Any) -> int:
    return int(key.replace("-", ""), 16) if isinstance(key, str) else int(key)


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


def _answer(what: Any) -> None:
    sys.stdout.write(f"\n{ANSWER}{json.dumps(what)}\n")
    sys.stdout.flush()


def main(name: str, folder: Path, k: int) -> None:
    """Answers once for what was built, and once for each line read."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    engine, queries = _engine(name), np.load(folder / "queries.npy")
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    _answer(tuned(engine, vectors, queries, np.load(folder / "truth.npy")[:, :k]))
    for _ in sys.stdin:
        _answer(times_ms(engine, queries, k))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    # Threads of a rival must not keep the process once nobody asks any more.
    os._exit(0)
