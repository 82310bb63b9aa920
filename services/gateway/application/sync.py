"""Brings a corpus to the state of a stream of candidates: read and applied part by part, so that memory stays flat."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from services.gateway.intake.candidate_lines import Part, PartReader
from services.gateway.intake.stream import BrokenBodyError
from services.gateway.intake.unread import UnreadBodyError
from services.gateway.ports import BodyReader, Caller, Syncs, UnreachableError
from services.gateway.schemas.sync import SyncMode
from services.platform.accounts.identifiers import base62
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.failpoints import failpoint

_ID_CHARS = 22
_LONG_LINES_AT_ONCE = 2
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0
# One: inflating and parsing of one stream at a time; threads that compute would only take turns.
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync")


def new_sync_id() -> str:
    """Returns `sync_` and 22 random characters, 131 bits."""
    return f"sync_{base62(_ID_CHARS)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncLimits:
    """How long things may take.

    Attributes:
        line_s: the next line, to come whole.
        flush_s: lines that have come, to wait for others of their part.
        patience_s: the corpus service, to answer a call that is sent again and again meanwhile.
    """

    line_s: float = 60.0
    flush_s: float = 1.0
    patience_s: float = 60.0


class SyncCorpus:
    """The use case behind the sync route."""

    def __init__(self, syncs: Syncs, limits: SyncLimits, *, make_id: Callable[[], str] = new_sync_id) -> None:
        self._syncs = syncs
        self._limits = limits
        self._make_id = make_id
        self._patiently = _Patience(limits.patience_s)
        self._long_lines = asyncio.Semaphore(_LONG_LINES_AT_ONCE)

    async def __call__(self, caller: Caller, body: BodyReader, *, corpus_id: str, mode: SyncMode) -> str:
        """Reads a body to its end and returns the id of the sync that applied it.

        A gzip stream that breaks is read as far as it goes; its sync has failed.

        Raises:
            AppError: INVALID_INPUT on `body` when it stalls or its framing breaks; what the corpus service refuses with.
            UnreachableError: it did not answer for as long as `patience_s`.
            ClientGoneError: the connection ended. Whatever is raised, what was applied stands and the sync has failed.
        """
        sync_id = self._make_id()
        await self._patiently(lambda: self._syncs.open(caller, sync_id, corpus_id=corpus_id, mode=mode))
        reading = _Reading(
            PartReader(corpus_id, is_gzip=body.is_gzip),
            sync_id,
            apply=lambda part, number: self._apply(caller, sync_id, part, number),
            limits=self._limits,
            long_lines=self._long_lines,
        )
        try:
            complete = await reading.read(body)
        except BaseException:
            # Whoever cannot be told finds out by the silence.
            with suppress(Exception):
                await asyncio.shield(self._syncs.close(caller, sync_id, complete=False))
            raise
        await self._patiently(lambda: self._syncs.close(caller, sync_id, complete=complete))
        return sync_id

    async def _apply(self, caller: Caller, sync_id: str, part: Part, number: int) -> None:
        try:
            await self._patiently(
                lambda: self._syncs.lines(
                    caller,
                    sync_id,
                    part=number,
                    lines=part.lines,
                    errors=part.errors,
                    more_failed=part.more_failed,
                )
            )
        except AppError as refusal:
            if refusal.reason is not Reason.NOT_FOUND:
                raise
            raise UnreadBodyError.of(
                AppError(Reason.SERVICE_WARMING, f"{sync_id} was given up meanwhile; send the file again.")
            ) from refusal
        await failpoint("gateway.after_sync_part")


@dataclass(frozen=True, slots=True)
class _Patience:
    """Calls until it is answered: a replica that restarts must not end an upload of hours."""

    patience_s: float

    async def __call__(self, call: Callable[[], Awaitable[None]]) -> None:
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self.patience_s
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                return await call()
            except UnreachableError as error:
                if not error.resendable or loop.time() >= ends_at:
                    raise
            except AppError as refusal:
                if refusal.reason is not Reason.SERVICE_WARMING or loop.time() >= ends_at:
                    raise
            await asyncio.sleep(pause_s)
            pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)


class _Reading:
    """One body on its way into a sync; `apply` is given parts with their numbers, from 1."""

    def __init__(
        self,
        reader: PartReader,
        sync_id: str,
        *,
        apply: Callable[[Part, int], Awaitable[None]],
        limits: SyncLimits,
        long_lines: asyncio.Semaphore,
    ) -> None:
        self._reader = reader
        self._sync_id = sync_id
        self._apply = apply
        self._limits = limits
        self._long_lines = long_lines
        self._parts = 0
        self._applied_at = self._line_at = self._now()

    async def read(self, body: BodyReader) -> bool:
        """Reads and applies to the end; tells whether it was a good one."""
        try:
            while data := await self._next(body):
                await self._take(data)
            self._reader.end()
            await self._send()
            return not self._reader.is_broken
        finally:
            self._let_long_line_go()

    async def _next(self, body: BodyReader) -> bytes:
        """Returns what comes next, nothing at the end; what came before does not wait for it for long."""
        while self._now() - self._line_at <= self._limits.line_s:
            try:
                return await body.read(timeout_s=self._limits.flush_s)
            except TimeoutError:
                await self._send()
            except BrokenBodyError:
                await self._send()
                raise self._refusal("has broken chunks or a wrong length") from None
        await self._send()
        raise self._refusal(f"brought no whole line for {self._limits.line_s:g} seconds")

    async def _take(self, data: bytes) -> None:
        lines = self._reader.lines_ended
        self._reader.feed(data)
        await self._fill()
        while self._reader.is_in_long_line and not self._reader.may_hold_long_line:
            # Few of them are held at once, whoever sends them.
            await self._long_lines.acquire()
            self._reader.may_hold_long_line = True
            self._line_at = self._now()
            await self._fill()
        if self._reader.lines_ended > lines or self._reader.is_broken:
            self._line_at = self._now()
        if self._now() - self._applied_at > self._limits.flush_s:
            await self._send()
        if not self._reader.is_in_long_line:
            self._let_long_line_go()

    async def _fill(self) -> None:
        while await asyncio.get_running_loop().run_in_executor(_reader, self._reader.fill):
            await self._send()

    async def _send(self) -> None:
        part = self._reader.take()
        if part:
            self._parts += 1
            await self._apply(part, self._parts)
            # The client had no chance to send while this took its time.
            self._line_at = self._now()
        self._applied_at = self._now()

    def _let_long_line_go(self) -> None:
        if self._reader.may_hold_long_line:
            self._reader.may_hold_long_line = False
            self._long_lines.release()

    def _refusal(self, what: str) -> UnreadBodyError:
        words = f"{what}; {self._sync_id} has failed, and what it applied stands"
        return UnreadBodyError.of(invalid_field("body", words))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
