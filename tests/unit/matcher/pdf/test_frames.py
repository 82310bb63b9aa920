"""Frames that cross the pipe."""

import io

import pytest

from services.matcher.adapters.pdf import frames
from services.platform.wire import WireError


def test_frames_follow_one_another() -> None:
    """Frames are read one by one up to the end of the stream; a cut one is the end."""
    stream = io.BytesIO(frames.framed(b"one") + frames.framed(b"") + frames.framed(b"three")[:-1])
    assert [frames.read_frame(stream) for _ in range(4)] == [b"one", b"", None, None]


def test_a_frame_over_the_limit_is_refused_before_it_is_read() -> None:
    """The announced length alone decides."""
    with pytest.raises(WireError):
        frames.length_of((frames.MAX_FRAME_BYTES + 1).to_bytes(4, "big"))
    assert frames.length_of(frames.MAX_FRAME_BYTES.to_bytes(4, "big")) == frames.MAX_FRAME_BYTES
