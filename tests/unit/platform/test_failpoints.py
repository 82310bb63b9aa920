"""Places where a test harness lets a process die or wait."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.platform import failpoints
from services.platform.config import ConfigError
from services.platform.failpoints import failpoint, failpoint_sync, parse_failpoints

SCRIPT = """
import asyncio, sys
from services.platform.failpoints import failpoint, failpoint_sync
failpoint_sync("other")
print("before", flush=True)
{call}
print("after", flush=True)
"""


def _run(repo_root: Path, call: str, spec: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(repo_root), "CVDEEP_FAILPOINTS": spec}
    script = SCRIPT.format(call=call)
    return subprocess.run(
        [sys.executable, "-c", script], env=env, cwd=repo_root, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("call", ['asyncio.run(failpoint("a.b"))', 'failpoint_sync("a.b")'])
def test_an_armed_kill_ends_the_process_there(repo_root: Path, call: str) -> None:
    """SIGKILL at the named place: what stands before it happened, what stands after it did not."""
    ended = _run(repo_root, call, "x.y=pause:1, a.b=kill")

    assert ended.returncode == -signal.SIGKILL
    assert "before" in ended.stdout
    assert "after" not in ended.stdout


@pytest.mark.parametrize("spec", ["", "a.c=kill"])
def test_what_is_not_armed_does_nothing(repo_root: Path, spec: str) -> None:
    """Without the variable, or with another name in it, the process goes on."""
    ended = _run(repo_root, 'asyncio.run(failpoint("a.b")); failpoint_sync("a.b")', spec)

    assert ended.returncode == 0
    assert "after" in ended.stdout


async def test_an_armed_pause_waits_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both variants wait for the seconds given."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(failpoints, "_PLAN", parse_failpoints("a.b=pause:2.5,c=pause:1"))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr("services.platform.failpoints.time.sleep", waited.append)

    await failpoint("a.b")
    failpoint_sync("c")
    await failpoint("d")

    assert waited == [2.5, 1.0]


@pytest.mark.parametrize("spec", ["a", "a=", "=kill", "a=die", "a=pause", "a=pause:x", "a=pause:-1", "a=pause:1.2.3"])
def test_a_spec_that_is_not_understood_is_refused(spec: str) -> None:
    """A typing error in a test must not make it pass."""
    with pytest.raises(ConfigError, match="CVDEEP_FAILPOINTS"):
        parse_failpoints(spec)
