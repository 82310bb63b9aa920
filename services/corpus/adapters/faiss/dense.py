"""Lays vectors out for search with FAISS: exactly, or coded in a form that is scanned faster and finds nearly all.

Files of FAISS are never read or written: reading one trusts whatever its bytes say, and all forms are made from the stored
vectors in less time than it would take to make sure of a file.
"""

from services.corpus.adapters.faiss.coded import CodedDense, code, tuned
from services.corpus.adapters.faiss.exact import ExactDense, WideDense, keep
from services.corpus.adapters.faiss.probes import probes_of, true_best
from services.corpus.adapters.faiss.threads import search_alone
from services.corpus.domain.index_vectors import Steps

# What is built is measured on probes and must find this share of their true best; otherwise it is kept exactly.
_RECALL_LEAST = 0.98
# Fewer vectors than this cannot be probed for their best 100.
_CODED_ROWS_MIN = 1_000


class FaissLayout:
    """Implements `DenseLayout`."""

    def prepare_thread(self) -> None:
        """Makes the calling thread search alone: results then do not hang on thread counts, and searches share the cores."""
        search_alone()

    def exact(self, vectors: Steps) -> ExactDense | WideDense:
        """Keeps the vectors [n, dims] as they are."""
        return keep(vectors)

    def approximate(self, vectors: Steps) -> CodedDense | ExactDense | WideDense:
        """Codes the vectors [n, dims]; too few, or such as codes do not tell apart, are kept exactly."""
        if len(vectors) < _CODED_ROWS_MIN:
            return keep(vectors, is_final=True)
        probes = probes_of(vectors)
        coded = tuned(code(vectors), probes, true_best(vectors, probes))
        return coded if coded.recall >= _RECALL_LEAST else keep(vectors, is_final=True)
