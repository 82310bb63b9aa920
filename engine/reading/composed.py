"""Unicode composition (NFC) of hostile text in linear time."""

import re
import sys
import unicodedata
from functools import cache

# Longer runs of combining marks than any language writes: the standard's own limit for streams. Composition sorts each run in
# time that grows with its square (40,000 marks in a row take 14 s), so longer ones are parted by the joiner made for it.
_LONGEST_RUN = 30
_JOINER = "\u034f"


def _marks() -> str:
    """All characters that combine with the one before them, as the ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.combining(chr(code)):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


@cache
def _run() -> re.Pattern[str]:
    marks = _marks()
    return re.compile(f"([{marks}]{{{_LONGEST_RUN}}})(?=[{marks}])")


def parted(text: str) -> str:
    """The text with a joiner after every 30 combining marks in a row, safe for any normal form."""
    return text if text.isascii() else _run().sub(rf"\1{_JOINER}", text)


def composed(text: str) -> str:
    """The text in NFC; runs of more than 30 combining marks, which no language writes, are parted first."""
    return text if text.isascii() else unicodedata.normalize("NFC", parted(text))
