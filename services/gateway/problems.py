"""The one table that turns a reason into HTTP, and the envelope every error is sent in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.platform.errors import AppError, Reason


@dataclass(frozen=True, slots=True)
class Problem:
    """How a reason looks over HTTP."""

    status: int
    when: str


PROBLEMS: dict[Reason, Problem] = {
    Reason.INVALID_INPUT: Problem(400, "A field failed validation; `details.fields` names every bad field."),
    Reason.INVALID_FILE_CONTENT: Problem(400, "The file passed the type and name checks but is not a PDF."),
    Reason.INSECURE_WEBHOOK_URL: Problem(400, "The webhook URL has the scheme `http`."),
    Reason.PRIVATE_WEBHOOK_URL: Problem(400, "The webhook URL does not lead to a public address."),
    Reason.MISSING_CORPUS_ID: Problem(400, "No corpus could be resolved; nothing was written."),
    Reason.BATCH_TOO_LARGE: Problem(400, "More candidates in one batch than allowed."),
    Reason.MISSING_API_KEY: Problem(401, "The header `X-API-Key` is absent or empty."),
    Reason.INVALID_API_KEY: Problem(401, "The API key is unknown or revoked."),
    Reason.API_KEY_EXPIRED: Problem(401, "The API key is past its expiry."),
    Reason.CLIENT_INACTIVE: Problem(401, "The client that owns the key is disabled."),
    Reason.INSUFFICIENT_CREDITS: Problem(402, "The available balance is below the price of a match."),
    Reason.MISSING_PERMISSION: Problem(403, "The API key lacks the permission of the route."),
    Reason.IP_NOT_ALLOWED: Problem(403, "The caller's address is not on the key's allow-list."),
    Reason.REQUEST_NOT_FOUND: Problem(404, "This client has no such match."),
    Reason.NOT_FOUND: Problem(404, "There is no such route or object."),
    Reason.METHOD_NOT_ALLOWED: Problem(405, "The route exists, the method does not; see the header `Allow`."),
    Reason.PAYLOAD_TOO_LARGE: Problem(413, "The JSON body is over its size limit."),
    Reason.RATE_LIMIT_EXCEEDED: Problem(429, "The key's budget of this minute is spent; see `Retry-After`."),
    Reason.RATE_LIMITED: Problem(429, "Polled too soon, or the service is at its limit; see `Retry-After`."),
    Reason.INTERNAL_ERROR: Problem(500, "Something failed on our side; the request id finds it in the logs."),
    Reason.STEP_FUNCTIONS_FAILED: Problem(
        502, "The start was not confirmed: unknown, not refused. Safe to resend with the same idempotency key."
    ),
    Reason.SERVICE_WARMING: Problem(503, "A model, index or service is still starting; see `Retry-After`."),
}

# What a client waits when whoever refused did not say how long.
_RETRY_AFTER_S = {Reason.RATE_LIMIT_EXCEEDED: 60, Reason.RATE_LIMITED: 5, Reason.SERVICE_WARMING: 5}


def status_of(reason: Reason) -> int:
    """Returns the HTTP status of a reason."""
    return PROBLEMS[reason].status


def retry_after_s(error: AppError) -> int | None:
    """Returns the whole seconds, at least 1, that the answer tells the client to wait; None when waiting is no help."""
    seconds = error.retry_after_s if error.retry_after_s is not None else _RETRY_AFTER_S.get(error.reason)
    return None if seconds is None else max(1, seconds)


def envelope(error: AppError, *, request_id: str, now: datetime | None = None) -> dict[str, Any]:
    """Returns the JSON body of an error.

    Shape: `{"error": {"code", "message", "timestamp", "requestId", "details"?, "retryAfterSeconds"?}}`.
    """
    body: dict[str, Any] = {
        "code": error.reason.value,
        "message": error.message,
        "timestamp": iso_timestamp(now or datetime.now(UTC)),
        "requestId": request_id,
    }
    details: dict[str, Any] = {}
    if error.fields:
        details["fields"] = {path: list(messages) for path, messages in error.fields.items()}
    details.update(error.numbers)
    seconds = retry_after_s(error)
    if seconds is not None:
        details["retry_after_seconds"] = seconds
        body["retryAfterSeconds"] = seconds
    if details:
        body["details"] = details
    return {"error": body}


def iso_timestamp(moment: datetime) -> str:
    """Returns ISO 8601 with milliseconds and `Z`; `moment` must be in UTC."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
