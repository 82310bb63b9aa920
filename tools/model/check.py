"""Checks a built model as the service will use it: its folder, its tokenizer, its graph, the published numbers."""

from pathlib import Path

from services.corpus.adapters.onnx.encoder import EncoderError, OnnxEncoder
from services.corpus.adapters.onnx.folder import ModelFolderError
from tools.model.errors import ModelBuildError
from tools.model.recipes import Recipe

# The published figures have four digits; a graph with a wrong weight or mask misses them by hundredths.
_TOLERANCE = 1e-4


def check_model(recipe: Recipe, folder: Path) -> None:
    """Raises `ModelBuildError` unless the folder loads and gives the cosines the model's authors publish."""
    sentences = sorted({text for pair in recipe.likenesses for text in (pair.left, pair.right)})
    try:
        encoder = OnnxEncoder.open(folder, threads=1)
        rows = encoder.tokenise(sentences)
        vectors = encoder.encode(rows, width=max(len(row) for row in rows))
    except (ModelFolderError, EncoderError) as error:
        raise ModelBuildError(f"the built model does not work: {error}") from error
    place = {text: row for row, text in enumerate(sentences)}
    for pair in recipe.likenesses:
        cosine = float(vectors[place[pair.left]] @ vectors[place[pair.right]])
        if not abs(cosine - pair.cosine) <= _TOLERANCE:
            raise ModelBuildError(
                f"the built model gives {cosine:.4f} for {pair.left!r} and {pair.right!r}, published is {pair.cosine:.4f}"
            )
