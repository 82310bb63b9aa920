"""Where rivals live and how they are asked: an environment of their own, a process each, within a time and a memory."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.rivals.run import ANSWER

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_ROOT = Path(__file__).resolve().parents[3]
_CACHE = Path.home() / ".cache" / "cvdeep"
_INSTALL_S = 900
_ANSWER = ANSWER.encode("ascii")
# Pools of threads that the libraries would start otherwise: each searches alone, as ours does.
_ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "LANCE_CPU_THREADS", "TOKIO_WORKER_THREADS")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search came to, or why it did not; `tests.bench.rivals.run` says what the figures are, beside p50 and p95 in ms."""

    name: str
    figures: dict[str, Any]
    skipped: str


def ensure_rivals(say: Callable[[str], None]) -> Path | str:
    """Returns the Python of an environment with the rivals, made on first use; or why there is none."""
    digest = hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()[:12]
    home = _CACHE / f"rivals-{digest}"
    python, done = home / "bin" / "python", home / "complete"
    if done.exists():
        return python
    uv = Path(sys.executable).with_name("uv")
    say(f"installing the rivals into {home} (once) …")
    steps = (
        [str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(home)],
        [str(uv), "pip", "install", "--quiet", "--require-hashes", "--python", str(python), "-r", str(_REQUIREMENTS)],
    )
    for step in steps:
        try:
            ended = subprocess.run(step, capture_output=True, text=True, timeout=_INSTALL_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"cannot be installed: {type(error).__name__}"
        if ended.returncode:
            return f"cannot be installed: {ended.stderr.strip().splitlines()[-1:]}"
    done.touch()
    return python


class Contestant:
    """One search in a process of its own, built and tuned, which goes through the queries whenever it is asked to."""

    def __init__(self, python: Path, name: str, folder: Path, *, k: int, limit_s: float) -> None:
        """Returns once it is ready to be measured, or is known not to be: one that takes too long or too much is ended."""
        self.name = name
        self.skipped = ""
        self.figures: dict[str, Any] = {}
        self._limit_s = limit_s
        self._times_ms: list[float] = []
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process that writes it
        self._process = subprocess.Popen(
            [str(python), "-m", "tests.bench.rivals.run", name, str(folder), str(k)],
            cwd=_ROOT,
            # It keeps files in the folder that is removed with the vectors.
            env=dict(os.environ) | dict.fromkeys(_ALONE, "1") | {"TMPDIR": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self.figures = self._next_answer() or {}

    def go_round(self) -> None:
        """Goes through the queries once and keeps the times."""
        if self.skipped or self._process.stdin is None:
            return
        # One that has ended meanwhile will not answer, and says why.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()
        self._times_ms += self._next_answer() or []

    def answer(self) -> Answer:
        """Returns what all rounds came to, and ends it."""
        self._process.kill()
        self._process.wait()
        self._said.close()
        if self.skipped:
            return Answer(self.name, {}, self.skipped)
        p50, p95 = np.percentile(self._times_ms, [50, 95])
        return Answer(self.name, self.figures | {"p50_ms": float(p50), "p95_ms": float(p95)}, "")

    def _next_answer(self) -> Any:
        """Returns the next answer; None, and why in `skipped`, when none comes in time."""
        lines = self._process.stdout or ()
        timer = threading.Timer(self._limit_s, self._process.kill)
        timer.start()
        try:
            for line in lines:
                if line.startswith(_ANSWER):
                    return json.loads(line.removeprefix(_ANSWER))
        finally:
            in_time = timer.is_alive()
            timer.cancel()
        if not in_time:
            self.skipped = f"not done within {self._limit_s:.0f} s"
            return None
        self._said.seek(0)
        said = [line for line in self._said.read().decode(errors="replace").splitlines() if line.strip()]
        self.skipped = f"ended with {self._process.wait()}: {said[-1][:60] if said else 'nothing said'}"
        return None
