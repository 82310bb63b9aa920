"""Where a request's CPU time goes in the gateway, from samples of a real one, beside the bare handler's total."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import run_load
from tests.bench.processes import cpu_s
from tests.bench.sampled_gateway import STEPS
from tests.bench.sampler import OTHER
from tests.bench.servers import sampled_seconds
from tests.bench.tables import show

_THREADS = "gRPC's own threads"


@dataclass(frozen=True, slots=True)
class Sampled:
    """A gateway under the sampler."""

    port: int
    process: subprocess.Popen[bytes]
    report: Path


async def steps_of(gateway: Sampled, request: bytes, *, total: int, connections: int) -> dict[str, float]:
    """Returns step → CPU microseconds a request, all threads of the process together."""
    await run_load(gateway.port, request, total=max(2 * connections, total // 20), connections=connections)
    before, cpu_before = await sampled_seconds(gateway.process, gateway.report), cpu_s(gateway.process.pid)
    await run_load(gateway.port, request, total=total, connections=connections)
    cpu, after = cpu_s(gateway.process.pid) - cpu_before, await sampled_seconds(gateway.process, gateway.report)
    found = {step: (after[step] - before.get(step, 0.0)) / total * 1e6 for step in after}
    # The samples share out the main thread's time; what the process used beyond it, its other threads did.
    found[_THREADS] = max(0.0, cpu / total * 1e6 - sum(found.values()))
    return found


def show_steps(found: dict[str, dict[str, float]], bare_us: dict[str, float]) -> None:
    """Prints the steps of each load side by side; `bare_us` is the bare handler's total of the same load."""
    totals = {load: sum(steps.values()) for load, steps in found.items()}
    rows = [
        (
            step,
            *(f"{steps.get(step, 0):,.0f}  {steps.get(step, 0) / totals[load]:>4.0%}" for load, steps in found.items()),
        )
        for step in (*STEPS, OTHER, _THREADS)
    ]
    rows.append(("gateway, all", *(f"{totals[load]:,.0f}  100%" for load in found)))
    rows.append(
        ("bare handler, all", *(f"{bare_us[load]:,.0f}  {bare_us[load] / totals[load]:>4.0%}" for load in found))
    )
    show("Where the gateway's CPU goes, µs a request", ("step", *found), rows)
