"""The client's own names of things in DeepSearch: bytes decide, nothing is normalised."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

MAX_NAME_CHARS = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f]*$"
_DOCUMENTED: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_NAME_CHARS,
    "pattern": _NO_CONTROL,
}


def no_control(text: str) -> str:
    """Returns `text`; raises ValueError when it holds a control character."""
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters")
    return text


def names_something(text: str) -> bool:
    """Tells whether a corpus or candidate can have this name: a name taken from a path may be no text at all."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return 1 <= len(text) <= MAX_NAME_CHARS and _CONTROL.search(text) is None


def _name_if_any(given: object) -> object:
    # What is absent, empty or no string is not a bad name but none: judged once all fields are known to be good.
    if isinstance(given, str) and len(given) > MAX_NAME_CHARS:
        raise ValueError(f"must have at most {MAX_NAME_CHARS} characters")
    return no_control(given) if isinstance(given, str) else given


Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_NAME_CHARS),
    AfterValidator(no_control),
    Field(json_schema_extra={"pattern": _NO_CONTROL}),
]
CorpusIdIfAny = Annotated[Any, AfterValidator(_name_if_any), WithJsonSchema({"anyOf": [_DOCUMENTED, {"type": "null"}]})]
CorpusIdInQuery = Annotated[str, AfterValidator(_name_if_any), WithJsonSchema(_DOCUMENTED)]
