"""Applies the parts of bulk syncs; each call may be sent again, to any process, and counts once."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence

from services.corpus.application.candidates.contents import hashes_of
from services.corpus.application.candidates.ingest import KEPT_CHANGING
from services.corpus.domain.candidate import UpsertStatus
from services.corpus.domain.sync import (
    MOST_ERRORS,
    PartCounts,
    SyncError,
    SyncLine,
    SyncMode,
    SyncPart,
    SyncView,
    as_first_applied,
)
from services.corpus.ports.sync import PartIngest, PartState, SyncStore
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.failpoints import failpoint
from services.platform.telemetry.logging import get_logger

MOST_LINES = 500
_SYNC_ID = re.compile(r"sync_[0-9A-Za-z]{22}")

_log = get_logger()


class Syncing:
    """The life of a sync until its file is read."""

    def __init__(self, store: SyncStore, ingest: PartIngest, *, wake: Callable[[], None]) -> None:
        """Makes it; `wake` is called when there may be something to do in the background."""
        self._store = store
        self._ingest = ingest
        self._wake = wake

    async def open(self, client_id: str, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        """Opens a sync.

        Raises:
            AppError: INVALID_INPUT.
            TransientError: the store is away, as every method here.
        """
        if _SYNC_ID.fullmatch(sync_id) is None:
            raise invalid_field("sync_id", "Must be sync_ and 22 letters or digits.")
        if not corpus_id:
            raise invalid_field("corpus_id", "Must not be empty.")
        await self._store.open(client_id, sync_id, corpus_id=corpus_id, mode=mode)
        _log.info("sync.opened", sync_id=sync_id, client_id=client_id, mode=mode.value)

    async def apply(self, client_id: str, sync_id: str, part: SyncPart, *, timeout_s: float | None = None) -> None:
        """Applies a part and counts it; a part that was counted is left.

        Raises:
            AppError: NOT_FOUND when the sync takes no more; INVALID_INPUT for a part out of order or too large.
        """
        if len(part.lines) > MOST_LINES:
            raise invalid_field("lines", f"Must be at most {MOST_LINES}.")
        corpora = {each.candidate.corpus_id for each in part.lines}
        if len(corpora) > 1:
            raise invalid_field("lines", "Must be of one corpus.")
        start = await self._store.begin_part(
            client_id,
            sync_id,
            part=part.number,
            corpus_id=next(iter(corpora), ""),
            external_ids=[each.candidate.external_id for each in part.lines],
        )
        if start.state is PartState.DONE:
            return
        if start.state is PartState.OVER:
            raise AppError(Reason.NOT_FOUND, "The sync takes no more lines.")
        if start.state is PartState.OUT_OF_ORDER:
            raise invalid_field("part", "Is not the next one.")
        candidates = [each.candidate for each in part.lines]
        results = await self._ingest.ingest(client_id, candidates, timeout_s=timeout_s) if candidates else []
        await failpoint("corpus.sync_applied")
        statuses = [result.status for result in results]
        if start.state is PartState.AGAIN:
            statuses = as_first_applied(start.before, await asyncio.to_thread(hashes_of, candidates), results)
        errors = (*part.errors, *_refused(part.lines, statuses))
        await self._store.end_part(
            client_id,
            sync_id,
            part=part.number,
            counts=_counts(statuses, not_taken=len(part.errors) + part.more_failed),
            errors=sorted(errors, key=lambda error: error.line)[:MOST_ERRORS],
        )
        await failpoint("corpus.sync_counted")

    async def close(self, client_id: str, sync_id: str, *, complete: bool) -> None:
        """Ends the reading; raises `AppError` NOT_FOUND for no such sync."""
        if not await self._store.close(client_id, sync_id, complete=complete):
            raise _no_such_sync()
        _log.info("sync.closed", sync_id=sync_id, client_id=client_id, complete=complete)
        self._wake()

    async def get(self, client_id: str, sync_id: str) -> SyncView:
        """Returns a sync; raises `AppError` NOT_FOUND."""
        view = await self._store.get(client_id, sync_id)
        if view is None:
            raise _no_such_sync()
        return view


def _counts(statuses: Sequence[UpsertStatus], *, not_taken: int) -> PartCounts:
    times = Counter(statuses)
    return PartCounts(
        accepted=times[UpsertStatus.ACCEPTED],
        updated=times[UpsertStatus.UPDATED],
        unchanged=times[UpsertStatus.UNCHANGED],
        failed=times[UpsertStatus.FAILED] + not_taken,
    )


def _refused(lines: Sequence[SyncLine], statuses: Sequence[UpsertStatus]) -> list[SyncError]:
    # The edge has read every line: what is refused here kept changing under other calls' hands.
    return [
        SyncError(each.line, each.candidate.external_id, Reason.INTERNAL_ERROR.value, KEPT_CHANGING)
        for each, status in zip(lines, statuses, strict=True)
        if status is UpsertStatus.FAILED
    ]


def _no_such_sync() -> AppError:
    return AppError(Reason.NOT_FOUND, "There is no such sync.")
