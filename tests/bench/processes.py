"""What the kernel says of a process: CPU time used so far and the most memory it ever held."""

import os
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """User and system seconds of a process, its ended children excluded."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_S


def peak_memory_mib(pid: int) -> float:
    """The high-water mark of resident memory, in MiB."""
    for row in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if row.startswith("VmHWM:"):
            return int(row.split()[1]) / 1024
    return 0.0


def children(pid: int) -> list[int]:
    """The living direct children of a process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def children_cpu_s(pid: int) -> float:
    """User and system seconds of what a process started and of what those started, ended or not."""
    total = 0.0
    for child in children(pid):
        fields = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += sum(int(field) for field in fields[11:15]) * _TICK_S
        for grandchild in children(child):
            try:
                total += cpu_s(grandchild)
            except OSError:
                continue
    return total
