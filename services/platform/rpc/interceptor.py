"""Wraps every call a server answers: request id and deadline, then metrics, then errors, then the readiness gate."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from time import perf_counter
from typing import Any

import grpc

from services.platform.errors import AppError, Reason
from services.platform.rpc.deadline import deadline_scope
from services.platform.rpc.status import internal_error, to_status
from services.platform.telemetry.context import accepted_request_id, request_scope
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.metrics import RPC_SERVED, RPC_SERVED_SECONDS, rpc_metrics
from services.platform.telemetry.tracing import TRACEPARENT, Kind, resumed

REQUEST_ID_METADATA = "x-request-id"
# gRPC reports "no deadline" as one that is centuries away.
_LONGEST_DEADLINE_S = 86_400.0
_WARMING_RETRY_S = 5
# Health and reflection speak for themselves.
_INFRASTRUCTURE = "/grpc."

_log = get_logger()

Context = grpc.aio.ServicerContext[Any, Any]
Scope = Callable[[Context], AbstractAsyncContextManager[None]]
Behaviour = Callable[[Any, Context], Any]

_MAKERS: dict[tuple[bool, bool], Callable[..., Any]] = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (True, True): grpc.stream_stream_rpc_method_handler,
}


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Gives every call of our services its surroundings.

    Args:
        started: says whether the service has started; until then calls are refused with `SERVICE_WARMING`.
    """

    def __init__(self, *, started: Callable[[], bool]) -> None:
        self._started = started

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Returns the handler with its surroundings; None, as found, for a method nobody serves."""
        handler = await continuation(handler_call_details)
        if handler is None or handler_call_details.method.startswith(_INFRASTRUCTURE):
            return handler
        return _wrap(handler, partial(self._surroundings, handler_call_details))

    @asynccontextmanager
    async def _surroundings(self, details: grpc.HandlerCallDetails, context: Context) -> AsyncIterator[None]:
        metadata = dict(details.invocation_metadata or ())
        given = metadata.get(REQUEST_ID_METADATA)
        request_id = accepted_request_id(given if isinstance(given, str) else None)
        left_s = context.time_remaining()
        limit_s = _LONGEST_DEADLINE_S if left_s is None else min(left_s, _LONGEST_DEADLINE_S)
        parent = metadata.get(TRACEPARENT, "")
        served = resumed(
            details.method,
            parent if isinstance(parent, str) else "",
            kind=Kind.SERVER,
            attributes={"rpc.system": "grpc", "cvdeep.request_id": request_id},
        )
        with request_scope(request_id), deadline_scope(limit_s), served:
            async with _measured(details.method, context), _errors_as_status(details.method, context):
                if not self._started():
                    raise AppError(
                        Reason.SERVICE_WARMING, "The service is still starting.", retry_after_s=_WARMING_RETRY_S
                    )
                yield


@asynccontextmanager
async def _measured(method: str, context: Context) -> AsyncIterator[None]:
    started = perf_counter()
    code = "CANCELLED"
    try:
        yield
        code = "OK"
    except grpc.aio.AbortError:
        code = _code_name(context)
        raise
    finally:
        took_s = perf_counter() - started
        count, seconds = rpc_metrics(RPC_SERVED, RPC_SERVED_SECONDS, method, code)
        count.inc()
        seconds.observe(took_s)
        _log.info("rpc.served", method=method, code=code, duration_ms=round(took_s * 1000, 1))


def _code_name(context: Context) -> str:
    code: Any = context.code()
    return code.name if isinstance(code, grpc.StatusCode) else _NAME_OF_NUMBER.get(code, "UNKNOWN")


_NAME_OF_NUMBER = {code.value[0]: code.name for code in grpc.StatusCode}


@asynccontextmanager
async def _errors_as_status(method: str, context: Context) -> AsyncIterator[None]:
    try:
        yield
    except AppError as error:
        _log.info("rpc.refused", method=method, reason=error.reason.value)
        await _abort(context, error)
    except grpc.aio.AbortError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller learns nothing of it
        _log.error("rpc.failed", method=method, exc_info=error)
        await _abort(context, internal_error())


async def _abort(context: Context, error: AppError) -> None:
    status = to_status(error)
    await context.abort(status.code, status.details or "", tuple(status.trailing_metadata or ()))


def _wrap(handler: Any, scope: Scope) -> Any:
    behaviour: Behaviour = handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
    # A streaming servicer may also write to its context; grpc tells the two apart by the function's kind.
    wrap = _many_answers if inspect.isasyncgenfunction(behaviour) else _one_answer
    return _MAKERS[handler.request_streaming, handler.response_streaming](
        wrap(behaviour, scope),
        request_deserializer=handler.request_deserializer,
        response_serializer=handler.response_serializer,
    )


def _one_answer(behaviour: Behaviour, scope: Scope) -> Behaviour:
    async def answer(request: Any, context: Context) -> Any:
        async with scope(context):
            return await behaviour(request, context)

    return answer


def _many_answers(behaviour: Behaviour, scope: Scope) -> Behaviour:
    async def answers(request: Any, context: Context) -> AsyncIterator[Any]:
        async with scope(context):
            async for answer in behaviour(request, context):
                yield answer

    return answers
