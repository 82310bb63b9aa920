"""Keeps built models in the user's cache: made once, put in place whole or not at all, checked on every use."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from services.corpus.adapters.onnx.folder import ModelFolderError, verify_folder
from tools.model.errors import ModelBuildError
from tools.model.recipes import MINILM, Recipe

Say: TypeAlias = Callable[[str], None]
# Fills an empty folder with a complete model, or raises `ModelBuildError`.
Builder: TypeAlias = Callable[[Recipe, Path, Say], None]

_SUM_PREFIX_CHARS = 12


def default_cache() -> Path:
    """Returns the folder that holds built models: below `XDG_CACHE_HOME`, else below `~/.cache`."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    # The specification has relative paths ignored.
    base = Path(root) if root.startswith("/") else Path.home() / ".cache"
    return base / "cvdeep" / "models"


def _is_ready(folder: Path, recipe: Recipe) -> bool:
    """Hashes the files, which takes a fraction of a second: a cache that was altered is built anew, never used."""
    try:
        manifest = verify_folder(folder)
    except ModelFolderError:
        return False
    built = (manifest.weights_sha256, manifest.tokenizer_sha256, manifest.max_tokens, manifest.pooling, manifest.prefix)
    wanted = (recipe.weights.sha256, recipe.tokenizer.sha256, recipe.max_tokens, recipe.pooling, recipe.prefix)
    return built == wanted


@contextmanager
def _only_one(lock: Path, say: Say) -> Iterator[None]:
    """Holds the lock file; the kernel frees it when its holder dies, so nothing stale is ever left."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is building the model, waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _put_in_place(built: Path, folder: Path) -> None:
    """Renames the finished folder to its place; an unusable one there is first moved aside."""
    if folder.exists():
        aside = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
        folder.rename(aside / folder.name)
        built.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        built.rename(folder)


def _build_from_sources(recipe: Recipe, folder: Path, say: Say) -> None:
    # Loaded only when something is to be built: onnx and onnxruntime are not needed to find a ready folder.
    from tools.model.build import build_model  # noqa: PLC0415 - see above

    build_model(recipe, folder, say=say)


def ensure_model(
    *, say: Say, recipe: Recipe = MINILM, cache: Path | None = None, builder: Builder = _build_from_sources
) -> Path:
    """Returns the folder of the ready model, built first where it is absent or not what the recipe says.

    Safe to call from several processes at once: one builds, the others wait and use it. Raises `ModelBuildError`.
    """
    root = (cache or default_cache()).resolve()
    folder = root / f"{recipe.name}-{recipe.weights.sha256[:_SUM_PREFIX_CHARS]}"
    if _is_ready(folder, recipe):
        return folder
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _only_one(root / f"{folder.name}.lock", say):
            if not _is_ready(folder, recipe):
                # Beside the final place, because a rename is atomic only within one file system.
                with tempfile.TemporaryDirectory(prefix=".build-", dir=root) as scratch:
                    built = Path(scratch) / folder.name
                    built.mkdir()
                    builder(recipe, built, say)
                    if not _is_ready(built, recipe):
                        raise ModelBuildError("the built model does not have the sums its manifest names")
                    _put_in_place(built, folder)
    except OSError as error:
        raise ModelBuildError(f"the model cache {root} cannot be written: {error}") from error
    return folder
