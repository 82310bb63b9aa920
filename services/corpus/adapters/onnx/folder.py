"""Opens a model folder: reads its manifest and holds the files to the sums it names."""

import hashlib
import json
from pathlib import Path

from services.corpus.domain.manifest import (
    MANIFEST_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    ManifestError,
    ModelManifest,
    parse_manifest,
)

# A manifest is a few hundred bytes; anything near this is not one.
_MANIFEST_BYTES_MAX = 64 * 1024


class ModelFolderError(RuntimeError):
    """The model folder cannot be used; the message names the file and what is wrong with it."""


def file_sha256(path: Path) -> str:
    """Returns the SHA-256 of a file as lower-case hex, without holding the file in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> ModelManifest:
    """Returns the folder's manifest; raises `ModelFolderError` when it is missing or not one."""
    path = folder / MANIFEST_FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MANIFEST_BYTES_MAX + 1)
    except OSError as error:
        raise ModelFolderError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > _MANIFEST_BYTES_MAX:
        raise ModelFolderError(f"{path} is too large to be a manifest")
    try:
        return parse_manifest(json.loads(data))
    except (ManifestError, ValueError) as error:
        raise ModelFolderError(f"{path} is not a manifest: {error}") from error


def verify_folder(folder: Path) -> ModelManifest:
    """Returns the manifest once the model and tokenizer files have the sums it names; raises `ModelFolderError`."""
    manifest = read_manifest(folder)
    for name, expected in ((MODEL_FILE, manifest.onnx_sha256), (TOKENIZER_FILE, manifest.tokenizer_sha256)):
        path = folder / name
        try:
            actual = file_sha256(path)
        except OSError as error:
            raise ModelFolderError(f"{path} cannot be read: {error.strerror}") from error
        if actual != expected:
            raise ModelFolderError(f"{path} has sha256 {actual}, the manifest says {expected}: refusing to load it")
    return manifest
