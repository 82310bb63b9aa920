"""What a reader process does: one PDF at a time, confined, told by its parent over one connection."""

import gc
import os
import time
from collections.abc import Callable
from typing import BinaryIO

from services.matcher.adapters.pdf import frames, sandbox
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.protocol import TEXT_SEEN, Answer, Ending, Order, Ready
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.document import Document
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.platform import wire

ReadStructure = Callable[[Document], ReadCv]


def serve(connection: int, read_cv: ReadStructure, *, memory_bytes: int) -> None:
    """Confines this process for good and serves orders until the parent closes the connection.

    Args:
        connection: a descriptor that is read and written, and closed at the end.
        read_cv: the structure step.
        memory_bytes: the address space this process may use.
    """
    confinement = sandbox.confine(memory_bytes)
    with os.fdopen(os.dup(connection), "rb") as requests, os.fdopen(connection, "wb") as answers:
        _send(answers, wire.dumps(Ready(confinement)))
        while (order_frame := frames.read_frame(requests)) is not None:
            order = wire.loads(order_frame, Order)
            pdf = frames.read_frame(requests)
            if pdf is None:
                return
            progress = _Progress(answers, order)
            _send(answers, _answer(pdf, order, read_cv, progress))
            sandbox.stop_counting_processor_time()
            del pdf
            gc.collect()


class _TooLittleError(Exception):
    """The first reader found too little; `code` is what that alone comes to."""

    def __init__(self, code: FailureCode) -> None:
        super().__init__(code)
        self.code = code


def _leave_to_later(code: FailureCode) -> None:
    raise _TooLittleError(code)


class _Progress:
    """Tells the parent how far a document is, and gives it the processor time that goes with that."""

    def __init__(self, answers: BinaryIO, order: Order) -> None:
        self._answers = answers
        self._order = order
        self._text_seen = False
        self._started_s = time.process_time()
        sandbox.allow_processor_time(min(order.cpu_s, order.textless_cpu_s))

    def text_seen(self) -> None:
        if self._text_seen:
            return
        self._text_seen = True
        sandbox.allow_processor_time(self._order.cpu_s - (time.process_time() - self._started_s))
        _send(self._answers, TEXT_SEEN)


def _send(answers: BinaryIO, payload: bytes) -> None:
    answers.write(frames.framed(payload))
    answers.flush()


def _answer(pdf: bytes, order: Order, read_cv: ReadStructure, progress: _Progress) -> bytes:
    started = time.perf_counter()
    extracted = structured = started
    ending, cv, code = Ending.FAILED, None, None
    try:
        document = extract(
            pdf,
            order.limits,
            second_only=order.second_only,
            text_seen=progress.text_seen,
            second_begins=_leave_to_later,
        )
        extracted = structured = time.perf_counter()
        # A fault of our own step says nothing of the file.
        code = FailureCode.PIPELINE_FAILED
        cv = read_cv(document)
        structured = time.perf_counter()
        ending, code = Ending.READ, None
    except _TooLittleError as found:
        ending, code = Ending.TOO_LITTLE, found.code
    except MatchFailure as failure:
        code = failure.code
    except (MemoryError, RecursionError):
        ending, code = Ending.EXHAUSTED, None
    except Exception:  # noqa: BLE001 - whatever a hostile file causes is an outcome, and its text must not leave the process
        code = code or FailureCode.CV_UNREADABLE
    return wire.dumps(Answer(ending, cv, code, extracted - started, structured - extracted))
