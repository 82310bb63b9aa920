"""Opaque cursors of pages: a place in an order, so that what arrives between two pages never shifts the second."""

import base64
import binascii
import re

_VERSION = "1."
_ANYTHING = re.compile(r"[\s\S]*")


class MalformedCursorError(ValueError):
    """A cursor that no page ever gave out."""


def encode_cursor(position: str, *, kind: str = "") -> str:
    """Returns the cursor of a page that ended at `position`, ASCII; `kind` tells lists apart that are easily mistaken."""
    return base64.urlsafe_b64encode(f"{kind}{_VERSION}{position}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, kind: str = "", shape: re.Pattern[str] = _ANYTHING) -> str:
    """Returns the position in a cursor of a kind, which has the given shape; raises `MalformedCursorError`."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (UnicodeError, binascii.Error) as error:
        raise MalformedCursorError from error
    position = text.removeprefix(f"{kind}{_VERSION}")
    if position == text or not shape.fullmatch(position):
        raise MalformedCursorError
    return position
