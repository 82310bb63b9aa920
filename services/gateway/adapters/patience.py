"""Asks a service once more when nobody took the call."""

from collections.abc import Collection
from typing import TypeVar

import grpc

from services.platform.errors import AppError, Reason

Request = TypeVar("Request")
Response = TypeVar("Response")

# Names are looked up again after a second at the earliest (`services.platform.rpc.options`), and then there is a connection to make.
FOUND_WITHIN_S = 3.0


async def asked(
    method: "grpc.aio.UnaryUnaryMultiCallable[Request, Response]", request: Request, *, counted: Collection[Reason] = ()
) -> Response:
    """Calls what may be sent twice; raises what a call on a channel of ours raises.

    The last replica that was known may have gone a moment ago, faster than the channel's own tries follow each other: whoever takes
    its place is waited for, for FOUND_WITHIN_S. A refusal that is `counted` only says that the lost call had arrived, which is no
    news for who asked once: then the failure of the first one is raised.
    """
    try:
        return await method(request)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAVAILABLE:
            raise
        try:
            return await method(request, timeout=FOUND_WITHIN_S, wait_for_ready=True)
        except AppError as refusal:
            if refusal.reason in counted:
                raise error from refusal
            raise
