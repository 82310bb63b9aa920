"""Finds the best candidates of a view, by meaning and by words, with scores that do not depend on how it came about.

By meaning: a dense index gives every product, or a short-list whose products are computed here; both without error.
By words: BM25 over counts that are whole numbers, added up in the order of the terms.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_ranking import Ranking
from services.corpus.domain.index_vectors import cosines, is_unit, query_steps
from services.corpus.domain.index_view import BM25_K1, Part, View
from services.corpus.domain.lexical_terms import term_id, terms_of

Score = TypeVar("Score", np.float32, np.float64)
# Rows of a part, and a score for each.
Rows = tuple[Part, NDArray[np.int64], NDArray[Score]]

# Twice what an exact index may be off: it may keep components in float16, which has no odd steps beyond 2,048, and a vector
# of length one has three such components at most. In squares of a step.
_MARGIN = 16_000.0
_REFETCH_GROWTH = 4
# Up to so many scores for each one wanted are sorted sooner than the least of the best is found first.
_SORTED_FOR_EACH = 8


def nearest(view: View, vector: NDArray[np.float32], k: int) -> Ranking:
    """Returns the at most `k` candidates with the highest cosine, best first, ties by key.

    Raises:
        ValueError: the vector is not of length one.
    """
    if not is_unit(vector):
        raise ValueError("a query must be a finite vector of length one")
    query = query_steps(vector)
    keys, sums = _best([_near(part, query, k) for part in view.parts if part.live], k)
    return Ranking(keys, cosines(sums))


def _near(part: Part, query: NDArray[np.float32], k: int) -> Rows[np.float32]:
    """Returns live rows that hold a part's best `k`, rising, and their products with a query in steps."""
    every = part.segment.dense.products(query)
    if every is None:
        rows = _short_list(part, query, k)
        rows.sort()
        return part, rows, part.segment.dense.products_of(rows, query)
    if part.live <= k:
        rows = part.rows()
    else:
        if part.live < len(every):
            every[~part.alive] = -np.inf
        place = len(every) - k
        (rows,) = (every >= np.partition(every, place)[place]).nonzero()
    return part, rows, every.take(rows)


def _short_list(part: Part, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Returns live rows that hold the best `k`, as surely as the part's dense index can tell."""
    dense, all_rows = part.segment.dense, part.segment.rows
    count = dense.short_list(k)
    while count < all_rows:
        near, sums = dense.nearest(query, count)
        alive = part.alive[near] if part.live < all_rows else slice(None)
        rows = near[alive]
        if len(rows) >= k and (not dense.is_exact or sums[-1] < sums[alive][k - 1] - _MARGIN):
            return rows
        count *= _REFETCH_GROWTH
    # An approximate index may pass rows over even when it is asked for all.
    return part.rows()


def matching(view: View, texts: Sequence[str], k: int) -> Ranking:
    """Returns the at most `k` candidates with the highest BM25 score above 0, best first, ties by key.

    A term counts as often as it occurs in the texts.
    """
    wanted = Counter(term_id(term) for text in texts for term in terms_of(text))
    if not wanted or not view.terms_total:
        return Ranking()
    scores = [np.zeros(part.segment.rows) for part in view.parts]
    for term, times in sorted(wanted.items()):
        postings = [_living_postings(part, term) for part in view.parts]
        documents = sum(len(rows) for rows, _ in postings)
        rarity = times * math.log(1 + (view.total - documents + 0.5) / (documents + 0.5))
        for of_part, dampings, (rows, counts) in zip(scores, view.dampings, postings, strict=True):
            of_part[rows] += rarity * (counts * (BM25_K1 + 1) / (counts + dampings[rows]))
    found = []
    for part, of_part in zip(view.parts, scores, strict=True):
        (hits,) = of_part.nonzero()
        found.append((part, hits, of_part[hits]))
    keys, best = _best(found, k)
    return Ranking(keys, best)


def _living_postings(part: Part, term: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    rows, counts = part.segment.columns.lexical.postings(term)
    if part.live < part.segment.rows:
        alive = part.alive[rows]
        rows, counts = rows[alive], counts[alive]
    return rows, counts.astype(np.float64)


def _best(found: Sequence[Rows[Score]], k: int) -> tuple[list[str], NDArray[Score]]:
    """Returns the keys and scores of the `k` best of rows that rise in each part: highest first, ties by key."""
    parts = [_foremost(each, k) for each in found]
    if len(parts) == 1:
        ((part, rows, scores),) = parts
        # Rows are in the order of their keys.
        places = (-scores).argsort(kind="stable")[:k]
        return part.segment.names(rows.take(places)), scores.take(places)
    if not parts:
        none: NDArray[Any] = np.empty(0)
        return [], none
    together = np.concatenate([of_part for _, _, of_part in parts])
    keys = np.concatenate([part.segment.columns.keys[rows] for part, rows, _ in parts])
    places = (-together).argsort()
    ordered = together[places]
    if (ordered[1:] == ordered[:-1]).any():
        places = np.lexsort((keys, -together))
    places = places[:k]
    return list(map(bytes.decode, keys[places].tolist())), together[places]


def _foremost(found: Rows[Score], k: int) -> Rows[Score]:
    """Returns those of very many rows that may be among the best `k`, all that equal the last of them included."""
    part, rows, scores = found
    if len(rows) <= _SORTED_FOR_EACH * k:
        return found
    kept = scores >= np.partition(scores, len(scores) - k)[len(scores) - k]
    return part, rows[kept], scores[kept]
