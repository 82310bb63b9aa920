"""Starts the servers that a bench measures, and waits until they answer."""

import asyncio
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tools.stack import ROOT

PATH = "/api/v1/cvdeepmatch"
_WITHIN_S = 20.0


def start(
    module: str, *arguments: str, log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Starts `python -m tests.bench.<module>`."""
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=file,
        )


async def answering(port: int) -> None:
    """Returns once something speaks HTTP on the port, whatever it says."""
    deadline = time.monotonic() + _WITHIN_S
    while not await asyncio.to_thread(_answers, port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing answers on port {port}")
        await asyncio.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}/x", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


async def sampled_seconds(process: subprocess.Popen[bytes], report: Path) -> dict[str, float]:
    """Asks a process under `Sampler` for what it has used so far, by step."""
    before = _reports(report)
    process.send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + _WITHIN_S
    while _reports(report) == before:
        if time.monotonic() > deadline:
            raise TimeoutError("the sampled gateway does not report")
        await asyncio.sleep(0.01)
    seconds: dict[str, float] = json.loads(report.read_text(encoding="utf-8"))["seconds"]
    return seconds


def _reports(report: Path) -> int:
    return int(json.loads(report.read_text(encoding="utf-8"))["reports"]) if report.exists() else 0
