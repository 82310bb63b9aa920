"""Reads JSON as the standard writes it: no duplicate keys, no NaN, no lone surrogates, bounded numbers and depth."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any, NoReturn

MAX_DEPTH = 64
# What fits 64 bits; no field of the API needs more, and every language of a client can hold it.
_MAX_DIGITS = 19
_INT_RANGE = range(-(2**63), 2**63)
# What can stand for U+0000 or a half of a surrogate pair; the halves of a whole pair look the same.
_ODD_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonError(ValueError):
    """The text is not JSON that is accepted; the message says why in plain words and quotes nothing."""


def read_json(text: str) -> Any:
    """Returns the value that `text` holds.

    Raises:
        JsonError: it is not valid JSON, or holds a duplicate key, NaN, Infinity, a number beyond 64 bits, a lone
            surrogate, U+0000, or more than 64 levels.
    """
    with _plain_errors():
        value = _DECODER.decode(text)
    _refuse_odd(value, text, 0, len(text))
    return value


def scan_json(text: str, start: int) -> tuple[Any, int]:
    """Returns the value that begins at `start`, which is no white space, and the index behind its end.

    Raises:
        JsonError: as `read_json`.
    """
    with _plain_errors():
        value, end = _DECODER.raw_decode(text, start)
    _refuse_odd(value, text, start, end)
    return value, end


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except JSONDecodeError as error:
        raise JsonError(f"is not valid JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise JsonError(_TOO_DEEP) from None


def _refuse_odd(value: Any, text: str, start: int, end: int) -> None:
    # Most texts have neither odd escapes nor many brackets, and are not walked.
    if text.count("[", start, end) + text.count("{", start, end) > MAX_DEPTH:
        _refuse_depth(value)
    if _ODD_ESCAPE.search(text, start, end) is not None:
        _refuse_unspeakable(value)


_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonError("has an object with a repeated key")
    return found


def _integer(digits: str) -> int:
    # The length is judged first: turning very many digits into a number is itself slow.
    if len(digits) > _MAX_DIGITS + 1 or (number := int(digits)) not in _INT_RANGE:
        raise JsonError("holds an integer beyond 64 bits")
    return number


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise JsonError("holds a number that is too large")
    return number


def _constant(name: str) -> NoReturn:
    raise JsonError(f"holds {name}, which is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in _children(item) if isinstance(child, dict | list)]
        if not level:
            return
    raise JsonError(_TOO_DEEP)


def _refuse_unspeakable(value: Any) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if "\x00" in item:
                raise JsonError("holds the character U+0000")
            if not item.isascii() and _SURROGATE.search(item) is not None:
                raise JsonError("holds half of a surrogate pair")
        elif isinstance(item, dict):
            waiting.extend(item)
        waiting.extend(_children(item))


def _children(item: Any) -> Collection[Any]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()
