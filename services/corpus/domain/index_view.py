"""An index at one moment: segments and which of their candidates still count. Changing it makes another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_segment import KEY_TYPE, BuildDense, Columns, Entry, Segment, merged_columns

# Robertson's usual constants; lengths of CVs vary less than those of web pages, so nothing finer was looked for.
BM25_K1 = 1.2
_BM25_B = 0.75
# Young segments are put together while a change is applied, as long as that takes some milliseconds; older ones only by
# a compaction, beside searches and changes.
_INLINE_ROWS_MAX = 4096
# A segment is put together with the one before it when that is at most this many times its size: there are then few
# segments to search, and a candidate is moved few times.
_GROWTH = 4
# What lies outside the largest segment, or is dead, may be this share of it before a compaction is due; a small index
# may hold this many such rows anyway.
_LOOSE_SHARE = 1 / 8
_LOOSE_ROWS_MIN = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A segment and which of its rows count: alive is bool [rows], `live` how many are true."""

    segment: Segment
    alive: NDArray[np.bool_]
    live: int

    @classmethod
    def whole(cls, segment: Segment) -> "Part":
        """A segment of which all rows count."""
        return cls(segment, np.ones(segment.rows, np.bool_), segment.rows)

    def without(self, keys: NDArray[np.bytes_]) -> "Part":
        """Buries some candidates, if they are here."""
        rows = self.segment.columns.rows_of(keys)
        if not self.alive[rows].any():
            return self
        alive = self.alive.copy()
        alive[rows] = False
        return Part(self.segment, alive, int(alive.sum()))

    def rows(self) -> NDArray[np.int64]:
        """Returns the rows that count, rising."""
        return np.flatnonzero(self.alive)


@dataclass(frozen=True)
class View:
    """An immutable index: any number of threads may search one while the next is made.

    A candidate is alive in one part at most.
    """

    parts: tuple[Part, ...] = ()

    @cached_property
    def total(self) -> int:
        """Candidates that can be found."""
        return sum(part.live for part in self.parts)

    @cached_property
    def terms_total(self) -> int:
        """Terms of all candidates that can be found, repeated ones included."""
        return sum(int(part.segment.columns.lexical.lengths[part.alive].sum(dtype=np.int64)) for part in self.parts)

    @cached_property
    def dampings(self) -> tuple[NDArray[np.float64], ...]:
        """What BM25 adds to the count of a term below the line, for each row of each part: the more, the longer it is.

        Lengths are in mean lengths of those that can be found; there must be some.
        """
        mean_length = self.terms_total / self.total
        relative = (part.segment.columns.lexical.lengths / mean_length for part in self.parts)
        return tuple(BM25_K1 * (1 - _BM25_B + _BM25_B * lengths) for lengths in relative)

    @cached_property
    def loose(self) -> int:
        """Rows outside the largest segment, and those that do not count any more."""
        rows = sum(part.segment.rows for part in self.parts)
        return rows - max((part.segment.rows for part in self.parts), default=0) + (rows - self.total)

    @cached_property
    def recall(self) -> float:
        """The lowest recall that was measured when a segment was built; 1 where all are exact."""
        return min((part.segment.dense.recall for part in self.parts), default=1.0)

    @cached_property
    def size_bytes(self) -> int:
        """Bytes it takes."""
        return sum(part.segment.size_bytes + part.alive.nbytes for part in self.parts)

    def changed(self, entries: Sequence[Entry], gone: Sequence[str], build: BuildDense, *, frozen: int = 0) -> "View":
        """Returns the view with entries put in, or in place of older ones, and others taken out.

        Args:
            entries: of one candidate the last one counts.
            gone: candidate keys; those that are not here are passed over.
            build: lays out the vectors of a young segment.
            frozen: this many leading parts keep their segments, because a compaction is reading them.
        """
        latest = {entry.candidate_key: entry for entry in entries}
        moved = np.array([key.encode("ascii") for key in (*latest, *gone)], KEY_TYPE)
        parts = [part.without(moved) for part in self.parts] if len(moved) else list(self.parts)
        if latest:
            columns = Columns.of(list(latest.values()))
            parts.append(Part.whole(Segment(columns, build(columns.vectors))))
        parts = parts[:frozen] + [part for part in parts[frozen:] if part.live]
        while len(parts) >= frozen + 2 and _belong_together(parts[-2], parts[-1]):
            columns = merged_columns([(part.segment.columns, part.rows()) for part in parts[-2:]])
            parts[-2:] = [Part.whole(Segment(columns, build(columns.vectors)))]
        return View(tuple(parts))

    def is_loose(self) -> bool:
        """Says whether a compaction would make searches noticeably faster or the index smaller."""
        if not self.parts:
            return False
        largest = max(part.segment.rows for part in self.parts)
        return self.loose > max(_LOOSE_ROWS_MIN, int(largest * _LOOSE_SHARE))

    def columns(self) -> Columns | None:
        """Returns all that can be found, laid out as one; None when there is nothing."""
        if not self.total:
            return None
        (first, *others) = self.parts
        if not others and first.live == first.segment.rows:
            return first.segment.columns
        return merged_columns([(part.segment.columns, part.rows()) for part in self.parts])

    def compacted(self, planned: "View", segment: Segment | None) -> "View":
        """Returns this view with the leading parts, as `planned` saw them, in one segment of `planned.columns()`.

        What died in them since then stays dead.

        Raises:
            ValueError: a leading part is not the one that was planned with.
        """
        count = len(planned.parts)
        leading = self.parts[:count]
        if len(leading) < count or any(
            now.segment is not then.segment for now, then in zip(leading, planned.parts, strict=True)
        ):
            raise ValueError("the view no longer has the segments that were compacted")
        rest = tuple(part for part in self.parts[count:] if part.live)
        if segment is None:
            return View(rest)
        rows = [then.rows() for then in planned.parts]
        keys = np.concatenate([part.segment.columns.keys[kept] for part, kept in zip(leading, rows, strict=True)])
        alive = np.concatenate([part.alive[kept] for part, kept in zip(leading, rows, strict=True)])[np.argsort(keys)]
        whole = replace(Part.whole(segment), alive=alive, live=int(alive.sum()))
        return View((whole, *rest)) if whole.live else View(rest)


def _belong_together(older: Part, younger: Part) -> bool:
    return older.live <= _GROWTH * younger.live and older.live + younger.live <= _INLINE_ROWS_MAX
