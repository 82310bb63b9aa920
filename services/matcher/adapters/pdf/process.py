"""One child process as its parent holds it: started fresh, spoken to in frames, killed with everything it started."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

from services.matcher.adapters.pdf import frames
from services.matcher.adapters.pdf.protocol import Answer, Confinement, Order, Ready
from services.matcher.adapters.pdf.usage import stand_back
from services.platform import wire

_CHILD = "services.matcher.adapters.pdf.child"

# How a process ends that ran into a limit: out of processor time, or a library that gave up for want of memory. A kill
# that was not ours is the system's, short of memory.
_LIMIT_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGKILL})


class ChildDiedError(Exception):
    """The child ended or spoke nonsense; `by_limit` says that a limit ended it."""

    def __init__(self, *, by_limit: bool) -> None:
        super().__init__("a reader process ended")
        self.by_limit = by_limit


class ReaderProcess:
    """A warm child. One `read` at a time. `aside` says that it is in the slow lane."""

    def __init__(self, process: Process, confinement: Confinement) -> None:
        self._process = process
        self.confinement = confinement
        self.documents = 0
        self.aside = False

    @classmethod
    async def start(cls, *, memory_mb: int, structure: str, timeout_s: float, aside: bool = False) -> "ReaderProcess":
        """Starts a child, at low priority when `aside`, and waits until it is warm; raises `ChildDiedError` or `TimeoutError`.

        It is a new interpreter, not a fork (a process with gRPC channels must not fork), without environment, in a session
        of its own, with no file of ours open. What it prints is thrown away: it could quote the CV.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-X", "utf8", "-m", _CHILD),
            *(str(os.getpid()), str(memory_mb * 2**20), structure),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        if aside:
            # Starting costs as much as reading some CVs.
            stand_back(process.pid)
        try:
            async with asyncio.timeout(timeout_s):
                ready = wire.loads(await _frame(process), Ready)
        except (asyncio.IncompleteReadError, OSError, wire.WireError):
            await _end(process)
            raise ChildDiedError(by_limit=False) from None
        except BaseException:
            await _end(process)
            raise
        child = cls(process, ready.confinement)
        child.aside = aside
        return child

    @property
    def pid(self) -> int:
        """The child's process id, also that of its session and group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Says whether the child has not ended."""
        return self._process.returncode is None

    def stand_aside(self) -> None:
        """Leaves the processor to others, for good."""
        self.aside = True
        stand_back(self.pid)

    async def read(self, pdf: bytes, order: Order) -> Answer:
        """Has one document read; raises `ChildDiedError`. After any exception the child must be ended."""
        self.documents += 1
        requests = self._process.stdin
        assert requests is not None
        try:
            requests.write(frames.framed(wire.dumps(order)))
            requests.write(frames.framed(pdf))
            await requests.drain()
            return wire.loads(await _frame(self._process), Answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await self._process.wait()
            raise ChildDiedError(by_limit=-code in _LIMIT_SIGNALS) from None
        except wire.WireError:
            raise ChildDiedError(by_limit=False) from None

    async def end(self) -> None:
        """Kills the child and whatever it started, and waits until it is gone."""
        await _end(self._process)

    async def ended(self) -> None:
        """Waits until the child has ended, for whatever reason."""
        await self._process.wait()


async def _frame(process: Process) -> bytes:
    answers = process.stdout
    assert answers is not None
    length = frames.length_of(await answers.readexactly(frames.LENGTH_BYTES))
    return await answers.readexactly(length)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        process.stdin.close()
    await process.wait()
