"""A private machine on this one: processes, mounts and a network of its own, all gone with its first process."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NODE_ADDRESS = "10.211.0.1"
# Stands for the world outside: an address of no private range, which ends on the machine like all others.
WORLD_ADDRESS = "1.1.1.1"
_UP_WITHIN_S = 120.0
_ENDED_WITHIN_S = 30.0
# What a cluster writes to fixed places is kept in `work`, and what kubelet would set for the whole kernel is shown to it as set.
_SET_UP = f"""
set -e
for name in lib log; do mkdir -p "$1/$name"; mount --bind "$1/$name" /var/$name; done
mount -t tmpfs tmpfs /run
# Names are asked for on the machine alone: an image that is not there is known not to be at once.
names="$(readlink -f /etc/resolv.conf)"
mkdir -p "$(dirname "$names")"
touch "$names"
echo nameserver {NODE_ADDRESS} > "$1/resolv.conf"
mount --bind "$1/resolv.conf" "$names"
mkdir -p "$1/sysctl"
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \\
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  shown="$1/sysctl/$(basename "${{setting%=*}}")"
  echo "${{setting#*=}}" > "$shown"
  mount --bind "$shown" "/proc/sys/${{setting%=*}}"
done
ip link set lo up
ip link add node0 type bridge
ip address add {NODE_ADDRESS}/24 dev node0
ip address add {WORLD_ADDRESS}/32 dev node0
ip link set node0 up
ip route add default dev node0
echo 1 > /proc/sys/net/ipv4/ip_forward
touch "$1/is-up"
sleep infinity & wait
"""


class NoMachineError(Exception):
    """A machine or something on it cannot be had here; the message says why."""


@dataclass(slots=True)
class Machine:
    """A machine that is up.

    Attributes:
        work: where it keeps its files; a log for each program.
        init: the process id, on this machine, of its first process.
    """

    work: Path
    init: int
    _programs: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def inside(self, *command: str | Path) -> list[str]:
        """Returns the command that runs `command` on the machine."""
        return ["nsenter", "--target", str(self.init), "--mount", "--net", "--pid", "--ipc", "--", *map(str, command)]

    def start(self, *command: str | Path, environment: Mapping[str, str] | None = None, name: str = "") -> None:
        """Starts a program that stays; what it prints is in `<name>.log`."""
        name = name or Path(command[0]).name
        with (self.work / f"{name}.log").open("wb") as log:
            self._programs[name] = subprocess.Popen(
                self.inside(*command),
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until(self, what: str, true: Callable[[], bool], *, within_s: float = _UP_WITHIN_S) -> None:
        """Returns once `true()`; raises `NoMachineError` with the end of the log of a program that ended, or when it takes too long."""
        deadline = time.monotonic() + within_s
        while not true():
            for name, program in self._programs.items():
                if program.poll() is not None:
                    raise NoMachineError(f"{name} has ended: {self.log(name)[-2000:]}")
            if time.monotonic() > deadline:
                raise NoMachineError(f"{what} is not there after {within_s:.0f} s, see {self.work}/*.log")
            time.sleep(0.2)

    def succeeds(self, *command: str | Path) -> bool:
        """Says whether a command on the machine ends with 0."""
        return subprocess.run(self.inside(*command), capture_output=True, check=False).returncode == 0

    def log(self, name: str) -> str:
        """Returns what a program has printed."""
        return (self.work / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def missing(programs: Sequence[str]) -> list[str]:
    """Returns the programs that are not on PATH."""
    return [name for name in programs if shutil.which(name) is None]


@contextlib.contextmanager
def private_machine(work: Path) -> Iterator[Machine]:
    """Yields a machine; afterwards its processes, mounts, devices, rules and control groups are gone, its files are not.

    Raises:
        NoMachineError: only root can have one, or the kernel does not give one.
    """
    if os.geteuid() != 0:
        raise NoMachineError("only root can start a control plane and a node")
    if absent := missing(("unshare", "nsenter", "ip", "bash")):
        raise NoMachineError(f"{', '.join(absent)} is missing: apt-get install util-linux iproute2")
    work.mkdir(parents=True, exist_ok=True)
    up = work / "is-up"
    up.unlink(missing_ok=True)
    separate = ["--fork", "--pid", "--mount", "--net", "--ipc", "--mount-proc", "--kill-child"]
    with (work / "machine.log").open("wb") as log:
        outer = subprocess.Popen(
            ["unshare", *separate, "bash", "-c", _SET_UP, "machine", str(work)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + _UP_WITHIN_S
        while not up.exists():
            if outer.poll() is not None or time.monotonic() > deadline:
                said = (work / "machine.log").read_text(encoding="utf-8", errors="replace")
                raise NoMachineError(f"no namespaces for a machine of its own: {said[-1000:]}")
            time.sleep(0.05)
        children = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text(encoding="ascii").split()
        yield Machine(work, int(children[0]))
    finally:
        # The end of the outer process is the end of the inner one, and that of all others there.
        outer.send_signal(signal.SIGKILL)
        outer.wait(timeout=_ENDED_WITHIN_S)
        _remove_control_groups(group_of(work))


def group_of(work: Path) -> str:
    """Returns the name of the control group that the containers of a machine are in."""
    return f"cvdeep-cluster-{zlib.crc32(str(work).encode()):08x}"


def _remove_control_groups(name: str) -> None:
    """Removes the groups of containers, which outlive these; the kernel may take a moment to see that they are empty."""
    for root in Path("/sys/fs/cgroup").glob(f"*/{name}"):
        deadline = time.monotonic() + _ENDED_WITHIN_S
        while root.exists() and time.monotonic() < deadline:
            for group, _, _ in os.walk(root, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(group)  # noqa: PTH106 - of what os.walk gives
            time.sleep(0.1)
