"""The cache of built models: whole or not at all, once, and never trusted blindly."""

import hashlib
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from services.corpus.domain.manifest import ModelManifest
from tools.model.cache import default_cache, ensure_model
from tools.model.errors import ModelBuildError
from tools.model.recipes import MINILM, Recipe

Say = Callable[[str], None]


def _silent(_: str) -> None:
    """Says nothing."""


class Builds:
    """Builds small folders that fit the recipe, and counts."""

    def __init__(self) -> None:
        self.count = 0
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, recipe: Recipe, folder: Path, say: Say) -> None:
        self.count += 1
        self.entered.set()
        assert self.go_on.wait(20)
        (folder / "model.onnx").write_bytes(b"graph")
        (folder / "tokenizer.json").write_bytes(b"words")
        manifest = ModelManifest(
            name=recipe.name,
            dims=recipe.shape.hidden,
            max_tokens=recipe.max_tokens,
            pooling=recipe.pooling,
            prefix=recipe.prefix,
            weights_sha256=recipe.weights.sha256,
            tokenizer_sha256=recipe.tokenizer.sha256,
            onnx_sha256=hashlib.sha256(b"graph").hexdigest(),
        )
        (folder / "manifest.json").write_text(json.dumps(manifest.as_json()))


@pytest.fixture
def builds() -> Builds:
    return Builds()


@pytest.fixture
def recipe() -> Recipe:
    """The recipe with the small tokenizer that `Builds` writes."""
    words = replace(MINILM.tokenizer, sha256=hashlib.sha256(b"words").hexdigest())
    return replace(MINILM, tokenizer=words)


def test_a_model_is_built_once(tmp_path: Path, recipe: Recipe, builds: Builds) -> None:
    """The second call finds it; nothing half-made lies about."""
    folder = ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=builds)
    assert ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=builds) == folder
    assert folder == tmp_path.resolve() / "all-MiniLM-L6-v2-53aa51172d14"
    assert builds.count == 1
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, f"{folder.name}.lock"}


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_an_altered_cache_is_built_anew(tmp_path: Path, recipe: Recipe, builds: Builds, name: str) -> None:
    """It is never used, and the new one takes its place whole."""
    folder = ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=builds)
    (folder / name).write_bytes(b"altered")
    ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=builds)
    assert builds.count == 2
    assert (folder / name).read_bytes() != b"altered"
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, f"{folder.name}.lock"}


def test_a_failed_build_leaves_nothing_and_can_be_repeated(tmp_path: Path, recipe: Recipe, builds: Builds) -> None:
    """Half a model never looks like one."""

    def fails(recipe: Recipe, folder: Path, say: Say) -> None:
        (folder / "model.onnx").write_bytes(b"half")
        raise ModelBuildError("the line went dead")

    with pytest.raises(ModelBuildError, match="went dead"):
        ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=fails)
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]
    assert ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=builds).is_dir()


def test_a_builder_whose_files_do_not_fit_is_not_believed(tmp_path: Path, recipe: Recipe) -> None:
    """The folder is judged before it is put in place, by the same check as later."""
    with pytest.raises(ModelBuildError, match="sums"):
        ensure_model(say=_silent, recipe=recipe, cache=tmp_path, builder=lambda *_: None)
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


def test_of_two_at_once_one_builds_and_the_other_waits(tmp_path: Path, recipe: Recipe, builds: Builds) -> None:
    """The second says that it waits, and uses what the first made."""
    builds.go_on.clear()
    waiting = threading.Event()

    def second_says(_: str) -> None:
        waiting.set()
        builds.go_on.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ensure_model, say=_silent, recipe=recipe, cache=tmp_path, builder=builds)
        assert builds.entered.wait(20)
        second = pool.submit(ensure_model, say=second_says, recipe=recipe, cache=tmp_path, builder=builds)
        assert waiting.wait(20)
        assert first.result(20) == second.result(20)
    assert builds.count == 1


def test_a_cache_that_cannot_be_written_is_said_plainly(tmp_path: Path, recipe: Recipe, builds: Builds) -> None:
    """With its path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelBuildError, match="file"):
        ensure_model(say=_silent, recipe=recipe, cache=tmp_path / "file" / "models", builder=builds)


def test_the_cache_is_where_the_desktop_specification_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CACHE_HOME, or ~/.cache where that is unset, empty or relative."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_cache() == tmp_path / "xdg" / "cvdeep" / "models"
    for value in ("", "relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert default_cache() == tmp_path / "home" / ".cache" / "cvdeep" / "models"
