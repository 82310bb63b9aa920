"""Turns a call that got no answer into the gateway's own error."""

from collections.abc import Iterator
from contextlib import contextmanager

import grpc

from services.gateway.ports import UnreachableError

# CANCELLED comes from a server that is stopping (see `platform.rpc.options`): whoever called is not told of his own.
_RESENDABLE = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED})


@contextmanager
def unreachable(service: str) -> Iterator[None]:
    """Raises `UnreachableError` for a gRPC failure inside the block; an `AppError` passes as it is."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        code = error.code()
        raise UnreachableError(service, code=code.name, resendable=code in _RESENDABLE) from error
