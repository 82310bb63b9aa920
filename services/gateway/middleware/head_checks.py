"""Refuses, before anything else is done, what a request's header alone shows cannot be served."""

from collections.abc import Mapping

from services.gateway.intake.unread import UnreadBodyError
from services.gateway.operation import Operation
from services.platform.errors import invalid_field

# Nothing is read from the body of a route that declares none; this much may lie behind it unread.
_MAX_UNREAD_BYTES = 64 * 1024
# More digits than this stand for more than any limit.
_MOST_DIGITS = 18


def check_head(headers: Mapping[str, str], operation: Operation) -> None:
    """Returns when the header may be served.

    Raises:
        UnreadBodyError: `INVALID_INPUT`; the body is announced too large, or compressed: bodies are never inflated.
    """
    encoding = headers.get("Content-Encoding")
    if encoding is not None and encoding.lower() != "identity":
        raise UnreadBodyError.of(invalid_field("body", "must be sent without Content-Encoding"))
    announced = headers.get("Content-Length")
    if announced is None:
        return
    form = operation.form
    limit = form.max_bytes if form else _MAX_UNREAD_BYTES
    # The parser has made sure that these are digits.
    if len(announced) > _MOST_DIGITS or int(announced) > limit:
        refused = invalid_field(form.size_field, form.size_message) if form else invalid_field("body", "is too large")
        raise UnreadBodyError.of(refused)
