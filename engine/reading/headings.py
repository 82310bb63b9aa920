"""Which section a heading names, judged by its words alone."""

import re

from engine.profile import Section
from engine.reading.heading_likeness import alike, leaning
from engine.reading.lexicon.headings import ALIASES, LABELS, PERSONAL, STEMS, WEAK
from engine.reading.text import fold
from engine.reading.titles import title_score

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


def section_told(text: str) -> str | None:
    """The section that a text names, or that all words of a short title speak for, typing errors forgiven; never a job title."""
    named = section_named(text)
    if named is not None or not _is_brief(text):
        return named
    found = alike(_key(text))
    return None if found is None or title_score(text) > 0 else found


def section_like(text: str) -> str | None:
    """The section that a short title speaks of by most of its words or the stem of one, for titles that look like headings."""
    told = section_told(text)
    if told is not None or not _is_brief(text):
        return told
    key = _key(text)
    found = sorted((key.find(stem), order) for order, (stem, _) in enumerate(STEMS) if stem in key)
    return STEMS[found[0][1]][1] if found else leaning(key)


def _is_brief(text: str) -> bool:
    """Whether a text may be a title by its length; a list with commas or a sentence is none."""
    short = len(text) <= HEADING_CHARS and len(text.split()) <= HEADING_WORDS
    return short and not text.endswith((".", ",")) and not any(c.isdigit() for c in _key(text))


def is_weak(text: str) -> bool:
    """Whether the name as often stands for something smaller than a section."""
    key = _key(text)
    if key in WEAK or key in ALIASES:
        return key in WEAK
    telling = [word for word in key.split() if len(word) > 3]  # noqa: PLR2004 - longer than `and`
    return bool(telling) and all(word in WEAK for word in telling)


def is_label(text: str) -> bool:
    """Whether the text only labels the bullets of an entry (`Responsibilities:`)."""
    return len(text) <= HEADING_CHARS and _key(text) in LABELS


__all__ = [
    "HEADING_CHARS",
    "HEADING_WORDS",
    "PERSONAL",
    "is_label",
    "is_weak",
    "section_like",
    "section_named",
    "section_told",
]
