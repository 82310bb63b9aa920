"""Cosines that last bits cannot change."""

import numpy as np
import pytest

from engine.similarity import Embedded, Steps, as_cosines, packed, products, unpacked
from tests.fakes.word_vectors import word_vectors

TEXTS = ("kafka streams", "kafka", "cooking")


def cosines(one: Steps, others: Steps) -> np.ndarray:
    """As the engine takes them."""
    return as_cosines(products(one, others))


def test_like_texts_are_alike_and_others_are_not() -> None:
    """Cosines of steps are those of the vectors, in four decimals."""
    steps = Embedded.of(TEXTS, word_vectors(TEXTS)).steps
    assert cosines(steps, steps).round(3).tolist() == [[1.0, 0.707, 0.0], [0.707, 1.0, 0.0], [0.0, 0.0, 1.0]]


def test_a_text_that_both_sides_have_has_one_vector() -> None:
    """What both sides have counts with the vector of the other, and nobody's own vectors change."""
    asked = Embedded.of(("kafka",), word_vectors(("kafka",)))
    own = Embedded.of(("cooking", "kafka"), word_vectors(("cooking", "cooking")))
    agreed = own.agreeing_with(asked)
    assert (agreed.steps[1] == asked.steps[0]).all()
    assert (own.steps[1] == own.steps[0]).all()
    assert agreed.agreeing_with(Embedded.of(("else",), word_vectors(("else",)))) is agreed


def test_vectors_of_another_size_do_not_agree() -> None:
    """They are of another model."""
    small = Embedded(("kafka",), np.ones((1, 3), np.int16))
    with pytest.raises(ValueError, match="sizes"):
        small.agreeing_with(Embedded.of(("else",), word_vectors(("else",))))


def test_last_bits_of_vectors_do_not_change_a_cosine() -> None:
    """Noise as different batch shapes make is gone after rounding."""
    vectors = word_vectors(TEXTS)
    clean = Embedded.of(TEXTS, vectors).steps
    noisy = Embedded.of(TEXTS, (vectors + np.float32(1e-7)).astype(np.float32)).steps
    assert (cosines(noisy, noisy) == cosines(clean, clean)).all()


def test_neither_order_nor_company_changes_a_cosine() -> None:
    """Sums are exact: components in another order, one row alone or with others, give the same to the last bit."""
    steps = Embedded.of(tuple(map(str, range(50))), _random_rows(50, seed=7)).steps
    every = cosines(steps, steps)
    assert (cosines(np.ascontiguousarray(steps[:, ::-1]), np.ascontiguousarray(steps[:, ::-1])) == every).all()
    assert all((cosines(steps[[row]], steps[[3]]) == every[row, 3]).all() for row in range(50))


def _random_rows(count: int, *, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.mark.parametrize(
    "vectors", [np.zeros((2, 4), np.float32), np.zeros(3, np.float32), np.full((3, 4), np.nan, np.float32)]
)
def test_vectors_that_do_not_fit_are_refused(vectors: np.ndarray) -> None:
    """Wrong shapes and values that are not finite never enter a score."""
    with pytest.raises(ValueError, match="vector"):
        Embedded.of(TEXTS, vectors)


def test_packed_vectors_give_the_cosines_of_fresh_ones_to_the_last_bit() -> None:
    """What is kept as 16-bit numbers is all that a cosine depends on."""
    vectors = _random_rows(200, seed=11)
    vectors[0] = np.eye(1, 384, dtype=np.float32)[0]
    kept = unpacked(packed(vectors))
    assert packed(vectors).dtype == np.int16
    assert (packed(kept) == packed(vectors)).all()
