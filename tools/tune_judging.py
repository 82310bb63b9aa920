"""Prints the constants that a search finds best on all labelled jobs, beside those of engine/calibration.py.

`python -m tools.tune_judging` reads ../shared/data/match and needs the model; the same data gives the same constants. With `--each` it
prints instead what a fifth less and a fifth more of every single constant does. `make eval` says what the search is worth on a job it
has not seen.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.eval_search import opened_vectors
from tests.bench.judging_scores import read_jobs
from tests.bench.judging_tuning import Sheet, each_alone, goodness, shipped, started, tuned

_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "match"


async def _sheets() -> list[Sheet]:
    async with opened_vectors() as vectors:
        return [await Sheet.of(job, vectors) for job in read_jobs(_FOLDER)]


def _tune(sheets: Sequence[Sheet]) -> None:
    found, now = tuned(sheets), shipped()
    for name, value in found.items():
        print(f"{name} = {value:g}" + ("" if value == now[name] else f"   # shipped: {now[name]:g}"))
    worth = [
        f"{way} {goodness(sheets, values):.4f}"
        for way, values in (("round", started()), ("shipped", {}), ("tuned", found))
    ]
    print("worth:", ", ".join(worth))


def _each(sheets: Sequence[Sheet]) -> None:
    print("constant, value: pairs in order and macro-F1 with a fifth less, with a fifth more")
    for name, value, moved in each_alone(sheets):
        print(f"{name} {value:g}:", ", ".join(f"{pairs:+.3f} {labels:+.3f}" for pairs, labels in moved))


def main() -> None:
    """Tunes, or says that there is nothing to tune on."""
    if not _FOLDER.is_dir():
        print("../shared/data is absent: nothing to tune on")
        return
    (_each if "--each" in sys.argv[1:] else _tune)(asyncio.run(_sheets()))


if __name__ == "__main__":
    main()
