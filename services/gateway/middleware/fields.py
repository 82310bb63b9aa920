"""Reads and validates what an operation declares: its query, then its form or JSON body, all bad fields at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from services.gateway.intake.body import BodyTooLargeError, read_body
from services.gateway.intake.form import read_form
from services.gateway.intake.headers import parse_header
from services.gateway.intake.multipart import MultipartError, boundary_of, parse_multipart
from services.gateway.intake.stream import BodyStream
from services.gateway.intake.strict_json import JsonError
from services.gateway.intake.unread import UnreadBodyError
from services.gateway.middleware.head_checks import GZIP, payload_too_large
from services.gateway.operation import JSON_TYPE, FormSpec, JsonSpec, StreamSpec
from services.gateway.schemas.validation import field_names, validate
from services.platform.errors import invalid_field

# Up to here a body takes less time to read than a thread takes to wake.
_READ_AT_ONCE_BYTES = 32 * 1024
# One: the objects of one body at a time are in memory, and threads that compute would only take turns.
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="json")


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


async def read_json_body(request: web.BaseRequest, spec: JsonSpec, *, timeout_s: float) -> BaseModel:
    """Returns the JSON body; a long one is read in a thread, so that others are served meanwhile.

    Raises:
        AppError: `INVALID_INPUT`, `PAYLOAD_TOO_LARGE`, or what the operation judges before its fields.
        ClientGoneError: the connection ended before the body had come.
    """
    _refuse_other_types(_content_type(request), JSON_TYPE)
    try:
        body = await read_body(request, limit=spec.max_bytes, timeout_s=timeout_s)
    except BodyTooLargeError:
        raise UnreadBodyError.of(payload_too_large(spec.max_bytes)) from None
    if len(body) <= _READ_AT_ONCE_BYTES:
        return parse_json_body(body, spec)
    return await asyncio.get_running_loop().run_in_executor(_reader, parse_json_body, body, spec)


def open_stream(request: web.BaseRequest, spec: StreamSpec) -> BodyStream:
    """Returns the body, of which nothing is read yet; raises `AppError` INVALID_INPUT for one of another type."""
    _refuse_other_types(_content_type(request), spec.media_type)
    codings = request.headers.getall("Content-Encoding", [])
    if len(codings) > 1:
        raise invalid_field("Content-Encoding", "must be sent once")
    return BodyStream(request, is_gzip=any(coding.lower() in GZIP for coding in codings))


def parse_json_body(body: bytes, spec: JsonSpec) -> BaseModel:
    """Returns the model of a body.

    Raises:
        AppError: as `read_json_body`.
    """
    try:
        values = spec.read(body.decode())
    except UnicodeDecodeError:
        raise invalid_field("body", "must be UTF-8") from None
    except JsonError as error:
        raise invalid_field("body", str(error)) from None
    return validate(spec.model, values, already_bad={})


def _refuse_other_types(content_type: str | None, wanted: str) -> None:
    header = parse_header(content_type) if content_type else None
    if header is None or header.value != wanted:
        raise invalid_field("Content-Type", f"must be {wanted}")
    if header.parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise invalid_field("Content-Type", "must have no charset but utf-8")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _content_type(request: web.BaseRequest) -> str | None:
    values = request.headers.getall("Content-Type", [])
    return values[0] if len(values) == 1 else None
