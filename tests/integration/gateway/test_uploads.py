"""Hostile and large uploads: counted, bounded, and answered."""

import asyncio
import gzip
import re
import resource
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.integration.gateway.house import BOUNDARY, PDF, SUBMIT, House, file_part, form, parse, part

pytestmark = pytest.mark.redis

LIMIT = 5 * 2**20


def head(house: House, *lines: str, key: str | None = None) -> bytes:
    return "\r\n".join(
        [
            f"POST {SUBMIT} HTTP/1.1",
            "Host: x",
            f"X-API-Key: {house.client.plain_key if key is None else key}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            *lines,
            "",
            "",
        ]
    ).encode()


@pytest.mark.parametrize(
    ("size", "status"), [(LIMIT - 1, 202), (LIMIT, 202), (LIMIT + 1, 400), (LIMIT + 2**20, 400), (LIMIT + 2**23, 400)]
)
async def test_u01_a_cv_of_five_mib_is_taken_and_one_byte_more_is_invalid_input(
    house: House, size: int, status: int
) -> None:
    """Counted on the part itself, and named `cv_file`, however much more it is."""
    reply = await house.submit(form(cv=file_part(PDF.ljust(size, b"x"))))
    assert reply.status == status
    if status == 400:
        assert set(reply.bad_fields) == {"cv_file"}
    else:
        assert len(house.backend.submits[0].cv_pdf) == size


@pytest.mark.parametrize("key", [None, ""])
async def test_u02_a_body_announced_too_large_is_refused_from_the_header_alone(house: House, key: str | None) -> None:
    """Before it is read, and before the key is looked at."""
    reply = parse(await house.raw(head(house, "Content-Length: 10000000000", key=key), timeout_s=5))
    assert set(reply.bad_fields) == {"cv_file"}
    assert reply.headers["connection"] == "close"


async def test_u03_expect_100_continue_is_answered_only_when_the_body_is_wanted(house: House) -> None:
    """A refusal comes without a 100; a good request gets it and then its answer."""
    raw = await house.raw(head(house, "Content-Length: 10000000000", "Expect: 100-continue"), timeout_s=5)
    assert raw.startswith(b"HTTP/1.1 400 ")
    raw = await house.raw(
        head(house, "Content-Length: 1000", "Expect: 100-continue", "Connection: close", key="bad"), timeout_s=5
    )
    assert raw.startswith(b"HTTP/1.1 401 ")
    body = form()
    reader, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    writer.write(head(house, f"Content-Length: {len(body)}", "Expect: 100-continue", "Connection: close"))
    assert await reader.readexactly(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    writer.write(body)
    assert (await reader.read()).startswith(b"HTTP/1.1 202 ")
    writer.close()


async def test_u04_a_body_that_does_not_come_ends_at_the_deadline(make_house: Any) -> None:
    """400 on `body`, and the connection is closed; a client that drips is treated alike."""
    house = await make_house(body_timeout_s=0.3)
    reply = parse(await house.raw(head(house, "Content-Length: 500"), b"--x", timeout_s=8))
    assert set(reply.bad_fields) == {"body"}
    assert house.backend.asked == []


async def test_a_chunked_body_is_counted_as_it_comes(house: House) -> None:
    """Without a length it is read to the limit and no further; a small one is served."""
    body = form()
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    raw = await house.raw(head(house, "Transfer-Encoding: chunked", "Connection: close"), chunked)
    assert raw.startswith(b"HTTP/1.1 202 ")
    block = b"100000\r\n" + b"x" * 2**20 + b"\r\n"
    raw = await house.raw(head(house, "Transfer-Encoding: chunked"), *[block] * 8, timeout_s=10)
    assert set(parse(raw).bad_fields) == {"cv_file"}


async def test_a_broken_chunk_is_invalid_input(house: House) -> None:
    """Framing that breaks is the client's fault, never a 500, whether it comes with the header or half way."""
    opening, broken = head(house, "Transfer-Encoding: chunked"), b"5\r\nhello\r\nzz\r\n"
    assert parse(await house.raw(opening + broken)).error["code"] == "INVALID_INPUT"
    reader, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    writer.write(opening)
    await house.until_reading()
    writer.write(broken)
    async with asyncio.timeout(10):
        reply = parse(await reader.read())
    assert set(reply.bad_fields) == {"body"}
    writer.close()


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("multipart/form-data", "Content-Type"),
        ("multipart/form-data; boundary=" + "b" * 100, "Content-Type"),
        ("multipart/form-data; boundary=other", "body"),
        (f"multipart/form-data; boundary={BOUNDARY}x", "body"),
    ],
)
async def test_u09_a_boundary_that_is_missing_overlong_or_another_is_invalid_input(
    house: House, kind: str, field: str
) -> None:
    """Never a 500."""
    assert set((await house.submit(Content_Type=kind)).bad_fields) == {field}


