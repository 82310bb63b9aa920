"""Courses of study from the rows of an education section."""

import re
from collections.abc import Sequence

from engine.profile import Degree, Education, Line, Period, Section
from services.matcher.domain.structure.entries import Entry, entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.headers import Header, header_of
from services.matcher.domain.structure.lexicon.degrees import (
    DEGREE_ABBREVIATIONS,
    DEGREE_WORDS,
    FIELD_STEMS,
    INSTITUTION_WORDS,
)
from services.matcher.domain.structure.rows import Row
from services.matcher.domain.structure.text import fold

MAX_EDUCATION = 60
_CHECKED_CHARS = 240
_PATTERNS = tuple((degree, re.compile(rf"(?<!\w)(?:{pattern})")) for degree, pattern in DEGREE_WORDS)
_ABBREVIATIONS = tuple((degree, re.compile(pattern)) for degree, pattern in DEGREE_ABBREVIATIONS)
_INSTITUTION = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in INSTITUTION_WORDS)})|\w{{2,30}}(?:universitat|hochschule|schule|universiteit|school)\b"
)
_FIELDS = re.compile(rf"(?<!\w)(?:{'|'.join(FIELD_STEMS)})")
_FIELD = re.compile(
    r"\s(?:in|of|en|em|im|der|de|der fachrichtung|fachrichtung|studiengang|w zakresie|na kierunku|kierunek|mention|option|specialite|richting)\s+(?P<field>[^,;|()]{3,80})"
)
_MAJOR = re.compile(
    r"(?:major|minor|field|fachrichtung|schwerpunkt|studiengang|specialization|specialisation|specialite|filiere|kierunek|especialidad|indirizzo)\s?:\s?(?P<field>[^,;|()]{3,80})"
)
_DEGREE_NOUN = re.compile(r"^(?:degree|diploma|studies|studium|abschluss|programme?|honou?rs)\b", re.IGNORECASE)
_OF_ARTS = re.compile(
    r"^(?:(?:applied )?science|arts|engineering|business administration|education|laws?|philosophy|fine arts|commerce|technology|architecture|medicine|music|science \(honours\))\b"
)


def degree_of(text: str) -> Degree:
    """The highest level of education a short text names; NONE when it names none."""
    text = text[:_CHECKED_CHARS]
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
    return 2.0 if _INSTITUTION.search(fold(text[:_CHECKED_CHARS])) else 0.0


def field_score(text: str) -> float:
    """How much a text looks like a field of study."""
    return 1.0 if _FIELDS.search(fold(text[:_CHECKED_CHARS])) else 0.0


def education_of(rows: Sequence[Row], facts: Facts) -> tuple[tuple[Education, ...], tuple[Line, ...]]:
    """The courses of study of a section in reading order, and the lines that stand below them."""
    entries = entries_of(rows, facts.layout, cue=_is_degree, aside=_is_school_or_field)[:MAX_EDUCATION]
    result: list[Education] = []
    lines: list[Line] = []
    institution = ""
    for entry in entries:
        header = header_of(entry, cue=degree_score, rival=institution_score, aside=field_score)
        below = facts.lines(entry.body, Section.EDUCATION)
        education = _education(entry, header, facts, institution, below)
        if education is not None:
            result.append(education)
            institution = education.institution
        lines.extend(below)
    return tuple(result), tuple(lines)


def _is_degree(text: str) -> bool:
    return degree_of(text) is not Degree.NONE


def _is_school_or_field(text: str) -> bool:
    return len(text.split()) <= 8 and (institution_score(text) > 0 or field_score(text) > 0)  # noqa: PLR2004 - a name's length


def _education(entry: Entry, header: Header, facts: Facts, inherited: str, below: Sequence[Line]) -> Education | None:
    pieces = [piece.text for piece in header.pieces]
    if not pieces:
        return None
    schools = [piece for piece in pieces if institution_score(piece) > 0 and not _is_degree_rather(piece)]
    degrees = [piece for piece in pieces if degree_of(piece) is not Degree.NONE and piece not in schools[:1]]
    degree_text = degrees[0] if degrees else ""
    others = [piece for piece in pieces if piece not in schools[:1] and piece != degree_text]
    if schools:
        institution = schools[0]
    elif degree_text and entry.above == 0 and not others:
        institution = inherited
    else:
        institution = others.pop(0) if others else ""
    source = degree_text or " ".join(others)
    study = _field_of(degree_text) or _major(below) or _field_piece(others) or _field_of(source)
    period = _period(entry)
    page = entry.header[0].page
    told = ", ".join(
        part for part in (degree_text, study if study not in degree_text else "", institution, *others) if part
    )
    line = facts.line(header.text, page=page, section=Section.EDUCATION, scored=told)
    level = max((degree_of(piece) for piece in (degree_text, *pieces)), key=_LEVELS.index)
    return Education(institution, level, facts.neutral(degree_text), facts.neutral(study), period, line)


_LEVELS = list(Degree)


def _is_degree_rather(piece: str) -> bool:
    """Whether a piece with a school's word is a degree all the same (`High School Diploma`, `Bachelor, School of X`)."""
    folded = fold(piece)
    return degree_of(piece) not in {Degree.NONE, Degree.HIGH_SCHOOL} or "diploma" in folded or "abschluss" in folded


def _period(entry: Entry) -> Period:
    """The time of study; a single date is its end."""
    if entry.span is None:
        return Period()
    period = entry.span.period
    if entry.span.ranged:
        return period
    return Period(None, period.end, current=period.current, year_only=period.year_only)


def _field_of(text: str) -> str:
    """What was studied, by the words after `in` or `of` in a degree; empty when the degree does not say."""
    folded = fold(text[:_CHECKED_CHARS])
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
    folded = fold(text[:_CHECKED_CHARS])
    for _, pattern in (*_PATTERNS, *_ABBREVIATIONS):
        match = pattern.search(folded) or pattern.search(text)
        if match is not None:
            rest = text[match.end() :].strip(" ,.:;-–()'’")
            rest = rest.removeprefix("of ").strip()
            arts = _OF_ARTS.match(fold(rest)) if text[match.end() :].strip(" '’s").startswith("of ") else None
            return rest[arts.end() :].strip(" ,.:;-–()") if arts else rest
    return text


def _field_piece(others: Sequence[str]) -> str:
    return next((piece for piece in others if 2 < len(piece) <= 80 and len(piece.split()) <= 8), "")  # noqa: PLR2004 - a field's length


def _major(below: Sequence[Line]) -> str:
    for line in below[:4]:
        match = _MAJOR.match(fold(line.text[:_CHECKED_CHARS]))
        if match is not None:
            return line.text[match.start("field") : match.end("field")].strip(" .-")
    return ""
