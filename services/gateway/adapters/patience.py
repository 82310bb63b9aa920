"""Asks a service once more when nobody took the call."""

from typing import TypeVar

import grpc

Request = TypeVar("Request")
Response = TypeVar("Response")

# Names are looked up again after a second at the earliest (`services.platform.rpc.options`), and then there is a connection to make.
FOUND_WITHIN_S = 3.0


async def asked(method: "grpc.aio.UnaryUnaryMultiCallable[Request, Response]", request: Request) -> Response:
    """Calls what may be sent twice; raises what a call on a channel of ours raises.

    The last replica that was known may have gone a moment ago, faster than the channel's own tries follow each other: whoever takes
    its place is waited for, for FOUND_WITHIN_S.
    """
    try:
        return await method(request)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise
        return await method(request, timeout=FOUND_WITHIN_S, wait_for_ready=True)
