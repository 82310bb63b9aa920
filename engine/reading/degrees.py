"""Degrees, fields of study and places of learning by the words that name them."""

import re

from engine.profile import Degree
from engine.reading.lexicon.degrees import DEGREE_ABBREVIATIONS, DEGREE_WORDS, FIELD_STEMS, INSTITUTION_WORDS
from engine.reading.text import fold

CHECKED_CHARS = 240
_PATTERNS = tuple((degree, re.compile(rf"(?<!\w)(?:{pattern})")) for degree, pattern in DEGREE_WORDS)
_ABBREVIATIONS = tuple((degree, re.compile(pattern)) for degree, pattern in DEGREE_ABBREVIATIONS)
_INSTITUTION = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in INSTITUTION_WORDS)})|\w{{2,30}}(?:universitat|hochschule|schule|universiteit|universitetet|universitet|school|akademie|skolan|skola|skole|kolleg|gymnasium|gymnasiet|college|lyceum)\b"
)
# German and Dutch have a word that is written alike.
_CAPITALS = re.compile(r"(?<!\w)MIT(?!\w)")
_FIELDS = re.compile(rf"(?<!\w)(?:{'|'.join(FIELD_STEMS)})")
_FIELD = re.compile(
    r"\s(?:in|of|en|em|im|der|de|der fachrichtung|fachrichtung|studiengang|w zakresie|na kierunku|kierunek|mention|option|specialite|richting)\s+(?P<field>[^,;|()]{3,80})"
)
_DEGREE_NOUN = re.compile(r"^(?:degree|diploma|studies|studium|abschluss|programme?|honou?rs)\b", re.IGNORECASE)
_OF_ARTS = re.compile(
    r"^(?:(?:applied )?science|arts|engineering|business administration|education|laws?|philosophy|fine arts|commerce|technology|architecture|medicine|music|science \(honours\))\b"
)


def degree_of(text: str) -> Degree:
    """The highest level of education a short text names; NONE when it names none."""
    text = text[:CHECKED_CHARS]
    folded = fold(text)
    for degree, pattern in _PATTERNS:
        if pattern.search(folded):
            return degree
        for other, abbreviation in _ABBREVIATIONS:
            if other is degree and abbreviation.search(text):
                return degree
    return Degree.NONE


def degree_score(text: str) -> float:
    """How much a text looks like a degree."""
    return 1.5 if degree_of(text) is not Degree.NONE else 0.0


def institution_score(text: str) -> float:
    """How much a text looks like the name of a place of learning."""
    text = text[:CHECKED_CHARS]
    return 2.0 if _INSTITUTION.search(fold(text)) or _CAPITALS.search(text) else 0.0


def field_score(text: str) -> float:
    """How much a text looks like a field of study."""
    return 1.0 if _FIELDS.search(fold(text[:CHECKED_CHARS])) else 0.0


def field_of(text: str) -> str:
    """What was studied, by the words after `in` or `of` in a degree; empty when the degree does not say."""
    folded = fold(text[:CHECKED_CHARS])
    for match in _FIELD.finditer(folded):
        found = match.group("field").strip()
        arts = _OF_ARTS.match(found)
        if arts is None:
            return text[match.start("field") : match.start("field") + len(found)].strip(" .-")
        inner = re.search(r"\s(?:in|en|em|,)\s+(?P<field>[^,;|()]{3,80})", match.group("field"))
        if inner is not None:
            start = match.start("field") + inner.start("field")
            return text[start : start + len(inner.group("field"))].strip(" .-")
    if degree_of(text) is Degree.HIGH_SCHOOL:
        return ""
    rest = _without_degree(text)
    while rest and degree_of(rest) is not Degree.NONE and (shorter := _without_degree(rest)) != rest:
        rest = shorter
    rest = _DEGREE_NOUN.sub("", rest, count=1).strip(" ,.:;-–()")
    return rest if rest != text and len(rest) > 3 and institution_score(rest) == 0 else ""  # noqa: PLR2004 - a word


def _without_degree(text: str) -> str:
    """A degree's text without the degree itself: `M.Sc. Digital Media` is Digital Media."""
    folded = fold(text[:CHECKED_CHARS])
    for _, pattern in (*_PATTERNS, *_ABBREVIATIONS):
        match = pattern.search(folded) or pattern.search(text)
        if match is not None:
            rest = text[match.end() :].strip(" ,.:;-–()'’")
            rest = rest.removeprefix("of ").strip()
            arts = _OF_ARTS.match(fold(rest)) if text[match.end() :].strip(" '’s").startswith("of ") else None
            return rest[arts.end() :].strip(" ,.:;-–()") if arts else rest
    return text
