"""The model folder and its sums."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from services.corpus.adapters.onnx.folder import ModelFolderError, verify_folder
from services.corpus.domain.manifest import ModelManifest
from tests.fakes.encoder import manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose manifest fits its files."""
    (tmp_path / "model.onnx").write_bytes(b"graph")
    (tmp_path / "tokenizer.json").write_bytes(b"words")
    _describe(tmp_path, _fitting())
    return tmp_path


def _fitting() -> ModelManifest:
    return replace(
        manifest(),
        onnx_sha256=hashlib.sha256(b"graph").hexdigest(),
        tokenizer_sha256=hashlib.sha256(b"words").hexdigest(),
    )


def _describe(folder: Path, described: ModelManifest) -> None:
    (folder / "manifest.json").write_text(json.dumps(described.as_json()))


def test_a_folder_that_fits_its_manifest_is_accepted(folder: Path) -> None:
    """The manifest comes back."""
    assert verify_folder(folder) == _fitting()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_an_altered_file_is_refused(folder: Path, name: str) -> None:
    """One byte more is another file; the complaint names it."""
    with (folder / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelFolderError, match=name):
        verify_folder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    """Whichever is missing."""
    (folder / name).unlink()
    with pytest.raises(ModelFolderError, match=name):
        verify_folder(folder)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'"' + b"x" * 70_000 + b'"'])
def test_what_is_no_manifest_is_refused(folder: Path, content: bytes) -> None:
    """Broken JSON, other JSON, other bytes, and too many of them."""
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ModelFolderError, match="manifest"):
        verify_folder(folder)
