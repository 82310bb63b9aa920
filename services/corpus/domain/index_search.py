"""Finds the best candidates of a view, by meaning and by words, with scores that do not depend on how it came about.

By meaning: what a dense index gives is a short-list; scores are computed anew from the stored vectors, without error.
By words: BM25 over counts that are whole numbers, added up in the order of the terms.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps, is_unit, products, query_steps, rough_products
from services.corpus.domain.index_view import Part, View
from services.corpus.domain.lexical_terms import term_id, terms_of

Ranked = list[tuple[str, float]]

# Twice the error a float32 sum of some hundred products can have: what lies nearer to the last place may belong on it.
_FLOAT32_MARGIN = 1e-4
_REFETCH_GROWTH = 4
# Rows computed at once stay in the processor's cache; so few are computed exactly at once.
_ROWS_AT_ONCE = 256
_EXACT_AT_ONCE = 128
# Up to so many scores for each one wanted are sorted sooner than the least of the best is found first.
_SORTED_FOR_EACH = 8
# Robertson's usual constants; lengths of CVs vary less than those of web pages, so nothing finer was looked for.
_K1 = 1.2
_B = 0.75


def nearest(view: View, vector: NDArray[np.float32], k: int) -> Ranked:
    """Returns the at most `k` candidates with the highest cosine, best first, ties by key.

    Raises:
        ValueError: the vector is not of length one.
    """
    if not is_unit(vector):
        raise ValueError("a query must be a finite vector of length one")
    query = query_steps(vector)
    found = []
    for part in view.parts:
        if part.live:
            vectors = part.segment.columns.vectors
            rows = _cut(vectors, _short_list(part, vector, k), vector, k)
            found.append((part, rows, products(vectors.take(rows, 0), query)))
    return _best(found, k)


def _cut(vectors: Steps, rows: NDArray[np.int64], query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Returns those of many rows that may be among the best `k`: in float32, which is twice as fast as being exact."""
    if len(rows) <= max(_EXACT_AT_ONCE, 3 * k):
        return rows
    starts = range(0, len(rows), _ROWS_AT_ONCE)
    scores = np.concatenate([rough_products(vectors.take(rows[at : at + _ROWS_AT_ONCE], 0), query) for at in starts])
    kept: NDArray[np.int64] = rows[scores >= np.partition(scores, len(scores) - k)[len(scores) - k] - _FLOAT32_MARGIN]
    return kept


def _short_list(part: Part, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Returns live rows that hold the best `k`, as surely as the part's dense index can tell."""
    dense, all_rows = part.segment.dense, part.segment.rows
    all_scores = dense.products(query)
    if all_scores is not None:
        return _highest(part, all_scores, k)
    count = dense.short_list(k)
    while count < all_rows:
        rows, scores = dense.nearest(query, count)
        if part.live < all_rows:
            alive = part.alive[rows]
            rows, scores, last = rows[alive], scores[alive], scores[-1]
        else:
            last = scores[-1]
        if len(rows) >= k and (not dense.is_exact or last < scores[k - 1] - _FLOAT32_MARGIN):
            return rows
        count *= _REFETCH_GROWTH
    # An approximate index may pass rows over even when it is asked for all.
    return part.rows()


def _highest(part: Part, scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Returns the live rows that may be among the best `k`, whatever the errors of float32."""
    if part.live <= k:
        return part.rows()
    if part.live < len(scores):
        scores = np.where(part.alive, scores, -np.inf)
    place = len(scores) - k
    return np.flatnonzero(scores >= np.partition(scores, place)[place] - _FLOAT32_MARGIN)


def matching(view: View, texts: Sequence[str], k: int) -> Ranked:
    """Returns the at most `k` candidates with the highest BM25 score above 0, best first, ties by key.

    A term counts as often as it occurs in the texts.
    """
    wanted = Counter(term_id(term) for text in texts for term in terms_of(text))
    if not wanted or not view.terms_total:
        return []
    scores = [np.zeros(part.segment.rows) for part in view.parts]
    for term, times in sorted(wanted.items()):
        postings = [_living_postings(part, term) for part in view.parts]
        documents = sum(len(rows) for rows, _ in postings)
        rarity = times * math.log(1 + (view.total - documents + 0.5) / (documents + 0.5))
        for of_part, lengths, (rows, counts) in zip(scores, view.relative_lengths, postings, strict=True):
            damping = _K1 * (1 - _B + _B * lengths[rows])
            of_part[rows] += rarity * (counts * (_K1 + 1) / (counts + damping))
    found = []
    for part, of_part in zip(view.parts, scores, strict=True):
        hits: NDArray[np.int64] = np.flatnonzero(of_part).astype(np.int64, copy=False)
        found.append((part, hits, of_part[hits]))
    return _best(found, k)


def _living_postings(part: Part, term: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    rows, counts = part.segment.columns.lexical.postings(term)
    if part.live < part.segment.rows:
        alive = part.alive[rows]
        rows, counts = rows[alive], counts[alive]
    return rows, counts.astype(np.float64)


def _best(found: Sequence[tuple[Part, NDArray[np.int64], NDArray[np.float64]]], k: int) -> Ranked:
    """Returns the `k` highest scores of rows in parts, ties by key; what equals the last one is looked at before it is cut."""
    if sum(len(rows) for _, rows, _ in found) > _SORTED_FOR_EACH * k:
        least = _kth([scores for _, _, scores in found], k)
        found = [(part, rows[kept], scores[kept]) for part, rows, scores in found for kept in (scores >= least,)]
    if not found:
        return []
    all_scores = _joined([scores for _, _, scores in found])
    order = np.argsort(-all_scores)
    ordered = all_scores[order]
    if (ordered[1:] == ordered[:-1]).any():
        all_keys = _joined([part.segment.columns.keys[rows] for part, rows, _ in found])
        order = np.lexsort((all_keys, -all_scores))
        ordered = all_scores[order]
    return list(zip(_names(found, order[:k]), ordered[:k].tolist(), strict=True))


def _names(
    found: Sequence[tuple[Part, NDArray[np.int64], NDArray[np.float64]]], places: NDArray[np.int64]
) -> list[str]:
    """Returns the keys at some places of what was found, all parts in a row."""
    if len(found) == 1:
        part, rows, _ = found[0]
        return part.segment.names(rows[places])
    keys: list[bytes] = _joined([part.segment.columns.keys[rows] for part, rows, _ in found])[places].tolist()
    return list(map(bytes.decode, keys))


def _kth(scores: Sequence[NDArray[np.float64]], k: int) -> float:
    """Returns the `k`-th highest of some scores; minus infinity where there are no more than `k`."""
    if sum(map(len, scores)) <= k:
        return -math.inf
    together = _joined(scores)
    return float(np.partition(together, len(together) - k)[len(together) - k])


def _joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
