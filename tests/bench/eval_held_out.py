"""How well CVs are judged for jobs that nothing was tuned on, in other trades and languages, beside plain ways to do the same.

`python -m tests.bench.eval_held_out [SET]` prints the tables, and job by job; it needs the model and nothing else.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench import eval_judging
from tests.bench.eval_judging import Judging
from tests.bench.eval_search import Vectors, opened_vectors
from tests.bench.held_out.jobs import SETS, read_set
from tests.bench.judging_tuning import Sheet, started
from tests.bench.tables import show

_SHIPPED = "cvdeep, now"
_UNTUNED = "cvdeep, now, round starting values"


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a set came to when it was judged for the first time, before anybody saw a mistake on it; never changed, never deleted.

    `engine` says what was judged with. Figures are the mean over jobs, `macro_f1_of_all` that of all labels together, years are the
    median and the 90th percentile.
    """

    engine: str
    concordance: float
    macro_f1: float
    macro_f1_of_all: float
    years: tuple[float, float]


FIRST_LOOKS: Mapping[str, FirstLook] = {
    "first": FirstLook("2026-11-22, before any of it was seen", 0.723, 0.492, 0.507, (0.0, 12.32)),
    "second": FirstLook("2026-11-22, after the first set's mistakes were mended", 0.746, 0.517, 0.536, (0.0, 10.66)),
    "third": FirstLook("2026-11-22, after the second set's mistakes were mended", 0.806, 0.509, 0.516, (0.0, 14.38)),
}


async def measure(vectors: Vectors, *, sets: tuple[str, ...] = SETS) -> dict[str, Judging]:
    """Judges the CVs of each set and compares; nothing is searched for."""
    found = {}
    for name in sets:
        sheets = [await Sheet.of(job, vectors) for job in read_set(name)]
        ways = {
            _SHIPPED: {sheet.job.name: sheet.outcome({}) for sheet in sheets},
            _UNTUNED: {sheet.job.name: sheet.outcome(started()) for sheet in sheets},
        }
        found[name] = await eval_judging.compared(sheets, ways, vectors, moved={})
    return found


def table(found: Mapping[str, Judging]) -> None:
    """Prints ranking, labels and years of each set."""
    for name, judging in found.items():
        jobs = f"held out, {name} set"
        first = FIRST_LOOKS[name]
        note = (
            f"first judged ({first.engine}): pairs in order {first.concordance:.3f}, macro-F1 {first.macro_f1:.3f} (all labels "
            f"{first.macro_f1_of_all:.3f}), years off {first.years[0]:.2f} (90th percentile {first.years[1]:.2f})"
        )
        eval_judging.table_of(judging, jobs=jobs, note=note)


def table_by_job(found: Mapping[str, Judging]) -> None:
    """Prints the figures of each job."""
    for name, judging in found.items():
        pairs, labels, years = (each[_SHIPPED] for each in (judging.concordance, judging.macro_f1, judging.years))
        rows = [[job, f"{pairs[job]:.3f}", f"{labels[job]:.3f}", f"{years[job]:.2f}"] for job in pairs]
        show(f"By job: {name} set", ["job", "pairs in order", "macro-F1", "median years off"], rows)


def as_json(found: Mapping[str, Judging]) -> dict[str, Any]:
    """All figures, by set and job, beside what each set came to when it was first judged."""
    return {
        name: {"first look": asdict(FIRST_LOOKS[name]), **eval_judging.as_json(judging)}
        for name, judging in found.items()
    }


async def _measured(sets: tuple[str, ...]) -> dict[str, Judging]:
    async with opened_vectors() as vectors:
        return await measure(vectors, sets=sets)


def main() -> None:
    """Prints the tables of all sets, or of the one named."""
    found = asyncio.run(_measured(tuple(sys.argv[1:]) or SETS))
    table(found)
    table_by_job(found)


if __name__ == "__main__":
    main()
