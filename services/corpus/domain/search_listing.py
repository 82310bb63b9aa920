"""Cursors of runs and of rows: places in an order, so that what arrives between two pages shifts nothing."""

import base64
import binascii
import re

LIMIT_MAX = 100

_RUN_PLACE = re.compile(r"r1\.(\d{13}/cvds_[0-9A-Za-z]{22})")
_ROW_PLACE = re.compile(r"p1\.(\d{1,4})")


class MalformedCursorError(ValueError):
    """A cursor that no page ever gave out."""


def run_place(created_at_ms: int, run_id: str) -> str:
    """Returns a run's place in its client's index: text that sorts by time, then id."""
    return f"{created_at_ms:013d}/{run_id}"


def run_cursor(place: str) -> str:
    """Returns the cursor of a page of runs that ended at `place`."""
    return _encoded(f"r1.{place}")


def run_place_in(cursor: str) -> str:
    """Returns the place in a cursor of runs; raises `MalformedCursorError`."""
    return _matched(_RUN_PLACE, cursor)


def row_cursor(rank: int) -> str:
    """Returns the cursor of a page of rows that ended at `rank`."""
    return _encoded(f"p1.{rank}")


def rank_in(cursor: str) -> int:
    """Returns the rank in a cursor of rows; raises `MalformedCursorError`."""
    return int(_matched(_ROW_PLACE, cursor))


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _matched(shape: re.Pattern[str], cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (UnicodeError, binascii.Error) as error:
        raise MalformedCursorError from error
    found = shape.fullmatch(text)
    if found is None:
        raise MalformedCursorError
    return found[1]
