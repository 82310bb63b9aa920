"""Packs an `AppError` into a rich google.rpc.Status and takes it out again."""

from collections.abc import Iterator, Mapping

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo  # type: ignore[import-untyped]
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]
from grpc_status import rpc_status

from services.platform.errors import AppError, Reason

DOMAIN = "cvdeep"
# Bad fields beyond this many bytes are left out: the trailers have a limit (see options.MAX_METADATA_BYTES).
_MOST_FIELD_BYTES = 48 * 2**10

_CODE_OF: Mapping[Reason, grpc.StatusCode] = {
    Reason.INVALID_INPUT: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.INVALID_FILE_CONTENT: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.INSECURE_WEBHOOK_URL: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.PRIVATE_WEBHOOK_URL: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.MISSING_CORPUS_ID: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.BATCH_TOO_LARGE: grpc.StatusCode.INVALID_ARGUMENT,
    Reason.MISSING_API_KEY: grpc.StatusCode.UNAUTHENTICATED,
    Reason.INVALID_API_KEY: grpc.StatusCode.UNAUTHENTICATED,
    Reason.API_KEY_EXPIRED: grpc.StatusCode.UNAUTHENTICATED,
    Reason.CLIENT_INACTIVE: grpc.StatusCode.UNAUTHENTICATED,
    Reason.INSUFFICIENT_CREDITS: grpc.StatusCode.FAILED_PRECONDITION,
    Reason.MISSING_PERMISSION: grpc.StatusCode.PERMISSION_DENIED,
    Reason.IP_NOT_ALLOWED: grpc.StatusCode.PERMISSION_DENIED,
    Reason.REQUEST_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Reason.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Reason.METHOD_NOT_ALLOWED: grpc.StatusCode.UNIMPLEMENTED,
    Reason.PAYLOAD_TOO_LARGE: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Reason.RATE_LIMIT_EXCEEDED: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Reason.RATE_LIMITED: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Reason.INTERNAL_ERROR: grpc.StatusCode.INTERNAL,
    Reason.STEP_FUNCTIONS_FAILED: grpc.StatusCode.ABORTED,
    # Not UNAVAILABLE: a channel may resend on that, and a model is not loaded any sooner for it.
    Reason.SERVICE_WARMING: grpc.StatusCode.FAILED_PRECONDITION,
}

_REASONS = frozenset(reason.value for reason in Reason)


def code_of(reason: Reason) -> grpc.StatusCode:
    """Returns the gRPC code that goes with a reason."""
    return _CODE_OF[reason]


def internal_error() -> AppError:
    """Returns what a caller may know of a failure nobody expected: nothing."""
    return AppError(Reason.INTERNAL_ERROR, "The request could not be completed.")


def to_status(error: AppError) -> grpc.Status:
    """Returns the status, with details in its trailers, that carries `error` whole."""
    status = Status(code=code_of(error.reason).value[0], message=error.message)
    numbers = {name: str(number) for name, number in error.numbers.items()}
    status.details.add().Pack(ErrorInfo(reason=error.reason.value, domain=DOMAIN, metadata=numbers))
    if error.fields:
        status.details.add().Pack(BadRequest(field_violations=_violations(error)))
    if error.retry_after_s is not None:
        status.details.add().Pack(RetryInfo(retry_delay=Duration(seconds=error.retry_after_s)))
    return rpc_status.to_status(status)


def _violations(error: AppError) -> Iterator[BadRequest.FieldViolation]:
    room = _MOST_FIELD_BYTES
    for path, messages in error.fields.items():
        for message in messages:
            violation = BadRequest.FieldViolation(field=path, description=message)
            room -= violation.ByteSize()
            if room < 0:
                return
            yield violation


def from_rpc_error(error: grpc.aio.AioRpcError) -> AppError | None:
    """Returns the `AppError` a failed call carries; None when it carries none of ours.

    None means that nobody of us refused the call: it did not arrive, or its time ran out.
    """
    status = _rich_status(error)
    if status is None:
        return None
    info, bad_request, retry = ErrorInfo(), BadRequest(), RetryInfo()
    retry_after_s: int | None = None
    fields: dict[str, list[str]] = {}
    for detail in status.details:
        if detail.Unpack(bad_request):
            for violation in bad_request.field_violations:
                fields.setdefault(violation.field, []).append(violation.description)
        elif detail.Unpack(retry):
            retry_after_s = retry.retry_delay.seconds
        else:
            detail.Unpack(info)
    if info.domain != DOMAIN or info.reason not in _REASONS:
        return None
    return AppError(
        Reason(info.reason),
        status.message,
        fields=fields,
        retry_after_s=retry_after_s,
        numbers={name: int(number) for name, number in info.metadata.items()},
    )


def _rich_status(error: grpc.aio.AioRpcError) -> Status | None:
    try:
        status: Status | None = rpc_status.from_call(error)  # type: ignore[arg-type]
    except ValueError:
        # Trailers that contradict their own status are somebody else's.
        return None
    return status
