"""Lays vectors out for search with FAISS: exactly, or in a form that is scanned faster and finds nearly all.

Files of FAISS are never read or written: reading one trusts whatever its bytes say, and both forms are made from the stored
vectors in less time than it would take to make sure of a file.
"""

import faiss
import numpy as np
from numpy.typing import NDArray

# Two dimensions to four bits: 96 bytes for a vector of 384, scanned in processor registers. Measured against HNSW and IVF on
# resampled vectors of MiniLM (tests/bench/bench_index.py) it alone kept its recall on all of 10,000 to 500,000 vectors.
_DIMS_PER_CODE = 2
_CODE_BITS = 4
# Sixteen centroids a code need few vectors to settle; more only make training longer.
_TRAINING_ROWS = 20_000


class FaissDense:
    """Implements `DenseIndex` around an index of FAISS that is never changed again."""

    def __init__(self, index: faiss.Index, *, is_exact: bool, size_bytes: int, odd: int = 0) -> None:
        self._index = index
        self.is_exact = is_exact
        self.size_bytes = size_bytes
        self._odd = odd

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product; FAISS' filling (-1) is taken out."""
        scores, rows = self._index.search(_padded(query[np.newaxis], self._odd), count)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]


class FaissLayout:
    """Implements `DenseLayout`."""

    def prepare_thread(self) -> None:
        """Makes the calling thread search alone: results then do not hang on thread counts, and searches share the cores."""
        faiss.omp_set_num_threads(1)

    def exact(self, vectors: NDArray[np.float16]) -> FaissDense:
        """Keeps the vectors [n, dims] as they are, in half the memory of float32 and without losing a bit."""
        rows, dims = vectors.shape
        index = faiss.IndexScalarQuantizer(dims, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        # FAISS stores float16 as these very bytes.
        index.add_sa_codes(np.ascontiguousarray(vectors).view(np.uint8).reshape(rows, dims * vectors.itemsize))
        return FaissDense(index, is_exact=True, size_bytes=vectors.nbytes)

    def approximate(self, vectors: NDArray[np.float16]) -> FaissDense:
        """Codes the vectors [n, dims]; too few to learn codes from are kept exactly."""
        rows, dims = vectors.shape
        if rows < 2**_CODE_BITS:
            return self.exact(vectors)
        codes = -(-dims // _DIMS_PER_CODE)
        # An odd number of dims cannot be paired: a zero more changes no product.
        odd = codes * _DIMS_PER_CODE - dims
        index = faiss.IndexPQFastScan(dims + odd, codes, _CODE_BITS, faiss.METRIC_INNER_PRODUCT)
        # Evenly spread and not drawn: the same vectors give the same index.
        index.train(_padded(vectors[:: max(1, rows // _TRAINING_ROWS)], odd))
        for start in range(0, rows, _TRAINING_ROWS):
            index.add(_padded(vectors[start : start + _TRAINING_ROWS], odd))
        return FaissDense(index, is_exact=False, size_bytes=rows * codes * _CODE_BITS // 8, odd=odd)


def _padded(vectors: NDArray[np.floating], zeros: int) -> NDArray[np.float32]:
    return np.pad(vectors.astype(np.float32), ((0, 0), (0, zeros)))
