"""A judging process: reads orders from the socket that is its standard input, answers there, ends when the other side does."""

import gc
import select
import socket
import sys
import time

from engine.remember import forget
from services.corpus.adapters.judging.protocol import HEAD_BYTES, framed, judgement_bytes, lengths_of, read_order
from services.corpus.adapters.judging.work import judge

# What the engine remembers of texts makes one search faster; somebody's CV must not stay in memory for longer.
_FORGET_AFTER_S = 5.0


def main() -> None:
    """Serves until the parent is gone."""
    with socket.socket(fileno=sys.stdin.fileno()) as parent:
        parent.setblocking(True)
        # What is there now stays; looking for cycles in what comes would cost more than it frees, and is done while nobody waits.
        gc.freeze()
        gc.disable()
        parent.sendall(framed("ready"))
        forgotten = time.monotonic()
        while True:
            left_s = max(0.0, forgotten + _FORGET_AFTER_S - time.monotonic())
            if select.select([parent], [], [], left_s)[0] and not _serve_one(parent):
                return
            if time.monotonic() >= forgotten + _FORGET_AFTER_S:
                forget()
                gc.collect()
                forgotten = time.monotonic()


def _serve_one(parent: socket.socket) -> bool:
    """Answers one order; tells whether there was one."""
    head = _exactly(parent, HEAD_BYTES)
    if head is None:
        return False
    lengths = lengths_of(head)
    header, body = _exactly(parent, lengths[0]), _exactly(parent, lengths[1])
    if header is None or body is None:
        return False
    try:
        answer = judgement_bytes(judge(*read_order(header, body)))
    except Exception as error:  # noqa: BLE001 - one order must not end the process; its kind is all that may be told
        answer = framed({"broke": type(error).__name__})
    parent.sendall(answer)
    return True


def _exactly(parent: socket.socket, count: int) -> bytes | None:
    """Reads so many bytes; None when the other side is gone."""
    buffer = bytearray(count)
    view, filled = memoryview(buffer), 0
    while filled < count:
        received = parent.recv_into(view[filled:])
        if not received:
            return None
        filled += received
    return bytes(buffer)


if __name__ == "__main__":
    main()
