"""Courses of study from the rows of an education section."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.profile import Degree, Education, Line, Period, Section
from engine.reading.degrees import CHECKED_CHARS, degree_of, degree_score, field_of, field_score, institution_score
from engine.reading.text import fold
from services.matcher.domain.structure.entries import Entry, entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.forms import without_labels
from services.matcher.domain.structure.header_parts import parts_of
from services.matcher.domain.structure.headers import pieces_of
from services.matcher.domain.structure.rows import Row
from services.matcher.domain.structure.schemes import Reading, readings_of

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
    parts = [parts_of(entry, cue=degree_score, rival=institution_score) for entry in entries]
    readings = readings_of(parts, cue=degree_score, rival=institution_score, like=lambda _text: 0.0)
    for entry, reading in zip(entries, readings, strict=True):
        pieces = pieces_of(entry, cue=degree_score, rival=institution_score, aside=field_score)
        below = facts.lines(entry.body, Section.EDUCATION)
        education = _education(entry, pieces, _told(entry, pieces, reading, institution), facts, below)
        if education is not None:
            result.append(education)
            institution = education.institution
        lines.extend(below)
    return tuple(result), tuple(lines)


def _is_degree(text: str) -> bool:
    return degree_of(text) is not Degree.NONE


def _is_school_or_field(text: str) -> bool:
    return len(text.split()) <= 8 and (institution_score(text) > 0 or field_score(text) > 0)  # noqa: PLR2004 - a name's length


@dataclass(frozen=True, slots=True)
class _Told:
    """What a header says: a degree, a place of learning, and what else."""

    degree: str
    institution: str
    others: tuple[str, ...]


def _told(entry: Entry, pieces: Sequence[str], reading: Reading | None, inherited: str) -> _Told:
    schools = [piece for piece in pieces if institution_score(piece) > 0 and not _is_degree_rather(piece)]
    # Beside the name of a school, the kind of school is what was taken (`Liceum`).
    schools.sort(key=_is_degree)
    degrees = [piece for piece in pieces if degree_of(piece) is not Degree.NONE and piece not in schools[:1]]
    if not (schools and degrees) and reading is not None and reading.first is not None and reading.second is not None:
        # Words tell one of the two at most: where the other courses have theirs tells the rest.
        return _Told(reading.first.text, reading.second.text, reading.rest)
    degree = degrees[0] if degrees else ""
    others = [piece for piece in pieces if piece not in schools[:1] and piece != degree]
    if schools:
        institution = schools[0]
    elif degree and entry.above == 0 and not others:
        institution = inherited
    else:
        institution = others.pop(0) if others else ""
    return _Told(degree, institution, tuple(others))


def _education(
    entry: Entry, pieces: Sequence[str], told: _Told, facts: Facts, below: Sequence[Line]
) -> Education | None:
    if not pieces:
        return None
    degree, others = told.degree, told.others
    study = field_of(degree) or _major(below) or _field_piece(others) or field_of(degree or " ".join(others))
    names = (degree, study if study not in degree else "", told.institution, *others)
    text = " ".join(row.text for row in entry.header)
    line = facts.line(
        text, page=entry.header[0].page, section=Section.EDUCATION, scored=", ".join(part for part in names if part)
    )
    level = max((degree_of(piece) for piece in (degree, *pieces)), key=_LEVELS.index)
    return Education(told.institution, level, facts.neutral(degree), facts.neutral(study), _period(entry), line)


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
