"""Reads and validates what an operation declares: its query, then its form, all bad fields at once."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel

from services.gateway.intake.body import BodyTooLargeError, read_body
from services.gateway.intake.form import read_form
from services.gateway.intake.multipart import MultipartError, boundary_of, parse_multipart
from services.gateway.intake.unread import UnreadBodyError
from services.gateway.operation import FormSpec
from services.gateway.schemas.validation import field_names, validate
from services.platform.errors import invalid_field


def read_query(request: web.BaseRequest, model: type[BaseModel]) -> BaseModel:
    """Returns the query; parameters the model does not know are ignored.

    Raises:
        AppError: `INVALID_INPUT`.
    """
    known = field_names(model)
    values: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    for name, value in request.query.items():
        if name in values and name in known:
            problems[name] = ["must be sent once"]
        elif name in known and not _is_text(value):
            problems[name] = ["must be UTF-8"]
        else:
            values[name] = value
    return validate(model, values, already_bad=problems)


async def read_multipart(request: web.BaseRequest, spec: FormSpec, *, timeout_s: float) -> BaseModel:
    """Returns the form.

    Raises:
        AppError: `INVALID_INPUT`.
        ClientGoneError: the connection ended before the body had come.
    """
    try:
        boundary = boundary_of(_content_type(request))
    except MultipartError as error:
        raise invalid_field("Content-Type", str(error)) from None
    try:
        body = await read_body(request, limit=spec.max_bytes, timeout_s=timeout_s)
    except BodyTooLargeError:
        raise UnreadBodyError.of(invalid_field(spec.size_field, spec.size_message)) from None
    try:
        parts = parse_multipart(body, boundary)
    except MultipartError as error:
        raise invalid_field("body", str(error)) from None
    form = read_form(parts, file_fields=spec.files, text_fields=field_names(spec.model) - spec.files)
    return validate(spec.model, form.values, already_bad=form.problems)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _content_type(request: web.BaseRequest) -> str | None:
    values = request.headers.getall("Content-Type", [])
    return values[0] if len(values) == 1 else None
