"""Measures DeepSearch's index beside others: `python -m tests.bench.bench_index [--sizes 1000,10000] [--no-rivals]`.

Candidates are drawn from the sentences of the CVs in ../shared/data/match, embedded by the real model (`cv_vectors`); beyond
100,000 those are moved a little to make more. Queries are means of requirements of the jobs there. Every search by meaning is
measured alone in a process, on the same vectors, with one thread; the whole search of ours is measured beside.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.platform.config import Env
from services.platform.telemetry.logging import configure_logging
from tests.bench.cv_vectors import Sample, candidates, perturbed, queries, read_sample
from tests.bench.embed_candidates import embed_candidates
from tests.bench.rivals.engines import RIVALS
from tests.bench.rivals.house import Answer, Contestant, ensure_rivals
from tests.bench.rivals.run import RECALL_LEAST
from tests.bench.tables import console, show
from tests.bench.whole_index import HEADINGS, measure_whole
from tools.model import ensure_model

SIZES = "1000,10000,100000"
SEARCHES, TOP, ROUNDS = 200, 100, 5
_DRAWN_MAX = 100_000
_OURS = ("cvdeep", "cvdeep, tuned alike")
_BLOCK_ROWS = 50_000
# More of a reason would leave no room for the figures of others.
_REASON = 32


def true_best(vectors: NDArray[np.float16], asked: NDArray[np.float32]) -> NDArray[np.int64]:
    """The rows [q, TOP] of the highest products."""
    scores, rows = np.empty((len(asked), 0), np.float32), np.empty((len(asked), 0), np.int64)
    for at in range(0, len(vectors), _BLOCK_ROWS):
        products = asked @ vectors[at : at + _BLOCK_ROWS].astype(np.float32).T
        numbers = np.broadcast_to(np.arange(at, at + products.shape[1]), products.shape)
        scores, rows = np.hstack((scores, products)), np.hstack((rows, numbers))
        best = np.argpartition(-scores, TOP - 1, axis=1)[:, :TOP]
        scores, rows = np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)
    return rows


def made(sample: Sample, size: int) -> tuple[NDArray[np.float16], list[list[str]]]:
    """Vectors [size, dims] of candidates; and texts of the first of them, which the others have again."""
    vectors, texts = candidates(sample, min(size, _DRAWN_MAX), seed=size)
    return (vectors if len(vectors) == size else perturbed(vectors, size, seed=size)), texts


def beside(folder: Path, python: Path | str, *, rivals: Sequence[str], limit_s: float) -> list[Answer]:
    """Asks ours and rivals about the vectors in a folder: built one after another, then measured in turns."""
    contestants = [Contestant(Path(sys.executable), name, folder, k=TOP, limit_s=limit_s) for name in _OURS]
    absent = []
    for name in rivals:
        if isinstance(python, str):
            absent.append(Answer(name, {}, python))
        else:
            contestants.append(Contestant(python, name, folder, k=TOP, limit_s=limit_s))
    for _ in range(ROUNDS):
        for contestant in contestants:
            contestant.go_round()
    return [contestant.answer() for contestant in contestants] + absent


def row_of(size: int, answer: Answer, ours: Answer) -> tuple[str, ...]:
    """A row of the table of searches by meaning."""
    if answer.skipped:
        return (f"{size:,}", answer.name, f"NOT MEASURED: {answer.skipped[:_REASON]}", *[""] * 6)
    figures = answer.figures
    times = "" if ours.skipped else f"{figures['p50_ms'] / ours.figures['p50_ms']:.1f} ×"
    return (
        f"{size:,}",
        answer.name,
        figures["setting"],
        f"{figures['recall']:.4f}" + ("" if figures["recall"] >= RECALL_LEAST else " (!)"),
        f"{figures['p50_ms']:.3f}",
        f"{figures['p95_ms']:.3f}",
        times,
        f"{figures['build_s']:.1f}",
        f"{figures['memory_mib']:,.0f}",
    )


async def main() -> None:
    """Measures each size and prints three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of candidates, by commas (default: {SIZES})")
    parser.add_argument("--no-rivals", action="store_true", help="measure ours alone")
    parser.add_argument("--rivals", default=",".join(RIVALS), help="which of them, by commas (default: all)")
    parser.add_argument("--no-whole", action="store_true", help="leave out the whole search over Redis")
    parser.add_argument("--embed", type=int, default=12, help="CVs to embed, 0 for none (default: 12)")
    parser.add_argument(
        "--limit-s", type=float, default=240.0, help="seconds for one search at one size (default: 240)"
    )
    given = parser.parse_args()
    data = Path(__file__).resolve().parents[3] / "shared" / "data" / "match"
    if not data.is_dir():
        raise SystemExit("the evaluation data ../shared/data/match is absent")
    configure_logging("bench", Env({"CVDEEP_LOG_LEVEL": "error"}))
    model_dir = ensure_model(say=console.print)
    if given.embed:
        await embed_candidates(data, model_dir, count=given.embed)
    rivals = [] if given.no_rivals else given.rivals.split(",")
    python = ensure_rivals(console.print) if rivals else ""
    sample = read_sample(data, model_dir)
    near: list[tuple[str, ...]] = []
    whole: list[tuple[str, ...]] = []
    for size in map(int, given.sizes.split(",")):
        console.print(f"{size:,} candidates …", highlight=False)
        asked = queries(sample, SEARCHES, seed=1)
        vectors, texts = made(sample, size)
        with tempfile.TemporaryDirectory() as directory:
            folder = Path(directory)
            truth = true_best(vectors, asked)
            if not given.no_whole:
                whole.append(await measure_whole(vectors, texts, asked, truth, folder=folder))
            save(folder, vectors=vectors, queries=asked, truth=truth)
            del vectors, texts
            answers = beside(folder, python, rivals=rivals, limit_s=given.limit_s)
        near += [row_of(size, answer, answers[1]) for answer in answers]
    show_near(near)
    if whole:
        show_whole(whole)


