"""Opens channels on which every call has a deadline, carries the request id and fails as the `AppError` it was."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import grpc

from services.platform.rpc.deadline import call_timeout_s
from services.platform.rpc.options import channel_options
from services.platform.rpc.renewing import RenewingChannel
from services.platform.rpc.status import from_rpc_error
from services.platform.rpc.tls import Certificates, Material, channel_credentials
from services.platform.telemetry.context import current_request_id
from services.platform.telemetry.metrics import RPC_SENT, RPC_SENT_SECONDS, rpc_metrics
from services.platform.telemetry.tracing import TRACEPARENT, Kind, span, traceparent

REQUEST_ID_METADATA = "x-request-id"

Details = grpc.aio.ClientCallDetails
Continuation = Callable[[Details, Any], Awaitable[Any]]

_SCHEMES = frozenset({"dns", "ipv4", "ipv6", "unix", "unix-abstract"})


def open_channel(
    target: str,
    *,
    retry_methods: Mapping[str, Sequence[str]] | None = None,
    default_timeout_s: float = 5.0,
    certificates: Certificates | None = None,
    peer: str = "",
) -> grpc.aio.Channel:
    """Returns a channel to `target` (`host:port`, or a gRPC name with its scheme); it connects with its first call.

    Args:
        target: where to; a name may have many addresses, calls go round all of them.
        retry_methods: full service name → its idempotent methods that may be sent again on UNAVAILABLE.
        default_timeout_s: the deadline of a call that names none; what the caller itself has left bounds both.
        certificates: ours; the other side must show one of their authority. None calls in the clear.
        peer: the service behind the target, for the name that its certificate must have (see `TlsSettings`).

    A call raises `AppError` when the callee refused it, `grpc.aio.AioRpcError` when it failed in any other way.
    """
    scheme = target.partition(":")[0]
    address = target if scheme in _SCHEMES else f"dns:///{target}"
    options = channel_options(retry_methods or {})
    interceptors = [kind(default_timeout_s) for kind in (_UnaryUnary, _StreamUnary, _UnaryStream, _StreamStream)]
    if certificates is None:
        return grpc.aio.insecure_channel(address, options=options, interceptors=interceptors)
    if name := certificates.name_of(peer):
        options.append(("grpc.ssl_target_name_override", name))

    def open_with(material: Material) -> grpc.aio.Channel:
        return grpc.aio.secure_channel(
            address, channel_credentials(material), options=options, interceptors=interceptors
        )

    return RenewingChannel(certificates, open_with)


class _Calls:
    """What all four kinds of calls need; grpc takes one interceptor a kind."""

    def __init__(self, default_timeout_s: float) -> None:
        self._default_timeout_s = default_timeout_s

    def _complete(self, details: Details) -> Details:
        timeout_s = self._default_timeout_s if details.timeout is None else details.timeout
        metadata = grpc.aio.Metadata(*(details.metadata or ()))
        request_id = current_request_id()
        if request_id is not None and metadata.get(REQUEST_ID_METADATA) is None:
            metadata.add(REQUEST_ID_METADATA, request_id)
        if parent := traceparent():
            metadata.add(TRACEPARENT, parent)
        return Details(details.method, call_timeout_s(timeout_s), metadata, details.credentials, details.wait_for_ready)

    async def _one(self, continuation: Continuation, details: Details, request: Any) -> Any:
        method = _method_of(details)
        with span(method, kind=Kind.CLIENT, attributes={"rpc.system": "grpc"}), _judged(method):
            call = await continuation(self._complete(details), request)
            await call
            # The call and not its answer: grpc cannot take an answer from a StreamUnary interceptor. It is done already.
            return call

    async def _many(self, continuation: Continuation, details: Details, request: Any) -> AsyncIterator[Any]:
        call = await continuation(self._complete(details), request)

        async def answers() -> AsyncIterator[Any]:
            with _judged(_method_of(details)):
                async for answer in call:
                    yield answer

        return answers()


class _UnaryUnary(_Calls, grpc.aio.UnaryUnaryClientInterceptor):
    async def intercept_unary_unary(
        self, continuation: Continuation, client_call_details: Details, request: Any
    ) -> Any:
        return await self._one(continuation, client_call_details, request)


class _StreamUnary(_Calls, grpc.aio.StreamUnaryClientInterceptor):
    async def intercept_stream_unary(
        self, continuation: Continuation, client_call_details: Details, request_iterator: Any
    ) -> Any:
        return await self._one(continuation, client_call_details, request_iterator)


class _UnaryStream(_Calls, grpc.aio.UnaryStreamClientInterceptor):
    async def intercept_unary_stream(
        self, continuation: Continuation, client_call_details: Details, request: Any
    ) -> Any:
        return await self._many(continuation, client_call_details, request)


class _StreamStream(_Calls, grpc.aio.StreamStreamClientInterceptor):
    async def intercept_stream_stream(
        self, continuation: Continuation, client_call_details: Details, request_iterator: Any
    ) -> Any:
        return await self._many(continuation, client_call_details, request_iterator)


@contextmanager
def _judged(method: str) -> Iterator[None]:
    """Counts a call and turns its failure into the error the callee raised."""
    started = perf_counter()
    code = grpc.StatusCode.CANCELLED
    try:
        yield
        code = grpc.StatusCode.OK
    except grpc.aio.AioRpcError as error:
        code = error.code()
        refusal = from_rpc_error(error)
        if refusal is None:
            raise
        raise refusal from error
    finally:
        count, seconds = rpc_metrics(RPC_SENT, RPC_SENT_SECONDS, method, code.name)
        count.inc()
        seconds.observe(perf_counter() - started)


def _method_of(details: Details) -> str:
    # The types say str, the wire says bytes.
    raw: object = details.method
    return raw.decode() if isinstance(raw, bytes) else str(raw)
