"""Courses of study from the rows of an education section."""

import re
from collections.abc import Sequence

from engine.profile import Degree, Education, Line, Period, Section
from engine.reading.degrees import CHECKED_CHARS, degree_of, degree_score, field_of, field_score, institution_score
from engine.reading.text import fold
from services.matcher.domain.structure.entries import Entry, entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.forms import without_labels
from services.matcher.domain.structure.headers import Header, header_of
from services.matcher.domain.structure.rows import Row

MAX_EDUCATION = 60
_MAJOR = re.compile(
    r"(?:major|minor|field|fachrichtung|schwerpunkt|studiengang|specialization|specialisation|specialite|filiere|kierunek|especialidad|indirizzo)\s?:\s?(?P<field>[^,;|()]{3,80})"
)


def education_of(rows: Sequence[Row], facts: Facts) -> tuple[tuple[Education, ...], tuple[Line, ...]]:
    """The courses of study of a section in reading order, and the lines that stand below them."""
    entries = entries_of(without_labels(rows), facts.layout, cue=_is_degree, aside=_is_school_or_field)[:MAX_EDUCATION]
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
    # Beside the name of a school, the kind of school is what was taken (`Liceum`).
    schools.sort(key=_is_degree)
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
    study = field_of(degree_text) or _major(below) or _field_piece(others) or field_of(source)
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


def _field_piece(others: Sequence[str]) -> str:
    return next((piece for piece in others if 2 < len(piece) <= 80 and len(piece.split()) <= 8), "")  # noqa: PLR2004 - a field's length


def _major(below: Sequence[Line]) -> str:
    for line in below[:4]:
        match = _MAJOR.match(fold(line.text[:CHECKED_CHARS]))
        if match is not None:
            return line.text[match.start("field") : match.end("field")].strip(" .-")
    return ""
