"""Keeps a fixed number of warm reader processes and gives each CV to one of them."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.matcher.adapters.pdf.lanes import Lanes
from services.matcher.adapters.pdf.process import ChildDiedError, ReaderProcess
from services.matcher.adapters.pdf.protocol import Answer, Confinement, Ending, Order
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.adapters.pdf.usage import Used
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.ports import TransientError

__all__ = ["STRUCTURE", "PoolSettings", "ReadTimes", "ReaderPool"]

STRUCTURE = "services.matcher.domain.structure:read_cv"

# How often a reading is looked at.
_LOOK_S = 0.01
_LOOK_ASIDE_S = 0.25

# So many files that were slow are known again.
_REMEMBERED = 4_096

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


class _NoRoomError(Exception):
    """A document turned out slow while the slow lane was full."""


class ReaderPool:
    """Reads CVs in child processes; what a file does to a child is an outcome of that file and of nothing else.

    A document that takes long steps aside: its child goes on at the lowest priority, and another takes the place for the next documents.
    When as many are aside as may be, it starts again from the beginning once there is room. Waiting for room does not count. The
    same file, sent again, starts there. What may be read is settled by processor time, whatever the load; by the clock only for a
    child that does nothing.

    Args:
        settings: number, limits and life of the children.
        structure: `module:function` that makes a `ReadCv` of a `Document` in the child.
        observe: called with the times of each document.
        aside: called with 1 when a document steps aside and with -1 when that document has ended.
    """

    def __init__(
        self,
        settings: PoolSettings,
        *,
        structure: str = STRUCTURE,
        observe: Callable[[ReadTimes], None] = lambda _: None,
        aside: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._observe = observe
        self._aside = aside
        self._lanes = Lanes(settings, structure=structure)
        self._slow_before = _Remembered(_REMEMBERED)

    async def start(self) -> None:
        """Starts all children and waits until each is warm; raises `RuntimeError` when one cannot be started."""
        await self._lanes.start()

    @property
    def confinement(self) -> Confinement | None:
        """What the children are denied, None before the start."""
        return self._lanes.confinement

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the living children, spare ones aside."""
        return self._lanes.pids

    async def read(self, pdf: bytes, *, owner: str = "") -> ReadCv:
        """Reads a CV.

        A file that takes the first reader down gets a second child with the other reader, within the same limits. Owners
        whose documents wait take turns, by the processor time they have had.

        Raises:
            MatchFailure: CV_UNREADABLE, CV_ENCRYPTED, CV_NO_TEXT, CV_TOO_COMPLEX, or PIPELINE_FAILED when our own step failed.
            CrowdedError: the file is slow, and as many such wait as may.
            TransientError: the pool is closed, also while reading, or the machine has no process to spare.
        """
        # Each of the two readers has half of the processor time.
        settings = self._settings
        order = Order(
            settings.limits, cpu_s=settings.cpu_s / 2, textless_cpu_s=settings.textless_end_cpu_s, second_only=False
        )
        document = _Document(pdf, hashlib.sha256(pdf).digest(), owner, order, left_s=settings.wall_s)
        try:
            attempt = await self._attempt(document)
            if attempt.may_repeat and document.left_s > 0:
                document.order = replace(order, second_only=True)
                # What a limit ended would run into one again.
                document.slow = document.slow or attempt.code is FailureCode.CV_TOO_COMPLEX
                again = await self._attempt(document)
                attempt = replace(again, code=_judged_together(attempt, again))
        finally:
            if document.told:
                self._aside(-1)
        outcome = attempt.code.value if attempt.code else "read"
        self._observe(ReadTimes(outcome, document.waited_s, attempt.extract_s, attempt.structure_s))
        if attempt.cv is None:
            code = attempt.code or FailureCode.CV_UNREADABLE
            raise MatchFailure(code, _MESSAGES[code])
        return attempt.cv

    async def close(self) -> None:
        """Ends all children, waiting until they are gone; reads under way and later ones raise `TransientError`."""
        await self._lanes.close()

    async def _attempt(self, document: "_Document") -> _Attempt:
        while True:
            asked = time.monotonic()
            document.slow = document.slow or document.digest in self._slow_before
            if document.slow:
                self._tell(document)
                child = await self._lanes.slow(document.owner, size=len(document.pdf))
            else:
                # What the first reader finds little in is hardly ever a CV: it waits until no other does.
                child = await self._lanes.free(document.owner, behind=document.order.second_only)
            document.waited_s += time.monotonic() - asked
            if not document.slow and document.digest in self._slow_before:
                # While it waited, the same file turned out slow.
                await self._lanes.give_back(child, document.owner, used_s=0.0, reusable=True)
                continue
            try:
                return await self._in_child(child, document)
            except _NoRoomError:
                document.slow = True

    async def _in_child(self, child: ReaderProcess, document: "_Document") -> _Attempt:
        reusable = False
        order = document.order
        used, text = Used(child.pid), asyncio.Event()
        reading = asyncio.ensure_future(child.read(document.pdf, order, text_seen=text.set))
        try:
            await self._watch(child, document, reading, used, text)
            answer = reading.result()
            reusable = answer.ending is not Ending.EXHAUSTED and child.documents < self._settings.documents
            return _judged(answer, order)
        except TimeoutError:
            return _Attempt(None, FailureCode.CV_TOO_COMPLEX, may_repeat=False)
        except ChildDiedError as error:
            if self._lanes.closed or error.blameless:
                raise TransientError("the reader pool is closed or has to start anew") from None
            code = FailureCode.CV_TOO_COMPLEX if error.by_limit else FailureCode.CV_UNREADABLE
            return _Attempt(None, code, may_repeat=not order.second_only)
        finally:
            reading.cancel()
            document.left_s -= used.idle_s()
            await self._lanes.give_back(child, document.owner, used_s=used.processor_s(), reusable=reusable)

    async def _watch(
        self,
        child: ReaderProcess,
        document: "_Document",
        reading: asyncio.Future[Answer],
        used: Used,
        text: asyncio.Event,
    ) -> None:
        """Waits for the answer.

        Raises:
            TimeoutError: the child has done nothing for too long.
            _NoRoomError: the document takes long, and cannot step aside.
        """
        settings = self._settings
        while not reading.done():
            await asyncio.wait({reading}, timeout=_LOOK_ASIDE_S if child.aside else _LOOK_S)
            if reading.done():
                return
            idle_s = used.idle_s()
            if idle_s >= document.left_s:
                raise TimeoutError
            usual = text.is_set() and not document.order.second_only
            may_use_s = settings.aside_cpu_s if usual else min(settings.aside_cpu_s, settings.textless_cpu_s)
            if not child.aside and (used.processor_s() >= may_use_s or idle_s >= settings.aside_wall_s):
                self._tell(document)
                if not await self._lanes.step_aside(child, document.owner, used_s=used.processor_s()):
                    raise _NoRoomError
                document.slow = True

    def _tell(self, document: "_Document") -> None:
        if not document.told:
            document.told = True
            self._slow_before.add(document.digest)
            self._aside(1)


