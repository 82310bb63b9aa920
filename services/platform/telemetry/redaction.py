"""Keeps personal data and secrets out of log lines, whatever a caller passes."""

import re
import traceback
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import TracebackType
from typing import Any

REDACTED = "[redacted]"

# A key is sensitive when one of its words is: `cv_text`, `X-API-Key` and `webhookUrl` are all caught.
_SENSITIVE_WORDS = frozenset(
    {
        *("cv", "text", "texts", "description", "document", "body", "payload", "content", "quote", "evidence"),
        *("name", "names", "email", "mail", "phone", "address", "birth", "birthdate", "person", "candidate"),
        *("apikey", "authorization", "auth", "secret", "secrets", "password", "passwd", "token", "cookie", "signature"),
        *("url", "uri", "headers", "metadata", "config"),
    }
)
_SENSITIVE_KEYS = frozenset({"api_key", "x_api_key", "private_key", "plain_key"})
# Names of our own things, chosen in code or by an operator.
_HARMLESS_KEYS = frozenset({"model_name", "service_name", "metric_name", "script_name", "failpoint_name"})
# A key that ends in a unit measures the thing and does not hold it; one that ends in `id` names it.
_MEASURES = frozenset({"ms", "s", "bytes", "chars", "count", "pages", "tokens"})

_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# What a text must hold to be worth a pattern's time, the pattern, and what takes the place of a hit.
_MASKS = (
    # user:password@ of a URL, before the e-mail pattern takes half of it
    ("@", re.compile(r"://[^/\s@]{1,300}@"), f"://{REDACTED}@"),
    ("@", re.compile(r"[\w.%+'-]{1,64}@[\w.-]{0,255}"), "[email]"),
    ("_", re.compile(r"\b(?:cvk|whsec)_[\w-]+"), "[key]"),
    (" ", re.compile(r"(?i)\bbearer +[\w.~+/=-]+"), "Bearer [key]"),
)
_MOST_CHARS = 4_000
_MOST_ITEMS = 50
_DEEPEST = 6

# Errors whose messages are written by us or speak of connections; every other message may quote what was processed.
_TRUSTED_MODULES = ("services.platform.", "redis.exceptions")
_MOST_CHAINED = 5


class _Key(Enum):
    PLAIN = 0
    SENSITIVE = 1
    MEASURE = 2
    """Sensitive unless its value is a number."""


def is_sensitive(key: str, value: object = None) -> bool:
    """Says whether the value under `key` must never be shown."""
    kind = _kind(key)
    return kind is _Key.SENSITIVE or (kind is _Key.MEASURE and not isinstance(value, int | float))


@lru_cache(maxsize=1024)
def _kind(key: str) -> _Key:
    words = [word.lower() for word in _WORDS.findall(key)]
    flat = "_".join(words)
    if flat in _SENSITIVE_KEYS:
        return _Key.SENSITIVE
    if flat in _HARMLESS_KEYS or not words or words[-1] == "id" or _SENSITIVE_WORDS.isdisjoint(words):
        return _Key.PLAIN
    return _Key.MEASURE if words[-1] in _MEASURES else _Key.SENSITIVE


def mask(text: str) -> str:
    """Returns `text` with e-mail addresses, keys and credentials replaced; of more than 4,000 characters the middle goes.

    The end of a trace names the error, its beginning where the work came from.
    """
    for sign, pattern, stand_in in _MASKS:
        if sign in text:
            text = pattern.sub(stand_in, text)
    return text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS // 2]}…{text[-_MOST_CHARS // 2 :]}"


def redact(value: object, *, depth: int = 0) -> Any:
    """Returns a JSON-ready copy of `value`: strings masked, sensitive keys replaced, foreign objects named by type."""
    # Most values are plain texts and numbers: nothing else is asked of them.
    if type(value) is str:
        return mask(value)
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, BaseException):
        return describe(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset) and depth < _DEEPEST:
        return _redact_container(value, depth=depth + 1)
    # The repr of an object may hold anything, its type is harmless.
    return f"<{type(value).__qualname__}>"


def _redact_container(
    value: Mapping[Any, Any] | list[Any] | tuple[Any, ...] | set[Any] | frozenset[Any], *, depth: int
) -> Any:
    if isinstance(value, Mapping):
        return {
            mask(str(key)): REDACTED if is_sensitive(str(key), item) else redact(item, depth=depth)
            for key, item in list(value.items())[:_MOST_ITEMS]
        }
    return [redact(item, depth=depth) for item in list(value)[:_MOST_ITEMS]]


def describe(error: BaseException) -> str:
    """Returns the type of an error, with its message only where that cannot quote what was processed."""
    kind = type(error)
    label = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) and error.strerror and kind.__module__ == "builtins":
        return f"{label}: [Errno {error.errno}] {mask(error.strerror)}"
    if kind.__module__.startswith(_TRUSTED_MODULES):
        # redis-py puts the command before the error of a pipeline, Redis its arguments after that of an unknown one.
        message = str(error).rpartition("of pipeline caused error: ")[2].partition(", with args")[0]
        return f"{label}: {mask(message)}"
    if isinstance(code := _status_code(error), Enum):
        return f"{label}: {code.name} [message withheld]"
    return f"{label}: [message withheld, {len(str(error))} characters]"


def _status_code(error: BaseException) -> object:
    """Returns the status of a failed gRPC call, found by shape: this module serves processes without gRPC too."""
    code = getattr(error, "code", None)
    return code() if callable(code) and type(error).__module__.startswith("grpc") else None


def format_trace(error: BaseException) -> str:
    """Returns the trace of an error and of what caused it: files, lines and code, never a value."""
    return "\n".join(_trace_lines(error))


def _trace_lines(error: BaseException) -> Iterator[str]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(chain) < _MOST_CHAINED:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for position, part in enumerate(reversed(chain)):
        if position:
            yield "The above led to:"
        yield from _frames(part.__traceback__)
        yield describe(part)
        if isinstance(part, BaseExceptionGroup):
            for inner in part.exceptions[:_MOST_CHAINED]:
                yield from (f"  | {line}" for line in (*_frames(inner.__traceback__), describe(inner)))


def _frames(trace: TracebackType | None) -> Iterator[str]:
    if trace is not None:
        yield "Traceback (most recent call last):"
        for frame in traceback.format_tb(trace):
            yield frame.rstrip("\n")
