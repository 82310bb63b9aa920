"""The index of one corpus: follows the change log, and is put in order beside searches."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic, perf_counter

from services.corpus.application.index.reading import Changes, Space, read_changes
from services.corpus.application.index.rounds import Rounds
from services.corpus.application.index.workers import Workers
from services.corpus.domain.index_segment import BuildDense, Columns, Segment
from services.corpus.domain.index_view import Part, View
from services.corpus.ports.index import (
    Absence,
    ChangeLog,
    DenseLayout,
    IndexMeter,
    IndexRecord,
    SnapshotPlace,
    Snapshots,
)
from services.platform.telemetry.logging import get_logger

_log = get_logger()
# Enough that a cold corpus is read in few steps, few enough that Redis is not kept from others for long.
_PAGE_CHANGES = 1024
# What is read of a cold corpus is laid out in segments of this many at once.
_APPLIED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class IndexTools:
    """What every index works with; `snapshots` is None where none are kept, `exact_rows_max` the largest exact segment."""

    log: ChangeLog
    layout: DenseLayout
    workers: Workers
    snapshots: Snapshots | None
    exact_rows_max: int
    meter: IndexMeter

    def build_of(self, rows: int) -> BuildDense:
        """Returns how a segment of so many rows is laid out."""
        return self.layout.exact if rows <= self.exact_rows_max else self.layout.approximate


class Follower:
    """One corpus in memory. `view` is what is known so far; a search wants the one that `catch_up` gives.

    All state is changed on the event loop; threads get immutable values and give new ones back.
    """

    def __init__(self, client_id: str, corpus_id: str, *, space: Space, tools: IndexTools) -> None:
        self.client_id = client_id
        self.corpus_id = corpus_id
        self.space = space
        self.view = View()
        self._tools = tools
        self._generation = 0
        self._seq = 0
        self._saved_seq: int | None = None
        # When the snapshot was written or loaded, by this process' own clock.
        self._saved_at_s: float | None = None
        self._opened = False
        self._erasures = 0
        # The view that a compaction is reading; its segments must stay until it is done.
        self._planned: View | None = None
        self._changing = asyncio.Lock()
        self._rounds = Rounds(self._follow)

    @property
    def is_empty(self) -> bool:
        """Whether the log has never said anything: most likely there is no such corpus."""
        return self._seq == 0

    @property
    def wants_compaction(self) -> bool:
        """Whether a compaction would make searches noticeably faster or the index smaller."""
        large = self._tools.exact_rows_max
        return self.view.is_loose() or any(
            part.segment.rows > large and not part.segment.dense.is_final for part in self.view.parts
        )

    @property
    def unsaved_changes(self) -> int:
        """Changes that the snapshot on disk does not have; 0 where no snapshots are kept."""
        return 0 if self._tools.snapshots is None else self._seq - (self._saved_seq or 0)

    @property
    def snapshot_age_s(self) -> float:
        """Seconds since the snapshot was written, or loaded; 0 without one."""
        return 0.0 if self._saved_at_s is None else monotonic() - self._saved_at_s

    @property
    def seq(self) -> int:
        """The last change that the view has."""
        return self._seq

    async def catch_up(self) -> View:
        """Returns a view that holds all that the log held when this was called; raises what reading it raised."""
        return await self._rounds.begun_after_now()

    async def compact(self) -> None:
        """Puts all segments into one, beside searches and changes; not to be called twice at once."""
        async with self._changing:
            self._planned = planned = self.view
        started = perf_counter()
        try:
            segment = await self._tools.workers.run(self._compacted, planned)
            async with self._changing:
                if self._planned is planned:
                    self.view = self.view.compacted(planned, segment)
        finally:
            self._planned = None
        self._tools.meter.upkeep("compact", perf_counter() - started)
        _log.info(
            "index.compacted", total=self.view.total, size_bytes=self.view.size_bytes, recall=round(self.view.recall, 4)
        )

    async def save(self) -> None:
        """Keeps a snapshot of what the view holds now; a disk that will not have it is logged and nothing else."""
        snapshots = self._tools.snapshots
        if snapshots is None:
            return
        view, place = self.view, SnapshotPlace(self.client_id, self.corpus_id, self._generation, self._seq)
        erasures, started = self._erasures, perf_counter()
        try:
            await self._tools.workers.run(
                lambda: snapshots.save(place, view.columns(), model_id=self.space.model_id),
            )
        except OSError as error:
            self._tools.meter.snapshot("failed")
            _log.warning("index.snapshot_failed", error=type(error).__name__)
            return
        self._tools.meter.upkeep("save", perf_counter() - started)
        self._tools.meter.snapshot("saved")
        self._saved_seq, self._saved_at_s = place.seq, monotonic()
        if self._erasures != erasures:
            # Somebody was erased while the file was written that holds them.
            await self.forget_snapshot()
            return
        _log.info("index.snapshot_saved", total=view.total)

    async def forget_snapshot(self) -> None:
        """Discards the snapshot, because it holds somebody who was erased, and one that is being written just now too."""
        self._erasures += 1
        if self._tools.snapshots is not None and self._saved_seq is not None:
            await self._tools.workers.run(self._tools.snapshots.discard, self.client_id, self.corpus_id)
            self._tools.meter.snapshot("discarded")
            self._saved_seq = self._saved_at_s = None

    async def settle(self) -> None:
        """Returns once the log is not being read."""
        await self._rounds.settle()

    async def _follow(self) -> View:
        if not self._opened:
            await self._open()
        # By candidate, because one may change again between two pages: its last record counts.
        read: dict[str, IndexRecord | Absence] = {}
        target, reached = None, self._seq
        while True:
            page = await self._tools.log.page(self.client_id, self.corpus_id, after=reached, limit=_PAGE_CHANGES)
            generation = page.generation
            if page.changes and generation == self._generation and page.last_seq >= reached:
                keys = [key for key, _ in page.changes]
                found = await self._tools.log.records(self.client_id, self.corpus_id, keys)
                generation = found.generation
                read |= zip(keys, found.records, strict=True)
            if generation != self._generation or page.last_seq < reached:
                # Erased as a whole, or a log that lost its end: nothing we hold can be trusted.
                await self._start_anew(generation)
                read, target, reached = {}, None, 0
                continue
            target = page.last_seq if target is None else target
            reached = page.changes[-1][1] if page.changes else reached
            done = not page.changes or reached >= target
            if read and (done or len(read) >= _APPLIED_AT_ONCE):
                await self._apply(list(read), list(read.values()), upto=reached)
                read = {}
            if done:
                return self.view

    async def _open(self) -> None:
        snapshots = self._tools.snapshots
        if snapshots is not None:
            loaded = await self._tools.workers.run(self._loaded, snapshots)
            if loaded is not None:
                place, self.view = loaded
                self._generation, self._seq, self._saved_seq = place.generation, place.seq, place.seq
                self._saved_at_s = monotonic()
                self._tools.meter.snapshot("loaded")
        self._opened = True

    def _loaded(self, snapshots: Snapshots) -> tuple[SnapshotPlace, View] | None:
        loaded = snapshots.load(self.client_id, self.corpus_id, model_id=self.space.model_id)
        if loaded is None:
            return None
        place, columns = loaded
        # Exact whatever the size: that takes no time, and a compaction will make a large one fast.
        parts = () if columns is None else (Part.whole(Segment(columns, self._tools.layout.exact(columns.vectors))),)
        return place, View(parts)

    async def _start_anew(self, generation: int) -> None:
        async with self._changing:
            self.view, self._generation, self._seq = View(), generation, 0
            self._planned = None
        await self.forget_snapshot()

    async def _apply(self, keys: list[str], records: Sequence[IndexRecord | Absence], *, upto: int) -> None:
        async with self._changing:
            frozen = 0 if self._planned is None else len(self._planned.parts)
            self.view, changes = await self._tools.workers.run(self._changed, self.view, keys, records, frozen)
            self._seq = upto
        if changes.refused:
            self._tools.meter.refused(changes.refused)
            _log.error("index.records_refused", count=changes.refused)
        if changes.erased:
            await self.forget_snapshot()

    def _changed(
        self, view: View, keys: list[str], records: Sequence[IndexRecord | Absence], frozen: int
    ) -> tuple[View, Changes]:
        changes = read_changes(keys, records, space=self.space)
        return view.changed(changes.entries, changes.gone, self._tools.layout.exact, frozen=frozen), changes

    def _compacted(self, planned: View) -> Segment | None:
        return self._laid_out(planned.columns())

    def _laid_out(self, columns: Columns | None) -> Segment | None:
        if columns is None:
            return None
        return Segment(columns, self._tools.build_of(len(columns.keys))(columns.vectors))
