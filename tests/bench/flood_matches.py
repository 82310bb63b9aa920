"""What a flood of hostile PDFs costs whole matches: submitted over REST, read, embedded, judged."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

from tests.bench.tables import console, show
from tests.integration.pdf.hostile import plain_text
from tests.support.live import RestClient
from tests.support.system import connected
from tools.model import ensure_model
from tools.redis_server import free_port
from tools.stack import Stack

_GOOD = 16
_ENDED_WITHIN_S = 600.0
_VERBS = ("Built", "Led", "Migrated", "Automated", "Reviewed", "Planned", "Measured", "Documented")
_NOUNS = (
    "billing",
    "search",
    "catalogue",
    "warehouse",
    "routing",
    "payment",
    "audit",
    "booking",
    "archive",
    "forecast",
)


def cvs(seeds: Iterator[int]) -> list[bytes]:
    """Sixteen CVs whose sentences were never seen before: their vectors are in no cache."""
    return [_cv(next(seeds)) for _ in range(_GOOD)]


def _cv(seed: int) -> bytes:
    random = Random(seed)
    rows = [f"Robin Example {seed}", f"robin{seed}@example.com", "", "Experience"]
    for number in range(4):
        end = 2025 - 2 * number
        rows += [f"Software Engineer, Example {random.choice(_NOUNS).title()} Ltd", f"01/{end - 2} - 12/{end - 1}"]
        for _ in range(6):
            things = " ".join(random.sample(_NOUNS, 5))
            rows.append(f"- {random.choice(_VERBS)} the {things} service for {random.randint(3, 9_999)} customers")
    return plain_text([*rows, "", "Skills", "Python, Go, PostgreSQL, Kafka, Kubernetes"])


@dataclass(frozen=True, slots=True)
class Ended:
    """Seconds from a match's submit to its end, of the good ones, and until the last of all had ended."""

    good_s: list[float]
    all_s: float


async def _matches(good: tuple[RestClient, Sequence[bytes]], bad: tuple[RestClient, Sequence[bytes]]) -> Ended:
    """Submits the bad, then the good, and waits for all."""
    bad_ids, good_ids = [[await client.accepted(pdf) for pdf in files] for client, files in (bad, good)]
    found = [await bad[0].all_ended(bad_ids, timeout_s=_ENDED_WITHIN_S)] if bad_ids else []
    found.append(await good[0].all_ended(good_ids, timeout_s=_ENDED_WITHIN_S))
    rows = [row for some in found for row in some.values()]
    began = {row["id"]: datetime.fromisoformat(row["created_at"]).timestamp() for row in rows}
    ended = {row["id"]: datetime.fromisoformat(row["processing_completed_at"]).timestamp() for row in rows}
    return Ended([ended[each] - began[each] for each in good_ids], max(ended.values()) - min(began.values()))


async def flood_of_matches(files: Sequence[bytes], bombs: Sequence[bytes]) -> None:
    """Prints one table: 16 good matches alone, then behind each flood, of their own client and of another."""
    # What does not begin as a PDF is refused at the door.
    taken = [pdf for pdf in files if pdf.startswith(b"%PDF-")]
    with tempfile.TemporaryDirectory() as scratch:
        stack = Stack(directory=Path(scratch), model_dir=ensure_model(say=console.print), gateway_port=free_port())
        try:
            await asyncio.to_thread(stack.start)
            async with connected(stack) as system:
                own, other = [await system.new_client(credits=1_000_000) for _ in range(2)]
                seeds = count(1)
                await _matches((own, cvs(seeds)), (own, ()))
                rows = []
                for name, client, flood in (
                    (f"{len(taken)} hostile files, another client's", other, taken),
                    (f"{len(taken)} hostile files, their own client's", own, taken),
                    ("16 bombs, another client's", other, bombs),
                    # Longer by a byte: not known from the row before.
                    ("16 bombs, their own client's", own, [bomb + b"%%%%" for bomb in bombs]),
                ):
                    alone = await _matches((own, cvs(seeds)), (own, ()))
                    beside = await _matches((own, cvs(seeds)), (client, flood))
                    rows.append(
                        (
                            name,
                            f"{median(alone.good_s):.2f} / {max(alone.good_s):.2f}",
                            f"{median(beside.good_s):.2f} / {max(beside.good_s):.2f}",
                            f"{median(beside.good_s) / median(alone.good_s):.1f} ×",
                            f"{beside.all_s:.0f}",
                        )
                    )
        finally:
            await asyncio.to_thread(stack.stop)
    show(
        "16 good matches submitted right after a flood",
        ("after", "alone, s: median / last", "behind it, s", "slower", "all ended, s"),
        rows,
        notes="from a match's submit to its end; alone in turns with each row",
    )
