"""Loads servers side by side in interleaved rounds, so that a busy machine is as busy for one as for the other."""

from dataclasses import dataclass
from statistics import median

from tests.bench.load import Outcome, run_load
from tests.bench.processes import cpu_s
from tests.bench.tables import show

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Load:
    """One request, sent to one server again and again."""

    name: str
    port: int
    pid: int
    request: bytes


@dataclass(frozen=True, slots=True)
class Measured:
    """The round in the middle of a load's rounds by rate, and the middle of their CPU time a request."""

    outcome: Outcome
    cpu_us: float


async def measure(loads: list[Load], *, total: int, connections: int) -> list[Measured]:
    """Runs each load in turn, `ROUNDS` times `total` requests after a short warm-up."""
    outcomes: list[list[Outcome]] = [[] for _ in loads]
    costs: list[list[float]] = [[] for _ in loads]
    for _ in range(ROUNDS):
        for load, seen, cost in zip(loads, outcomes, costs, strict=True):
            await run_load(load.port, load.request, total=max(2 * connections, total // 20), connections=connections)
            before = cpu_s(load.pid)
            seen.append(await run_load(load.port, load.request, total=total, connections=connections))
            cost.append((cpu_s(load.pid) - before) / total * 1e6)
    return [
        Measured(sorted(seen, key=lambda outcome: outcome.per_s)[len(seen) // 2], median(cost))
        for seen, cost in zip(outcomes, costs, strict=True)
    ]


async def beside(loads: list[Load], *, total: int, connections: int, title: str, notes: str = "") -> None:
    """Measures loads and prints them side by side."""
    found = await measure(loads, total=total, connections=connections)
    show(
        f"{title}: {total} requests × {ROUNDS} rounds over {connections} connections, the median round",
        ("", "requests/s", "p50 ms", "p99 ms", "server CPU µs/request", "status: count"),
        [
            (
                load.name,
                f"{each.outcome.per_s:,.0f}",
                f"{each.outcome.p50_ms:.2f}",
                f"{each.outcome.p99_ms:.2f}",
                f"{each.cpu_us:,.0f}",
                ", ".join(f"{status}: {count}" for status, count in sorted(each.outcome.statuses.items())),
            )
            for load, each in zip(loads, found, strict=True)
        ],
        notes=notes,
    )
