"""Cuts a multipart/form-data body into its parts: one pass over the bytes, every count limited, nothing decoded twice."""

import re
from dataclasses import dataclass

from services.gateway.intake.headers import HeaderValue, extended_value, parse_header

MAX_PARTS = 64
MAX_PART_HEADER_BYTES = 4096
# RFC 2046 §5.1.1: 1 to 70 of these characters, the last one not a space.
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_PLAIN_ENCODINGS = frozenset({"7bit", "8bit", "binary"})
_NO_HEADER_TEXT = re.compile(r"[\r\n\0]")
# What may follow a boundary: the body's end or the end of the line, after padding of any length. Matched in C, because
# the length is the client's choice.
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*+(?:(\r\n)|\Z)")


class MultipartError(ValueError):
    """The body is not the multipart/form-data its header promises; the message says why and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the body.

    Attributes:
        name: the field's name.
        filename: None for a text field, else the name of the file, which may be empty.
        content_type: of the part; None when it says none.
        data: its bytes, a view into the body.
    """

    name: str
    filename: str | None
    content_type: HeaderValue | None
    data: memoryview


def boundary_of(content_type: str | None) -> bytes:
    """Returns the boundary that a request's Content-Type names.

    Raises:
        MultipartError: the type is another, or the boundary is absent or not one of RFC 2046.
    """
    header = parse_header(content_type) if content_type else None
    if header is None or header.value != "multipart/form-data":
        raise MultipartError("must be multipart/form-data")
    boundary = header.parameters.get("boundary", "")
    if _BOUNDARY.fullmatch(boundary) is None:
        raise MultipartError("must name a boundary of 1 to 70 characters")
    return boundary.encode()


def parse_multipart(body: bytes, boundary: bytes) -> list[Part]:
    """Returns the parts in order.

    Raises:
        MultipartError: the boundary does not stand where it must, a part's header is malformed, or a limit is passed.
    """
    opening = b"--" + boundary
    start = 2 if body.startswith(b"\r\n") else 0
    first = _after_boundary(body, start + len(opening)) if body.startswith(opening, start) else None
    if first is None:
        raise MultipartError("does not start with the boundary of its Content-Type")
    delimiter = b"\r\n" + opening
    view = memoryview(body)
    parts: list[Part] = []
    at, last = first
    while not last:
        if len(parts) == MAX_PARTS:
            raise MultipartError(f"has more than {MAX_PARTS} parts")
        # A header without any line ends with the line break of the boundary itself.
        header_end = body.find(b"\r\n\r\n", at - 2, at + MAX_PART_HEADER_BYTES)
        if header_end < 0:
            raise MultipartError("has a part without an end to its header")
        data_start = header_end + 4
        # Likewise, an empty part ends with the line break of its header.
        data_end, next_at, last = _next_delimiter(body, delimiter, data_start - 2)
        parts.append(_part(bytes(view[at:header_end]), view[data_start : max(data_start, data_end)]))
        at = next_at
    if not parts:
        raise MultipartError("has no part")
    return parts


def _next_delimiter(body: bytes, delimiter: bytes, start: int) -> tuple[int, int, bool]:
    found = body.find(delimiter, start)
    if found < 0:
        raise MultipartError("has no closing boundary")
    after = _after_boundary(body, found + len(delimiter))
    if after is not None:
        return found, *after
    # A line that only begins as the boundary does. There may be a million of them: the rest is searched in C.
    true = re.compile(re.escape(delimiter) + rb"(?:[ \t]*+\r\n|--[ \t]*+(?:\r\n|\Z))").search(body, found + 1)
    after = None if true is None else _after_boundary(body, true.start() + len(delimiter))
    if true is None or after is None:
        raise MultipartError("has no closing boundary")
    return true.start(), *after


def _after_boundary(body: bytes, at: int) -> tuple[int, bool] | None:
    """Returns where the next part's header starts and whether the body ends here; None when this is no delimiter."""
    after = _AFTER_BOUNDARY.match(body, at)
    if after is None:
        return None
    last = after[1] is not None
    return (after.end(), last) if last or after[2] is not None else None


def _part(header: bytes, data: memoryview) -> Part:
    lines = _header_lines(header)
    disposition = parse_header(lines.get("content-disposition", ""))
    if disposition is None or disposition.value != "form-data" or "name" not in disposition.parameters:
        raise MultipartError("has a part without a form-data name")
    if lines.get("content-transfer-encoding", "binary").lower() not in _PLAIN_ENCODINGS:
        raise MultipartError("has a part with a Content-Transfer-Encoding")
    content_type = None
    if "content-type" in lines:
        content_type = parse_header(lines["content-type"])
        if content_type is None:
            raise MultipartError("has a part with a malformed Content-Type")
    parameters = disposition.parameters
    filename = parameters.get("filename")
    if "filename*" in parameters:
        filename = extended_value(parameters["filename*"]) or ""
    return Part(name=parameters["name"], filename=filename, content_type=content_type, data=data)


def _header_lines(header: bytes) -> dict[str, str]:
    try:
        text = header.decode()
    except UnicodeDecodeError:
        raise MultipartError("has a part header that is not UTF-8") from None
    lines: dict[str, str] = {}
    for line in text.split("\r\n") if text else ():
        name, separator, value = line.partition(":")
        name = name.lower()
        if not separator or name in lines or name != name.strip() or _NO_HEADER_TEXT.search(line):
            raise MultipartError("has a part with a malformed header")
        lines[name] = value.strip()
    return lines
