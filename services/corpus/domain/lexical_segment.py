"""Counts of terms for a fixed set of documents, laid out for BM25: immutable, small, and free of any word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

COUNT_MAX = 65535


@dataclass(frozen=True, slots=True)
class LexicalSegment:
    """Postings by term.

    Attributes:
        terms: uint64 [t], distinct term ids, rising.
        starts: int64 [t + 1]: the postings of `terms[i]` are `starts[i]` to `starts[i + 1]`.
        rows: int32 [p], documents, rising within a term.
        counts: uint16 [p], how often the term occurs there, at most `COUNT_MAX`.
        lengths: int32 [n], terms of each document, repeated ones included.
    """

    terms: NDArray[np.uint64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]

    @classmethod
    def build(cls, documents: Sequence[Mapping[int, int]]) -> Self:
        """Lays out documents given as term id → count."""
        sizes = np.fromiter((len(document) for document in documents), np.int64, len(documents))
        total = int(sizes.sum())
        terms = np.fromiter(chain.from_iterable(documents), np.uint64, total)
        counts = np.fromiter(chain.from_iterable(document.values() for document in documents), np.int64, total)
        rows = np.repeat(np.arange(len(documents), dtype=np.int32), sizes)
        lengths = np.bincount(rows, weights=counts, minlength=len(documents)).astype(np.int32)
        return cls._laid_out(terms, rows, np.minimum(counts, COUNT_MAX).astype(np.uint16), lengths)

    @classmethod
    def merged(cls, parts: Sequence[tuple["LexicalSegment", NDArray[np.int64]]], documents: int) -> Self:
        """Puts segments together; each comes with the new row of each of its documents, -1 for those to be left out."""
        terms, rows, counts = [], [], []
        lengths = np.zeros(documents, np.int32)
        for segment, places in parts:
            moved = places[segment.rows]
            kept = moved >= 0
            terms.append(np.repeat(segment.terms, np.diff(segment.starts))[kept])
            rows.append(moved[kept].astype(np.int32))
            counts.append(segment.counts[kept])
            lengths[places[places >= 0]] = segment.lengths[places >= 0]
        return cls._laid_out(np.concatenate(terms), np.concatenate(rows), np.concatenate(counts), lengths)

    @classmethod
    def _laid_out(
        cls,
        terms: NDArray[np.uint64],
        rows: NDArray[np.int32],
        counts: NDArray[np.uint16],
        lengths: NDArray[np.int32],
    ) -> Self:
        order = np.lexsort((rows, terms))
        terms, rows, counts = terms[order], rows[order], counts[order]
        first = (
            np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1]))) if len(terms) else np.zeros(0, np.int64)
        )
        starts = np.concatenate((first, [len(terms)])).astype(np.int64)
        return cls(terms[first], starts, rows, counts, lengths)

    @property
    def size_bytes(self) -> int:
        """Bytes the arrays take."""
        return sum(each.nbytes for each in (self.terms, self.starts, self.rows, self.counts, self.lengths))

    def is_sound(self) -> bool:
        """Says whether the arrays fit each other: what was read from a disk may be anything."""
        documents, terms, postings = len(self.lengths), len(self.terms), len(self.rows)
        return bool(
            len(self.starts) == terms + 1
            and len(self.counts) == postings
            and self.starts[0] == 0
            and self.starts[-1] == postings
            and (np.diff(self.starts) > 0).all()
            and (self.terms[1:] > self.terms[:-1]).all()
            and (postings == 0 or (self.rows.min() >= 0 and self.rows.max() < documents))
        )

    def postings(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Returns the documents that hold a term, and how often each does."""
        place = int(np.searchsorted(self.terms, np.uint64(term)))
        if place == len(self.terms) or self.terms[place] != term:
            return self.rows[:0], self.counts[:0]
        span = slice(self.starts[place], self.starts[place + 1])
        return self.rows[span], self.counts[span]
