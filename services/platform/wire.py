"""Typed values as JSON bytes and back: frozen dataclasses, tuples, enums and plain values, rebuilt by their type hints.

For bytes that a process of ours wrote, and may still not be trusted: a child's answer, a stored record.
"""

import dataclasses
import json
import types
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_EXACT: frozenset[Any] = frozenset({str, bool, int})


class WireError(Exception):
    """Bytes are not what the protocol says; the message never quotes them."""


def dumps(value: object) -> bytes:
    """Encodes a value made of frozen dataclasses, tuples, enums and plain values."""
    return json.dumps(_plain(value), allow_nan=False, separators=(",", ":")).encode("ascii")


def loads(payload: bytes, kind: type[T], *, kept: bool = False) -> T:
    """Decodes what `dumps` made of a `kind`; raises `WireError` for anything else.

    `kept`: an earlier or later version of `kind` may have been written. Fields that have come since take their defaults, and
    fields that are not known are passed over; what has none of its fields is no such value.
    """
    hint: Any = kind
    try:
        value: T = _decoder(hint, kept)(json.loads(payload))
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise WireError(f"not a {kind.__name__}: {type(error).__name__}") from None
    return value


def _plain(value: object) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise WireError(f"cannot encode a {type(value).__name__}")


@cache
def _decoder(kind: Any, kept: bool) -> Callable[[Any], Any]:  # noqa: FBT001 - cached by place
    """Builds the function that checks and rebuilds values of one type hint."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _optional(kind, arguments, kept=kept)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - tuple[T, ...]
        return _sequence(_decoder(arguments[0], kept))
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return _structure(kind, kept=kept)
        if issubclass(kind, StrEnum):
            return {member.value: member for member in kind}.__getitem__
        if kind in _EXACT:
            return _exactly(kind)
        if kind is float:
            return _number
    raise WireError(f"cannot decode into {kind!r}")


def _exactly(kind: type) -> Callable[[Any], Any]:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return decode


def _number(value: Any) -> float:
    if type(value) not in {int, float}:
        raise TypeError
    return float(value)


def _optional(kind: Any, arguments: tuple[Any, ...], *, kept: bool) -> Callable[[Any], Any]:
    inner = [argument for argument in arguments if argument is not types.NoneType]
    if len(inner) != 1 or len(arguments) != 2:  # noqa: PLR2004 - T | None
        raise WireError(f"cannot decode into {kind!r}")
    decode_inner = _decoder(inner[0], kept)
    return lambda value: None if value is None else decode_inner(value)


def _sequence(decode_item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decode(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError
        return tuple([decode_item(item) for item in value])

    return decode


def _structure(kind: type, *, kept: bool) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    # Plain values are only looked at, where they stand: nearly all there is to decode.
    steps = tuple(
        (field.name, hints[field.name] if hints[field.name] in _EXACT else None, _decoder(hints[field.name], kept))
        for field in dataclasses.fields(kind)
    )

    names = frozenset(name for name, _, _ in steps)

    def decode(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError
        if value.keys() != names:
            if not kept or names.isdisjoint(value):
                raise TypeError
            return kind(**{name: decode_field(value[name]) for name, _, decode_field in steps if name in value})
        found = []
        for name, exact, decode_field in steps:
            item = value[name]
            if exact is None:
                item = decode_field(item)
            elif type(item) is not exact:
                raise TypeError
            found.append(item)
        return kind(*found)

    return decode
