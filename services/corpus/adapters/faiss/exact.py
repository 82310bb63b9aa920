"""Vectors searched exactly: each product is computed."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps, in_units

_BLOCK_ROWS = 16_384
# Up to here vectors are kept twice as wide as they need, which is scanned in half the time and takes 6 MB at most.
_WIDE_ROWS_MAX = 4_096
# So many more rows are asked for than are wanted: the float32 order of those at the end is not sure.
_SLACK = 16


# One of FAISS' functions that its type hints leave out.
_products: Any = faiss.__dict__["fvec_inner_products_ny"]


class WideDense:
    """Implements `DenseIndex` for few vectors, of which every product is computed; never changed once built."""

    is_exact = True
    recall = 1.0

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors
        self.size_bytes = vectors.nbytes

    def products(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns all inner products [rows], computed in this thread alone."""
        rows, dims = self._vectors.shape
        asked, found = _checked(query, dims), np.empty(rows, np.float32)
        _products(faiss.swig_ptr(found), faiss.swig_ptr(asked), faiss.swig_ptr(self._vectors), dims, rows)
        return found

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

    def __init__(self, index: faiss.Index, *, size_bytes: int) -> None:
        self._index = index
        self.size_bytes = size_bytes

    def products(self, query: NDArray[np.float32]) -> None:
        """Many products are not kept, only the best."""

    def short_list(self, k: int) -> int:
        """Returns a little more than `k`."""
        return k + _SLACK

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product; FAISS' filling (-1) is taken out."""
        return searched(self._index, query, count)


def keep(vectors: Steps) -> ExactDense | WideDense:
    """Keeps vectors [n, dims], few of them as float32, many as float16; both hold each step."""
    rows, dims = vectors.shape
    if rows <= _WIDE_ROWS_MAX:
        return WideDense(in_units(vectors))
    index = faiss.IndexScalarQuantizer(dims, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for start in range(0, rows, _BLOCK_ROWS):
        index.add(in_units(vectors[start : start + _BLOCK_ROWS]))
    return ExactDense(index, size_bytes=rows * dims * np.dtype(np.float16).itemsize)


def searched(
    index: Any, query: NDArray[np.float32], count: int, how: Any = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns what an index finds for one query [dims]: FAISS' own call for many takes a tenth of a small search to prepare."""
    asked = _checked(query, index.d)
    scores, rows = np.empty(count, np.float32), np.empty(count, np.int64)
    index.search_c(1, faiss.swig_ptr(asked), count, faiss.swig_ptr(scores), faiss.swig_ptr(rows), how)
    return without_filling(rows, scores)


def _checked(query: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """Returns a query as FAISS reads it, by its address; what it reads beyond the end of an array nobody would notice."""
    asked = np.ascontiguousarray(query, np.float32)
    if asked.shape != (dims,):
        raise ValueError("the query has other dims than the index")
    return asked


def without_filling(
    rows: NDArray[np.int64], scores: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns what FAISS found: where it found less than it was asked for, it fills up with -1 at the end."""
    if len(rows) and rows[-1] >= 0:
        return rows, scores
    found = rows >= 0
    return rows[found], scores[found]
