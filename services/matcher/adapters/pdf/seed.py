"""The process that reader processes are forked from: it has loaded everything, and never sees a CV.

Its control socket, at descriptor 0, carries records of a fixed size both ways (`offspring.py` is the other end).
"""

import contextlib
import enum
import gc
import importlib
import os
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Final

from services.matcher.adapters.pdf import pdfium, sandbox
from services.matcher.adapters.pdf.child import ReadStructure, serve
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.adapters.pdf.warm import made_up_cv

REQUEST: Final = struct.Struct(">ii")
"""What is asked, and of which process. A birth brings along the child's end of its connection."""

EVENT: Final = struct.Struct(">iii")
"""What happened, to which process, and the exit code (negative: the signal that ended it)."""

NOBODY: Final = -1
"""The process id of a birth that the system refused."""


class Request(enum.IntEnum):
    """What the parent asks for."""

    BEAR = 1
    KILL = 2


class Event(enum.IntEnum):
    """What the seed tells."""

    READY = 1
    BORN = 2
    DIED = 3


class _Seed:
    """Forks children, kills them on request and tells of their ends: only who reaps a process knows that its id is still its own."""

    def __init__(self, control: socket.socket, read_cv: ReadStructure, memory_bytes: int) -> None:
        self._control = control
        self._read_cv = read_cv
        self._memory_bytes = memory_bytes
        self._living: set[int] = set()
        # A signal wakes the selector by a byte; the handler itself has nothing to do.
        self._awake, self._wake = socket.socketpair()
        for end in (self._awake, self._wake):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> Callable[[], None] | None:
        """Serves until the parent closes the socket; in a new child it returns what that child has to do."""
        self._tell(Event.READY, os.getpid(), 0)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._awake, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._awake in ready:
                    with contextlib.suppress(BlockingIOError):
                        self._awake.recv(4_096)
                    self._reap()
                if self._control not in ready:
                    continue
                record, descriptors, _, _ = socket.recv_fds(self._control, REQUEST.size, 1)
                if len(record) < REQUEST.size:
                    return None
                request, pid = REQUEST.unpack(record)
                if request == Request.KILL:
                    self._kill(pid)
                elif (child := self._bear(descriptors[0])) is not None:
                    return child

    def _bear(self, connection: int) -> Callable[[], None] | None:
        seed = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            pid = NOBODY
        if pid == 0:
            return lambda: self._live(connection, seed)
        os.close(connection)
        if pid != NOBODY:
            self._living.add(pid)
        self._tell(Event.BORN, pid, 0)
        return None

    def _live(self, connection: int, seed: int) -> None:
        """Is a child: of the seed's it keeps nothing but what is loaded."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for own in (self._control, self._awake, self._wake):
            own.close()
        # A group, and no session of its own: where the kernel shares processors between sessions first (autogroup), low priority
        # counts among processes of one session only.
        os.setpgid(0, 0)
        sandbox.die_with_parent(seed)
        serve(connection, self._read_cv, memory_bytes=self._memory_bytes)

    def _kill(self, pid: int) -> None:
        """Kills a child with all it started; one that has ended already is told of by `_reap`."""
        if pid in self._living:
            for end in (os.killpg, os.kill):
                # Before its first step the child leads no group yet.
                with contextlib.suppress(ProcessLookupError):
                    end(pid, signal.SIGKILL)

    def _reap(self) -> None:
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._living.discard(pid)
            self._tell(Event.DIED, pid, os.waitstatus_to_exitcode(status))

    def _tell(self, event: Event, pid: int, code: int) -> None:
        self._control.sendall(EVENT.pack(event, pid, code))


def main(arguments: list[str]) -> None:
    """Loads everything, then forks children until the parent closes the socket.

    Args:
        arguments: the parent's process id, the memory limit of a child in bytes, how often a made-up CV is read first, and
            `module:function` of the structure step.
    """
    parent, memory_bytes, warm_ups, structure = *map(int, arguments[:3]), arguments[3]
    control = _private_control()
    sandbox.die_with_parent(parent)
    module, _, function = structure.partition(":")
    read_cv: ReadStructure = getattr(importlib.import_module(module), function)
    # Before anything is read, so that a child finds here what it would find itself.
    sandbox.keep_to_own_code()
    pdfium.start()
    for _ in range(warm_ups):
        read_cv(extract(made_up_cv(), ReadLimits()))
    # What is loaded stays for good: no child need look at it after each document.
    gc.collect()
    gc.freeze()
    child = _Seed(control, read_cv, memory_bytes).run()
    if child is not None:
        # The frames above are the seed's: nothing of theirs runs in the child, whatever happens.
        try:
            child()
        finally:
            os._exit(0)


def _private_control() -> socket.socket:
    """Keeps the socket for the protocol alone: whatever a library prints goes nowhere."""
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return control


if __name__ == "__main__":
    main(sys.argv[1:])
