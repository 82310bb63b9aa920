"""The index of a corpus as a search sees it, and what the index needs from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_segment import Columns, DenseIndex
from services.corpus.domain.index_vectors import Steps


@dataclass(frozen=True, slots=True)
class Found:
    """What an index holds that is near: (candidate key, score) by meaning and by words, each best first.

    `total` counts the candidates that could be found at all.
    """

    total: int
    dense: Sequence[tuple[str, float]]
    lexical: Sequence[tuple[str, float]]


class CorpusIndex(Protocol):
    """Finds candidates of one corpus."""

    async def search(
        self, client_id: str, corpus_id: str, vector: NDArray[np.float32], terms: Sequence[str], k: int
    ) -> Found:
        """Catches up with the corpus's log, then returns at most `k` candidates each way.

        `vector` is float32 [dims] of length one. A corpus that does not exist is an empty one.
        """
        ...


@dataclass(frozen=True, slots=True)
class LogPage:
    """What a corpus' change log said at one moment.

    Attributes:
        generation: raised whenever the corpus is erased; 0 for a corpus that never was.
        last_seq: the last sequence number given.
        changes: (candidate key, seq) by rising seq, one a candidate, its latest.
    """

    generation: int
    last_seq: int
    changes: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """What the index needs of a candidate.

    Attributes:
        model_id: the model that made the vector.
        vector: float16 bytes.
        profile_json: the profile, where `terms` are not stored; otherwise empty.
        terms: what `lexical_terms.stored_terms` made when the candidate was embedded; empty for a record of before.
    """

    candidate_key: str
    model_id: str
    vector: bytes
    profile_json: bytes
    terms: bytes = b""


class Absence(Enum):
    """Why the log names a candidate that the index must not hold."""

    ERASED = "erased"
    NOT_EMBEDDED = "not_embedded"


@dataclass(frozen=True, slots=True)
class LogRecords:
    """The records of some candidates at one moment, in the order asked for, and the corpus' generation at that moment."""

    generation: int
    records: Sequence[IndexRecord | Absence]


class ChangeLog(Protocol):
    """The truth that an index is a cache of."""

    async def page(self, client_id: str, corpus_id: str, *, after: int, limit: int) -> LogPage:
        """Returns at most `limit` changes with a seq above `after`."""

    async def records(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> LogRecords:
        """Reads candidates as they are now, which may be newer than what the log said."""

    async def any_erased(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> bool:
        """Says whether one of some candidates is no more."""


class DenseLayout(Protocol):
    """Lays vectors out for search; both ways take time and want a thread of `prepare_thread`."""

    def prepare_thread(self) -> None:
        """Makes a new thread fit for building and searching."""

    def exact(self, vectors: Steps) -> DenseIndex:
        """Lays out [n, dims] for exact search."""

    def approximate(self, vectors: Steps) -> DenseIndex:
        """Lays out [n, dims] for a search that is faster and finds nearly all, or exactly where that cannot be had."""


@dataclass(frozen=True, slots=True)
class SnapshotPlace:
    """Where a snapshot stands in a corpus' life."""

    client_id: str
    corpus_id: str
    generation: int
    seq: int


class Snapshots(Protocol):
    """Indexes kept on the disk of this machine: a shorter way to start, never the truth. All methods take time."""

    def load(self, client_id: str, corpus_id: str, *, model_id: str) -> tuple[SnapshotPlace, Columns | None] | None:
        """Returns the last snapshot whole; None when there is none of this model, or it is torn or not ours."""

    def save(self, place: SnapshotPlace, columns: Columns | None, *, model_id: str) -> None:
        """Keeps a snapshot in place of the last one; raises OSError when the disk will not have it."""

    def discard(self, client_id: str, corpus_id: str) -> None:
        """Removes the corpus' snapshot, if there is one."""

    def held(self) -> Sequence[SnapshotPlace]:
        """Returns the places of all snapshots."""


@dataclass(frozen=True, slots=True)
class IndexTotals:
    """What the indexes in memory come to.

    Attributes:
        loose: candidates outside the largest segment of their corpus, and rows of removed ones.
        recall: the lowest recall@100 measured when a segment was built; 1 where all are exact.
        unsaved: changes that no snapshot has.
        snapshot_age_s: age of the oldest snapshot; 0 where there is none.
    """

    corpora: int
    candidates: int
    size_bytes: int
    loose: int
    recall: float
    unsaved: int
    snapshot_age_s: float


class IndexMeter(Protocol):
    """Takes notes of what indexes do; from any thread."""

    def watch(self, totals: Callable[[], IndexTotals]) -> None:
        """Shows from now on what `totals` says; it is called from any thread."""

    def caught_up(self, changes: int) -> None:
        """Notes how many changes a search had to catch up with."""

    def leg(self, name: str, seconds: float) -> None:
        """Notes the time of a part of a search: catch_up, meaning, words."""

    def upkeep(self, work: str, seconds: float) -> None:
        """Notes the time of upkeep: compact, save, load."""

    def snapshot(self, outcome: str) -> None:
        """Counts a snapshot: saved, failed, loaded, discarded."""

    def refused(self, records: int) -> None:
        """Counts damaged records that were left out."""
