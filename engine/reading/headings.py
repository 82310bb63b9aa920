"""Which section a heading names, judged by its words alone."""

import re

from engine.profile import Section
from engine.reading.lexicon.headings import ALIASES, LABELS, PERSONAL, STEMS, WEAK
from engine.reading.text import fold

# The longest headings people write; longer text is never one.
HEADING_CHARS = 60
HEADING_WORDS = 6
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBER = re.compile(r"^(?:\d{1,2}|[ivx]{1,4})[.)]\s+")
_PARTS = re.compile(r"\s*(?:&|\+|/|,|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\ben\b|\boraz\b|\bmit\b|\bwith\b)\s*")


def _key(text: str) -> str:
    folded = _EDGES.sub("", _NUMBER.sub("", fold(text.strip())))
    return re.sub(r"\s+", " ", folded).removeprefix("my ")


def section_named(text: str) -> str | None:
    """The section (or PERSONAL) that a text names and nothing else; None for any other text.

    A title joined of several names (`Experience & Education`) is the section of its weightiest part.
    """
    if len(text) > HEADING_CHARS:
        return None
    key = _key(text)
    if key in ALIASES:
        return ALIASES[key]
    parts = [part for part in _PARTS.split(key) if part]
    named = [ALIASES[part] for part in parts if part in ALIASES]
    if len(parts) > 1 and len(named) == len(parts):
        return Section.EXPERIENCE if Section.EXPERIENCE in named else named[0]
    return None


def section_like(text: str) -> str | None:
    """The section that a short title speaks of by the stem of a word, for titles that look like headings."""
    named = section_named(text)
    if named is not None or len(text) > HEADING_CHARS:
        return named
    key = _key(text)
    if len(key.split()) > HEADING_WORDS:
        return None
    found = sorted((key.find(stem), order) for order, (stem, _) in enumerate(STEMS) if stem in key)
    return STEMS[found[0][1]][1] if found else None


def is_weak(text: str) -> bool:
    """Whether the name as often stands for something smaller than a section."""
    return _key(text) in WEAK


def is_label(text: str) -> bool:
    """Whether the text only labels the bullets of an entry (`Responsibilities:`)."""
    return len(text) <= HEADING_CHARS and _key(text) in LABELS


__all__ = ["HEADING_CHARS", "HEADING_WORDS", "PERSONAL", "is_label", "is_weak", "section_like", "section_named"]
