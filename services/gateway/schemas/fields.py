"""The fields that several requests share, each with its rule and its place in the OpenAPI document."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from services.gateway.intake.strict_json import JsonError, read_json
from services.gateway.schemas.requirements import MatchConfig
from services.gateway.schemas.text import not_blank

MAX_CONFIG_BYTES = 256 * 1024
MAX_METADATA_BYTES = 8 * 1024
MAX_METADATA_KEYS = 50
MAX_METADATA_KEY_CHARS = 40
MAX_METADATA_VALUE_CHARS = 500
MAX_TAGS = 20
MAX_TAG_CHARS = 40
_MAX_TAGS_BYTES = 64 * 1024

PositionId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,28}$"),
    Field(description="Your name for the position.", examples=["backend-1"]),
]
IdempotencyKey = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,128}$"),
    Field(description="The same key within 24 hours returns what it first made, whatever else is sent."),
]
ExternalId = Annotated[
    str, StringConstraints(min_length=1, max_length=255), Field(description="Your own id; echoed, and a list filter.")
]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TAG_CHARS)]
WebhookUrl = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2048),
    Field(description="An https URL that leads to a public address; told once the work has ended."),
]


JobDescription = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100_000),
    AfterValidator(not_blank),
    Field(description="The job as text, or a JSON object as text.", json_schema_extra={"pattern": r"\S"}),
]


def _json_of(text: object, *, most_bytes: int) -> Any:
    if not isinstance(text, str):
        raise ValueError("must be JSON")  # noqa: TRY004 - pydantic collects ValueError only
    if len(text) > most_bytes or len(text.encode()) > most_bytes:
        raise ValueError(f"must have at most {most_bytes} bytes")
    try:
        return read_json(text)
    except JsonError as error:
        raise ValueError(str(error)) from None


@dataclass(frozen=True, slots=True)
class SentConfig:
    """The config of a match: validated by `MatchConfig`, kept as it was sent.

    Attributes:
        text: the JSON text.
        value: what it holds, unknown keys included.
    """

    text: str
    value: dict[str, Any]

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(cls._read, handler(MatchConfig))

    @classmethod
    def _read(cls, text: object, judge: core_schema.ValidatorFunctionWrapHandler) -> "SentConfig":
        value = _json_of(text, most_bytes=MAX_CONFIG_BYTES)
        judge(value)
        return cls(text=str(text), value=value)


def _metadata(text: object) -> dict[str, str]:
    given = _json_of(text, most_bytes=MAX_METADATA_BYTES)
    if not isinstance(given, dict):
        raise ValueError("must be a JSON object")  # noqa: TRY004 - pydantic collects ValueError only
    if len(given) > MAX_METADATA_KEYS:
        raise ValueError(f"must have at most {MAX_METADATA_KEYS} keys")
    if not all(1 <= len(key) <= MAX_METADATA_KEY_CHARS for key in given):
        raise ValueError(f"must have keys of 1 to {MAX_METADATA_KEY_CHARS} characters")
    if not all(isinstance(value, str | int | float) for value in given.values()):
        raise ValueError("must have values that are strings, numbers, true or false")
    values = {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
    if any(len(value) > MAX_METADATA_VALUE_CHARS for value in values.values()):
        raise ValueError(f"must have values of at most {MAX_METADATA_VALUE_CHARS} characters")
    return values


def tidy_tags(given: object) -> list[str]:
    """Returns tags trimmed and without repeats; raises ValueError when they are no tags."""
    if not isinstance(given, list) or not all(isinstance(tag, str) for tag in given):
        raise ValueError("must be a JSON array of strings")
    tags = list(dict.fromkeys(tag.strip() for tag in given))
    if len(tags) > MAX_TAGS:
        raise ValueError(f"must have at most {MAX_TAGS} distinct tags")
    if not all(1 <= len(tag) <= MAX_TAG_CHARS for tag in tags):
        raise ValueError(f"must have tags of 1 to {MAX_TAG_CHARS} characters")
    return tags


def _tags(text: object) -> list[str]:
    return tidy_tags(_json_of(text, most_bytes=_MAX_TAGS_BYTES))


def _json_text(description: str, content: dict[str, Any], *, example: str) -> WithJsonSchema:
    """Documents a form field whose text is JSON."""
    said = {"type": "string", "contentMediaType": "application/json", "contentSchema": content}
    return WithJsonSchema(said | {"description": description, "examples": [example]})


Metadata = Annotated[
    dict[str, str],
    BeforeValidator(_metadata),
    _json_text(
        "A JSON object of at most 50 keys and 8 KB; echoed with its values as strings.",
        {
            "type": "object",
            "maxProperties": MAX_METADATA_KEYS,
            "propertyNames": {"minLength": 1, "maxLength": MAX_METADATA_KEY_CHARS},
            "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": MAX_METADATA_VALUE_CHARS},
        },
        example='{"source": "careers page", "round": 2}',
    ),
]
Tags = Annotated[
    list[str],
    BeforeValidator(_tags),
    _json_text(
        "A JSON array of at most 20 distinct strings; trimmed, without repeats.",
        {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": MAX_TAG_CHARS}},
        example='["berlin", "senior"]',
    ),
]

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d\d:\d\d)?)?", re.ASCII)


def _milliseconds(text: object) -> int:
    if not isinstance(text, str) or _TIMESTAMP.fullmatch(text) is None:
        raise ValueError("must be an ISO 8601 date or time such as 2026-11-21T08:00:00.000Z")
    try:
        moment = datetime.fromisoformat(text.upper())
        # Without an offset it is UTC, as all our own timestamps are.
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return round(aware.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise ValueError("must be a date or time that exists") from None


Moment = Annotated[int, BeforeValidator(_milliseconds), WithJsonSchema({"type": "string", "format": "date-time"})]


def _limit(text: object) -> int:
    if not isinstance(text, str) or re.fullmatch(r"[0-9]{1,9}", text) is None:
        raise ValueError("must be an integer from 1 to 100")
    return int(text)


Limit = Annotated[
    int,
    BeforeValidator(_limit),
    Field(ge=1, le=100),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
]
Cursor = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._~=:/+-]{1,512}$"),
    Field(description="`next_cursor` of the page before."),
]
