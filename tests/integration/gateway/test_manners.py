"""What every answer has, whatever was asked."""

import asyncio
import re
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.platform.errors import AppError, Reason
from tests.integration.gateway.house import CREDITS, HEALTH, REQUESTS, SUBMIT, House, form, parse

pytestmark = pytest.mark.redis

REQUEST_ID = re.compile(r"req_\d{13}_[a-z0-9]{6}")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def test_every_answer_has_a_request_id_and_every_error_the_envelope(house: House) -> None:
    """Good or bad, known route or not."""
    for path in (HEALTH, "/docs", "/api/v1/openapi.json", CREDITS, REQUESTS, "/nope", SUBMIT, f"{REQUESTS}?limit=0"):
        reply = await house.get(path)
        assert REQUEST_ID.fullmatch(reply.headers["x-request-id"])
        assert "aiohttp" not in reply.headers["server"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        if reply.status >= 400:
            assert reply.headers["content-type"] == "application/json"
            assert TIMESTAMP.fullmatch(reply.error["timestamp"])


@pytest.mark.parametrize(
    "path", ["/", "/api/v1", "/api/v1/nope", "/api/v1/credits/", "/api/v1/cvdeepmatch/a/b", "/favicon.ico"]
)
async def test_an_unknown_route_is_404_not_found_with_or_without_a_key(house: House, path: str) -> None:
    """Which routes exist is public: no key is asked for to say that one does not."""
    for key in ("", None, "nonsense"):
        reply = await house.get(path, key=key)
        assert (reply.status, reply.error["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", SUBMIT, "POST"),
        ("POST", REQUESTS, "GET, HEAD"),
        ("DELETE", f"{REQUESTS}x", "GET, HEAD"),
        ("PUT", HEALTH, "GET, HEAD"),
        ("OPTIONS", CREDITS, "GET, HEAD"),
        ("TRACE", CREDITS, "GET, HEAD"),
        ("PATCH", "/docs", "GET, HEAD"),
    ],
)
async def test_an_unknown_method_is_405_with_allow(house: House, method: str, path: str, allow: str) -> None:
    """And the header says which there are."""
    reply = await house.call(method, path, key="")
    assert (reply.status, reply.error["code"], reply.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", allow)


async def test_head_is_get_without_a_body(house: House) -> None:
    """Load balancers ask that way."""
    reply = await house.call("HEAD", HEALTH, key="")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


async def test_the_request_id_reaches_every_service_and_every_log_line(house: House) -> None:
    """The id in the header is the id in gRPC metadata."""
    reply = await house.submit(form(idempotency_key="k", webhook_url="https://example.com/h"))
    assert house.backend.asked == ["FindReplay", "CheckTarget", "Submit"]
    assert house.backend.request_ids == [reply.headers["x-request-id"]] * 3


async def test_the_access_log_names_the_route_and_never_what_was_sent(house: House) -> None:
    """Template, method, status and time; no id, no query, no body, no key."""
    with capture_logs() as lines:
        await house.get(f"{REQUESTS}?externalId=jane-doe-4711")
        await house.get("/api/v1/cvdeepmatch/some-id-0815")
        await house.submit(form(job_description="secret job at Acme"))
        await house.get("/who-knows-3333")
    done = [line for line in lines if line["event"] == "request.done"]
    assert [(line["method"], line["route"], line["status"]) for line in done] == [
        ("GET", REQUESTS, 200),
        ("GET", "/api/v1/cvdeepmatch/{id}", 404),
        ("POST", SUBMIT, 202),
        ("GET", "unmatched", 404),
    ]
    assert all(line["ms"] >= 0 for line in done)
    shown = repr(lines)
    assert not any(secret in shown for secret in ("4711", "0815", "secret job", "3333", house.client.plain_key))


async def test_an_unknown_failure_is_a_bare_internal_error(house: House) -> None:
    """Nothing internal leaks; the log has the rest."""
    house.backend.failures["ListMatches"].append(AppError(Reason.INTERNAL_ERROR, "The request could not be completed."))
    reply = await house.get(REQUESTS)
    assert (reply.status, reply.error["code"]) == (500, "INTERNAL_ERROR")
    assert set(reply.error) == {"code", "message", "timestamp", "requestId"}


@pytest.mark.parametrize(
    "head",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(129)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"y" * 8191 + b"\r\n\r\n",
        b"GET /" + b"y" * 8191 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    ],
)
async def test_u08_u21_bytes_that_are_no_http_get_the_envelope(house: House, head: bytes) -> None:
    """400 with a code and a request id, and the connection ends."""
    reply = parse(await house.raw(head))
    assert (reply.status, reply.error["code"]) == (400, "INVALID_INPUT")
    assert REQUEST_ID.fullmatch(reply.error["requestId"])


