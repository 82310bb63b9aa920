"""A request body that is read as it comes, for as long as it comes."""

import asyncio

from aiohttp import web

from services.gateway.intake.body import ClientGoneError, invite_body


class BrokenBodyError(Exception):
    """The body cannot be read on: its framing is broken, or it ended before its announced length."""


class BodyStream:
    """The body of one request; nothing of it is held but what the connection's buffer holds."""

    def __init__(self, request: web.BaseRequest, *, is_gzip: bool) -> None:
        self._request = request
        self._is_invited = False
        self.is_gzip = is_gzip

    async def read(self, *, timeout_s: float) -> bytes:
        """Returns what has come since the last call, waiting for something; nothing at the body's end.

        Raises:
            TimeoutError: nothing came within `timeout_s`; asking again is fine.
            BrokenBodyError: what comes is no body.
            ClientGoneError: the connection ended.
        """
        if not self._is_invited:
            invite_body(self._request)
            self._is_invited = True
        stream = self._request.content
        try:
            async with asyncio.timeout(timeout_s):
                data = await stream.readany()
            if not data and (broken := stream.exception()) is not None:
                raise broken
        except web.RequestPayloadError:
            if self._request.transport is None:
                raise ClientGoneError from None
            raise BrokenBodyError from None
        except ConnectionError:
            raise ClientGoneError from None
        return data
