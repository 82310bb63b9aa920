"""What the engine read of a candidate's profile, as bytes beside it: good for this engine and these very profile bytes only."""

import hashlib
import json
import zlib

from engine.readings import Readings, plain, readings_from
from engine.version import ENGINE_VERSION

# To be raised when `engine.readings.plain` changes while the engine's numbers do not.
_FORM = 4
_DIGEST_BYTES = 8
_LEVEL = 6


def stored_readings(readings: Readings, profile_json: bytes) -> bytes:
    """Returns readings as bytes; `profile_json` is the profile's wire form, byte for byte as it is stored."""
    return sealed(json.dumps(plain(readings), ensure_ascii=False, separators=(",", ":")).encode(), profile_json)


def sealed(readings_json: bytes, profile_json: bytes) -> bytes:
    """Returns readings that are JSON already as `stored_readings` does."""
    return _mark(profile_json) + zlib.compress(readings_json, _LEVEL)


def read_readings(stored: bytes, profile_json: bytes) -> Readings | None:
    """Returns what `stored_readings` made; None for bytes of another engine or profile, and for damaged ones."""
    mark = _mark(profile_json)
    if not stored.startswith(mark):
        return None
    try:
        return readings_from(json.loads(zlib.decompress(memoryview(stored)[len(mark) :])))
    except (ValueError, TypeError, zlib.error):
        return None


def _mark(profile_json: bytes) -> bytes:
    digest = hashlib.blake2b(profile_json, digest_size=_DIGEST_BYTES).hexdigest()
    return f"{_FORM} {ENGINE_VERSION} {digest}\n".encode()
