"""What hostile PDFs cost the good ones beside them: 16 good CVs alone, beside files of other projects, and beside bombs.

`python -m tests.bench.bench_flood` reads ../shared/data; each figure is for a pool of the shipped size that knows none of the files,
all submitted at once. `--system` measures whole matches as well, through every service.
"""

import argparse
import asyncio
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.failure import MatchFailure
from tests.bench.flood_matches import flood_of_matches
from tests.bench.processes import children_cpu_s
from tests.bench.tables import console, show
from tests.integration.pdf import hostile

_GOOD = 16
_ROUNDS = 3
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Case:
    """What is read beside the good ones: `first` submits it before them, `owner` is whose it is (theirs: empty)."""

    name: str
    bad: Sequence[bytes]
    first: bool = False
    owner: str = ""
    settings: PoolSettings = field(default_factory=PoolSettings)

    def documents(self, good: Sequence[bytes]) -> list[tuple[bytes, bool]]:
        """All documents in the order they are submitted, and whether each is one of the good."""
        if self.first:
            return [*((pdf, False) for pdf in self.bad), *((pdf, True) for pdf in good)]
        mixed: list[tuple[bytes, bool]] = []
        for index, pdf in enumerate(good):
            share = slice(index * len(self.bad) // len(good), (index + 1) * len(self.bad) // len(good))
            mixed += [*((other, False) for other in self.bad[share]), (pdf, True)]
        return mixed


@dataclass(frozen=True, slots=True)
class Flood:
    """When the last good and the last hostile document had ended, in seconds, and how the hostile ended.

    `good_cpu_s` is the processor time that all readers had used when the last good one ended.
    """

    good_s: float
    good_cpu_s: float
    hostile_s: float
    outcomes: Counter[str]


async def flood(pool: ReaderPool, documents: Sequence[tuple[bytes, bool]], *, owner: str) -> Flood:
    """Reads all at once."""
    started, used_s = time.perf_counter(), children_cpu_s(os.getpid())
    outcomes: Counter[str] = Counter()
    ended, good_cpu_s = {True: 0.0, False: 0.0}, 0.0

    async def one(pdf: bytes, *, is_good: bool) -> None:
        nonlocal good_cpu_s
        try:
            await pool.read(pdf, owner="" if is_good else owner)
            outcome = "read"
        except MatchFailure as failure:
            outcome = failure.code.value
        ended[is_good] = time.perf_counter() - started
        if is_good:
            good_cpu_s = children_cpu_s(os.getpid()) - used_s
        else:
            outcomes[outcome] += 1

    await asyncio.gather(*(one(pdf, is_good=is_good) for pdf, is_good in documents))
    return Flood(ended[True], good_cpu_s, ended[False], outcomes)


async def measure(data: Path, *, rounds: int) -> list[list[str]]:
    """One row a case."""
    good = [path.read_bytes() for path in sorted((data / "cv").rglob("*.pdf"))[:_GOOD]]
    files = [path.read_bytes() for path in sorted((data / "hostile").rglob("*.pdf"))]
    never = replace(PoolSettings(), aside_cpu_s=_NEVER, textless_cpu_s=_NEVER, aside_wall_s=_NEVER)
    cases = [
        Case(f"among {len(files)} hostile files", files),
        Case(f"after {len(files)} of another client", files, first=True, owner="other"),
        Case("among 16 of them", files[-16:]),
        Case("among 16 bombs", bombs()),
        Case("after 16 bombs", bombs(), first=True),
        Case("among 16 bombs, none steps aside", bombs(), settings=never),
    ]
    rows = []
    for case in cases:
        turns = [await _alone_and_beside(case, good) for _ in range(rounds)]
        found = turns[-1][1].outcomes
        rows.append(
            [
                case.name,
                f"{median(alone.good_s for alone, _ in turns):.2f}",
                f"{median(beside.good_s for _, beside in turns):.2f}",
                f"{median(beside.good_s / alone.good_s for alone, beside in turns):.1f} ×",
                f"{median(beside.good_cpu_s / alone.good_cpu_s for alone, beside in turns):.1f} ×",
                f"{median(beside.hostile_s for _, beside in turns):.1f}",
                f"{found['read']} / {found.total() - found['read']}",
            ]
        )
    return rows


def bombs() -> list[bytes]:
    """Sixteen small files that never end, four of each kind."""
    makers = (hostile.flate_bomb, hostile.flate_in_flate, hostile.self_drawing_form, hostile.nested_forms)
    # Not the same file four times: that would be known by its first.
    return [pdf + b"%" * number for maker in makers for pdf in [maker()] for number in range(4)]


async def _alone_and_beside(case: Case, good: Sequence[bytes]) -> tuple[Flood, Flood]:
    """In turns, so that a busy machine is as busy for one as for the other; the pool is new, so that no file is known to it."""
    pool = ReaderPool(case.settings)
    await pool.start()
    try:
        await flood(pool, [(pdf, True) for pdf in good], owner="")
        alone = await flood(pool, [(pdf, True) for pdf in good], owner="")
        return alone, await flood(pool, case.documents(good), owner=case.owner)
    finally:
        await pool.close()


def main() -> None:
    """Prints one table, or two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--system", action="store_true", help="whole matches as well: a few minutes more")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    data = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not data.is_dir():
        console.print("../shared/data is absent: nothing to measure")
        return
    show(
        "Reading beside hostile PDFs",
        ["16 good CVs", "alone, s", "beside, s", "slower", "CPU by then", "last hostile, s", "read / failed"],
        asyncio.run(measure(data, rounds=given.rounds)),
        notes="submitted at once; until the last good one was read, and what all readers, low priority too, had used of the "
        f"processors by then; the hostile ones ended in a reading or a typed failure; medians of {given.rounds} rounds in turns",
    )
    if given.system:
        files = [path.read_bytes() for path in sorted((data / "hostile").rglob("*.pdf"))]
        asyncio.run(flood_of_matches(files, bombs()))


if __name__ == "__main__":
    main()
