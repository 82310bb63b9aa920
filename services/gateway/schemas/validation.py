"""Turns what pydantic found into the fields of `INVALID_INPUT`: every bad field, in our words, quoting no value."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from services.platform.errors import AppError, Reason

Model = TypeVar("Model", bound=BaseModel)
MAX_FIELDS = 200

_WORDS = {
    "missing": "is required",
    "string_type": "must be a string",
    "int_type": "must be an integer",
    "int_from_float": "must be an integer",
    "bool_type": "must be true or false",
    "list_type": "must be an array",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "string_too_short": "must have at least {min_length} character(s)",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "too_long": "must have at most {max_length} entries",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "value_error": "{error}",
}


def validate(model: type[Model], values: Mapping[str, Any], *, already_bad: Mapping[str, list[str]]) -> Model:
    """Returns the model of `values`.

    Args:
        model: what to validate by.
        values: the fields by name.
        already_bad: fields found bad while they were read; what the model says of them is left out.

    Raises:
        AppError: `INVALID_INPUT` with every bad field.
    """
    try:
        valid = model.model_validate(values)
    except ValidationError as error:
        found = fields_of(error.errors(include_url=False, include_input=False), without=already_bad)
        raise invalid_fields({**already_bad, **found}) from None
    if already_bad:
        raise invalid_fields(already_bad)
    return valid


@cache
def field_names(model: type[BaseModel]) -> frozenset[str]:
    """Returns the names of a model's fields as clients send them."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def invalid_fields(fields: Mapping[str, list[str]]) -> AppError:
    """Makes the `INVALID_INPUT` of these fields."""
    return AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields=fields)


def fields_of(errors: Iterable[ErrorDetails], *, without: Mapping[str, object]) -> dict[str, list[str]]:
    """Returns field path → messages, of at most 200 fields."""
    fields: dict[str, list[str]] = {}
    for error in errors:
        if error["loc"] and error["loc"][0] in without:
            continue
        path = path_of(error["loc"])
        if path in fields or len(fields) < MAX_FIELDS:
            fields.setdefault(path, []).append(_message(error))
    return fields


def path_of(location: tuple[int | str, ...]) -> str:
    """Returns `config.requirements.skills.skills_config.hard_skills[2].importance` for such a location."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def _message(error: ErrorDetails) -> str:
    words = _WORDS.get(error["type"])
    return words.format(**error.get("ctx", {})) if words is not None else error["msg"]
