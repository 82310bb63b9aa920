"""The index of a corpus as a search sees it, and what the index needs from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.index_segment import Columns, DenseIndex


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
    """What the index needs of a candidate: float16 bytes, the model that made them, and the profile as JSON."""

    candidate_key: str
    model_id: str
    vector: bytes
    profile_json: bytes


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

    def exact(self, vectors: NDArray[np.float16]) -> DenseIndex:
        """Lays out [n, dims] for exact search."""

    def approximate(self, vectors: NDArray[np.float16]) -> DenseIndex:
        """Lays out [n, dims] for a search that is faster and finds nearly all."""


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
