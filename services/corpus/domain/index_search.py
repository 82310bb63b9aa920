"""Finds the best candidates of a view, by meaning and by words, with scores that do not depend on how it came about.

By meaning: what a dense index gives is a short-list; scores are computed anew from the stored vectors. Stored components are
multiples of 2^-24 and a query's are rounded to multiples of 2^-20, so that all sums are exact in float64, in any order.
By words: BM25 over counts that are whole numbers, added up in the order of the terms.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_view import Part, View
from services.corpus.domain.lexical_terms import term_id, terms_of

Ranked = list[tuple[str, float]]

_QUERY_STEPS = 2.0**20
# Twice the error a float32 sum of some hundred products can have: what lies nearer to the last place may belong on it.
_FLOAT32_MARGIN = 1e-4
_EXACT_SLACK = 32
# On 100,000 resampled vectors of MiniLM a short-list of so many holds .9985 of the best 100 and all of the best 400, on 500,000
# .9957 of the best 100.
_APPROXIMATE_FACTOR = 4
_APPROXIMATE_SLACK = 400
_REFETCH_GROWTH = 4
# Robertson's usual constants; lengths of CVs vary less than those of web pages, so nothing finer was looked for.
_K1 = 1.2
_B = 0.75
UNIT_TOLERANCE = 0.01


def is_unit(vector: NDArray[np.floating]) -> bool:
    """Says whether a vector is finite and of length one; a zero, a NaN or an infinity is refused before any index."""
    length = float(np.sqrt(np.square(vector.astype(np.float64)).sum()))
    return math.isfinite(length) and abs(length - 1.0) <= UNIT_TOLERANCE


def nearest(view: View, vector: NDArray[np.float32], k: int) -> Ranked:
    """Returns the at most `k` candidates with the highest cosine, best first, ties by key.

    Raises:
        ValueError: the vector is not of length one.
    """
    if not is_unit(vector):
        raise ValueError("a query must be a finite vector of length one")
    query = np.round(vector.astype(np.float64) * _QUERY_STEPS) / _QUERY_STEPS
    found = [_nearest_in(part, query, k) for part in view.parts if part.live]
    return _best([keys for keys, _ in found], [scores for _, scores in found], k)


def _nearest_in(part: Part, query: NDArray[np.float64], k: int) -> tuple[NDArray[np.bytes_], NDArray[np.float64]]:
    columns = part.segment.columns
    rows = _short_list(part, query.astype(np.float32), k)
    # Not `@`: its library would wait for threads of its own, which on busy cores takes ten times the work itself.
    return columns.keys[rows], np.einsum("ij,j->i", columns.vectors[rows].astype(np.float64), query)


def _short_list(part: Part, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Returns live rows that hold the best `k`, as surely as the part's dense index can tell."""
    dense, all_rows = part.segment.dense, part.segment.rows
    count = k + _EXACT_SLACK if dense.is_exact else k * _APPROXIMATE_FACTOR + _APPROXIMATE_SLACK
    while count < all_rows:
        rows, scores = dense.nearest(query, count)
        alive = part.alive[rows]
        kept = rows[alive]
        if len(kept) >= k and (not dense.is_exact or scores[-1] < scores[alive][k - 1] - _FLOAT32_MARGIN):
            return kept
        count *= _REFETCH_GROWTH
    # An approximate index may pass rows over even when it is asked for all.
    return part.rows()


def matching(view: View, texts: Sequence[str], k: int) -> Ranked:
    """Returns the at most `k` candidates with the highest BM25 score above 0, best first, ties by key.

    A term counts as often as it occurs in the texts.
    """
    wanted = Counter(term_id(term) for text in texts for term in terms_of(text))
    if not wanted or not view.terms_total:
        return []
    parts = [part for part in view.parts if part.live]
    mean_length = view.terms_total / view.total
    scores = [np.zeros(part.segment.rows) for part in parts]
    damping = [_K1 * (1 - _B + _B * (part.segment.columns.lexical.lengths / mean_length)) for part in parts]
    for term, times in sorted(wanted.items()):
        found = [_living_postings(part, term) for part in parts]
        documents = sum(len(rows) for rows, _ in found)
        rarity = times * math.log(1 + (view.total - documents + 0.5) / (documents + 0.5))
        for place, (rows, counts) in enumerate(found):
            scores[place][rows] += rarity * (counts * (_K1 + 1) / (counts + damping[place][rows]))
    hits = [np.flatnonzero(of_part) for of_part in scores]
    keys = [part.segment.columns.keys[rows] for part, rows in zip(parts, hits, strict=True)]
    return _best(keys, [of_part[rows] for of_part, rows in zip(scores, hits, strict=True)], k)


def _living_postings(part: Part, term: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    rows, counts = part.segment.columns.lexical.postings(term)
    if part.live < part.segment.rows:
        alive = part.alive[rows]
        rows, counts = rows[alive], counts[alive]
    return rows, counts.astype(np.float64)


def _best(keys: Sequence[NDArray[np.bytes_]], scores: Sequence[NDArray[np.float64]], k: int) -> Ranked:
    """Returns the `k` highest scores, ties by key; what equals the last one is looked at before it is cut."""
    if not keys:
        return []
    all_keys, all_scores = np.concatenate(keys), np.concatenate(scores)
    if len(all_scores) > k:
        last = np.partition(all_scores, len(all_scores) - k)[len(all_scores) - k]
        kept = all_scores >= last
        all_keys, all_scores = all_keys[kept], all_scores[kept]
    order = np.lexsort((all_keys, -all_scores))[:k]
    return [(key.decode("ascii"), float(score)) for key, score in zip(all_keys[order], all_scores[order], strict=True)]
