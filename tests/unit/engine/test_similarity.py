"""Cosines that last bits cannot change."""

import numpy as np
import pytest

from engine.similarity import Similarities, packed, unpacked
from tests.fakes.word_vectors import word_vectors

TEXTS = ("kafka streams", "kafka", "cooking")


def test_like_texts_are_alike_and_others_are_not() -> None:
    """The matrix has one row for each of the first texts and one column for each of the others."""
    found = Similarities(TEXTS, word_vectors(TEXTS)).between(("kafka",), TEXTS)
    assert found.shape == (1, 3)
    assert found[0].tolist() == pytest.approx([0.7071, 1.0, 0.0], abs=1e-3)


def test_a_text_that_was_not_embedded_is_like_none() -> None:
    """Unknown texts have no likeness, and asking for them is no error."""
    found = Similarities(TEXTS, word_vectors(TEXTS))
    assert found.best(("kafka",), "unknown") == 0
    assert found.best((), "kafka") == 0


def test_last_bits_of_vectors_do_not_change_a_cosine() -> None:
    """Noise as different batch shapes make is gone after rounding."""
    vectors = word_vectors(TEXTS)
    noisy = (vectors + np.float32(1e-7)).astype(np.float32)
    clean = Similarities(TEXTS, vectors).between(TEXTS, TEXTS)
    assert (Similarities(TEXTS, noisy).between(TEXTS, TEXTS) == clean).all()


def test_the_order_of_the_texts_does_not_change_a_cosine() -> None:
    """Sums are exact, so that neither order nor company of a text matters."""
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = tuple(str(number) for number in range(50))
    forward = Similarities(names, vectors).between(names, names)
    backward = Similarities(names[::-1], np.ascontiguousarray(vectors[::-1, ::-1])).between(names, names)
    assert (forward == backward).all()
    assert (forward[:1] == Similarities(names, vectors).between(names[:1], names)).all()


@pytest.mark.parametrize(
    "vectors", [np.zeros((2, 4), np.float32), np.zeros(3, np.float32), np.full((3, 4), np.nan, np.float32)]
)
def test_vectors_that_do_not_fit_are_refused(vectors: np.ndarray) -> None:
    """Wrong shapes and values that are not finite never enter a score."""
    with pytest.raises(ValueError, match="vector"):
        Similarities(TEXTS, vectors)


def test_packed_vectors_give_the_cosines_of_fresh_ones_to_the_last_bit() -> None:
    """What is kept as 16-bit numbers is all that a cosine depends on."""
    rng = np.random.default_rng(11)
    vectors = rng.normal(size=(200, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[0] = np.eye(1, 384, dtype=np.float32)[0]
    names = tuple(str(number) for number in range(200))
    kept = unpacked(packed(vectors))
    assert packed(vectors).dtype == np.int16
    assert (packed(kept) == packed(vectors)).all()
    assert (Similarities(names, kept).between(names, names) == Similarities(names, vectors).between(names, names)).all()