@dataclass(slots=True)
class _Document:
    """A document on its way through the lanes; `left_s` is for how long its child may still do nothing."""

    pdf: bytes
    digest: bytes
    owner: str
    order: Order
    left_s: float
    waited_s: float = 0.0
    slow: bool = False
    told: bool = False


class _Remembered:
    """The digests added last, so many of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._digests: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        self._digests[digest] = None
        self._digests.move_to_end(digest)
        if len(self._digests) > self._most:
            self._digests.popitem(last=False)


def _judged(answer: Answer, order: Order) -> _Attempt:
    match answer.ending:
        case Ending.READ if answer.cv is not None:
            return _Attempt(
                answer.cv, None, may_repeat=False, extract_s=answer.extract_s, structure_s=answer.structure_s
            )
        case Ending.TOO_LITTLE:
            return _Attempt(None, answer.code, may_repeat=True)
        case Ending.EXHAUSTED:
            return _Attempt(None, FailureCode.CV_TOO_COMPLEX, may_repeat=not order.second_only)
        case _:
            return _Attempt(
                None, answer.code or FailureCode.CV_UNREADABLE, may_repeat=False, extract_s=answer.extract_s
            )


def _judged_together(first: _Attempt, second: _Attempt) -> FailureCode | None:
    """Says how a document ended that both readers had; None when the second one read it."""
    if second.cv is not None:
        return None
    # That a limit ended the first try, or that it opened the file, says more than what the second, weaker reader missed.
    if first.code is FailureCode.CV_TOO_COMPLEX:
        return first.code
    return first.code if second.code is FailureCode.CV_UNREADABLE else second.code
