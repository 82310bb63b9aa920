"""The multipart parser: framing, limits, and what it refuses."""

import sys
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.intake.multipart import (
    MAX_PART_HEADER_BYTES,
    MAX_PARTS,
    MultipartError,
    boundary_of,
    parse_multipart,
)


def body(*parts: bytes, boundary: bytes = b"b", end: bytes = b"--b--\r\n") -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + end


def text(name: str, value: bytes, *, more: bytes = b"") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"'.encode() + more + b"\r\n\r\n" + value


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=8))
def test_any_bytes_come_out_as_they_went_in(values: list[bytes]) -> None:
    """What does not hold the boundary is returned byte by byte, line breaks and all."""
    found = parse_multipart(
        body(
            *(text(f"f{place}", value) for place, value in enumerate(values)), boundary=b"=~edge~=", end=b"--=~edge~=--"
        ),
        b"=~edge~=",
    )
    assert [bytes(part.data) for part in found] == values
    assert [part.name for part in found] == [f"f{place}" for place in range(len(values))]


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_garbage_is_refused_and_never_crashes(garbage: bytes, tail: bytes) -> None:
    """Any bytes either parse or are a MultipartError."""
    for attempt in (garbage, b"--b\r\n" + garbage, body(text("a", garbage)) + tail, body(garbage)):
        try:
            parse_multipart(attempt, b"b")
        except MultipartError:
            continue


def test_a_file_part_keeps_its_name_and_type() -> None:
    """Filename and Content-Type are read, the type without its case and parameters apart."""
    part = parse_multipart(
        body(text("cv_file", b"%PDF-", more=b'; filename="My CV.PDF"\r\nContent-Type: Application/PDF; x=1')), b"b"
    )[0]
    assert part.filename == "My CV.PDF"
    assert part.content_type is not None
    assert (part.content_type.value, part.content_type.parameters) == ("application/pdf", {"x": "1"})


def test_an_encoded_file_name_is_decoded() -> None:
    """RFC 8187's form wins over the plain one."""
    more = b"; filename=\"x.txt\"; filename*=UTF-8''Lebenslauf%20%C3%A4.pdf"
    assert parse_multipart(body(text("cv_file", b"", more=more)), b"b")[0].filename == "Lebenslauf ä.pdf"


def test_an_empty_part_and_an_epilogue_are_fine() -> None:
    """A part may hold nothing, and what follows the last boundary is ignored."""
    found = parse_multipart(body(text("a", b""), text("b", b"x")) + b"anything\r\n--b\r\n", b"b")
    assert [bytes(part.data) for part in found] == [b"", b"x"]


def test_the_shortest_spelling_of_an_empty_part_is_understood() -> None:
    """The line break that ends the header may be the boundary's own."""
    raw = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n--b--'
    assert [bytes(part.data) for part in parse_multipart(raw, b"b")] == [b""]


def test_text_that_only_looks_like_the_boundary_is_content() -> None:
    """A longer line that starts with the boundary does not end a part."""
    value = b"x\r\n--bb\r\n--b-\r\n--b--x\r\n-- b"
    assert bytes(parse_multipart(body(text("a", value)), b"b")[0].data) == value


def test_padding_behind_the_boundary_is_allowed() -> None:
    """RFC 2046 lets blanks follow the boundary on its line."""
    assert len(parse_multipart(b"--b \t\r\n" + text("a", b"1") + b"\r\n--b-- \r\n", b"b")) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "does not start"),
        (b"hello", "does not start"),
        (b"--c\r\n" + text("a", b"1") + b"\r\n--c--\r\n", "does not start"),
        (b"preamble\r\n" + body(text("a", b"1")), "does not start"),
        (b"--b\r\n" + text("a", b"1"), "no closing boundary"),
        (b"--b\r\n" + text("a", b"1") + b"\r\n--b", "no closing boundary"),
        (b"--b--\r\n", "no part"),
        (body(b"\r\nno header"), "form-data name"),
        (body(b"Content-Disposition: form-data\r\n\r\nx"), "form-data name"),
        (body(b'Content-Disposition: attachment; name="a"\r\n\r\nx'), "form-data name"),
        (body(b'Content-Disposition: form-data; name="a"; name="b"\r\n\r\nx'), "form-data name"),
        (body(b'Content-Disposition: form-data; name="a" junk\r\n\r\nx'), "form-data name"),
        (body(b"nonsense\r\n\r\nx"), "malformed header"),
        (body(text("a", b"x", more=b"\r\nContent-Disposition: form-data; name=b")), "malformed header"),
        (body(text("a", b"x", more=b"\nX: y")), "malformed header"),
        (body(text("a", b"x", more=b"\xff")), "not UTF-8"),
        (body(text("a", b"eA==", more=b"\r\nContent-Transfer-Encoding: base64")), "Transfer-Encoding"),
        (body(text("a", b"x", more=b"\r\nContent-Type: ;;")), "Content-Type"),
    ],
)
def test_u09_broken_framing_is_refused_with_its_cause(raw: bytes, words: str) -> None:
    """A body that is not what its header says is an error with a plain reason."""
    with pytest.raises(MultipartError, match=words):
        parse_multipart(raw, b"b")


