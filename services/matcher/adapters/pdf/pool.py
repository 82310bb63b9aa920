"""Keeps a fixed number of warm reader processes and gives each CV to one of them."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.matcher.adapters.pdf.process import ChildDiedError, ReaderProcess
from services.matcher.adapters.pdf.protocol import Answer, Confinement, Ending, Order
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.ports import TransientError

__all__ = ["STRUCTURE", "PoolSettings", "ReadTimes", "ReaderPool"]

STRUCTURE = "services.matcher.domain.structure:read_cv"

_RESTART_S = 0.1
_RESTART_MAX_S = 5.0

_MESSAGES = {
    FailureCode.CV_UNREADABLE: "The CV could not be read as a PDF.",
    FailureCode.CV_ENCRYPTED: "The CV is protected by a password.",
    FailureCode.CV_NO_TEXT: "The CV has no readable text; a scan needs text recognition first.",
    FailureCode.CV_TOO_COMPLEX: "Reading the CV took more memory or time than one CV may use.",
    FailureCode.PIPELINE_FAILED: "The CV could not be understood.",
}


@dataclass(frozen=True, slots=True)
class ReadTimes:
    """What one document cost, in seconds: waiting for a child, and in the child that answered. `outcome` is `read` or a code."""

    outcome: str
    waited_s: float
    extract_s: float
    structure_s: float


@dataclass(frozen=True, slots=True)
class _Attempt:
    """How a document ended in one child."""

    cv: ReadCv | None
    code: FailureCode | None
    may_repeat: bool
    extract_s: float = 0.0
    structure_s: float = 0.0


class ReaderPool:
    """Reads CVs in child processes; what a file does to a child is an outcome of that file and of nothing else.

    Args:
        settings: number, limits and life of the children.
        structure: `module:function` that makes a `ReadCv` of a `Document` in the child.
        observe: called with the times of each document.
    """

    def __init__(
        self,
        settings: PoolSettings,
        *,
        structure: str = STRUCTURE,
        observe: Callable[[ReadTimes], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._structure = structure
        self._observe = observe
        self._idle: asyncio.Queue[ReaderProcess | None] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self._living: set[ReaderProcess] = set()
        self._closed = False

    async def start(self) -> None:
        """Starts all children and waits until each is warm; raises `RuntimeError` when one cannot be started."""
        try:
            first = await asyncio.gather(*(self._new_child() for _ in range(self._settings.size)))
        except (ChildDiedError, TimeoutError, OSError) as error:
            await self.close()
            raise RuntimeError(f"a reader process could not be started: {type(error).__name__}") from error
        self._keepers = [asyncio.create_task(self._keep(child)) for child in first]

    @property
    def confinement(self) -> Confinement | None:
        """What the children are denied, None before the start."""
        return next((child.confinement for child in self._living), None)

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the living children."""
        return frozenset(child.pid for child in self._living if child.alive)

    async def read(self, pdf: bytes) -> ReadCv:
        """Reads a CV.

        A file that takes the first reader down gets a second child with the other reader, within the same limits.

        Raises:
            MatchFailure: CV_UNREADABLE, CV_ENCRYPTED, CV_NO_TEXT, CV_TOO_COMPLEX, or PIPELINE_FAILED when our own step failed.
            TransientError: the pool is closed, also while reading.
        """
        asked = time.monotonic()
        child = await self._free_child()
        started = time.monotonic()
        deadline = started + self._settings.wall_s
        # Each of the two readers has half of the processor time.
        order = Order(self._settings.limits, cpu_s=self._settings.cpu_s // 2, second_only=False)
        attempt = await self._attempt(child, pdf, order, deadline)
        if attempt.may_repeat and time.monotonic() < deadline:
            child = await self._free_child()
            again = await self._attempt(child, pdf, replace(order, second_only=True), deadline)
            # That a limit ended the first try says more than what the second, weaker reader missed.
            limited = attempt.code is FailureCode.CV_TOO_COMPLEX and again.cv is None
            attempt = replace(again, code=FailureCode.CV_TOO_COMPLEX) if limited else again
        outcome = attempt.code.value if attempt.code else "read"
        self._observe(ReadTimes(outcome, started - asked, attempt.extract_s, attempt.structure_s))
        if attempt.cv is None:
            code = attempt.code or FailureCode.CV_UNREADABLE
            raise MatchFailure(code, _MESSAGES[code])
        return attempt.cv

    async def close(self) -> None:
        """Ends all children, waiting until they are gone; reads under way and later ones raise `TransientError`."""
        self._closed = True
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(child.end() for child in tuple(self._living)))
        self._living.clear()
        self._idle.put_nowait(None)

    async def _free_child(self) -> ReaderProcess:
        while True:
            child = None if self._closed else await self._idle.get()
            if child is None:
                # Whoever else waits has to hear it too.
                self._idle.put_nowait(None)
                raise TransientError("the reader pool is closed")
            if child.alive:
                return child

    async def _attempt(self, child: ReaderProcess, pdf: bytes, order: Order, deadline: float) -> _Attempt:
        reusable = False
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                answer = await child.read(pdf, order)
            reusable = answer.ending is not Ending.EXHAUSTED and child.documents < self._settings.documents
            return _judged(answer, order)
        except TimeoutError:
            return _Attempt(None, FailureCode.CV_TOO_COMPLEX, may_repeat=False)
        except ChildDiedError as error:
            if self._closed:
                raise TransientError("the reader pool is closed") from None
            code = FailureCode.CV_TOO_COMPLEX if error.by_limit else FailureCode.CV_UNREADABLE
            return _Attempt(None, code, may_repeat=not order.second_only)
        finally:
            if reusable and not self._closed:
                self._idle.put_nowait(child)
            else:
                await asyncio.shield(child.end())

    async def _new_child(self) -> ReaderProcess:
        settings = self._settings
        child = await ReaderProcess.start(
            memory_mb=settings.memory_mb, structure=self._structure, timeout_s=settings.start_s
        )
        self._living.add(child)
        self._idle.put_nowait(child)
        return child

    async def _keep(self, child: ReaderProcess) -> None:
        """Keeps one place of the pool filled: waits for its child's end and puts a new one there, however often."""
        while True:
            await child.ended()
            self._living.discard(child)
            child = await self._replacement()

    async def _replacement(self) -> ReaderProcess:
        pause_s = _RESTART_S
        while True:
            # A machine short of memory or processes may refuse for a while.
            with contextlib.suppress(ChildDiedError, TimeoutError, OSError):
                return await self._new_child()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _RESTART_MAX_S)


def _judged(answer: Answer, order: Order) -> _Attempt:
    match answer.ending:
        case Ending.READ if answer.cv is not None:
            return _Attempt(
                answer.cv, None, may_repeat=False, extract_s=answer.extract_s, structure_s=answer.structure_s
            )
        case Ending.EXHAUSTED:
            return _Attempt(None, FailureCode.CV_TOO_COMPLEX, may_repeat=not order.second_only)
        case _:
            return _Attempt(
                None, answer.code or FailureCode.CV_UNREADABLE, may_repeat=False, extract_s=answer.extract_s
            )
