"""Every reason has one status, and every error one shape."""

from datetime import UTC, datetime

import pytest

from services.gateway.problems import PROBLEMS, envelope, retry_after_s, status_of
from services.platform.errors import AppError, Reason

NOW = datetime(2026, 11, 21, 8, 0, 0, 123_456, UTC)

CONTRACT = {
    400: ["INVALID_INPUT", "INVALID_FILE_CONTENT", "INSECURE_WEBHOOK_URL", "PRIVATE_WEBHOOK_URL", "MISSING_CORPUS_ID",
          "BATCH_TOO_LARGE"],
    401: ["MISSING_API_KEY", "INVALID_API_KEY", "API_KEY_EXPIRED", "CLIENT_INACTIVE"],
    402: ["INSUFFICIENT_CREDITS"],
    403: ["MISSING_PERMISSION", "IP_NOT_ALLOWED"],
    404: ["REQUEST_NOT_FOUND", "NOT_FOUND"],
    405: ["METHOD_NOT_ALLOWED"],
    413: ["PAYLOAD_TOO_LARGE"],
    429: ["RATE_LIMIT_EXCEEDED", "RATE_LIMITED"],
    500: ["INTERNAL_ERROR"],
    502: ["STEP_FUNCTIONS_FAILED"],
    503: ["SERVICE_WARMING"],
}  # fmt: skip


def test_every_reason_has_the_status_of_the_contract() -> None:
    """The table of contract §1, whole."""
    assert {reason.value: status_of(reason) for reason in Reason} == {
        code: status for status, codes in CONTRACT.items() for code in codes
    }
    assert set(PROBLEMS) == set(Reason)


def test_the_envelope_of_a_plain_error() -> None:
    """No details and no wait when there are none."""
    assert envelope(AppError(Reason.NOT_FOUND, "No."), request_id="req_1", now=NOW) == {
        "error": {
            "code": "NOT_FOUND", "message": "No.", "timestamp": "2026-11-21T08:00:00.123Z", "requestId": "req_1"
        }
    }  # fmt: skip


def test_invalid_input_names_its_fields() -> None:
    """`details` is `{"fields": {path: [messages]}}`."""
    error = AppError(Reason.INVALID_INPUT, "m", fields={"a.b[0]": ["x", "y"]})
    assert envelope(error, request_id="r")["error"]["details"] == {"fields": {"a.b[0]": ["x", "y"]}}


def test_insufficient_credits_shows_its_numbers() -> None:
    """`details` is `{required, balance, available}`."""
    error = AppError(Reason.INSUFFICIENT_CREDITS, "m", numbers={"required": 3, "balance": 2, "available": 0})
    assert envelope(error, request_id="r")["error"]["details"] == {"required": 3, "balance": 2, "available": 0}


def test_r04_a_429_says_how_long_to_wait_in_both_places() -> None:
    """`retryAfterSeconds` beside the code and `retry_after_seconds` in details."""
    body = envelope(AppError(Reason.RATE_LIMITED, "m", retry_after_s=7), request_id="r")["error"]
    assert (body["retryAfterSeconds"], body["details"]) == (7, {"retry_after_seconds": 7})


@pytest.mark.parametrize(("given", "said"), [(0, 1), (-3, 1), (1, 1), (60, 60)])
def test_the_wait_is_at_least_one_second(given: int, said: int) -> None:
    """Never 0."""
    assert retry_after_s(AppError(Reason.RATE_LIMIT_EXCEEDED, "m", retry_after_s=given)) == said


def test_429_and_503_always_say_how_long_to_wait() -> None:
    """Even when whoever refused did not."""
    for reason in Reason:
        waits = retry_after_s(AppError(reason, "m")) is not None
        assert waits == (status_of(reason) in {429, 503})