def test_u10_more_parts_than_allowed_are_refused() -> None:
    """64 parts are read, 65 and 20,000 are not."""
    assert len(parse_multipart(body(*(text(f"f{n}", b"") for n in range(MAX_PARTS))), b"b")) == MAX_PARTS
    for count in (MAX_PARTS + 1, 20_000):
        with pytest.raises(MultipartError, match="more than 64 parts"):
            parse_multipart(body(*(text(f"f{n}", b"") for n in range(count))), b"b")


def test_a_part_header_without_end_is_refused() -> None:
    """A part's header has a size limit of its own."""
    long = text("a", b"1", more=b"\r\nX-Long: " + b"x" * MAX_PART_HEADER_BYTES)
    with pytest.raises(MultipartError, match="end to its header"):
        parse_multipart(body(long), b"b")


def test_another_implementation_agrees() -> None:
    """What Python's own e-mail package makes is read back."""
    message = EmailMessage()
    message.add_header("Content-Disposition", "form-data", name="note", filename="naïve.pdf")
    header = message.as_bytes().split(b"\n\n")[0].replace(b"\n", b"\r\n")
    assert parse_multipart(body(header + b"\r\n\r\nx"), b"b")[0].filename == "naïve.pdf"


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/form-data; boundary=abc", b"abc"),
        ('Multipart/Form-Data; charset=utf-8; Boundary="a b:c"', b"a b:c"),
        ("multipart/form-data; boundary=" + "x" * 70, b"x" * 70),
    ],
)
def test_the_boundary_is_read_from_the_header(header: str, boundary: bytes) -> None:
    """Quoted or not, in any case, up to 70 characters."""
    assert boundary_of(header) == boundary


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "application/json",
        "multipart/mixed; boundary=a",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=""',
        'multipart/form-data; boundary="a "',
        "multipart/form-data; boundary=" + "x" * 71,
        "multipart/form-data; boundary=" + "x" * 100,
        "multipart/form-data; boundary=a; boundary=b",
        'multipart/form-data; boundary="é"',
        "multipart/form-data; boundary=a\r\nb",
    ],
)
def test_u09_a_missing_or_odd_boundary_is_refused(header: str | None) -> None:
    """No boundary, an overlong one, two of them or another type is an error."""
    with pytest.raises(MultipartError):
        boundary_of(header)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b"--b" + b" " * 50_000, id="padding after the first boundary"),
        pytest.param(b"--b\r\n" + text("a", b"x\r\n--b" + b" " * 50_000), id="padding after a later boundary"),
        pytest.param(b"--b\r\n" + text("a", b"\r\n--bx" * 10_000), id="lines that only begin as the boundary does"),
    ],
)
def test_no_body_makes_the_parser_walk_it_byte_by_byte(hostile: bytes) -> None:
    """The event loop is held while a body is parsed: whatever it looks like, its bytes are searched in C."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        with pytest.raises(MultipartError):
            parse_multipart(hostile, b"b")
    finally:
        sys.setprofile(None)
    assert calls < 3_000


def test_a_line_that_only_begins_as_the_boundary_does_is_data() -> None:
    """However many there are, before a part of any kind and before the end."""
    value = b"\r\n--bx\r\n--b-\r\n--b --" * 3
    parts = parse_multipart(body(text("a", value), text("b", b"2")), b"b")
    assert [bytes(part.data) for part in parts] == [value, b"2"]
