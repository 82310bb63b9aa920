"""The parent's side of the seed: has children forked, killed and reported, and replaces a seed that died."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from typing import Any

from services.matcher.adapters.pdf.seed import EVENT, NOBODY, REQUEST, Event, Request

_SEED = "services.matcher.adapters.pdf.seed"


class SeedDiedError(Exception):
    """The seed ended, and with it every child; no document is to blame."""


class Offspring:
    """A forked child: its connection, and how it ended (`ended` holds the exit code, None when the seed went first)."""

    def __init__(self, pid: int, ended: "asyncio.Future[int | None]", seed: "_Seed") -> None:
        self.pid = pid
        self.ended = ended
        self._seed = seed

    def kill(self) -> None:
        """Kills the child and whatever it started; does nothing when it has ended."""
        if not self.ended.done():
            self._seed.ask(Request.KILL, self.pid)


class Nursery:
    """Starts children in a few milliseconds: forks of a seed, which costs a second once.

    The seed is a new interpreter, not a fork of this process (one with gRPC channels must not fork), without environment, in a
    session of its own, with no file of ours open. What it and its children print is thrown away: it could quote the CV.

    Args:
        memory_mb: the address space of a child.
        warm_ups: how often the seed reads a made-up CV first.
        structure: `module:function` of the structure step.
    """

    def __init__(self, *, memory_mb: int, warm_ups: int, structure: str) -> None:
        self._arguments = (str(memory_mb * 2**20), str(warm_ups), structure)
        self._seed: _Seed | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    async def bear(self, connection: socket.socket) -> Offspring:
        """Has a child forked that serves `connection`; raises `SeedDiedError`, or `OSError` when the system has no process to spare."""
        async with self._starting:
            if self._closed:
                raise SeedDiedError
            if self._seed is None or self._seed.died:
                self._seed = await _Seed.start(self._arguments)
        return await self._seed.bear(connection)

    async def close(self) -> None:
        """Ends the seed and all children, waiting until the seed is gone."""
        self._closed = True
        async with self._starting:
            if self._seed is not None:
                await self._seed.end()


class _Seed:
    """A running seed, and what it has told."""

    def __init__(self, process: Process, control: socket.socket) -> None:
        self._process = process
        self._control = control
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._births: deque[asyncio.Future[Offspring | None]] = deque()
        self._living: dict[int, asyncio.Future[int | None]] = {}
        self._unread = b""
        self.died = False

    @classmethod
    async def start(cls, arguments: tuple[str, ...]) -> "_Seed":
        control, other = socket.socketpair()
        with other:
            try:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-I", "-B", "-X", "utf8", "-m", _SEED, str(os.getpid()), *arguments),
                    stdin=other.fileno(),
                    stdout=DEVNULL,
                    stderr=DEVNULL,
                    env={"LC_ALL": "C.UTF-8"},
                    cwd="/",
                    start_new_session=True,
                )
            except BaseException:
                control.close()
                raise
        control.setblocking(False)
        seed = cls(process, control)
        asyncio.get_running_loop().add_reader(control.fileno(), seed._hear)
        try:
            await seed._ready
        except BaseException:
            await seed.end()
            raise
        return seed

    async def bear(self, connection: socket.socket) -> Offspring:
        """Has a child forked; raises `SeedDiedError`, or `OSError` when the system refuses a process."""
        if self.died:
            raise SeedDiedError
        birth: asyncio.Future[Offspring | None] = asyncio.get_running_loop().create_future()
        self._births.append(birth)
        self.ask(Request.BEAR, 0, connection)
        # Whoever gives up waiting closes the other end of the connection, and the child ends.
        child = await asyncio.shield(birth)
        if child is None:
            raise OSError("no process to spare")
        return child

    def ask(self, request: Request, pid: int, *connections: socket.socket) -> None:
        """Sends a request. A few bytes always find room; where they do not, the seed has hung or died."""
        try:
            socket.send_fds(self._control, [REQUEST.pack(request, pid)], [end.fileno() for end in connections])
        except OSError:
            self._die()

    async def end(self) -> None:
        """Kills the seed, with which its children end, and waits until it is gone."""
        self._kill()
        await self._process.wait()
        self._die()

    def _kill(self) -> None:
        # Not `Process.kill`, which may reap the process behind the back of what waits for it.
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _hear(self) -> None:
        try:
            data = self._control.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._die()
            return
        self._unread += data
        whole = len(self._unread) - len(self._unread) % EVENT.size
        told, self._unread = self._unread[:whole], self._unread[whole:]
        for event, pid, code in EVENT.iter_unpack(told):
            self._note(Event(event), pid, code)

    def _note(self, event: Event, pid: int, code: int) -> None:
        match event:
            case Event.READY:
                if not self._ready.done():
                    self._ready.set_result(None)
            case Event.BORN:
                birth = self._births.popleft()
                if pid == NOBODY:
                    birth.set_result(None)
                    return
                self._living[pid] = asyncio.get_running_loop().create_future()
                birth.set_result(Offspring(pid, self._living[pid], self))
            case Event.DIED:
                self._living.pop(pid).set_result(code)

    def _die(self) -> None:
        """Notes the end of the seed: what waits for it hears so."""
        if self.died:
            return
        self.died = True
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._kill()
        waiting_for: tuple[asyncio.Future[Any], ...] = (self._ready, *self._births)
        for waiting in waiting_for:
            if not waiting.done():
                waiting.set_exception(SeedDiedError())
                # Nobody need be waiting any more.
                waiting.exception()
        for ended in self._living.values():
            ended.set_result(None)
        self._births.clear()
        self._living.clear()
