"""One reader process as its parent holds it: spoken to in frames, killed with everything it started."""

import asyncio
import signal
import socket
from collections.abc import Callable

from services.matcher.adapters.pdf import frames
from services.matcher.adapters.pdf.offspring import Nursery, Offspring, SeedDiedError
from services.matcher.adapters.pdf.protocol import TEXT_SEEN, Answer, Confinement, Order, Ready
from services.matcher.adapters.pdf.usage import stand_back
from services.platform import wire

# How a process ends that ran into a limit: out of processor time, or a library that gave up for want of memory. A kill
# that was not ours is the system's, short of memory.
_LIMIT_SIGNALS = frozenset(
    {signal.SIGPROF, signal.SIGXCPU, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL}
)


class ChildDiedError(Exception):
    """The child ended or spoke nonsense; `by_limit` says that a limit ended it, `blameless` that no document did."""

    def __init__(self, *, by_limit: bool, blameless: bool = False) -> None:
        super().__init__("a reader process ended")
        self.by_limit = by_limit
        self.blameless = blameless


class ReaderProcess:
    """A warm child. One `read` at a time. `aside` says that it is in the slow lane, `room` which place it has there."""

    def __init__(self, child: Offspring, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._child = child
        self._reader = reader
        self._writer = writer
        self.confinement = Confinement(memory=False, files=False, system_calls=False)
        self.documents = 0
        self.aside = False
        self.room: int | None = None
        self._dismissed = asyncio.Event()

    @classmethod
    async def start(cls, nursery: Nursery, *, timeout_s: float, aside: bool = False) -> "ReaderProcess":
        """Starts a child, at the lowest priority when `aside`, and waits until it is warm; raises `ChildDiedError` or `TimeoutError`."""
        own, its = socket.socketpair()
        try:
            async with asyncio.timeout(timeout_s):
                with its:
                    child = await nursery.bear(its)
                reader, writer = await asyncio.open_unix_connection(sock=own)
        except SeedDiedError:
            own.close()
            raise ChildDiedError(by_limit=False, blameless=True) from None
        except BaseException:
            own.close()
            raise
        process = cls(child, reader, writer)
        if aside:
            process.stand_aside()
        try:
            async with asyncio.timeout(timeout_s):
                process.confinement = wire.loads(await process._frame(), Ready).confinement
        except (asyncio.IncompleteReadError, OSError, wire.WireError):
            await process.end()
            raise ChildDiedError(by_limit=False) from None
        except BaseException:
            await process.end()
            raise
        return process

    @property
    def pid(self) -> int:
        """The child's process id, also that of its group."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Says whether the child has not ended, and is not being ended."""
        return not self._child.ended.done() and not self._dismissed.is_set()

    def stand_aside(self) -> None:
        """Leaves the processor to others, for good."""
        self.aside = True
        stand_back(self.pid)

    async def read(self, pdf: bytes, order: Order, *, text_seen: Callable[[], None] = lambda: None) -> Answer:
        """Has one document read; raises `ChildDiedError`. After any exception the child must be ended.

        `text_seen` is called when the child has come upon the first text of the document.
        """
        self.documents += 1
        try:
            self._writer.write(frames.framed(wire.dumps(order)))
            self._writer.write(frames.framed(pdf))
            await self._writer.drain()
            while (frame := await self._frame()) == TEXT_SEEN:
                text_seen()
            return wire.loads(frame, Answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await asyncio.shield(self._child.ended)
            raise ChildDiedError(
                by_limit=code is not None and -code in _LIMIT_SIGNALS, blameless=code is None
            ) from None
        except wire.WireError:
            raise ChildDiedError(by_limit=False) from None

    async def end(self) -> None:
        """Kills the child and whatever it started, and waits until it is gone."""
        self._dismissed.set()
        self._child.kill()
        self._writer.close()
        await self.ended()

    async def left(self) -> None:
        """Waits until the child has ended or is being ended."""
        ended = asyncio.ensure_future(self.ended())
        dismissed = asyncio.ensure_future(self._dismissed.wait())
        try:
            await asyncio.wait({ended, dismissed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
            dismissed.cancel()

    async def ended(self) -> None:
        """Waits until the child has ended, for whatever reason."""
        await asyncio.shield(self._child.ended)

    async def _frame(self) -> bytes:
        length = frames.length_of(await self._reader.readexactly(frames.LENGTH_BYTES))
        return await self._reader.readexactly(length)
