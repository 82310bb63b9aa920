"""The process that reads PDFs: one at a time, confined, told by its parent what to do over its standard pipes."""

import gc
import importlib
import os
import sys
import time
from collections.abc import Callable
from typing import BinaryIO

from services.matcher.adapters.pdf import frames, pdfium, sandbox
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.protocol import Answer, Ending, Order, Ready
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.document import Document
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.platform import wire

ReadStructure = Callable[[Document], ReadCv]


def main(arguments: list[str]) -> None:
    """Serves orders until the parent closes the pipe.

    Args:
        arguments: the parent's process id, the memory limit in bytes, and `module:function` of the structure step.
    """
    parent, memory_bytes, structure = int(arguments[0]), int(arguments[1]), arguments[2]
    requests, answers = _private_pipes()
    sandbox.die_with_parent(parent)
    module, _, function = structure.partition(":")
    read_cv: ReadStructure = getattr(importlib.import_module(module), function)
    pdfium.start()
    confinement = sandbox.confine(memory_bytes)
    # What is imported stays for good: it need not be looked at after each document.
    gc.freeze()
    _send(answers, wire.dumps(Ready(confinement)))
    while (order_frame := frames.read_frame(requests)) is not None:
        order = wire.loads(order_frame, Order)
        pdf = frames.read_frame(requests)
        if pdf is None:
            return
        sandbox.allow_processor_time(order.cpu_s)
        _send(answers, _answer(pdf, order, read_cv))
        del pdf
        gc.collect()


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keeps the pipes for the protocol alone: whatever a library prints goes nowhere."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _send(answers: BinaryIO, payload: bytes) -> None:
    answers.write(frames.framed(payload))
    answers.flush()


def _answer(pdf: bytes, order: Order, read_cv: ReadStructure) -> bytes:
    started = time.perf_counter()
    extracted = structured = started
    ending, cv, code = Ending.FAILED, None, None
    try:
        document = extract(pdf, order.limits, second_only=order.second_only)
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


if __name__ == "__main__":
    main(sys.argv[1:])
