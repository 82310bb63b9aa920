"""What is made of mounted files, made anew when they are exchanged: secrets and certificates are replaced under running processes."""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from services.platform.telemetry.logging import get_logger

T = TypeVar("T")

_log = get_logger()


class Mounted(Generic[T]):
    """The newest usable thing made of some files; for many threads.

    Files that cannot be used, as in the middle of being exchanged, change nothing: what was made before goes on.

    Args:
        what: names the thing in logs.
        files: what it is made of.
        make: makes it; OSError (ssl.SSLError is one) says that the files cannot be used.
        look_every_s: the files are looked at no more often.
        clock: seconds.
    """

    def __init__(
        self,
        what: str,
        files: Sequence[Path],
        make: Callable[[], T],
        *,
        look_every_s: float = 0.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._what = what
        self._files = files
        self._make = make
        self._look_every_s = look_every_s
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._seen: object = None
        self._refused: object = None
        self._made: T | None = None

    def current(self) -> T:
        """Returns the newest; the same object until there is one that differs.

        Raises:
            OSError: there was none yet, and the files cannot be used.
        """
        with self._lock:
            now = self._clock()
            if self._made is None or now - self._looked_at >= self._look_every_s:
                self._looked_at = now
                self._made = self._newest(self._made)
            return self._made

    def _newest(self, former: T | None) -> T:
        stamp = self._stamp()
        if former is not None and stamp == self._seen:
            return former
        try:
            made = self._make()
        except OSError as error:
            if former is None:
                raise
            if stamp != self._refused:
                self._refused = stamp
                _log.warning("mounted.refused", what=self._what, why=why_refused(error))
            return former
        if former is not None and stamp != self._stamp():
            # They changed under our hands: the next look sees them whole.
            return former
        self._seen, self._refused = stamp, None
        if former is None:
            return made
        if made == former:
            return former
        _log.info("mounted.renewed", what=self._what)
        return made

    def _stamp(self) -> object:
        """Returns what differs once one of the files has another content or has come or gone."""
        return tuple(map(_identity, self._files))


def why_refused(error: OSError) -> str:
    """Names a failure without quoting a file's content or place."""
    reason = getattr(error, "reason", None) or error.strerror
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__


def _identity(path: Path) -> object:
    try:
        found = os.stat(path)  # noqa: PTH116 - behind a link, as kubelet mounts secrets, the target counts
    except OSError:
        return None
    return (found.st_ino, found.st_dev, found.st_size, found.st_mtime_ns)
