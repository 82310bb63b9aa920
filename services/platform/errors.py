"""The one error that crosses layers and services: a reason of the contract with what its reader needs."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Reason(StrEnum):
    """The codes of the REST contract; `cvdeep.common.v1.Reason` has the same names."""

    INVALID_INPUT = "INVALID_INPUT"
    INVALID_FILE_CONTENT = "INVALID_FILE_CONTENT"
    INSECURE_WEBHOOK_URL = "INSECURE_WEBHOOK_URL"
    PRIVATE_WEBHOOK_URL = "PRIVATE_WEBHOOK_URL"
    MISSING_CORPUS_ID = "MISSING_CORPUS_ID"
    BATCH_TOO_LARGE = "BATCH_TOO_LARGE"
    MISSING_API_KEY = "MISSING_API_KEY"
    INVALID_API_KEY = "INVALID_API_KEY"
    API_KEY_EXPIRED = "API_KEY_EXPIRED"
    CLIENT_INACTIVE = "CLIENT_INACTIVE"
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    MISSING_PERMISSION = "MISSING_PERMISSION"
    IP_NOT_ALLOWED = "IP_NOT_ALLOWED"
    REQUEST_NOT_FOUND = "REQUEST_NOT_FOUND"
    NOT_FOUND = "NOT_FOUND"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED"
    RATE_LIMITED = "RATE_LIMITED"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    STEP_FUNCTIONS_FAILED = "STEP_FUNCTIONS_FAILED"
    SERVICE_WARMING = "SERVICE_WARMING"


class AppError(Exception):
    """A refusal or failure with its reason, raised anywhere and turned into HTTP by the gateway alone.

    Args:
        reason: the contract's code.
        message: one plain sentence for the client; never personal data, never an internal detail.
        fields: field path → messages, for `INVALID_INPUT`; all bad fields at once.
        retry_after_s: whole seconds, at least 1, after which a retry can succeed.
        numbers: figures of the reason, such as `required`, `balance` and `available` of `INSUFFICIENT_CREDITS`.
    """

    def __init__(
        self,
        reason: Reason,
        message: str,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        retry_after_s: int | None = None,
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message
        self.fields = {path: tuple(messages) for path, messages in (fields or {}).items()}
        self.retry_after_s = retry_after_s
        self.numbers = dict(numbers or {})


def invalid_field(path: str, message: str) -> AppError:
    """Makes the `INVALID_INPUT` of a single field."""
    return AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields={path: [message]})
