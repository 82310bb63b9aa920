"""What a child process has used so far, and giving it what others leave."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

_NICENESS = 10


def processor_time_s(pid: int) -> float | None:
    """The processor time a process has used, in seconds; None where the system does not tell or the process is gone."""
    try:
        # After the name, which may hold anything, `utime` and `stime` are the 12th and 13th field.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def stand_back(pid: int) -> None:
    """Gives a process processor time only where others leave some; for good, as only an administrator can undo it."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)


class Used:
    """What a process uses from now on: its processor time, or the clock's where the system does not tell."""

    def __init__(self, pid: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._pid = pid
        self._clock = clock
        self._started = clock()
        self._before = processor_time_s(pid)

    def processor_s(self) -> float:
        """Seconds of processor time."""
        now = processor_time_s(self._pid)
        return self.clock_s() if now is None or self._before is None else now - self._before

    def clock_s(self) -> float:
        """Seconds of the clock."""
        return self._clock() - self._started