async def test_u09_nested_multipart_is_invalid_input(house: House) -> None:
    """Neither as a text nor as the file."""
    nested = part("metadata", "--y\r\n\r\n--y--", header="\r\nContent-Type: multipart/mixed; boundary=y")
    reply = await house.submit(form(nested, cv=file_part(kind="multipart/mixed; boundary=y")))
    assert set(reply.bad_fields) == {"metadata", "cv_file"}


async def test_u10_too_many_and_repeated_fields_are_invalid_input(house: House) -> None:
    """65, 1,001 and 20,000 fields; two files; two keys."""
    for count in (65, 1_001, 20_000):
        many = form(*(part(f"f{number}", "") for number in range(count)))
        assert set((await house.submit(many)).bad_fields) == {"body"}
    reply = await house.submit(form(file_part(), part("idempotency_key", "a"), part("idempotency_key", "b")))
    assert reply.bad_fields == {"cv_file": ["must be sent once"], "idempotency_key": ["must be sent once"]}


async def test_other_text_fields_are_ignored(house: House) -> None:
    """Whatever they hold."""
    assert (await house.submit(form(part("x", b"\xff\x00"), part("_charset_", "utf-16")))).status == 202


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_u13_a_compressed_request_is_refused_and_never_inflated(house: House, encoding: str) -> None:
    """A bomb costs nothing."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reply = await house.submit(bomb, Content_Encoding=encoding)
    assert set(reply.bad_fields) == {"body"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000


async def test_u13_a_compressed_part_is_not_inflated_either(house: House) -> None:
    """A Content-Encoding inside a part has no meaning: the bytes are taken as they are, and are no PDF."""
    cv = part(
        "cv_file",
        gzip.compress(PDF),
        header='; filename="a.pdf"\r\nContent-Type: application/pdf\r\nContent-Encoding: gzip',
    )
    assert (await house.submit(form(cv=cv))).error["code"] == "INVALID_FILE_CONTENT"


@pytest.mark.parametrize(
    ("filename", "kind", "ok"),
    [
        ("cv.pdf", "application/pdf", True),
        ("CV.PDF", "APPLICATION/PDF", True),
        ("cv.pdf", "application/pdf; charset=x", True),
        ("a/b\\c d.pdf", "application/pdf", True),
        ("cv.pdf", "application/x-pdf", False),
        ("cv.pdf", "text/plain", False),
        ("cv.txt", "application/pdf", False),
        ("cv.pdf ", "application/pdf", False),
        ("cv.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    ],
)
async def test_u15_p17_type_and_name_decide_together(house: House, filename: str, kind: str, ok: bool) -> None:  # noqa: FBT001 - a table's column
    """The documented table."""
    reply = await house.submit(form(cv=file_part(filename=filename, kind=kind)))
    assert (reply.status == 202) == ok
    if not ok:
        assert set(reply.bad_fields) == {"cv_file"}


async def test_a_file_field_sent_as_text_is_invalid_input(house: House) -> None:
    """No name, no type, no file."""
    assert set((await house.submit(form(cv=part("cv_file", PDF)))).bad_fields) == {"cv_file"}


async def test_u19_clients_that_leave_in_the_middle_cost_nothing(house: House) -> None:
    """No file is left behind, nothing is started, the memory they had reserved is free again."""
    body = form(cv=file_part(PDF.ljust(2**20, b"x")))
    before = set(Path(tempfile.gettempdir()).iterdir())

    async def leave() -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
        writer.write(head(house, f"Content-Length: {len(body)}") + body[: 2**18])
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    for _ in range(10):
        await asyncio.gather(*(leave() for _ in range(20)))
    assert (await house.submit(body)).status == 202
    assert house.backend.asked == ["Submit"]
    new = {path.name for path in set(Path(tempfile.gettempdir()).iterdir()) - before}
    assert not any(re.match(r"tmp|aiohttp", name) for name in new)


async def test_u20_many_large_uploads_at_once_are_bounded(make_house: Any) -> None:
    """Those that find no room in time get 429 `RATE_LIMITED`, the others are served."""
    house = await make_house(uploads_mib=48, upload_wait_s=0.05, body_timeout_s=20)
    body = form(cv=file_part(PDF.ljust(4 * 2**20, b"x")))
    replies = await asyncio.gather(*(house.submit(body) for _ in range(24)))
    assert {reply.status for reply in replies} <= {202, 429}
    refused = [reply for reply in replies if reply.status == 429]
    assert all(reply.error["code"] == "RATE_LIMITED" and int(reply.headers["retry-after"]) >= 1 for reply in refused)
    assert len(refused) + len(house.backend.submits) == 24
    assert house.backend.submits
    assert (await house.submit(body)).status == 202
