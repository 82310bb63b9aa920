"""One HTTP connection: a deadline for request headers, and the error envelope for bytes that are no HTTP."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import StreamReader, web
from aiohttp.http import RawRequestMessage
from aiohttp.http_exceptions import LineTooLong

from services.gateway.middleware.admission import invalid_key
from services.platform.errors import AppError, invalid_field

Refuse = Callable[[AppError], web.Response]
# Enough of a header to tell which of its lines is too long.
_MAX_KEPT_HEAD = 64 * 1024
# How long what a refused client still sends is swallowed, so that it can read its answer.
_SWALLOW_S = 1.0
# What an answer gets at least when its request took all the time there was.
_LEAST_ANSWER_S = 0.5


class Connection(web.RequestHandler):
    """aiohttp's connection with our manners."""

    __slots__ = ("_body", "_head", "_head_deadline", "_head_timeout_s", "_malformed", "_refuse", "_serving")

    def __init__(self, manager: web.Server, *, refuse: Refuse, head_timeout_s: float, **settings: Any) -> None:
        super().__init__(manager, **settings)
        self._refuse = refuse
        self._head_timeout_s = head_timeout_s
        self._head_deadline: asyncio.TimerHandle | None = None
        self._head = bytearray()
        self._serving = False
        self._body: StreamReader | None = None
        self._malformed = False

    def request_started(self, body: StreamReader) -> None:
        """Notes that the header of a request has come whole, and where its body goes."""
        self._serving = True
        self._body = body
        self._head.clear()
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def data_received(self, data: bytes) -> None:
        """Takes bytes in; the first ones of a header start its deadline."""
        if not self._serving and data:
            if self._head_deadline is None:
                self._head_deadline = self._loop.call_later(self._head_timeout_s, self.force_close)
            if len(self._head) < _MAX_KEPT_HEAD:
                self._head += data[:_MAX_KEPT_HEAD]
        super().data_received(data)
        if self._body is not None and self._is_receiving() and self._broke_off():
            # aiohttp notes a broken body behind the request it belongs to, and leaves whoever reads it waiting.
            self._messages.clear()
            self._body.set_exception(web.RequestPayloadError())
            self._body.feed_eof()

    def _broke_off(self) -> bool:
        return bool(self._messages) and not isinstance(self._messages[-1][0], RawRequestMessage)

    def close(self) -> None:
        """Takes no further request; a body that is still coming is let in, which aiohttp would drop."""
        if not self._is_receiving():
            super().close()

    async def shutdown(self, timeout: float | None = 15.0) -> None:  # noqa: ASYNC109 - aiohttp's signature
        """Ends the connection once its request has come and is answered, within `timeout` seconds."""
        left_s = timeout
        if self._body is not None and self._is_receiving():
            started = self._loop.time()
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self._body.wait_eof()
            if timeout is not None:
                left_s = max(_LEAST_ANSWER_S, timeout - (self._loop.time() - started))
        await super().shutdown(left_s)

    def _is_receiving(self) -> bool:
        return self._body is not None and not self._body.is_eof() and not self._malformed

    def connection_lost(self, exc: BaseException | None) -> None:
        """Lets the deadline go with the connection."""
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None
        super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - aiohttp names the parameters
        status: int = 500,  # noqa: ARG002
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """Answers what could not be parsed, in the envelope, and closes the connection."""
        self._malformed = True
        error = invalid_field("request", "is not valid HTTP/1.1")
        if isinstance(exc, LineTooLong):
            error = invalid_field("request", "has a line that is too long")
            if self._is_in_key():
                # A key of any length is a key that is not valid.
                error = invalid_key()
        response = self._refuse(error)
        response.force_close()
        return response

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Sends a response; after bytes that are no HTTP, swallows the rest for a moment before the end."""
        finished = await super().finish_response(request, resp, start_time)
        self._serving = False
        self._body = None
        if self._malformed and self.transport is not None:
            # From here on aiohttp drops what comes. Closing at once would reset the connection under the answer.
            self.close()
            if self.transport.can_write_eof():
                self.transport.write_eof()
            await asyncio.sleep(_SWALLOW_S)
        return finished

    def _is_in_key(self) -> bool:
        lines = bytes(self._head).split(b"\r\n")
        longest = max(lines, key=len)
        return longest[:10].lower() == b"x-api-key:"


class EnvelopeServer(web.Server):
    """Makes our connections in place of aiohttp's own."""

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Any],
        *,
        refuse: Refuse,
        head_timeout_s: float,
        **settings: Any,
    ) -> None:
        async def serve(request: web.BaseRequest) -> web.StreamResponse:
            connection = request.protocol
            if isinstance(connection, Connection):
                connection.request_started(request.content)
            response: web.StreamResponse = await handler(request)
            return response

        super().__init__(serve)
        self._refuse = refuse
        self._head_timeout_s = head_timeout_s
        self._settings = settings

    def __call__(self) -> web.RequestHandler:
        """Returns the protocol of a new connection."""
        return Connection(
            self, loop=self._loop, refuse=self._refuse, head_timeout_s=self._head_timeout_s, **self._settings
        )
