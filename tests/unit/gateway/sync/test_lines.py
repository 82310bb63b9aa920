"""Lines are the same whatever pieces they come in, and a long one is never kept."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.intake.lines import Line, LineSplitter

BOM = b"\xef\xbb\xbf"


def split(*pieces: bytes, max_bytes: int = 100) -> list[Line]:
    splitter = LineSplitter(max_bytes=max_bytes)
    found: list[Line] = []
    for piece in pieces:
        splitter.feed(piece)
        while (line := splitter.line()) is not None:
            found.append(line)
    if (line := splitter.last_line()) is not None:
        found.append(line)
    return found


def one_by_one(data: bytes) -> list[bytes]:
    return [data[place : place + 1] for place in range(len(data))]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a\nb\n", [(1, b"a"), (2, b"b")]),
        (b"a\nb", [(1, b"a"), (2, b"b")]),
        (b"a\r\nb\r\n", [(1, b"a"), (2, b"b")]),
        (b"a\r\nb\r", [(1, b"a"), (2, b"b")]),
        (b"\n\r\n \t\na\n\n\nb\n \n", [(4, b"a"), (7, b"b")]),
        (b"a\n   ", [(1, b"a")]),
        (b"\n", []),
        (BOM + b"a\nb", [(1, b"a"), (2, b"b")]),
        (BOM + b"\na", [(2, b"a")]),
        (BOM, []),
        (b"a\n" + BOM + b"b", [(1, b"a"), (2, BOM + b"b")]),
        ("ä\n日本\n😀".encode(), [(1, "ä".encode()), (2, "日本".encode()), (3, "😀".encode())]),
        (b"a\rb\x0bc\x85d\xe2\x80\xa8e\n", [(1, b"a\rb\x0bc\x85d\xe2\x80\xa8e")]),
    ],
)
def test_lines_and_their_numbers(data: bytes, lines: list[tuple[int, bytes]]) -> None:
    """LF and CRLF end a line and nothing else does; blank ones count; a byte order mark is no content."""
    expected = [Line(number, text) for number, text in lines]
    assert split(data) == expected
    assert split(*one_by_one(data)) == expected


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([b"x", b"xy" * 7, b"\n", b"\r\n", b"\r", b" ", BOM, "é".encode()]), max_size=40),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_cuts_change_nothing(parts: list[bytes], cuts: list[int]) -> None:
    """Wherever the network cuts a stream."""
    data = b"".join(parts)
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[a:b] for a, b in pairwise(places)]
    assert split(*pieces, max_bytes=10) == split(data, max_bytes=10) == split(*one_by_one(data), max_bytes=10)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("start", [b"", BOM])
def test_the_longest_line_and_one_byte_more(start: bytes, ending: bytes) -> None:
    """What ends a line, and the mark at the start of all, are no part of its length."""
    assert split(start + b"x" * 100 + ending) == [Line(1, b"x" * 100)]
    assert split(start + b"x" * 101 + ending) == [Line(1, None)]
    assert split(*one_by_one(start + b"x" * 101 + ending)) == [Line(1, None)]


def test_a_long_line_is_skipped_and_the_next_one_read() -> None:
    """Nothing of it is held, however long it goes on."""
    splitter = LineSplitter(max_bytes=100)
    splitter.feed(b"a\n")
    assert splitter.line() == Line(1, b"a")
    for _ in range(1000):
        splitter.feed(b"y" * 90)
        assert splitter.line() is None
        assert splitter.held_bytes <= 200
    splitter.feed(b"y\nb\n")
    assert splitter.line() == Line(2, None)
    assert splitter.line() == Line(3, b"b")


def test_a_long_line_at_the_end_is_told_of() -> None:
    """Even though nothing of it is left."""
    assert split(b"a\n", b"y" * 200, b"y" * 200) == [Line(1, b"a"), Line(2, None)]
