"""Vectors coded to four bits for two dimensions, scanned in processor registers; many of them in lists by their direction.

How many lists a search looks into and how many rows it hands on are measured, not assumed: the cheapest setting that finds
the wanted share of what probes' true best are.
"""

from dataclasses import dataclass
from math import ceil, log2, sqrt

import faiss
import numpy as np
from numpy.typing import NDArray

from services.corpus.adapters.faiss.exact import searched
from services.corpus.adapters.faiss.probes import BEST
from services.corpus.adapters.faiss.stored import NarrowVectors, WideVectors, checked, stored
from services.corpus.domain.index_vectors import Steps, in_units

_RECALL_WANTED = 0.99
_DIMS_PER_CODE = 2
_CODE_BITS = 4
# Fewer vectors are scanned whole sooner than it is found out which lists to look into.
_LISTED_ROWS_MIN = 8_192
# Centroids need some dozens of vectors each to settle; more only make training longer.
_TRAINING_ROWS_MIN = 20_000
_TRAINING_ROWS_PER_LIST = 40
_BLOCK_ROWS = 16_384
# Rows handed on for each one wanted.
_BREADTHS = (1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 12.0, 16.0)
# Among more that are wanted fewer stand near the last place, as a share (measured for 100 to 400 wanted).
_BREADTH_GROWTH = 0.8
# What it costs to look into a list and to hand on a row, in rows scanned (measured: some 4 ns).
_COST_OF_LIST = 100
_COST_OF_ROW = 40


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a search for `BEST` tries: lists looked into, rows handed on for each one wanted; and the recall measured."""

    lists: int
    breadth: float
    recall: float


class CodedDense:
    """Implements `DenseIndex` around an index of FAISS that is never changed once built."""

    is_exact = False
    is_final = True

    def __init__(
        self, index: faiss.Index, vectors: NarrowVectors | WideVectors, effort: Effort, *, codes_bytes: int, odd: int
    ) -> None:
        self.index = index
        self.effort = effort
        self.odd = odd
        self.recall = effort.recall
        self.products_of = vectors.products_of
        self.size_bytes = codes_bytes + vectors.size_bytes
        self._vectors, self._codes_bytes = vectors, codes_bytes
        self._all_lists = lists_of(index)
        # Made once each: FAISS only reads them, and to make them takes as long as a third of a search.
        self._ways: dict[int, faiss.SearchParametersIVF] = {}

    def products(self, query: NDArray[np.float32]) -> None:
        """Codes give no products."""

    def short_list(self, k: int) -> int:
        """Returns how many rows hold the best `k`: for fewer than were measured not less, for more a little less each."""
        wider: float = max(1.0, k / BEST) ** _BREADTH_GROWTH
        return max(k, ceil(BEST * self.effort.breadth * wider))

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling coded product: more lists are looked into for more rows."""
        usual, lists = BEST * self.effort.breadth, self.effort.lists
        lists = lists if count <= usual else ceil(lists * sqrt(count / usual))
        asked = checked(query, self.index.d - self.odd)
        return searched(self.index, np.pad(asked, (0, self.odd)) if self.odd else asked, count, self._way(lists))

    def cost(self, effort: Effort) -> float:
        """Returns what a search for `BEST` costs with another effort, in rows scanned."""
        rows_of_list = self.index.ntotal / max(1, self._all_lists)
        return effort.lists * (rows_of_list + _COST_OF_LIST) + effort.breadth * BEST * _COST_OF_ROW

    def trying(self, effort: Effort) -> "CodedDense":
        """Returns the same index, searched with another effort."""
        return CodedDense(self.index, self._vectors, effort, codes_bytes=self._codes_bytes, odd=self.odd)

    def _way(self, lists: int) -> faiss.SearchParametersIVF | None:
        if not self._all_lists:
            return None
        way = self._ways.get(lists)
        if way is None:
            way = self._ways[lists] = _looking_into(min(lists, self._all_lists))
        return way


