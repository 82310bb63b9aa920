"""The layouts of FAISS: exact, coded, coded in lists; each says what it finds, and none says more than it does."""

import numpy as np
import pytest
from numpy.typing import NDArray

from services.corpus.adapters.faiss.coded import CodedDense, code, lists_of, measured, tuned
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.faiss.exact import ExactDense, WideDense
from services.corpus.adapters.faiss.probes import BEST, probes_of, true_best
from services.corpus.domain.index_search import nearest
from services.corpus.domain.index_segment import Columns, DenseIndex, Segment
from services.corpus.domain.index_vectors import Steps, cosines, in_steps, in_units, query_steps
from services.corpus.domain.index_view import Part, View
from services.corpus.domain.lexical_segment import LexicalSegment

LAYOUT = FaissLayout()
LAYOUT.prepare_thread()


def clustered(rows: int, *, dims: int, seed: int = 3) -> Steps:
    """Unit vectors around some directions, as candidates of one trade lie."""
    drawn = np.random.default_rng(seed)
    centres = drawn.standard_normal((40, dims))
    vectors = centres[drawn.integers(40, size=rows)] + 0.6 * drawn.standard_normal((rows, dims))
    return in_steps(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def queries(dims: int) -> NDArray[np.float32]:
    """Directions off the vectors' own, as those of searches are."""
    moved = in_units(clustered(20, dims=dims, seed=3)) + 0.1 * np.random.default_rng(8).standard_normal((20, dims))
    unit: NDArray[np.float32] = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit


def view_of(vectors: Steps, dense: DenseIndex) -> View:
    keys = np.array([b"%032x" % row for row in range(len(vectors))])
    return View((Part.whole(Segment(Columns(keys, vectors, LexicalSegment.build([{}] * len(vectors))), dense)),))


@pytest.mark.parametrize(("rows", "dims", "lists"), [(2_000, 32, 0), (2_000, 33, 0), (9_000, 32, 128)])
def test_coded_layouts_find_what_they_say(rows: int, dims: int, lists: int) -> None:
    """With an even or odd number of dims, in lists or not, a search finds at least .97 of the best 100, and says .98 or more."""
    vectors = clustered(rows, dims=dims)
    coded = LAYOUT.approximate(vectors)
    assert isinstance(coded, CodedDense)
    assert lists_of(coded.index) == lists
    assert coded.recall >= 0.98
    exact, rough = view_of(vectors, LAYOUT.exact(vectors)), view_of(vectors, coded)
    for k in (10, BEST, 300):
        found = [(nearest(exact, query, k), nearest(rough, query, k)) for query in queries(dims)]
        assert np.mean([len(set(true) & set(near)) / k for true, near in found]) >= 0.97


@pytest.mark.parametrize(("rows", "kind"), [(700, WideDense), (5_000, ExactDense)])
def test_exact_layouts_find_the_very_best(rows: int, kind: type[DenseIndex]) -> None:
    """Few vectors or many, some of them dead: what is found is what all products computed without error say."""
    vectors = clustered(rows, dims=32)
    dense = LAYOUT.exact(vectors)
    assert isinstance(dense, kind)
    whole = view_of(vectors, dense)
    dead = np.arange(0, rows, 3)
    part = whole.parts[0].without(whole.parts[0].segment.columns.keys[dead])
    for view, alive in ((whole, np.arange(rows)), (View((part,)), np.setdiff1d(np.arange(rows), dead))):
        for query in queries(32):
            sums = vectors[alive].astype(np.int64) @ query_steps(query).astype(np.int64)
            best = sorted(zip((-sums).tolist(), (f"{row:032x}" for row in alive.tolist()), strict=True))[:100]
            scores = cosines(np.array([-negative for negative, _ in best], np.float32)).tolist()
            assert nearest(view, query, 100) == list(zip((key for _, key in best), scores, strict=True))


def test_a_query_of_other_dims_is_refused_before_any_memory_is_read() -> None:
    """FAISS is given addresses: what is too short would be read past its end."""
    vectors = clustered(64, dims=32)
    with pytest.raises(ValueError, match="dims"):
        nearest(view_of(vectors, LAYOUT.exact(vectors)), queries(16)[0], 5)


@pytest.mark.parametrize("rows", [2_000, 9_000])
def test_what_is_found_twice_has_the_same_score(rows: int) -> None:
    """Whichever layout found a candidate, kept wide or not, its score is the same to the last bit."""
    vectors = clustered(rows, dims=32)
    exact, rough = view_of(vectors, LAYOUT.exact(vectors)), view_of(vectors, LAYOUT.approximate(vectors))
    for query in queries(32):
        scores = dict(nearest(exact, query, 200))
        assert all(scores.get(key, score) == score for key, score in nearest(rough, query, 100))


def test_the_same_vectors_give_the_same_index() -> None:
    """Nothing is drawn: two replicas that lay out the same candidates answer the same."""
    vectors = clustered(9_000, dims=32)
    one, other = (view_of(vectors, LAYOUT.approximate(vectors.copy())) for _ in range(2))
    assert [nearest(one, query, 50) for query in queries(32)] == [nearest(other, query, 50) for query in queries(32)]


def test_the_cheapest_effort_that_is_good_enough_is_chosen() -> None:
    """No effort that costs less on both counts finds the wanted share; the recall said is the one measured."""
    vectors = clustered(9_000, dims=32)
    probes = probes_of(vectors)
    raw, best = code(vectors), true_best(vectors, probes)
    efforts, chosen = measured(raw, probes, best), tuned(raw, probes, best).effort
    assert chosen in efforts
    cheaper = [
        each for each in efforts if each.lists <= chosen.lists and each.breadth <= chosen.breadth and each != chosen
    ]
    assert all(each.recall < 0.99 for each in cheaper)


def test_vectors_that_codes_do_not_tell_apart_are_kept_exactly() -> None:
    """Thousands that differ by less than a code can say would be found by luck: such a corpus is searched exactly."""
    drawn = np.random.default_rng(5)
    near = np.ones(32) + 0.002 * drawn.standard_normal((4_000, 32))
    vectors = in_steps(near / np.linalg.norm(near, axis=1, keepdims=True))
    kept = LAYOUT.approximate(vectors)
    assert kept.is_exact
    assert kept.is_final
    assert not LAYOUT.exact(vectors).is_final


def test_components_that_float16_rounds_hide_nobody() -> None:
    """Many vectors lie along one axis, where float16 has no odd steps: the best are found all the same, ties by key."""
    drawn = np.random.default_rng(6)
    steep = np.hstack((np.ones((5_000, 1)), 0.01 * drawn.standard_normal((5_000, 15))))
    vectors = in_steps(steep / np.linalg.norm(steep, axis=1, keepdims=True))
    query = in_units(vectors[7])
    sums = vectors.astype(np.int64) @ vectors[7].astype(np.int64)
    best = sorted(range(5_000), key=lambda row: (-sums[row], row))[:100]
    found = nearest(view_of(vectors, LAYOUT.exact(vectors)), query, 100)
    assert [int(key, 16) for key, _ in found] == best


def test_too_few_vectors_to_learn_from_are_kept_exactly() -> None:
    """An approximate layout of a handful is an exact one."""
    assert LAYOUT.approximate(clustered(5, dims=8)).is_exact


def test_f03_more_wanted_than_there_are() -> None:
    """F03: what FAISS fills its answer up with is never found; everybody is."""
    for rows in (3, 2_000):
        vectors = clustered(rows, dims=16)
        for dense in (LAYOUT.exact(vectors), LAYOUT.approximate(vectors)):
            near, _ = dense.nearest(queries(16)[0], rows + 50)
            assert near.min() >= 0
            assert len(nearest(view_of(vectors, dense), queries(16)[0], rows + 50)) == rows


def test_a_coded_segment_that_is_mostly_dead_still_gives_all_who_live() -> None:
    """Tombstones beside the probed lists make a search look farther, until it has as many as are wanted."""
    vectors = clustered(9_000, dims=32)
    view = view_of(vectors, LAYOUT.approximate(vectors))
    (part,) = view.parts
    alive = np.zeros(part.segment.rows, np.bool_)
    alive[::90] = True
    query = queries(32)[0]
    found = nearest(View((Part(part.segment, alive, int(alive.sum())),)), query, 100)
    assert len(found) == 100
    true = in_units(vectors[::90]) @ query
    assert {int(key, 16) for key, _ in found} == set((np.argsort(-true)[:100] * 90).tolist())
