"""Length-prefixed frames that cross the pipe to a child."""

import struct
from typing import BinaryIO

from services.platform.wire import WireError

MAX_FRAME_BYTES = 16 * 2**20
"""The longest frame either side accepts: the text of a capped CV is a few MiB, its PDF at most 5."""

_LENGTH = struct.Struct(">I")
LENGTH_BYTES = _LENGTH.size


def length_of(prefix: bytes) -> int:
    """Returns the length a frame's prefix announces; raises `WireError` when it is over the limit."""
    (length,) = _LENGTH.unpack(prefix)
    if length > MAX_FRAME_BYTES:
        raise WireError("a frame is too long")
    return int(length)


def framed(payload: bytes) -> bytes:
    """Puts the length before a payload; raises `WireError` when it is over the limit."""
    if len(payload) > MAX_FRAME_BYTES:
        raise WireError("a frame is too long")
    return _LENGTH.pack(len(payload)) + payload


def read_frame(stream: BinaryIO) -> bytes | None:
    """Reads one frame; None at the end of the stream."""
    prefix = stream.read(LENGTH_BYTES)
    if len(prefix) < LENGTH_BYTES:
        return None
    length = length_of(prefix)
    payload = stream.read(length)
    return payload if len(payload) == length else None
