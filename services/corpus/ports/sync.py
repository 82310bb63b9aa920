"""What bulk sync needs of the world: a store that counts each part once, and the steps of the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.corpus.domain.candidate import CandidateInput, UpsertResult
from services.corpus.domain.sync import Before, PartCounts, SyncError, SyncMode, SyncView


class PartState(StrEnum):
    """Where a sync stands towards a part: it begins, it began before and was not counted, or it was counted.

    OUT_OF_ORDER is not the next one, OVER is of a sync that is not there or takes no more.
    """

    FIRST = "first"
    AGAIN = "again"
    DONE = "done"
    OUT_OF_ORDER = "out_of_order"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PartStart:
    """The answer to the beginning of a part; `before` has one entry a candidate with FIRST and AGAIN."""

    state: PartState
    before: tuple[Before, ...] = ()


class Step(StrEnum):
    """What one step of the background came to."""

    MORE = "more"
    NOT_YET = "not_yet"
    ENDED = "ended"


class SyncStore(Protocol):
    """The steps of a sync. Each is atomic, decided by what is stored, and changes nothing when it is done again."""

    async def open(self, client_id: str, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        """Opens a sync."""
        ...

    async def begin_part(
        self, client_id: str, sync_id: str, *, part: int, corpus_id: str, external_ids: Sequence[str]
    ) -> PartStart:
        """Notes how the candidates of a part stand, once, and that the file names them.

        `corpus_id` is that of the candidates; one that is not the sync's is answered with OVER.
        """
        ...

    async def end_part(
        self, client_id: str, sync_id: str, *, part: int, counts: PartCounts, errors: Sequence[SyncError]
    ) -> None:
        """Counts a part, once."""
        ...

    async def close(self, client_id: str, sync_id: str, *, complete: bool) -> bool:
        """Ends the reading; False when there is no such sync.

        A complete mirror without a broken line goes on to erase, any other sync has ended.
        """
        ...

    async def get(self, client_id: str, sync_id: str) -> SyncView | None:
        """Returns a sync, None for no such one; one whose reader has gone silent is failed by then."""
        ...


class SyncSteps(Protocol):
    """The background's part of syncs; any number of processes may do it at once."""

    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns up to `count` (client id, sync id) a partition that are to be seen to now."""
        ...

    async def step(self, client_id: str, sync_id: str, *, count: int) -> Step:
        """Fails a sync whose reader has gone silent, or erases some of what a mirror did not name, looking at `count`."""
        ...


class PartIngest(Protocol):
    """Takes candidates, and leaves their embedding to the background."""

    async def ingest(
        self, client_id: str, candidates: Sequence[CandidateInput], *, timeout_s: float | None = None
    ) -> Sequence[UpsertResult]:
        """Applies candidates in order and returns one result each; raises `TransientError`."""
        ...
