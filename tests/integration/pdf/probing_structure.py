"""A structure step that tries what a taken-over child would try, and tells what it managed."""

import ctypes
import importlib
import os
import signal
import socket
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from engine.identity import Identity
from engine.profile import Profile
from services.matcher.domain.cv import ReadCv, ReadWarning
from services.matcher.domain.document import Document


def read_cv(document: Document) -> ReadCv:
    """Tries everything; each warning's code is what was tried, its message the outcome."""
    outcomes = [ReadWarning(name, _outcome(attempt)) for name, attempt in _ATTEMPTS.items()]
    return ReadCv(Identity(), Profile(), document.pages, document.pages_read, document.reader, warnings=tuple(outcomes))


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        return f"did: {attempt()}"
    except (OSError, ValueError, MemoryError) as error:
        return type(error).__name__


def _fork() -> int:
    child = os.fork()
    if child == 0:
        os._exit(0)
    return child


def _write() -> int:
    path = Path("/tmp/cvdeep-probe")  # noqa: S108 - nothing is written when the test passes
    with path.open("wb") as file:
        return file.write(b"x")


def _open_files() -> Counter[str]:
    """Counts what is open by what it is: a device by its number, a socket by its own."""
    found: Counter[str] = Counter()
    sockets: dict[int, str] = {}
    for descriptor in range(64):
        try:
            of = os.fstat(descriptor)
        except OSError:
            continue
        if stat.S_ISSOCK(of.st_mode):
            found[sockets.setdefault(of.st_ino, f"socket {len(sockets) + 1}")] += 1
        else:
            found["nowhere" if of.st_rdev == Path(os.devnull).stat().st_rdev else "other"] += 1
    return found


def _library_socket() -> int:
    made = ctypes.CDLL(None, use_errno=True).socket(2, 1, 0)
    if made < 0:
        raise OSError(ctypes.get_errno(), "socket")
    return int(made)


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "socket": lambda: socket.socket().fileno(),
    "unix_socket": lambda: socket.socket(socket.AF_UNIX).fileno(),
    "socket_in_c": _library_socket,
    "socketpair": lambda: len(socket.socketpair()),
    "fork": _fork,
    "program": lambda: subprocess.run(["/bin/true"], check=False).returncode,
    "signal_parent": lambda: os.kill(os.getppid(), signal.SIGUSR1),
    "write_file": _write,
    "remove_file": lambda: os.unlink("/tmp/cvdeep-probe"),  # noqa: PTH108, S108 - refused
    "memory": lambda: len(bytearray(2**33)),
    "environment": lambda: sorted(os.environ),
    "directory": os.getcwd,
    "group": lambda: (os.getpgid(0) == os.getpid(), os.getsid(0) == os.getppid()),
    "read_secrets": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    "read_file": lambda: Path("/etc/passwd").read_bytes(),
    "list_files": lambda: os.listdir("/"),  # noqa: PTH208 - names only
    "load_code": lambda: importlib.import_module("colorsys").__name__,
    "open_files": lambda: sorted(_open_files().items()),
    "grpc": lambda: sorted({"grpc", "redis", "aiohttp", "numpy"} & set(sys.modules)),
}
