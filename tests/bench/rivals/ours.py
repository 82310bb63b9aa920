"""Our own search by meaning behind the rivals' protocol: the part of a search that theirs can be compared with."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.corpus.adapters.faiss.coded import CodedDense, lists_of, measured
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.faiss.probes import probes_of, true_best
from services.corpus.application.index.settings import EXACT_ROWS_LEAST, IndexSettings
from services.corpus.domain.index_search import nearest
from services.corpus.domain.index_segment import KEY_TYPE, Columns, DenseIndex, Segment
from services.corpus.domain.index_vectors import in_steps
from services.corpus.domain.index_view import Part, View
from services.corpus.domain.lexical_segment import LexicalSegment
from tests.bench.rivals.engines import Answered

_EFFORTS_TRIED = 24
# The probes are harder than searches are: what finds less of their best than this need not be tried.
_RECALL_OF_PROBES_LEAST = 0.94


class Ours:
    """One segment as a compaction leaves it, with the effort it chose when it was built."""

    efforts: Sequence[int] = (0,)
    exact_rows_max = IndexSettings().exact_rows_max

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        layout = FaissLayout()
        layout.prepare_thread()
        rows = len(vectors)
        keys = np.array([b"%032x" % row for row in range(rows)], KEY_TYPE)
        words = LexicalSegment(
            np.zeros(0, np.uint64),
            np.zeros(1, np.int64),
            np.zeros(0, np.int32),
            np.zeros(0, np.uint16),
            np.zeros(rows, np.int32),
        )
        steps = np.empty(vectors.shape, np.int16)
        for start in range(0, rows, 10_000):
            steps[start : start + 10_000] = in_steps(vectors[start : start + 10_000])
        self._columns = Columns(keys, steps, words)
        self._dense = layout.exact(steps) if rows <= self.exact_rows_max else layout.approximate(steps)
        self._search_with(self._dense)

    def set_effort(self, effort: int) -> str:
        return self._search_with(self._dense)

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        found = nearest(self._view, query, k)
        return found.candidate_keys, found.scores

    def _search_with(self, dense: DenseIndex) -> str:
        self._view = View((Part.whole(Segment(self._columns, dense)),))
        if not isinstance(dense, CodedDense):
            return "exact"
        lists, effort = max(1, lists_of(dense.index)), dense.effort
        return f"{effort.lists} of {lists} lists, {effort.breadth:g} × k rows"


class OursTuned(Ours):
    """The same with the knobs turned as the others' are: the cheapest effort that reaches the wanted recall on the queries.

    Few candidates are coded too, as with a low `CVDEEP_CORPUS_EXACT_ROWS_MAX`.
    """

    exact_rows_max = EXACT_ROWS_LEAST

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        super().build(vectors, folder)
        dense = self._dense
        if isinstance(dense, CodedDense):
            probes = probes_of(self._columns.vectors)
            efforts = measured(dense, probes, true_best(self._columns.vectors, probes))
            useful = [effort for effort in efforts if effort.recall >= _RECALL_OF_PROBES_LEAST]
            self._tries = sorted(useful, key=dense.cost)[:_EFFORTS_TRIED]
            self.efforts = range(len(self._tries))

    def set_effort(self, effort: int) -> str:
        dense = self._dense
        return self._search_with(dense.trying(self._tries[effort]) if isinstance(dense, CodedDense) else dense)
