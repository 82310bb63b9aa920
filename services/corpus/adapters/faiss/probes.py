"""Queries that an index is measured with when it is built, and what a perfect one would answer.

A search's vector is of sentences of a job and lies off the candidates' own: a candidate moved by what tells two others apart
is as hard to find for as one (measured: tests/bench, docs/index.md). Made of the vectors and of nothing drawn.
"""

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps, in_units

BEST = 100
_PROBES = 128
_BLOCK_ROWS = 16_384
# Large odd numbers: places spread over the rows that have nothing to do with each other.
_STRIDES = (7_919, 104_729)
# Half of the probes are as far off as searches are, half a little farther.
_DISTANCES = (1.0, 1.5)


def probes_of(vectors: Steps) -> NDArray[np.float32]:
    """Returns probes [p, dims] of length one for vectors [n, dims]."""
    numbers = np.arange(_PROBES)
    one, other = (in_units(vectors[(numbers * stride + 13) % len(vectors)]) for stride in _STRIDES)
    distances = np.resize(np.array(_DISTANCES, np.float32), _PROBES)[:, np.newaxis]
    probes = in_units(vectors[numbers * len(vectors) // _PROBES]) + distances * (one - other)
    lengths = np.maximum(np.linalg.norm(probes, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    unit: NDArray[np.float32] = (probes / lengths).astype(np.float32)
    return unit


def true_best(vectors: Steps, probes: NDArray[np.float32]) -> NDArray[np.int64]:
    """Returns the rows [p, BEST] with the highest products; at least `BEST` vectors."""
    scores = np.empty((len(probes), 0), np.float32)
    rows = np.empty((len(probes), 0), np.int64)
    for start in range(0, len(vectors), _BLOCK_ROWS):
        block = in_units(vectors[start : start + _BLOCK_ROWS])
        found_scores, found = faiss.knn(probes, block, min(BEST, len(block)), metric=faiss.METRIC_INNER_PRODUCT)
        scores, rows = np.hstack((scores, found_scores)), np.hstack((rows, found + start))
        best = np.argsort(-scores, axis=1, kind="stable")[:, :BEST]
        scores, rows = np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)
    return rows
