"""Turns the texts of all requests into batches for the one thread that owns the model."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from services.corpus.application.embedding.cache import VectorCache
from services.corpus.domain.backlog import Backlog, Item
from services.corpus.domain.shapes import BATCH_TOKENS, width_of
from services.corpus.ports.embedding import EmbedMeter, Encoder
from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_Result = TypeVar("_Result")

# One round of tokenising: some tens of milliseconds at most, so that long texts of one request hold nobody up.
_TOKENISE_CHARS = 65_536
_TOKENISE_TEXTS = 512
_UNTOKENISED = 0
_FULL_RETRY_S = 1


class EncodingError(RuntimeError):
    """The model failed on a text; what it said is in the log."""


@dataclass(slots=True, eq=False)
class _Ticket:
    """A request that waits: `missing` counts its texts without a row."""

    done: asyncio.Future[None]
    missing: int
    rows: dict[bytes, bytes] = field(default_factory=dict)


class Batcher:
    """Embeds each text once, however many requests want it; all methods belong to one event loop.

    Args:
        encoder: the model.
        thread: an executor of one thread, in which alone the model is called.
        rows: most texts in one run of the model.
        queue_texts: most distinct texts waiting; a request that would exceed it is refused as a whole.
        cache: gets every row made, also those whose request has left.
        meter: counts.
    """

    def __init__(
        self,
        encoder: Encoder,
        *,
        thread: ThreadPoolExecutor,
        rows: int,
        queue_texts: int,
        cache: VectorCache,
        meter: EmbedMeter,
    ) -> None:
        self._encoder = encoder
        self._thread = thread
        self._rows = rows
        self._queue_texts = queue_texts
        self._cache = cache
        self._meter = meter
        self._ids = itertools.count()
        self._tickets: dict[int, _Ticket] = {}
        self._items: dict[bytes, Item] = {}
        self._fresh = Backlog()
        self._ready = Backlog()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def rows_of(self, texts: Mapping[bytes, str]) -> dict[bytes, bytes]:
        """Returns the row of each distinct text by its key, float32 as bytes.

        When the caller is cancelled, its texts that nobody else wants and that are not running yet are dropped.

        Raises:
            AppError: `RATE_LIMITED`, the queue is full; nothing was queued.
            EncodingError: the model failed on one of the texts.
        """
        model_id = self._encoder.manifest.model_id
        rows = {key: row for key in texts if (row := self._cache.get(model_id, key)) is not None}
        missing = [key for key in texts if key not in rows]
        joined = sum(key in self._items for key in missing)
        new = len(missing) - joined
        if len(self._items) + new > self._queue_texts:
            self._meter.refused()
            raise AppError(Reason.RATE_LIMITED, "Too many texts wait to be embedded.", retry_after_s=_FULL_RETRY_S)
        self._meter.answered(cached=len(rows), joined=joined, new=new)
        if missing:
            rows |= await self._wait_for({key: texts[key] for key in missing})
        return rows

    async def work(self) -> None:
        """Runs batches for as long as it is not cancelled."""
        while True:
            await self._wake.wait()
            fresh = self._fresh.take(budget=_TOKENISE_CHARS, rows=_TOKENISE_TEXTS)
            if fresh:
                await self._tokenise(fresh)
            batch = self._ready.take(budget=BATCH_TOKENS, rows=self._rows)
            if batch:
                await self._encode(batch)
            if not fresh and not batch:
                self._wake.clear()

    async def drain(self) -> None:
        """Returns once no text waits."""
        await self._idle.wait()

    async def _wait_for(self, texts: Mapping[bytes, str]) -> dict[bytes, bytes]:
        request = next(self._ids)
        ticket = _Ticket(asyncio.get_running_loop().create_future(), len(texts))
        self._tickets[request] = ticket
        wanted = [self._want(request, key, text) for key, text in texts.items()]
        self._counted()
        self._wake.set()
        try:
            await ticket.done
        finally:
            del self._tickets[request]
            for backlog in (self._fresh, self._ready):
                for orphan in backlog.withdraw(request, wanted):
                    del self._items[orphan.key]
            self._counted()
        return ticket.rows

    def _want(self, request: int, key: bytes, text: str) -> Item:
        item = self._items.get(key)
        if item is not None:
            item.waiters.add(request)
            return item
        item = Item(key, text, lane=_UNTOKENISED, cost=len(text), waiters={request})
        self._items[key] = item
        self._fresh.put(item)
        return item

    async def _tokenise(self, items: list[Item]) -> None:
        try:
            rows = await self._in_thread(lambda: self._encoder.tokenise([item.text for item in items]))
        except Exception as error:  # noqa: BLE001 - whatever the library raises must not end the worker
            self._fail(items, error)
            return
        for item, tokens in zip(items, rows, strict=True):
            if not item.waiters:
                del self._items[item.key]
                continue
            item.tokens = tokens
            item.lane = item.cost = width_of(len(tokens), max_tokens=self._encoder.manifest.max_tokens)
            self._ready.put(item)
        self._counted()

    async def _encode(self, items: list[Item]) -> None:
        width = items[0].lane
        rows = [item.tokens for item in items]
        started = perf_counter()
        try:
            vectors = await self._in_thread(lambda: self._encoder.encode(rows, width=width))
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(items, error)
            return
        seconds = perf_counter() - started
        self._meter.ran(rows=len(rows), tokens=sum(len(row) for row in rows), padded=width * len(rows), seconds=seconds)
        unsound = []
        for item, row in zip(items, vectors, strict=True):
            if np.isfinite(row).all():
                self._finish(item, row)
            else:
                unsound.append(item)
        if unsound:
            self._fail(unsound, EncodingError("the model gave a vector that is not finite"))
        self._counted()

    def _finish(self, item: Item, vector: NDArray[np.float32]) -> None:
        row = vector.astype("<f4").tobytes()
        self._cache.put(self._encoder.manifest.model_id, item.key, row)
        del self._items[item.key]
        for request in item.waiters:
            ticket = self._tickets[request]
            ticket.rows[item.key] = row
            ticket.missing -= 1
            if ticket.missing == 0 and not ticket.done.done():
                ticket.done.set_result(None)

    def _fail(self, items: list[Item], error: Exception) -> None:
        _log.error("embed.failed", texts=len(items), exc_info=error)
        for item in items:
            del self._items[item.key]
            for request in item.waiters:
                done = self._tickets[request].done
                if not done.done():
                    done.set_exception(EncodingError("the model failed on a text"))
        self._counted()

    def _counted(self) -> None:
        self._meter.waiting(len(self._items))
        if self._items:
            self._idle.clear()
        else:
            self._idle.set()

    async def _in_thread(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)
