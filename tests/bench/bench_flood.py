"""What hostile PDFs cost the good ones beside them: 16 good CVs alone, beside files of other projects, and beside bombs.

`python -m tests.bench.bench_flood` reads ../shared/data; each figure is for a warm pool of the shipped size, good and hostile
interleaved and all submitted at once.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.failure import MatchFailure
from tests.bench.tables import console, show
from tests.integration.pdf import hostile

_GOOD = 16
_ROUNDS = 3
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Flood:
    """When the last good and the last hostile document had ended, in seconds, and how the hostile ended."""

    good_s: float
    hostile_s: float
    outcomes: Counter[str]


async def flood(pool: ReaderPool, good: Sequence[bytes], bad: Sequence[bytes]) -> Flood:
    """Reads all at once, the hostile spread evenly among the good."""
    started = time.perf_counter()
    outcomes: Counter[str] = Counter()
    ended = {True: 0.0, False: 0.0}

    async def one(pdf: bytes, *, is_good: bool) -> None:
        try:
            await pool.read(pdf)
            outcome = "read"
        except MatchFailure as failure:
            outcome = failure.code.value
        ended[is_good] = time.perf_counter() - started
        if not is_good:
            outcomes[outcome] += 1

    mixed: list[tuple[bytes, bool]] = []
    for index, pdf in enumerate(good):
        share = slice(index * len(bad) // len(good), (index + 1) * len(bad) // len(good))
        mixed += [*((other, False) for other in bad[share]), (pdf, True)]
    await asyncio.gather(*(one(pdf, is_good=is_good) for pdf, is_good in mixed))
    return Flood(ended[True], ended[False], outcomes)


async def measure(data: Path) -> list[list[str]]:
    """One row a case."""
    good = [path.read_bytes() for path in sorted((data / "cv").rglob("*.pdf"))[:_GOOD]]
    files = [path.read_bytes() for path in sorted((data / "hostile").rglob("*.pdf"))]
    makers = (hostile.flate_bomb, hostile.flate_in_flate, hostile.self_drawing_form, hostile.nested_forms)
    bombs = [pdf for maker in makers for pdf in [maker()] * 4]
    shipped = PoolSettings()
    without = replace(shipped, aside_cpu_s=_NEVER, aside_wall_s=_NEVER)
    cases = [
        (f"beside all {len(files)} hostile files", shipped, files),
        ("beside 16 hostile files", shipped, files[-16:]),
        ("beside 16 bombs", shipped, bombs),
        ("beside 16 bombs, nothing steps aside", without, bombs),
    ]
    rows = []
    for name, settings, bad in cases:
        pool = ReaderPool(settings)
        await pool.start()
        await flood(pool, good, [])
        # In turns, so that a busy machine is as busy for one as for the other.
        turns = [(await flood(pool, good, []), await flood(pool, good, bad)) for _ in range(_ROUNDS)]
        await pool.close()
        alone_s = median(alone.good_s for alone, _ in turns)
        beside_s = median(beside.good_s for _, beside in turns)
        found = turns[-1][1]
        ends = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.outcomes.items()))
        rows.append(
            [name, f"{alone_s:.2f}", f"{beside_s:.2f}", f"{beside_s / alone_s:.1f} ×", f"{found.hostile_s:.2f}", ends]
        )
    return rows


def main() -> None:
    """Prints one table."""
    data = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not data.is_dir():
        console.print("../shared/data is absent: nothing to measure")
        return
    show(
        "Reading beside hostile PDFs",
        ["16 good CVs", "alone, s", "beside, s", "slower", "last hostile, s", "the hostile ended"],
        asyncio.run(measure(data)),
        notes=f"good and hostile interleaved, submitted at once; until the last good one was read, medians of {_ROUNDS} rounds in turns",
    )


if __name__ == "__main__":
    main()
