"""Vectors searched exactly: each product is computed."""

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps, in_units

_BLOCK_ROWS = 16_384
# So many more rows are asked for than are wanted: the float32 order of those at the end is not sure.
_SLACK = 16


class ExactDense:
    """Implements `DenseIndex`; never changed once built."""

    is_exact = True
    recall = 1.0

    def __init__(self, index: faiss.Index, *, size_bytes: int) -> None:
        self._index = index
        self.size_bytes = size_bytes

    def short_list(self, k: int) -> int:
        """Returns a little more than `k`."""
        return k + _SLACK

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product; FAISS' filling (-1) is taken out."""
        scores, rows = self._index.search(query[np.newaxis], count)
        return without_filling(rows[0], scores[0])


def keep(vectors: Steps) -> ExactDense:
    """Keeps vectors [n, dims] as float16, which holds each step."""
    rows, dims = vectors.shape
    index = faiss.IndexScalarQuantizer(dims, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for start in range(0, rows, _BLOCK_ROWS):
        index.add(in_units(vectors[start : start + _BLOCK_ROWS]))
    return ExactDense(index, size_bytes=rows * dims * np.dtype(np.float16).itemsize)


def without_filling(
    rows: NDArray[np.int64], scores: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns what FAISS found: where it found less than it was asked for, it fills up with -1 at the end."""
    if len(rows) and rows[-1] >= 0:
        return rows, scores
    found = rows >= 0
    return rows[found], scores[found]
