"""gzip is inflated in bounded pieces, member after member; what breaks off is noticed."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.intake.inflate import PIECE_BYTES, BrokenGzipError, Inflater

TEXT = b"one line\n" * 50_000


def inflated(*pieces: bytes) -> tuple[bytes, bool]:
    inflater = Inflater()
    found = b""
    for piece in pieces:
        inflater.feed(piece)
        while data := inflater.piece():
            assert len(data) <= PIECE_BYTES
            found += data
    return found, inflater.is_whole


@pytest.mark.parametrize("size", [1, 7, 1000, 10**9])
def test_members_one_behind_the_other(size: int) -> None:
    """As `cat a.gz b.gz` makes them; an empty one and zeros as padding are fine."""
    data = gzip.compress(TEXT) + gzip.compress(b"") + gzip.compress(b"the end") + bytes(512)
    assert inflated(*(data[at : at + size] for at in range(0, len(data), size))) == (TEXT + b"the end", True)


@settings(deadline=None)
@given(st.integers(0, 300))
def test_a_torn_stream_is_never_whole(cut: int) -> None:
    """Wherever it was torn: what could be read is given out, as far as it goes."""
    data = gzip.compress(TEXT[:9000], mtime=0)
    found, is_whole = inflated(data[: min(cut, len(data) - 1)])
    assert not is_whole
    assert TEXT.startswith(found)


@pytest.mark.parametrize(
    "data",
    [b"no gzip at all", gzip.compress(TEXT)[:-8] + b"12345678", gzip.compress(TEXT) + b"rubbish", zlib.compress(TEXT)],
    ids=["plain", "checksum", "behind", "zlib"],
)
def test_what_is_no_gzip_breaks(data: bytes) -> None:
    """Plain text under the name of gzip, a wrong checksum, something else behind the end, another format."""
    with pytest.raises(BrokenGzipError):
        inflated(data)


def test_a_bomb_is_given_out_in_pieces() -> None:
    """200 MB in 200 kB: at any moment a few pieces of it are in memory."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(200)) + packer.flush()
    inflater = Inflater()
    inflater.feed(bomb)
    tracemalloc.start()
    total = 0
    while data := inflater.piece():
        total += len(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (total, inflater.is_whole) == (200 * 2**20, True)
    assert peak < 8 * PIECE_BYTES
