"""Lines become candidates by the rules of a batch, or tell why not without quoting anything."""

import gzip
import json
import zlib
from typing import Any

import pytest

from services.gateway.intake.candidate_lines import LONG_LINE_BYTES, MAX_LINE_BYTES, Part, PartReader, read_line
from services.gateway.intake.inflate import PIECE_BYTES
from services.gateway.intake.lines import Line
from services.gateway.ports import BrokenLine, ResolvedCandidate
from services.platform.errors import Reason

GOOD: dict[str, Any] = {"external_id": "a", "parsed_cv": {"skills": ["Python"]}}


def parts_of(*pieces: bytes, is_gzip: bool = False) -> tuple[list[Part], PartReader]:
    reader = PartReader("c", is_gzip=is_gzip)
    reader.may_hold_long_line = True
    found: list[Part] = []
    for piece in pieces:
        reader.feed(piece)
        while reader.fill():
            found.append(reader.take())
    reader.end()
    if part := reader.take():
        found.append(part)
    return found, reader


def ndjson(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def read(value: Any) -> ResolvedCandidate | BrokenLine:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read_line(Line(7, data), corpus_id="c")


def test_a_line_is_a_candidate_of_the_corpus() -> None:
    """Its parsed CV as it was sent; tags tidied as everywhere; the corpus may be named again."""
    sent = b'{"external_id":"a","parsed_cv":{"x": 1.0},"tags":[" b ","b"],"upload_id":"u","corpus_id":"c","other":0}'
    assert read(sent) == ResolvedCandidate(
        corpus_id="c", external_id="a", parsed_cv_json='{"x": 1.0}', tags=["b"], upload_id="u"
    )
    plain = read(GOOD)
    assert isinstance(plain, ResolvedCandidate)
    assert (plain.tags, plain.upload_id) == (None, None)


@pytest.mark.parametrize(
    ("value", "external_id", "message"),
    [
        (b"nonsense", None, "The line is not valid JSON (column 1)."),
        (b'{"external_id":"a","parsed_cv":{}} x', None, "The line is not valid JSON (column 36)."),
        (b'{"external_id":"a","external_id":"b"}', None, "The line has an object with a repeated key."),
        (b'{"external_id":"a","parsed_cv":{"n":NaN}}', None, "The line holds NaN, which is not JSON."),
        (b"[1]", None, "The line must be an object."),
        (b'"text"', None, "The line must be an object."),
        (b"12", None, "The line is not valid JSON (column 1)."),
        (b'{"a":"\xff"}', None, "The line must be UTF-8."),
        ({"external_id": "a"}, "a", "parsed_cv is required."),
        (
            {"external_id": "", "parsed_cv": 1, "tags": 1},
            None,
            "external_id must have at least 1 character(s); parsed_cv must be an object or an array; tags must be a JSON array of strings.",
        ),
        ({**GOOD, "external_id": "x" * 256}, None, "external_id must have at most 255 characters."),
        ({**GOOD, "external_id": "a\nb"}, None, "external_id must not hold control characters."),
        ({**GOOD, "external_id": 5}, None, "external_id must be a string."),
        ({**GOOD, "corpus_id": "elsewhere"}, "a", "corpus_id must be that of the path, or absent."),
        ({**GOOD, "corpus_id": ""}, "a", "corpus_id must be that of the path, or absent."),
        ({**GOOD, "corpus_id": ["c"]}, "a", "corpus_id must be that of the path, or absent."),
    ],
)
def test_a_line_that_is_none_says_why(value: Any, external_id: str | None, message: str) -> None:
    """In words that quote nothing; with the candidate's id where it could be read."""
    assert read(value) == BrokenLine(7, external_id, Reason.INVALID_INPUT, message)


def test_a_line_that_is_too_long_is_too_large() -> None:
    """A candidate alone may be as large as a whole batch; a byte more is left out, and what follows is read."""
    head, tail = b'{"external_id":"a","parsed_cv":{"t":"', b'"}}'
    fits = head + b"x" * (MAX_LINE_BYTES - len(head) - len(tail)) + tail
    (part, *more), _ = parts_of(fits + b"\n" + b" " + fits + b"\n" + ndjson(GOOD))
    assert [each.line for each in part.lines] == [1]
    (rest,) = more
    assert [each.line for each in rest.lines] == [3]
    assert [(error.line, error.code) for error in rest.errors] == [(2, Reason.PAYLOAD_TOO_LARGE)]


def test_parts_are_bounded_by_lines_and_by_bytes() -> None:
    """64 lines, or once they hold a MiB; in order, none lost, numbered as in the file."""
    found, _ = parts_of(ndjson(*(GOOD | {"external_id": str(number)} for number in range(130))))
    assert [len(part.lines) for part in found] == [64, 64, 2]
    assert [each.line for part in found for each in part.lines] == list(range(1, 131))
    large = GOOD | {"parsed_cv": ["x" * 400_000]}
    found, _ = parts_of(ndjson(*[large] * 7))
    assert [len(part.lines) for part in found] == [3, 3, 1]


def test_beyond_a_hundred_broken_lines_are_only_counted() -> None:
    """As many as are kept; a part ends with many of them too, so that reading one takes no age."""
    found, reader = parts_of(b"x\n" * 5000)
    assert sum(len(part.errors) for part in found) == 100
    assert sum(part.more_failed for part in found) == 4900
    assert len(found) == 3
    assert reader.lines_ended == 5000


@pytest.mark.parametrize("size", [1, 50, 10**6])
def test_gzip_is_read_as_its_content(size: int) -> None:
    """In any pieces."""
    data = gzip.compress(ndjson(GOOD, "broken", GOOD))
    (part,), reader = parts_of(*(data[at : at + size] for at in range(0, len(data), size)), is_gzip=True)
    assert ([each.line for each in part.lines], [error.line for error in part.errors]) == ([1, 3], [2])
    assert not reader.is_broken


@pytest.mark.parametrize("damage", ["torn", "rubbish", "empty"])
def test_a_broken_gzip_stream_is_read_as_far_as_it_goes(damage: str) -> None:
    """The line it broke in is told of, once; what the tail may have been is not guessed at."""
    data = gzip.compress(ndjson(*[GOOD] * 3))
    pieces = {"torn": [data[:-9]], "rubbish": [data, b"rubbish", b"more"], "empty": [b""]}[damage]
    (part,), reader = parts_of(*pieces, is_gzip=True)
    assert reader.is_broken
    (error,) = part.errors
    assert error.code is Reason.INVALID_INPUT
    if damage == "rubbish":
        assert ([each.line for each in part.lines], error.line) == ([1, 2, 3], 4)
    if damage == "empty":
        assert (part.lines, error.line) == ([], 1)


@pytest.mark.parametrize("content", [b"\n", b"x", b"x\n"], ids=["blank", "one_line", "broken"])
def test_a_bomb_is_read_without_being_held(content: bytes) -> None:
    """Blank lines, one line without an end, broken lines: never more than a line's length is held."""
    packer = zlib.compressobj(9, wbits=31)
    mebibytes = 16 if content != b"x\n" else 0.25
    bomb = packer.compress(content * int(mebibytes * 2**20 // len(content))) + packer.flush()
    reader = PartReader("c", is_gzip=True)
    reader.may_hold_long_line = True
    reader.feed(bomb)
    failed = 0
    while reader.fill():
        part = reader.take()
        failed += len(part.errors) + part.more_failed
        assert reader._splitter.held_bytes <= MAX_LINE_BYTES + 2**20
    reader.end()
    part = reader.take()
    failed += len(part.errors) + part.more_failed
    assert failed == {b"\n": 0, b"x": 1, b"x\n": 2**17}[content]


def test_a_long_line_is_held_only_with_leave() -> None:
    """A few kB of gzip that stand for megabytes: read on once there is room for them."""
    line = GOOD | {"parsed_cv": ["x" * 5_000_000]}
    reader = PartReader("c", is_gzip=True)
    reader.feed(gzip.compress(ndjson(GOOD, line)))
    assert not reader.fill()
    assert reader.is_in_long_line
    assert reader._splitter.held_bytes <= LONG_LINE_BYTES + PIECE_BYTES
    reader.may_hold_long_line = True
    assert reader.fill()
    assert reader._splitter.held_bytes == 0
    assert [each.line for each in reader.take().lines] == [1, 2]
