"""Makes HTTP responses of answers and errors, with the headers every response has."""

from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic_core import to_json

from services.gateway.intake.unread import UnreadBodyError
from services.gateway.operation import JSON_TYPE, Answer
from services.gateway.problems import envelope, retry_after_s, status_of
from services.gateway.router import MethodNotAllowedError
from services.platform.errors import AppError

_BASE = {"Server": "cvdeep", "X-Content-Type-Options": "nosniff"}


def respond(answer: Answer, *, request_id: str) -> web.Response:
    """Returns the response of an answer."""
    body = answer.body if isinstance(answer.body, bytes) else to_json(answer.body)
    headers = {**_BASE, "Cache-Control": "no-store", "X-Request-Id": request_id}
    if answer.content_type:
        headers["Content-Type"] = answer.content_type
    headers.update(answer.headers)
    return web.Response(status=answer.status, body=body, headers=headers)


def problem(error: AppError, *, request_id: str) -> web.Response:
    """Returns the response of an error, in the envelope."""
    body: dict[str, Any] = envelope(error, request_id=request_id)
    headers: dict[str, str] = {}
    seconds = retry_after_s(error)
    if seconds is not None:
        headers["Retry-After"] = str(seconds)
    if isinstance(error, MethodNotAllowedError):
        headers["Allow"] = ", ".join(error.allowed)
    if status_of(error.reason) == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'ApiKey realm="cvdeep"'
    answer = Answer(status=status_of(error.reason), body=body, headers=headers, content_type=JSON_TYPE)
    response = respond(answer, request_id=request_id)
    if isinstance(error, UnreadBodyError):
        response.force_close()
    return response