def save(folder: Path, **arrays: NDArray[Any]) -> None:
    """Writes what the searches are asked about."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def show_near(rows: Sequence[tuple[str, ...]]) -> None:
    """Prints searches by meaning side by side."""
    console.width = 150
    show(
        f"Search by meaning alone, in the process, 1 thread of {os.cpu_count()} cores: the best {TOP}, {SEARCHES} searches one after another",
        ("candidates", "", "setting", "recall@100", "p50 ms", "p95 ms", "p50 beside tuned", "build s", "MiB"),
        rows,
        notes=f"Each with its cheapest setting that reaches a recall of {RECALL_LEAST}; the first of ours as it ships, which chose its setting when it was\n"
        f"built, from the vectors alone. Each gives keys and how near they are, hnswlib bare row numbers. All take turns, {ROUNDS} rounds.\n"
        "Builds: all cores for the others, one for ours. MiB: what the process holds beyond what it held before.\n"
        f"Vectors beyond {_DRAWN_MAX:,} are those, moved a little; all are drawn from sentences of 100 real CVs.",
    )


def show_whole(rows: Sequence[tuple[str, ...]]) -> None:
    """Prints what a whole search of ours takes."""
    show(
        "The whole search: catch-up with the log, by meaning and by words (13 words), 400 wanted each way",
        HEADINGS,
        rows,
        notes="From Redis: records as ingest leaves them, but for the evidence, which an index never reads. In memory: more records than a\n"
        "small machine's Redis holds; the log is a list in the process, so catching up costs nothing. Cold, snapshot: seconds to the first\n"
        "answer from records alone and from a snapshot. Loose, tidy: ms of a search before and after the compaction; its halves follow.",
    )


if __name__ == "__main__":
    asyncio.run(main())
