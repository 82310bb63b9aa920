"""Where rivals live and how they are asked: an environment of their own, a process each, within a time and a memory."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_ROOT = Path(__file__).resolve().parents[3]
_CACHE = Path.home() / ".cache" / "cvdeep"
_INSTALL_S = 900
_MEMORY_BYTES = 12 * 2**30
# Pools of threads that the libraries would start otherwise: each searches alone, as ours does.
_ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "LANCE_CPU_THREADS", "TOKIO_WORKER_THREADS")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search came to, or why it did not; see `tests.bench.rivals.run` for the figures."""

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


def ask(python: Path, name: str, folder: Path, *, k: int, limit_s: float) -> Answer:
    """Measures one search in a process of its own; one that takes too long or too much is ended."""
    env = dict(os.environ) | dict.fromkeys(_ALONE, "1")
    command = [str(python), "-m", "tests.bench.rivals.run", name, str(folder), str(k)]
    try:
        ended = subprocess.run(
            command,
            cwd=_ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
            preexec_fn=_bounded,
        )
    except subprocess.TimeoutExpired:
        return Answer(name, {}, f"not done within {limit_s:.0f} s")
    lines = ended.stdout.strip().splitlines()
    if ended.returncode or not lines:
        said = [line for line in ended.stderr.strip().splitlines() if line.strip()]
        return Answer(name, {}, f"ended with {ended.returncode}: {said[-1][:60] if said else 'nothing said'}")
    return Answer(name, json.loads(lines[-1]), "")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
