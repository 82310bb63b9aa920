"""Changing an index gives another one that is searched as if it had been built from scratch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.index_segment import Segment
from services.corpus.domain.index_vectors import Steps, is_unit
from services.corpus.domain.index_view import View
from tests.fakes.index import DIMS, NumpyDense, NumpyLayout, digest, entry, text_of, unit_vector
from tests.unit.corpus.index.reference import best_by_meaning, best_by_words, grid

LAYOUT = NumpyLayout()
NAMES = [f"candidate {number}" for number in range(12)]


def built(seeds: Mapping[str, object]) -> View:
    """An index made at once."""
    return View().changed([entry(name, seed=seed) for name, seed in seeds.items()], [], LAYOUT.exact)


def compact(view: View, planned: View) -> View:
    """Puts the segments of `planned` into one, as a compaction that ends after `view` came about."""
    columns = planned.columns()
    segment = None if columns is None else Segment(columns, LAYOUT.approximate(columns.vectors))
    return view.compacted(planned, segment)


_STEP = st.one_of(
    st.tuples(st.just("put"), st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 9)), min_size=1, max_size=5)),
    st.tuples(st.just("take"), st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["plan", "compact"]), st.none()),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(_STEP, max_size=14), k=st.integers(1, 8), query=st.integers(0, 50))
def test_f09_any_history_equals_an_index_built_from_scratch(
    steps: list[tuple[str, list[Any]]], k: int, query: int
) -> None:
    """F09: after any changes and compactions, same candidates, same order, same scores to the last bit."""
    view, planned, seeds = View(), None, dict[str, object]()
    for what, given_ in steps:
        if what == "put":
            frozen = 0 if planned is None else len(planned.parts)
            view = view.changed([entry(name, seed=seed) for name, seed in given_], [], LAYOUT.exact, frozen=frozen)
            seeds.update(dict(given_))
        elif what == "take":
            frozen = 0 if planned is None else len(planned.parts)
            view = view.changed([], [candidate_key(name) for name in given_], LAYOUT.exact, frozen=frozen)
            seeds = {name: seed for name, seed in seeds.items() if name not in given_}
        elif what == "plan":
            planned = view
        elif planned is not None:
            view, planned = compact(view, planned), None
    vector, text = grid(unit_vector(f"query {query}").astype(np.float32)), text_of(f"query {query}")
    fresh = built(seeds) if seeds else View()
    assert view.total == fresh.total == len(seeds)
    assert nearest(view, vector, k) == nearest(fresh, vector, k) == best_by_meaning(seeds, vector, k)
    assert matching(view, [text], k) == matching(fresh, [text], k)
    assert digest(view.columns()) == digest(fresh.columns())


@settings(max_examples=60, deadline=None)
@given(seeds=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9)), query=st.integers(0, 50), k=st.integers(1, 15))
def test_words_are_scored_by_bm25(seeds: dict[str, object], query: int, k: int) -> None:
    """Scores are those of the textbook formula over exactly the candidates that can be found."""
    view = built({**seeds, "gone": 3}).changed([], [candidate_key("gone")], LAYOUT.exact)
    found, expected = matching(view, [text_of(f"query {query}")], k), best_by_words(seeds, text_of(f"query {query}"), k)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-12)
    assert len(found) == len(expected)


def test_f03_more_wanted_than_there_is() -> None:
    """F03: k beyond the corpus gives all of it, an empty corpus nothing; no filling is ever passed on."""
    vector = unit_vector("query").astype(np.float32)
    assert nearest(View(), vector, 100) == []
    assert matching(View(), ["python"], 100) == []
    assert len(nearest(built(dict.fromkeys(NAMES, 1)), vector, 100)) == len(NAMES)


def test_f04_many_are_taken_out_at_once_and_no_vector_is_moved() -> None:
    """F04: to take out 500 candidates lays nothing out anew and copies no vector, as for one: a tombstone each."""
    full = View().changed([entry(f"n{number}", seed=number) for number in range(4000)], [], LAYOUT.exact)
    laid_out: list[int] = []

    def counted(vectors: Steps) -> NumpyDense:
        laid_out.append(len(vectors))
        return LAYOUT.exact(vectors)

    left = full.changed([], [candidate_key(f"n{number}") for number in range(500)], counted)
    assert (left.total, laid_out) == (3500, [])
    assert [part.segment for part in left.parts] == [part.segment for part in full.parts]
    gone = {candidate_key(f"n{number}") for number in range(500)}
    assert gone.isdisjoint(key for key, _ in nearest(left, unit_vector(1).astype(np.float32), 4000))


def test_f05_a_candidate_put_in_again_is_there_once() -> None:
    """F05: the later content replaces the earlier, within one change and across changes."""
    twice = View().changed([entry("one", seed=1), entry("one", seed=2)], [], LAYOUT.exact)
    again = twice.changed([entry("one", seed=3)], [], LAYOUT.exact)
    assert (twice.total, again.total) == (1, 1)
    assert digest(twice.columns()) == digest(built({"one": 2}).columns())
    assert digest(again.columns()) == digest(built({"one": 3}).columns())


def test_an_older_view_is_not_touched_by_newer_ones() -> None:
    """F01: who searches an index sees it as it was when the search began, whatever is changed meanwhile."""
    old = built(dict.fromkeys(NAMES, 1))
    before = digest(old.columns())
    compact(old.changed([entry("new", seed=2)], [candidate_key(NAMES[0])], LAYOUT.exact), old)
    assert digest(old.columns()) == before
    assert old.total == len(NAMES)


def test_ties_beyond_the_short_list_are_cut_by_key() -> None:
    """Hundreds of equal candidates: which of them are found never hangs on the order they came in."""
    names = [f"same {number}" for number in range(300)]
    forward, backward = View(), View()
    for start in range(0, 300, 50):
        forward = forward.changed([entry(name, seed=1) for name in names[start : start + 50]], [], LAYOUT.exact)
    for name in reversed(names):
        backward = backward.changed([entry(name, seed=1)], [], LAYOUT.exact)
    vector = unit_vector(1).astype(np.float32)
    expected = sorted(candidate_key(name) for name in names)[:5]
    assert [key for key, _ in nearest(forward, vector, 5)] == expected
    assert nearest(forward, vector, 5) == nearest(backward, vector, 5)


def test_dead_rows_never_hide_living_ones() -> None:
    """The short-list grows until enough of it is alive, in exact and in approximate segments."""
    seeds = {f"near {number}": 1 for number in range(200)} | {f"far {number}": 2 for number in range(5)}
    for layout in (LAYOUT.exact, LAYOUT.approximate):
        full = View().changed([entry(name, seed=seed) for name, seed in seeds.items()], [], layout)
        left = full.changed([], [candidate_key(f"near {number}") for number in range(200)], layout)
        found = nearest(left, unit_vector(1).astype(np.float32), 3)
        assert [key for key, _ in found] == sorted(candidate_key(f"far {number}") for number in range(5))[:3]


def test_small_changes_leave_few_segments() -> None:
    """A thousand changes of one candidate each leave a handful of segments to search, not a thousand."""
    view = View()
    for number in range(1000):
        view = view.changed([entry(f"candidate {number}", seed=number)], [], LAYOUT.exact)
    assert view.total == 1000
    assert len(view.parts) <= 6


def test_a_compaction_is_due_when_much_is_loose() -> None:
    """Deaths are gathered up once they are many, and then nothing is loose."""
    many = View().changed([entry(f"n{number}", seed=number) for number in range(5000)], [], LAYOUT.exact)
    assert not many.is_loose()
    left = many.changed([], [candidate_key(f"n{number}") for number in range(4200)], LAYOUT.exact)
    assert left.is_loose()
    tidy = compact(left, left)
    assert not tidy.is_loose()
    assert tidy.size_bytes < left.size_bytes / 3


def test_a_compaction_of_other_segments_is_refused() -> None:
    """What was compacted must be what stands there, or candidates would come back from the dead."""
    one, other = built({"a": 1}), built({"b": 1})
    with pytest.raises(ValueError, match="no longer"):
        compact(other, one)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 2.0])
def test_f02_vectors_without_direction_are_no_unit_vectors(bad: float) -> None:
    """F02: NaN, infinity, zero and other lengths are told before any index sees them."""
    vector = np.zeros(DIMS, np.float32)
    vector[0] = bad
    assert not is_unit(vector)
    with pytest.raises(ValueError, match="length one"):
        nearest(built({"a": 1}), vector, 1)


def test_approximate_segments_give_exact_scores() -> None:
    """What an approximate index finds is scored anew from the stored vectors."""

    class Rough(NumpyDense):
        def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
            rows, scores = super().nearest(query, count)
            return rows, np.zeros_like(scores)

    seeds: dict[str, object] = {name: number for number, name in enumerate(NAMES)}
    view = View().changed([entry(n, seed=s) for n, s in seeds.items()], [], lambda v: Rough(v, is_exact=False))
    vector = grid(unit_vector("query").astype(np.float32))
    assert nearest(view, vector, 4) == best_by_meaning(seeds, vector, 4)


def test_an_approximate_index_that_passes_rows_over_hides_nobody_from_a_wide_search() -> None:
    """Asked for more than there is, a search gives everybody, whatever the dense index leaves out."""

    class Lossy(NumpyDense):
        def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
            rows, scores = super().nearest(query, count)
            return rows[::2], scores[::2]

    seeds: dict[str, object] = {name: number for number, name in enumerate(NAMES)}
    view = View().changed([entry(n, seed=s) for n, s in seeds.items()], [], lambda v: Lossy(v, is_exact=False))
    vector = grid(unit_vector("query").astype(np.float32))
    assert nearest(view, vector, 100) == best_by_meaning(seeds, vector, 100)
