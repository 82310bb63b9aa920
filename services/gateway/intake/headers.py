"""Reads a header that is a value with parameters, such as `multipart/form-data; boundary=x`."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_VALUE = re.compile(rf"\s*({_WORD}(?:/{_WORD})?)\s*")
_PARAMETER = re.compile(rf';\s*({_WORD})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*')
_NO_MORE = re.compile(r"[;\s]*")
_QUOTED_PAIR = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class HeaderValue:
    """The value in lower case, with its parameters by their names in lower case."""

    value: str
    parameters: dict[str, str]


def parse_header(text: str) -> HeaderValue | None:
    """Returns the header's value and parameters; None when it is malformed or has a parameter twice."""
    start = _VALUE.match(text)
    if start is None:
        return None
    parameters: dict[str, str] = {}
    at = start.end()
    while found := _PARAMETER.match(text, at):
        name = found[1].lower()
        if name in parameters:
            return None
        quoted = found[2]
        parameters[name] = found[3] if quoted is None else _QUOTED_PAIR.sub(r"\1", quoted)
        at = found.end()
    if _NO_MORE.fullmatch(text, at) is None:
        return None
    return HeaderValue(value=start[1].lower(), parameters=parameters)


def extended_value(text: str) -> str | None:
    """Decodes `UTF-8''na%C3%AFve.pdf`, the form of RFC 8187; None when it is not UTF-8 in that form."""
    charset, _, rest = text.partition("'")
    _, separator, encoded = rest.partition("'")
    if charset.lower() != "utf-8" or not separator:
        return None
    try:
        return unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return None
