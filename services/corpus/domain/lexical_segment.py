"""Counts of terms for a fixed set of documents, laid out for BM25: immutable, small, and free of any word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

COUNT_MAX = 65535
_COUNT_BITS = 16
_WORD_BITS = 64
# What is sorted at once: large segments then need little beyond themselves to be put together.
_POSTINGS_AT_ONCE = 4_000_000


class _Block(NamedTuple):
    """Postings of some terms: `sizes` counts those of each."""

    terms: NDArray[np.uint64]
    sizes: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]


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
        rows = np.repeat(np.arange(len(documents), dtype=np.int64), sizes)
        lengths = np.bincount(rows, weights=counts, minlength=len(documents)).astype(np.int32)
        distinct, ranks = np.unique(terms, return_inverse=True)
        postings = _sorted_postings(ranks.astype(np.int64), rows, np.minimum(counts, COUNT_MAX), len(documents))
        return cls._of([_block(distinct, *postings)], lengths)

    @classmethod
    def merged(cls, parts: Sequence[tuple["LexicalSegment", NDArray[np.int64]]], documents: int) -> Self:
        """Puts segments together; each comes with the new row of each of its documents, -1 for those to be left out."""
        lengths = np.zeros(documents, np.int32)
        for segment, places in parts:
            lengths[places[places >= 0]] = segment.lengths[places >= 0]
        # Ids are spread evenly, as hashes are: equal shares of their range hold about as many postings.
        shares = 1 + sum(len(segment.rows) for segment, _ in parts) // _POSTINGS_AT_ONCE
        edges = [2**64 * share // shares for share in range(shares)]
        spans = [
            [*np.searchsorted(segment.terms, np.array(edges, np.uint64)), len(segment.terms)] for segment, _ in parts
        ]
        blocks = [
            _merged_block(
                [(*part, span[share], span[share + 1]) for part, span in zip(parts, spans, strict=True)], documents
            )
            for share in range(shares)
        ]
        return cls._of(blocks, lengths)

    @classmethod
    def _of(cls, blocks: Sequence[_Block], lengths: NDArray[np.int32]) -> Self:
        sizes = np.concatenate([block.sizes for block in blocks])
        return cls(
            np.concatenate([block.terms for block in blocks]),
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            np.concatenate([block.rows for block in blocks]),
            np.concatenate([block.counts for block in blocks]),
            lengths,
        )

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


def _merged_block(parts: Sequence[tuple[LexicalSegment, NDArray[np.int64], int, int]], documents: int) -> _Block:
    """Puts together what segments hold of their terms from one place to another, rows moved to their new places."""
    distinct = np.unique(np.concatenate([segment.terms[first:end] for segment, _, first, end in parts]))
    ranks, rows, counts = [], [], []
    for segment, places, first, end in parts:
        span = slice(segment.starts[first], segment.starts[end])
        moved = places[segment.rows[span]]
        kept = moved >= 0
        of_terms = np.searchsorted(distinct, segment.terms[first:end])
        ranks.append(np.repeat(of_terms, np.diff(segment.starts[first : end + 1]))[kept])
        rows.append(moved[kept])
        counts.append(segment.counts[span][kept])
    return _block(
        distinct, *_sorted_postings(np.concatenate(ranks), np.concatenate(rows), np.concatenate(counts), documents)
    )


def _sorted_postings(
    ranks: NDArray[np.int64], rows: NDArray[np.int64], counts: NDArray[np.integer], documents: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint16]]:
    """Returns postings by rising rank and row; as one number each where that has room, which is sorted ten times faster."""
    row_bits = documents.bit_length()
    if not len(ranks) or int(ranks.max()).bit_length() + row_bits + _COUNT_BITS > _WORD_BITS:
        order = np.lexsort((rows, ranks))
        return ranks[order], rows[order].astype(np.int32), counts[order].astype(np.uint16)
    packed = ranks.astype(np.uint64) << np.uint64(row_bits + _COUNT_BITS)
    packed |= rows.astype(np.uint64) << np.uint64(_COUNT_BITS)
    packed |= counts.astype(np.uint64)
    packed.sort()
    row_mask = np.uint64((1 << row_bits) - 1)
    return (
        (packed >> np.uint64(row_bits + _COUNT_BITS)).astype(np.int64),
        (packed >> np.uint64(_COUNT_BITS) & row_mask).astype(np.int32),
        (packed & np.uint64(COUNT_MAX)).astype(np.uint16),
    )


def _block(
    distinct: NDArray[np.uint64], ranks: NDArray[np.int64], rows: NDArray[np.int32], counts: NDArray[np.uint16]
) -> _Block:
    """Makes a block of sorted postings; a term of which none is left is not in it."""
    sizes = np.bincount(ranks, minlength=len(distinct))
    held = sizes > 0
    return _Block(distinct[held], sizes[held], rows, counts)
