"""Matches per minute, and where a match's time goes."""

import time
import urllib.request

from tests.bench.tables import show
from tests.support.live import JOB, RestClient

_MATCHES = 60
_SUM = "cvdeep_matcher_stage_seconds_sum{"
_COUNT = "cvdeep_matcher_stage_seconds_count{"


def _stages(metrics_port: int, name: str) -> dict[str, float]:
    """Returns stage → value of one series of the matcher's histogram of stages."""
    with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/metrics", timeout=5) as answer:
        rows = answer.read().decode().splitlines()
    found = {}
    for text in rows:
        if text.startswith(name):
            labels, _, value = text.rpartition(" ")
            found[labels.split('stage="')[1].split('"')[0]] = float(value)
    return found


async def pipeline(metrics_port: int, client: RestClient, cv: bytes) -> None:
    """Runs matches as fast as they go, and prints their rate and the share of each stage in a run."""
    await client.ended(await client.accepted(cv))
    before, counted = _stages(metrics_port, _SUM), _stages(metrics_port, _COUNT)
    started = time.perf_counter()
    ids = [await client.accepted(cv, job_description=f"{JOB}\nReference {number}.") for number in range(_MATCHES)]
    await client.all_ended(ids, timeout_s=300)
    elapsed_s = time.perf_counter() - started
    spent = {stage: seconds - before.get(stage, 0) for stage, seconds in _stages(metrics_port, _SUM).items()}
    runs = _stages(metrics_port, _COUNT)["run"] - counted.get("run", 0)
    wait_s, run_s = spent.pop("wait", 0.0), spent.pop("run", 0.0)
    spent["claim, load and the rest"] = max(0.0, run_s - sum(spent.values()))
    rows = [(stage, f"{seconds / runs * 1000:.1f}", f"{seconds / run_s:.0%}") for stage, seconds in spent.items()]
    rows.append(("a run, all", f"{run_s / runs * 1000:.1f}", "100%"))
    rows.append(("before it: in the queue", f"{wait_s / runs * 1000:.1f}", ""))
    show(
        f"Pipeline: {_MATCHES} matches of the 2-page sample CV at once, {_MATCHES / elapsed_s * 60:,.0f} a minute",
        ("stage", "ms a match", "share of a run"),
        rows,
    )