def code(vectors: Steps) -> CodedDense:
    """Codes vectors [n, dims], at least 16 of them; the same vectors give the same codes. Nothing is measured yet."""
    rows, dims = vectors.shape
    codes = -(-dims // _DIMS_PER_CODE)
    # An odd number of dims cannot be paired: a zero more changes no product.
    odd = codes * _DIMS_PER_CODE - dims
    lists = 2 ** round(log2(sqrt(rows))) if rows >= _LISTED_ROWS_MIN else 0
    kind = f"IVF{lists},PQ{codes}x{_CODE_BITS}fs" if lists else f"PQ{codes}x{_CODE_BITS}fs"
    index = faiss.index_factory(dims + odd, kind, faiss.METRIC_INNER_PRODUCT)
    # Evenly spread and not drawn.
    wanted = max(_TRAINING_ROWS_MIN, lists * _TRAINING_ROWS_PER_LIST)
    index.train(padded(in_units(vectors[:: max(1, rows // wanted)]), odd))
    for start in range(0, rows, _BLOCK_ROWS):
        index.add(padded(in_units(vectors[start : start + _BLOCK_ROWS]), odd))
    codes_bytes = rows * codes * _CODE_BITS // 8 + (rows * 8 + lists * (dims + odd) * 4 if lists else 0)
    hardest = Effort(max(1, lists), _BREADTHS[-1], 0.0)
    return CodedDense(index, stored(vectors), hardest, codes_bytes=codes_bytes, odd=odd)


def tuned(coded: CodedDense, probes: NDArray[np.float32], best: NDArray[np.int64]) -> CodedDense:
    """Returns the index with the cheapest effort that finds the wanted share of `best` [p, BEST]; the hardest if none does."""
    efforts = measured(coded, probes, best)
    enough = [effort for effort in efforts if effort.recall >= _RECALL_WANTED]
    chosen = min(enough, key=coded.cost) if enough else max(efforts, key=lambda effort: effort.recall)
    return coded.trying(chosen)


def measured(coded: CodedDense, probes: NDArray[np.float32], best: NDArray[np.int64]) -> list[Effort]:
    """Returns every effort there is with its recall: each reads the short-list of the broadest one only as far as its own."""
    index, all_lists, found = coded.index, lists_of(coded.index), []
    asked = padded(probes, coded.odd)
    most = min(index.ntotal, ceil(BEST * _BREADTHS[-1]))
    for lists in _tries(all_lists):
        parameters = _looking_into(lists) if all_lists else None
        _, rows = index.search(asked, most, params=parameters)
        is_best = np.stack([np.isin(of_probe, wanted) for of_probe, wanted in zip(rows, best, strict=True)])
        until = np.cumsum(is_best, axis=1).mean(axis=0)
        for breadth in _BREADTHS:
            last = min(most, ceil(BEST * breadth)) - 1
            found.append(Effort(lists, breadth, float(until[last]) / best.shape[1]))
        if found[-1].recall >= 1.0:
            break
    return found


def _tries(all_lists: int) -> list[int]:
    """Returns how many of so many lists, a power of two, may be looked into: two steps to twice as many."""
    powers = [2**power for power in range(1, round(log2(max(2, all_lists))) + 1)]
    return sorted({1, *powers, *(3 * power // 2 for power in powers[:-1])}) if all_lists else [1]


def _looking_into(lists: int) -> faiss.SearchParametersIVF:
    parameters = faiss.SearchParametersIVF()
    parameters.nprobe = lists
    return parameters


def lists_of(index: faiss.Index) -> int:
    """Returns how many lists an index has; 0 for one without."""
    return int(getattr(index, "nlist", 0))


def padded(vectors: NDArray[np.float32], zeros: int) -> NDArray[np.float32]:
    """Returns vectors [n, dims] with so many zeros behind each."""
    return np.pad(vectors, ((0, 0), (0, zeros))) if zeros else vectors
