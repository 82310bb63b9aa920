"""Fetches promtool out of Debian's package of Prometheus, without root and without installing it."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".run" / "tools"


class NoPromtoolError(Exception):
    """There is no promtool here and none can be fetched; the message says why."""


def find_promtool(tools: Path = TOOLS) -> str:
    """Returns a promtool: the one on PATH, else one taken out of Debian's package and kept in `tools`.

    Raises:
        NoPromtoolError: neither can be had.
    """
    found = shutil.which("promtool")
    if found:
        return found
    kept = tools / "promtool"
    if not kept.exists():
        _fetch(kept)
    return str(kept)


def _fetch(place: Path) -> None:
    for needed in ("apt-get", "dpkg-deb"):
        if shutil.which(needed) is None:
            raise NoPromtoolError(
                f"promtool is not on PATH, and without {needed} it cannot be taken from Debian's package"
            )
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
        _run(["apt-get", "download", "prometheus"], scratch)
        package = next(Path(scratch).glob("prometheus_*.deb"))
        _run(["dpkg-deb", "--extract", str(package), "unpacked"], scratch)
        (Path(scratch) / "unpacked" / "usr" / "bin" / "promtool").rename(place)


def _run(command: list[str], folder: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoPromtoolError(f"{command[0]}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")


def main() -> None:
    """Prints where promtool is."""
    try:
        print(find_promtool())
    except NoPromtoolError as problem:
        sys.exit(f"cvdeep: {problem}")


if __name__ == "__main__":
    main()
