"""What a client sent of a candidate as exact bytes: equal content always gives the same hash."""

import hashlib
import json
from typing import Any

from engine.reading.composed import composed


class UnreadableContentError(ValueError):
    """The content is no JSON, or nested too deeply; the message never quotes it."""


def parse(content_json: str) -> Any:
    """Returns the value of a JSON text; raises `UnreadableContentError`."""
    try:
        return json.loads(content_json, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UnreadableContentError("the content is not readable JSON") from None


def content_hash(value: Any) -> str:
    """Returns the SHA-256 of a JSON value's canonical form, as 64 hex digits.

    Canonical: keys sorted, no insignificant white space, texts and keys in NFC, and numbers by their value, so that 1, 1.0 and
    1e0 are the same. Raises `UnreadableContentError` for what has no such form.
    """
    try:
        text = json.dumps(_canonical(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    except (ValueError, RecursionError):
        raise UnreadableContentError("the content has no canonical form") from None


def _canonical(value: Any) -> Any:
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, dict):
        # Sorted by the raw key too: keys that are the same only in NFC keep an order, and the last wins as in any JSON.
        pairs = sorted((composed(key), key) for key in value)
        return {key: _canonical(value[raw]) for key, raw in pairs}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _refuse(name: str) -> Any:
    raise ValueError(name)
