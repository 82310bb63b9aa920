"""Products of vectors in steps have no error, and a ranking is the pairs it stands for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.corpus.domain.index_ranking import Ranking
from services.corpus.domain.index_vectors import (
    DIMS_MAX,
    STEPS_PER_ONE,
    UNIT_TOLERANCE,
    cosines,
    in_steps,
    is_unit,
    products,
    query_steps,
)


def as_long_as_allowed(dims: int, seed: int, *, spread: bool) -> NDArray[np.float32]:
    """A vector that is only just a unit one, of even components or of whichever."""
    drawn = np.random.default_rng(seed).standard_normal(dims)
    drawn = np.sign(drawn) if spread else drawn
    vector: NDArray[np.float32] = (drawn * ((1 + 0.999 * UNIT_TOLERANCE) / np.linalg.norm(drawn))).astype(np.float32)
    return vector


@settings(max_examples=25, deadline=None)
@given(
    dims=st.sampled_from([1, 3, 8, 384, 1_000, DIMS_MAX]),
    seed=st.integers(0, 2**32 - 1),
    spread=st.booleans(),
    reverse=st.booleans(),
)
def test_products_are_whole_and_the_same_in_any_order(
    dims: int,
    seed: int,
    spread: bool,  # noqa: FBT001 - drawn by hypothesis
    reverse: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    """The longest vectors there may be, against themselves, their opposite and others: what whole numbers say, in any order."""
    vector = as_long_as_allowed(dims, seed, spread=spread)
    other = as_long_as_allowed(dims, seed + 1, spread=spread)
    assert is_unit(vector)
    rows, query = in_steps(np.stack([vector, -vector, other] * 90)), query_steps(vector)
    order = np.arange(dims)[::-1] if reverse else np.random.default_rng(seed).permutation(dims)
    expected = rows.astype(np.int64) @ in_steps(vector).astype(np.int64)
    places = np.arange(len(rows))
    assert products(rows, places, query).tolist() == expected.tolist()
    assert products(rows[:, order], places, query[order]).tolist() == expected.tolist()
    # One term after another: no partial sum may need rounding either.
    partial = np.cumsum(rows[0].astype(np.float32) * query, dtype=np.float32)
    assert partial[-1] == expected[0]


def test_more_dims_than_add_up_without_error_are_refused() -> None:
    """Rounding would make such vectors too long."""
    with pytest.raises(ValueError, match="dims"):
        in_steps(np.zeros(DIMS_MAX + 1))


def test_cosines_are_off_by_little() -> None:
    """What rounding to steps costs is some 1e-4."""
    drawn = np.random.default_rng(1).standard_normal((500, 384))
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    found = cosines(products(in_steps(vectors), np.arange(500), query_steps(vectors[0])))
    assert np.abs(found - vectors.astype(np.float64) @ vectors[0]).max() < 5e-4
    assert found[0] == np.square(np.rint(vectors[0].astype(np.float64) * STEPS_PER_ONE)).sum() / STEPS_PER_ONE**2


@pytest.mark.parametrize("other", [[("a", 0.5), ("b", 0.25)], Ranking(["a", "b"], np.array([0.5, 0.25]))])
def test_a_ranking_is_its_pairs(other: Any) -> None:
    """It is counted, cut, read and compared as the list of its pairs would be."""
    ranking = Ranking(["a", "b"], np.array([0.5, 0.25]))
    assert ranking == other
    assert (len(ranking), list(ranking), ranking[1]) == (2, [("a", 0.5), ("b", 0.25)], ("b", 0.25))
    assert ranking[:1] == [("a", 0.5)]
    assert ranking != Ranking(["a", "b"], np.array([0.5, 0.3]))
    assert Ranking() == []
