"""Vectors searched exactly: each product is computed."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.adapters.faiss.stored import WIDE_ROWS_MAX, NarrowVectors, WideVectors, checked
from services.corpus.domain.index_vectors import Steps

_BLOCK_ROWS = 16_384
# So many more rows are asked for than are wanted: the order of those at the end is not sure.
_SLACK = 32


class WideDense:
    """Implements `DenseIndex` for few vectors, of which every product is computed; never changed once built."""

    is_exact = True
    recall = 1.0

    def __init__(self, vectors: WideVectors, *, is_final: bool) -> None:
        self.is_final = is_final
        self.products = vectors.products
        self.products_of = vectors.products_of
        self.size_bytes = vectors.size_bytes

    def short_list(self, k: int) -> int:
        """Returns `k`."""
        return k

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product."""
        scores = self.products(query)
        rows = np.argsort(-scores, kind="stable")[:count]
        return rows, scores[rows]


class ExactDense:
    """Implements `DenseIndex`; never changed once built."""

    is_exact = True
    recall = 1.0

    def __init__(self, index: faiss.Index, vectors: NarrowVectors, *, size_bytes: int, is_final: bool) -> None:
        self._index = index
        self.is_final = is_final
        self.products_of = vectors.products_of
        self.size_bytes = size_bytes

    def products(self, query: NDArray[np.float32]) -> None:
        """Many products are not kept, only the best."""

    def short_list(self, k: int) -> int:
        """Returns a little more than `k`."""
        return k + _SLACK

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product; FAISS' filling (-1) is taken out."""
        return searched(self._index, checked(query, self._index.d), count)


def keep(vectors: Steps, *, is_final: bool = False) -> ExactDense | WideDense:
    """Keeps vectors [n, dims], few of them as float32, many as float16, which has each step up to half of the length.

    `is_final` says that an approximate layout of them was tried in vain.
    """
    rows, dims = vectors.shape
    if rows <= WIDE_ROWS_MAX:
        return WideDense(WideVectors(vectors), is_final=is_final)
    index = faiss.IndexScalarQuantizer(dims, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for start in range(0, rows, _BLOCK_ROWS):
        index.add(vectors[start : start + _BLOCK_ROWS].astype(np.float32))
    size_bytes = rows * dims * np.dtype(np.float16).itemsize
    return ExactDense(index, NarrowVectors(vectors), size_bytes=size_bytes, is_final=is_final)


def searched(
    index: Any, asked: NDArray[np.float32], count: int, how: Any = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns what an index finds for a `checked` query: FAISS' own call for many takes a tenth of a small search to prepare."""
    scores, rows = np.empty(count, np.float32), np.empty(count, np.int64)
    index.search_c(1, faiss.swig_ptr(asked), count, faiss.swig_ptr(scores), faiss.swig_ptr(rows), how)
    return without_filling(rows, scores)


def without_filling(
    rows: NDArray[np.int64], scores: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns what FAISS found: where it found less than it was asked for, it fills up with -1 at the end."""
    if len(rows) and rows[-1] >= 0:
        return rows, scores
    found = rows >= 0
    return rows[found], scores[found]
