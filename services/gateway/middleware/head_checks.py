"""Refuses, before anything else is done, what a request's header alone shows cannot be served."""

from collections.abc import Mapping

from services.gateway.intake.unread import UnreadBodyError
from services.gateway.operation import Operation
from services.platform.errors import AppError, Reason, invalid_field

# Nothing is read from the body of a route that declares none; this much may lie behind it unread.
_MAX_UNREAD_BYTES = 64 * 1024
# RFC 9110 §8.4.1.3: recipients take the two as equal.
GZIP = frozenset({"gzip", "x-gzip"})
# More digits than this stand for more than any limit.
_MOST_DIGITS = 18


def check_head(headers: Mapping[str, str], operation: Operation) -> None:
    """Returns when the header may be served.

    Raises:
        UnreadBodyError: `INVALID_INPUT` when the body is compressed (only streams are inflated) or announced too large,
            `PAYLOAD_TOO_LARGE` when that is a JSON body.
    """
    encoding = headers.get("Content-Encoding")
    if operation.stream is not None:
        if encoding is not None and encoding.lower() not in {"identity", *GZIP}:
            raise UnreadBodyError.of(invalid_field("body", "must be sent without Content-Encoding, or with gzip"))
        # Of any length.
        return
    if encoding is not None and encoding.lower() != "identity":
        raise UnreadBodyError.of(invalid_field("body", "must be sent without Content-Encoding"))
    announced = headers.get("Content-Length")
    if announced is None:
        return
    spec = operation.form or operation.json
    limit = spec.max_bytes if spec else _MAX_UNREAD_BYTES
    # The parser has made sure that these are digits.
    if len(announced) > _MOST_DIGITS or int(announced) > limit:
        raise UnreadBodyError.of(too_large(operation))


def too_large(operation: Operation) -> AppError:
    """Makes the refusal of a body that is larger than the operation takes."""
    if operation.form is not None:
        return invalid_field(operation.form.size_field, operation.form.size_message)
    if operation.json is not None:
        return payload_too_large(operation.json.max_bytes)
    return invalid_field("body", "is too large")


def payload_too_large(max_bytes: int) -> AppError:
    """Makes the refusal of a JSON body over its limit."""
    return AppError(Reason.PAYLOAD_TOO_LARGE, f"The body must have at most {max_bytes} bytes.")