async def test_u05_a_header_that_does_not_come_is_not_waited_for(make_house: Any) -> None:
    """Half a request line, half a header, or one byte at a time: the connection is closed at the deadline."""
    house = await make_house(head_timeout_s=0.3)
    for piece in (b"GET /api", b"GET /api/v1/health HTTP/1.1\r\nHost: x\r\nX-Half"):
        assert await house.raw(piece, timeout_s=5) == b""
    _, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    with pytest.raises((ConnectionError, BrokenPipeError)):
        async with asyncio.timeout(10):
            for _ in range(1000):
                writer.write(b"G")
                await writer.drain()
                await asyncio.sleep(0.02)
    writer.close()


async def test_u05_a_header_in_pieces_within_the_deadline_is_served(house: House) -> None:
    """Slow is not wrong."""
    raw = await house.raw(b"GET /api/v1/he", b"alth HTTP/1.1\r\nHo", b"st: x\r\nConnection: close\r\n\r\n")
    assert parse(raw).status == 200


async def test_a_second_request_on_a_connection_has_a_deadline_of_its_own(make_house: Any) -> None:
    """A half request after a good one is closed too, long before keep-alive ends."""
    house = await make_house(head_timeout_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.gateway.port)
    writer.write(b"GET /nope HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 404")
    writer.write(b"GET /nope HT")
    async with asyncio.timeout(5):
        raw = await reader.read()
    assert raw.endswith(b"}}")
    writer.close()


async def test_idle_connections_end_with_keep_alive(make_house: Any) -> None:
    """A connection that never asks anything is closed."""
    house = await make_house(keepalive_s=0.2)
    assert await house.raw(timeout_s=5) == b""


async def test_u06_idle_connections_do_not_keep_others_out(house: House) -> None:
    """A few hundred sleepers, and a new client is served."""
    sleepers = [await asyncio.open_connection("127.0.0.1", house.gateway.port) for _ in range(300)]
    assert (await house.get(HEALTH, key="")).status == 200
    for _, writer in sleepers:
        writer.close()


async def test_u22_pipelined_requests_are_all_answered_in_order(house: House) -> None:
    """However many are sent at once on one connection."""
    count = 2_000
    asked = (
        b"GET /nope HTTP/1.1\r\nHost: x\r\n\r\n" * count + b"GET /docs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    raw = await house.raw(asked, timeout_s=60)
    assert raw.count(b"HTTP/1.1 404") == count
    assert raw.count(b"HTTP/1.1 200") == 1
    assert raw.rindex(b"HTTP/1.1 404") < raw.index(b"HTTP/1.1 200")


async def test_r08_without_redis_it_is_500_in_time_and_never_unlimited(make_house: Any) -> None:
    """A gateway that cannot count calls lets none through, and says so at once."""
    house = await make_house(redis_url="redis://127.0.0.1:1/0")
    async with asyncio.timeout(15):
        reply = await house.get(CREDITS)
    assert (reply.status, reply.error["code"]) == (500, "INTERNAL_ERROR")
    assert "redis" not in reply.body.decode().lower()
    assert (await house.get(HEALTH, key="")).json["components"]["redis"] == "failing"
