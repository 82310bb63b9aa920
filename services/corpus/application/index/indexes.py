"""The indexes of all corpora: loaded on their first search, caught up before each, put in order in the background."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from services.corpus.application.index.follower import Follower, IndexTools
from services.corpus.application.index.reading import Space
from services.corpus.application.index.settings import IndexSettings
from services.corpus.application.index.shelf import Shelf
from services.corpus.application.index.workers import Workers
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.index_vectors import is_unit
from services.corpus.domain.index_view import View
from services.corpus.domain.manifest import ModelManifest
from services.corpus.ports.index import (
    ChangeLog,
    DenseLayout,
    Found,
    IndexMeter,
    IndexTotals,
    SnapshotPlace,
    Snapshots,
)
from services.platform.tasks import end_tasks
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_SWEEP_PAGE_CHANGES = 1000
_SAVE_SHARE = 8


class Indexes:
    """Implements `CorpusIndex`. `start` and `close` frame its life; `compact`, `save` and `sweep` are what it does in between."""

    def __init__(
        self,
        log: ChangeLog,
        *,
        layout: DenseLayout,
        snapshots: Snapshots | None,
        model: Callable[[], ModelManifest],
        settings: IndexSettings,
        meter: IndexMeter,
    ) -> None:
        """Takes `model`, which says whose vectors are searched and may raise while it is not known yet."""
        workers = Workers(settings.threads, prepare=layout.prepare_thread)
        self._tools = IndexTools(log, layout, workers, snapshots, settings.exact_rows_max, meter)
        self._model = model
        self._settings = settings
        self._shelf = Shelf(memory_bytes=settings.memory_bytes)
        self._compaction_wanted = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._meter = meter
        meter.watch(self.totals)

    async def search(
        self, client_id: str, corpus_id: str, vector: NDArray[np.float32], terms: Sequence[str], k: int
    ) -> Found:
        """Catches up with the corpus's log, then returns at most `k` candidates each way.

        `vector` is float32 [dims] of length one; `terms` are words or longer texts, folded as the candidates' texts are.
        A corpus that does not exist is an empty one.

        Raises:
            ValueError: the vector is not of the model's dims, not finite or not of length one, or k is below 1.
            TransientError: the log cannot be read just now.
        """
        manifest = self._model()
        space = Space(manifest.model_id, manifest.dims)
        if vector.shape != (space.dims,) or not is_unit(vector) or k < 1:
            raise ValueError("a search needs a unit vector of the model's dims, and k of at least 1")
        follower = self._follower_of(client_id, corpus_id, space)
        started, seen = perf_counter(), follower.seq
        view = await follower.catch_up()
        self._meter.leg("catch_up", perf_counter() - started)
        self._meter.caught_up(max(0, follower.seq - seen))
        if follower.is_empty:
            self._shelf.drop(follower)
        elif dropped := self._shelf.make_room():
            _log.info("index.unloaded", corpora=dropped, size_bytes=self._shelf.size_bytes)
        if follower.wants_compaction:
            self._compaction_wanted.set()
        return await self._tools.workers.run(self._find, view, vector, terms, k)

    def totals(self) -> IndexTotals:
        """Returns what the indexes in memory come to."""
        followers = tuple(self._shelf)
        return IndexTotals(
            corpora=len(followers),
            candidates=sum(follower.view.total for follower in followers),
            size_bytes=sum(follower.view.size_bytes for follower in followers),
            loose=sum(follower.view.loose for follower in followers),
            recall=min((follower.view.recall for follower in followers), default=1.0),
            unsaved=sum(follower.unsaved_changes for follower in followers),
            snapshot_age_s=max((follower.snapshot_age_s for follower in followers), default=0.0),
        )

    async def start(self) -> None:
        """Begins to put indexes in order in the background."""
        self._tasks = [asyncio.create_task(self._keep_compact()), asyncio.create_task(self._keep_snapshots())]

    async def close(self) -> None:
        """Ends the background work, keeps snapshots of what changed, and lets go of the threads."""
        await end_tasks(self._tasks)
        for follower in self._shelf:
            await follower.settle()
            if follower.unsaved_changes:
                await follower.save()
        await asyncio.to_thread(self._tools.workers.close)

    async def compact(self) -> None:
        """Compacts what wants it, one corpus after another."""
        for follower in self._shelf:
            if follower.wants_compaction:
                await follower.compact()

    async def save(self) -> None:
        """Renews snapshots that have fallen behind, one corpus after another."""
        for follower in self._shelf:
            enough = max(self._settings.save_changes_min, follower.view.total // _SAVE_SHARE)
            if follower.unsaved_changes >= enough:
                await follower.save()

    async def sweep(self) -> None:
        """Discards snapshots that hold somebody who was erased, whether or not their corpus is in memory or ever searched."""
        snapshots = self._tools.snapshots
        if snapshots is None:
            return
        for place in await self._tools.workers.run(snapshots.held):
            if not await self._holds_erased(place):
                continue
            follower = self._shelf.get(place.client_id, place.corpus_id)
            if follower is not None:
                await follower.forget_snapshot()
            else:
                await self._tools.workers.run(snapshots.discard, place.client_id, place.corpus_id)
            _log.info("index.snapshot_discarded")

    def _find(self, view: View, vector: NDArray[np.float32], terms: Sequence[str], k: int) -> Found:
        started = perf_counter()
        dense = nearest(view, vector, k)
        between = perf_counter()
        lexical = matching(view, terms, k)
        self._meter.leg("meaning", between - started)
        self._meter.leg("words", perf_counter() - between)
        return Found(view.total, dense, lexical)

    def _follower_of(self, client_id: str, corpus_id: str, space: Space) -> Follower:
        follower = self._shelf.use(client_id, corpus_id)
        if follower is None or follower.space != space:
            follower = Follower(client_id, corpus_id, space=space, tools=self._tools)
            self._shelf.put(follower)
        return follower

    async def _holds_erased(self, place: SnapshotPlace) -> bool:
        log, after = self._tools.log, place.seq
        while True:
            page = await log.page(place.client_id, place.corpus_id, after=after, limit=_SWEEP_PAGE_CHANGES)
            if page.generation != place.generation or page.last_seq < place.seq:
                return True
            if not page.changes:
                return False
            if await log.any_erased(place.client_id, place.corpus_id, [key for key, _ in page.changes]):
                return True
            after = page.changes[-1][1]

    async def _keep_compact(self) -> None:
        while True:
            await self._compaction_wanted.wait()
            self._compaction_wanted.clear()
            await _guarded(self.compact)

    async def _keep_snapshots(self) -> None:
        while True:
            await asyncio.sleep(self._settings.snapshot_interval_s)
            await _guarded(self.sweep)
            await _guarded(self.save)


async def _guarded(work: Callable[[], Awaitable[None]]) -> None:
    """Keeps the background alive: whatever fails now is tried again at the next look."""
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - a Redis that is away or a full disk must not end the upkeep
        _log.warning("index.upkeep_failed", error=type(error).__name__)
