"""The real model gives the numbers its authors publish."""

from pathlib import Path

import numpy as np
import pytest

from services.corpus.adapters.onnx.encoder import OnnxEncoder
from tools.model.recipes import MINILM, Likeness

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def encoder(model_dir: Path) -> OnnxEncoder:
    return OnnxEncoder.open(model_dir, threads=2)


@pytest.mark.parametrize("pair", MINILM.likenesses, ids=lambda pair: f"{pair.cosine}")
def test_similarities_are_the_published_ones(encoder: OnnxEncoder, pair: Likeness) -> None:
    """0.6660, 0.1046 and 0.1411 for the sentences of the sentence-transformers documentation, in one padded batch."""
    rows = encoder.tokenise([pair.left, pair.right])
    left, right = encoder.encode(rows, width=16)
    assert float(left @ right) == pytest.approx(pair.cosine, abs=5e-5)


def test_a_vector_is_the_published_one(encoder: OnnxEncoder) -> None:
    """The first numbers of the sentence every tutorial of the model prints."""
    rows = encoder.tokenise(["This is an example sentence"])
    (vector,) = encoder.encode(rows, width=len(rows[0]))
    assert vector[:5] == pytest.approx([0.0676569, 0.0634959, 0.0487131, 0.0793050, 0.0374480], abs=2e-6)


def test_vectors_have_length_one(encoder: OnnxEncoder) -> None:
    """Whatever the length of the text."""
    rows = encoder.tokenise(["a", "b " * 60, "long " * 500])
    vectors = encoder.encode(rows, width=256)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_a_text_is_cut_at_256_tokens(encoder: OnnxEncoder) -> None:
    """First and last are the special ones; what follows the limit does not count."""
    (tokens,) = encoder.tokenise(["word " * 1000])
    (same,) = encoder.tokenise(["word " * 254 + "other"])
    assert tokens == same
    assert (len(tokens), tokens[0], tokens[-1]) == (256, 101, 102)


def test_padding_moves_a_vector_by_no_more_than_rounding(encoder: OnnxEncoder) -> None:
    """The mask is right: what stands beyond the text counts for nothing."""
    (tokens,) = encoder.tokenise(["Built a payments platform in Go"])
    narrow = encoder.encode([tokens], width=len(tokens))
    wide = encoder.encode([tokens], width=256)
    np.testing.assert_allclose(narrow, wide, atol=1e-6)
