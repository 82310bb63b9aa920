"""Segments of an index: candidates that never change once laid out, to be searched by meaning and by words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_vectors import Steps
from services.corpus.domain.lexical_segment import LexicalSegment

# Candidate keys are 32 hex signs; as bytes numpy sorts and searches them without a Python object each.
KEY_TYPE = "S32"
# Keys of small segments are kept as text too; such a text takes so many bytes.
_SPELT_ROWS_MAX = 16_384
_NAME_BYTES = 97


class DenseIndex(Protocol):
    """Vectors laid out for search. Never changed once built, so that any number of threads may search it."""

    @property
    def is_exact(self) -> bool:
        """Whether its order is that of the true scores, but for what float16 loses of components beyond a half."""

    @property
    def is_final(self) -> bool:
        """Whether laying the same vectors out approximately would not come to anything else."""

    @property
    def recall(self) -> float:
        """The share of the true best 100 in a short-list for 100, as measured when it was built; 1 where it is exact."""

    @property
    def size_bytes(self) -> int:
        """Bytes it takes."""

    def products(self, query: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Returns the inner products [rows] with `query` [dims] in steps, the caller's own, where that is the quickest way to search.

        None where it is not.
        """

    def products_of(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Returns the inner products of some rows with `query` [dims] in steps: whole numbers, without any error."""

    def short_list(self, k: int) -> int:
        """Returns how many rows to ask for so that they hold the best `k`."""

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns at most `count` rows by falling inner product with `query` [dims] in steps, and these products."""


BuildDense = Callable[[Steps], DenseIndex]


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate as indexed: its vector of length one in steps [dims], and term id → count of its texts."""

    candidate_key: str
    vector: Steps
    terms: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Candidates in the order of their keys: keys S32 [n], distinct and rising; vectors in steps [n, dims]; their terms."""

    keys: NDArray[np.bytes_]
    vectors: Steps
    lexical: LexicalSegment

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Columns":
        """Lays out at least one entry; of one candidate there may be one entry only."""
        ordered = sorted(entries, key=lambda entry: entry.candidate_key)
        return cls(
            np.array([entry.candidate_key.encode("ascii") for entry in ordered], KEY_TYPE),
            np.stack([entry.vector for entry in ordered]),
            LexicalSegment.build([entry.terms for entry in ordered]),
        )

    @property
    def size_bytes(self) -> int:
        """Bytes the arrays take."""
        return self.keys.nbytes + self.vectors.nbytes + self.lexical.size_bytes

    def is_sound(self) -> bool:
        """Says whether the arrays fit each other: what was read from a disk may be anything."""
        rows = len(self.keys)
        return bool(
            rows == len(self.vectors) == len(self.lexical.lengths)
            and self.vectors.ndim == 2  # noqa: PLR2004 - a matrix has two axes
            and (self.keys[1:] > self.keys[:-1]).all()
            and self.lexical.is_sound()
        )

    def rows_of(self, keys: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Returns the rows of those of some keys that are here."""
        places: NDArray[np.int64] = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        found: NDArray[np.int64] = places[self.keys[places] == keys]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Columns with their vectors laid out for search. Two segments are the same only as one object."""

    columns: Columns
    dense: DenseIndex
    _names: NDArray[np.object_] = field(init=False)

    def __post_init__(self) -> None:
        """Spells the keys of a small segment out once: for each search that would take as long as a tenth of it."""
        small = len(self.columns.keys) <= _SPELT_ROWS_MAX
        keys: list[bytes] = self.columns.keys.tolist() if small else []
        object.__setattr__(self, "_names", np.array(list(map(bytes.decode, keys)), np.object_))

    @property
    def rows(self) -> int:
        """How many candidates it was laid out with."""
        return len(self.columns.keys)

    @property
    def size_bytes(self) -> int:
        """Bytes it takes."""
        return self.columns.size_bytes + self.dense.size_bytes + len(self._names) * _NAME_BYTES

    def names(self, rows: NDArray[np.int64]) -> list[str]:
        """Returns the candidate keys of some rows."""
        if len(self._names):
            names: list[str] = self._names.take(rows).tolist()
            return names
        keys: list[bytes] = self.columns.keys[rows].tolist()
        return list(map(bytes.decode, keys))


def merged_columns(parts: Sequence[tuple[Columns, NDArray[np.int64]]]) -> Columns:
    """Returns the given rows of some columns as one; at least one row, and no key twice."""
    keys = np.concatenate([columns.keys[rows] for columns, rows in parts])
    order = np.argsort(keys)
    place_of = np.empty(len(order), np.int64)
    place_of[order] = np.arange(len(order))
    vectors = np.concatenate([columns.vectors[rows] for columns, rows in parts])[order]
    moves, start = [], 0
    for columns, rows in parts:
        places = np.full(len(columns.keys), -1, np.int64)
        places[rows] = place_of[start : start + len(rows)]
        moves.append((columns.lexical, places))
        start += len(rows)
    return Columns(keys[order], vectors, LexicalSegment.merged(moves, len(order)))
