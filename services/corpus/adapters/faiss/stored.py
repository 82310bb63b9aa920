"""Stored vectors multiplied with a query: few are kept twice as wide as they need, which takes half the time."""

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps, products

# 6 MB of 384 dims.
WIDE_ROWS_MAX = 4_096

# Two of FAISS' functions that its type hints leave out.
_all_products: Any = faiss.__dict__["fvec_inner_products_ny"]
_some_products: Any = faiss.__dict__["fvec_inner_products_by_idx"]


class NarrowVectors:
    """Vectors as the segment holds them anyway."""

    size_bytes = 0

    def __init__(self, vectors: Steps) -> None:
        self._vectors = vectors

    def products_of(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns the inner products of some rows with a query in steps."""
        return products(self._vectors, rows, query)


class WideVectors:
    """Vectors in steps as float32 [n, dims], read by FAISS in the calling thread alone."""

    def __init__(self, vectors: Steps) -> None:
        self._vectors = vectors.astype(np.float32)
        self.size_bytes = self._vectors.nbytes

    def products(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns all inner products [n] with a query in steps."""
        rows, dims = self._vectors.shape
        asked, found = checked(query, dims), np.empty(rows, np.float32)
        _all_products(faiss.swig_ptr(found), faiss.swig_ptr(asked), faiss.swig_ptr(self._vectors), dims, rows)
        return found

    def products_of(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns the inner products of some rows with a query in steps."""
        dims, count = self._vectors.shape[1], len(rows)
        asked, found = checked(query, dims), np.empty(count, np.float32)
        of_rows = np.ascontiguousarray(rows, np.int64)
        pointers = [faiss.swig_ptr(array) for array in (found, asked, self._vectors, of_rows)]
        _some_products(*pointers, dims, 1, count)
        return found


def stored(vectors: Steps) -> NarrowVectors | WideVectors:
    """Returns vectors [n, dims] in the form that is multiplied fastest for what it takes."""
    return WideVectors(vectors) if len(vectors) <= WIDE_ROWS_MAX else NarrowVectors(vectors)


def checked(query: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """Returns a query as FAISS reads it, by its address; what it reads beyond the end of an array nobody would notice."""
    asked = np.ascontiguousarray(query, np.float32)
    if asked.shape != (dims,):
        raise ValueError("the query has other dims than the index")
    return asked
