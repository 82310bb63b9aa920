"""Opaque cursors of pages: a place in an order, so that what arrives between two pages never shifts the second."""

import base64
import binascii

_VERSION = "1."


class MalformedCursorError(ValueError):
    """A cursor that no page ever gave out."""


def encode_cursor(position: str) -> str:
    """Returns the cursor of a page that ended at `position`, ASCII."""
    return base64.urlsafe_b64encode(f"{_VERSION}{position}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Returns the position in a cursor, which the caller still has to check; raises `MalformedCursorError`."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (UnicodeError, binascii.Error) as error:
        raise MalformedCursorError from error
    position = text.removeprefix(_VERSION)
    if position == text:
        raise MalformedCursorError
    return position
