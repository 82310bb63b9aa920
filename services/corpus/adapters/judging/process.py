"""One judging process as its parent holds it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process

from services.corpus.adapters.judging.protocol import HEAD_BYTES, GarbledError, lengths_of, read_judgement
from services.corpus.domain.search_ranking import Judgement

_CHILD = "services.corpus.adapters.judging.child"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Some candidates at once fit: fewer turns of the event loop than through a pipe.
_BUFFER_BYTES = 1 << 20


class ChildDiedError(Exception):
    """The child ended, or spoke nonsense."""


class JudgeProcess:
    """A warm child. One `judge` at a time; after any exception of it the child must be ended."""

    def __init__(self, process: Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(cls, *, timeout_s: float) -> "JudgeProcess":
        """Starts a child and waits until it is warm; raises `ChildDiedError`, `TimeoutError` or `OSError`.

        It is a new interpreter, not a fork (a process with gRPC channels must not fork), with no file of ours open but the
        socket, and ends when that is closed, so also when this process is killed. What it prints is thrown away: it could quote a CV.
        """
        ours, theirs = socket.socketpair()
        try:
            for end in (ours, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-B", "-X", "utf8", "-m", _CHILD),
                stdin=theirs.fileno(),
                stdout=DEVNULL,
                stderr=DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        try:
            reader, writer = await asyncio.open_unix_connection(sock=ours, limit=_BUFFER_BYTES)
        except BaseException:
            # The child reads that nobody is there, and ends by itself.
            ours.close()
            raise
        child = cls(process, reader, writer)
        try:
            async with asyncio.timeout(timeout_s):
                await child._answer()
        except BaseException:
            await child.end()
            raise
        return child

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Says whether the child has not ended."""
        return self._process.returncode is None

    async def judge(self, order: bytes) -> Judgement:
        """Has an order done; raises `ChildDiedError`, also when the work itself broke."""
        try:
            self._writer.write(order)
            await self._writer.drain()
            header, body = await self._answer()
        except ConnectionError:
            raise ChildDiedError("a judging process ended") from None
        try:
            return read_judgement(header, body)
        except GarbledError:
            raise ChildDiedError("a judging process broke") from None

    async def end(self) -> None:
        """Kills the child and waits until it is gone."""
        self._writer.close()
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def ended(self) -> None:
        """Waits until the child has ended, for whatever reason."""
        await self._process.wait()

    async def _answer(self) -> tuple[bytes, bytes]:
        try:
            header, body = lengths_of(await self._reader.readexactly(HEAD_BYTES))
            return await self._reader.readexactly(header), await self._reader.readexactly(body)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ChildDiedError("a judging process ended") from None
