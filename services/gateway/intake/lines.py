"""Cuts a stream of bytes into lines of bounded length; what is longer is skipped without being kept."""

import re
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
# A byte order mark and a carriage return are no part of a line, and are not known for what they are until it ends.
_SLACK = len(_BOM) + 1
# Matched in C: how many blank lines there are is the client's choice.
_BLANK_LINES = re.compile(rb"(?:[ \t\r]*+\n)++")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its end; `data` is None for one that is too long."""

    number: int
    data: bytes | None


class LineSplitter:
    """Lines end with LF or CRLF, the last one may end with the stream; blank ones count and are left out."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self._at = 0
        self._searched = 0
        self._is_skipping = False
        self.ended = 0

    @property
    def held_bytes(self) -> int:
        """The bytes that were fed and not yet given out."""
        return len(self._buffer) - self._at

    def feed(self, data: bytes) -> None:
        """Takes more of the stream in."""
        if self._at:
            del self._buffer[: self._at]
            self._searched -= self._at
            self._at = 0
        self._buffer += data

    def line(self) -> Line | None:
        """Returns the next whole line; None when more of the stream is needed first."""
        while True:
            if self._searched == self._at and not self._is_skipping:
                self._pass_blank_lines()
            end = self._buffer.find(b"\n", self._searched)
            if end < 0:
                self._searched = len(self._buffer)
                if self.held_bytes > self._max_bytes + _SLACK:
                    self._is_skipping = True
                if self._is_skipping:
                    self._buffer.clear()
                    self._at = self._searched = 0
                return None
            found = self._ended(end)
            self._at = self._searched = end + 1
            if found is not None:
                return found

    def last_line(self) -> Line | None:
        """Returns what is left at the end of the stream, once `line` has nothing more."""
        if not self.held_bytes and not self._is_skipping:
            return None
        found = self._ended(len(self._buffer))
        self._buffer.clear()
        self._at = self._searched = 0
        return found

    def _pass_blank_lines(self) -> None:
        blank = _BLANK_LINES.match(self._buffer, self._at)
        if blank is not None:
            self.ended += self._buffer.count(b"\n", self._at, blank.end())
            self._at = self._searched = blank.end()

    def _ended(self, end: int) -> Line | None:
        self.ended += 1
        if self._is_skipping:
            self._is_skipping = False
            return Line(self.ended, None)
        data = bytes(memoryview(self._buffer)[self._at : end]).removesuffix(b"\r")
        if self.ended == 1:
            data = data.removeprefix(_BOM)
        if len(data) > self._max_bytes:
            return Line(self.ended, None)
        return Line(self.ended, data) if data.strip() else None
