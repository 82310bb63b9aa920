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
            sandbox.allow_processor_time(order.cpu_s)
            _send(answers, _answer(pdf, order, read_cv, _once(lambda: _send(answers, TEXT_SEEN))))
            del pdf
            gc.collect()


def _once(act: Callable[[], None]) -> Callable[[], None]:
    done = False

    def first() -> None:
        nonlocal done
        if not done:
            done = True
            act()

    return first


def _send(answers: BinaryIO, payload: bytes) -> None:
    answers.write(frames.framed(payload))
    answers.flush()


def _answer(pdf: bytes, order: Order, read_cv: ReadStructure, text_seen: Callable[[], None]) -> bytes:
    started = time.perf_counter()
    extracted = structured = started
    ending, cv, code = Ending.FAILED, None, None
    try:
        document = extract(pdf, order.limits, second_only=order.second_only, text_seen=text_seen)
        extracted = structured = time.perf_counter()
        # A fault of our own step says nothing of the file.
        code = FailureCode.PIPELINE_FAILED
        cv = read_cv(document)
        structured = time.perf_counter()
        ending, code = Ending.READ, None
    except MatchFailure as failure:
        code = failure.code
    except (MemoryError, RecursionError):
        ending, code = Ending.EXHAUSTED, None
    except Exception:  # noqa: BLE001 - whatever a hostile file causes is an outcome, and its text must not leave the process
        code = code or FailureCode.CV_UNREADABLE
    return wire.dumps(Answer(ending, cv, code, extracted - started, structured - extracted))
