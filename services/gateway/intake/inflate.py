"""Inflates gzip as it comes, in pieces of bounded size: a few bytes that stand for gigabytes cost no memory."""

import zlib

PIECE_BYTES = 256 * 1024
_GZIP = 31


class BrokenGzipError(ValueError):
    """What came is not gzip, or its checksum is wrong."""


class Inflater:
    """A gzip stream of any number of members, one behind the other."""

    def __init__(self) -> None:
        self._decoder: zlib._Decompress | None = None
        self._input = b""
        self._members = 0

    def feed(self, data: bytes) -> None:
        """Takes more of the stream in."""
        self._input += data

    def piece(self) -> bytes:
        """Returns the next bytes, at most `PIECE_BYTES` of them; none when more of the stream is needed first.

        Raises:
            BrokenGzipError: the stream is not gzip.
        """
        while True:
            if self._decoder is None:
                if self._members:
                    # Tools that write to blocks of fixed size fill the last one with zeros.
                    self._input = self._input.lstrip(b"\0")
                if not self._input:
                    return b""
                self._decoder = zlib.decompressobj(_GZIP)
            try:
                found = self._decoder.decompress(self._input, PIECE_BYTES)
            except zlib.error:
                raise BrokenGzipError from None
            if self._decoder.eof:
                self._input = self._decoder.unused_data
                self._decoder = None
                self._members += 1
            else:
                self._input = self._decoder.unconsumed_tail
            if found or (self._decoder is not None and not self._input):
                return found

    @property
    def is_whole(self) -> bool:
        """Whether the stream may end here; an empty one is no gzip."""
        return self._decoder is None and not self._input and self._members > 0
