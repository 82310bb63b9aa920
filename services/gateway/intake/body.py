"""Reads a request body under a deadline and a counted limit."""

import asyncio

from aiohttp import web

from services.gateway.intake.unread import UnreadBodyError
from services.platform.errors import invalid_field


class BodyTooLargeError(Exception):
    """The body is longer than the limit; what was read of it is dropped."""


class ClientGoneError(Exception):
    """The client ended the connection before its body had come: there is nobody to answer."""


async def read_body(request: web.BaseRequest, *, limit: int, timeout_s: float) -> bytes:
    """Returns the whole body, of at most `limit` bytes.

    A client that waits for `100 Continue` gets it here: every check that needs no body has passed by now.

    Raises:
        BodyTooLargeError: more than `limit` bytes came.
        UnreadBodyError: `INVALID_INPUT` on `body` when it did not come within `timeout_s`, or its framing is broken.
        ClientGoneError: the connection ended.
    """
    invite_body(request)
    try:
        async with asyncio.timeout(timeout_s):
            return await _read(request, limit=limit)
    except TimeoutError:
        raise UnreadBodyError.of(invalid_field("body", f"did not arrive within {timeout_s:g} seconds")) from None
    except web.RequestPayloadError:
        if request.transport is None:
            raise ClientGoneError from None
        raise UnreadBodyError.of(invalid_field("body", "has broken chunks or a wrong length")) from None
    except ConnectionError:
        raise ClientGoneError from None


def invite_body(request: web.BaseRequest) -> None:
    """Tells a client that waits for it to send its body."""
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


async def _read(request: web.BaseRequest, *, limit: int) -> bytes:
    stream = request.content
    chunks: list[bytes] = []
    size = 0
    while not stream.at_eof():
        chunk = await stream.readany()
        size += len(chunk)
        if size > limit:
            raise BodyTooLargeError
        chunks.append(chunk)
    if (broken := stream.exception()) is not None:
        raise broken
    # Joined once: a body that came in one piece is not copied at all.
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
