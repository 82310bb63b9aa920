"""What a child process has used so far, and giving it what others leave."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

_NICENESS = 19

# Columns of /proc/<pid>/schedstat.
_RAN, _WAITED = 0, 1


def processor_time_s(pid: int) -> float | None:
    """The processor time a process has used, in seconds; None where the system does not tell or the process is gone."""
    try:
        # After the name, which may hold anything, `utime` and `stime` are the 12th and 13th field.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        in_ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
    # The other file counts finely, but the first thread alone: there is no other unless something went wrong.
    return max(in_ticks, _scheduled_s(pid, _RAN) or 0.0)


def waited_s(pid: int) -> float | None:
    """How long a process was ready to run and had no processor, in seconds; None where the system does not tell."""
    return _scheduled_s(pid, _WAITED)


def _scheduled_s(pid: int, column: int) -> float | None:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[column]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def stand_back(pid: int) -> None:
    """Gives a process processor time only where others leave some; for good, as only an administrator can undo it."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)


class Used:
    """What a process uses from now on: its processor time, or the clock's where the system does not tell.

    Once the process is gone, what was seen last stands.
    """

    def __init__(self, pid: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pid = pid
        self._clock = clock
        self._started = clock()
        self._processor_before = processor_time_s(pid)
        self._waited_before = waited_s(pid)
        self._processor_s = 0.0
        self._idle_s = 0.0

    def processor_s(self) -> float:
        """Seconds of processor time."""
        if self._processor_before is None:
            return self.clock_s()
        now = processor_time_s(self._pid)
        if now is not None:
            self._processor_s = now - self._processor_before
        return self._processor_s

    def idle_s(self) -> float:
        """Seconds of the clock in which it neither ran nor waited for a processor: those do not grow with the load."""
        if self._waited_before is None:
            return self.clock_s()
        waited = waited_s(self._pid)
        if waited is not None:
            busy_s = self.processor_s() + waited - self._waited_before
            self._idle_s = max(self._idle_s, self.clock_s() - busy_s)
        return self._idle_s

    def clock_s(self) -> float:
        """Seconds of the clock."""
        return self._clock() - self._started
