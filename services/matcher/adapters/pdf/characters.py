"""What becomes of single characters: ligatures opened, icons and controls dropped, symbol-font bullets named."""

import unicodedata
from functools import lru_cache

BULLET = "\u2022"
SOFT_HYPHEN = "\u00ad"
"""Kept until lines are known: it shows only at a line's end."""

# Word's bullets come from symbol fonts in the private use area; U+F0B7 is one in every font seen.
_ALWAYS_BULLET = 0xF0B7
_PICTURE_BULLETS = frozenset({0xF0A7, 0xF0A8, 0xF0D8, 0xF0FC, 0xF06E, 0xF06F, 0xF071, 0xF076, 0xF0E0, 0xF0F0, 0xF09F})
# pdfium reports a hyphen before a line break as one of these.
_HYPHENS = frozenset({0x02, 0xFFFE})
# Where TeX's old fonts keep their ligatures, which they do not name.
TEX_LIGATURES = {code: 0xFB00 + index for first in (0x0B, 0x1B) for index, code in enumerate(range(first, first + 5))}
# Blocks whose compatibility forms mean the same letters in another dress. Superscripts, fractions and circled numbers
# do not ("10²" is not "102") and stay as they are.
_SAME_LETTERS = (
    range(0xFB00, 0xFDD0),
    range(0xFDF0, 0xFE00),
    range(0xFE70, 0xFEFF),
    range(0xFF01, 0xFFDD),
    range(0x1D400, 0x1D800),
    range(0x2F00, 0x2FE0),
)
# Spacing accents that LaTeX's old fonts draw over the letter before or after them.
COMBINING = {
    "\u00b4": "\u0301",
    "`": "\u0300",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02d8": "\u0306",
    "\u02dd": "\u030b",
    "\u02d9": "\u0307",
    "\u00af": "\u0304",
    "\u02db": "\u0328",
}


@lru_cache(maxsize=8_192)
def readable(text: str, *, wingdings: bool = False) -> str:
    """Returns what a glyph's text says: " " for any white space, "" for what says nothing."""
    return "".join(_one(character, wingdings) for character in text)


def _one(character: str, wingdings: bool) -> str:  # noqa: FBT001 - a helper of the function above
    code = ord(character)
    if code in _HYPHENS:
        return "-"
    if code == _ALWAYS_BULLET or (wingdings and code in _PICTURE_BULLETS):
        return BULLET
    if any(code in block for block in _SAME_LETTERS):
        return unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    if category.startswith("Z") or character in "\t\n\r\f\v":
        return " "
    if character == SOFT_HYPHEN:
        return character
    # Controls, formats (zero widths, direction marks), surrogates, private use, unassigned.
    return "" if category.startswith("C") or code == 0xFFFD else character  # noqa: PLR2004 - the replacement character


@lru_cache(maxsize=8_192)
def runs_leftwards(character: str) -> bool:
    """Says whether a character belongs to a script written from right to left."""
    return unicodedata.bidirectional(character) in {"R", "AL"}
