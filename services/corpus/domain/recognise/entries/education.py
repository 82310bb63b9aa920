"""Courses of study from entries whatever their fields are called, and from lines of text."""

import re
from collections.abc import Iterator

from engine.profile import Period
from services.corpus.domain.recognise import keys as k
from services.corpus.domain.recognise.entries.common import (
    DEEPEST,
    NAME_CHARS,
    first_text,
    is_dated,
    leftovers,
)
from services.corpus.domain.recognise.raw import RawEducation
from services.corpus.domain.recognise.reading import (
    find_period,
    institution_score,
    without_dates,
)
from services.corpus.domain.recognise.tree import Fields, Tree, items_of
from services.corpus.domain.recognise.when import spell_of

# An object with more fields than these that names a school and neither a degree nor a date is something else.
_BARE_FIELDS = 3
_EDUCATION_USED = frozenset(
    (
        *k.INSTITUTION,
        *k.DEGREE,
        *k.FIELD,
        *k.START,
        *k.END,
        *k.DATES,
        *k.CURRENT,
        *k.PLACE,
        "startmonth",
        "endmonth",
        "url",
        "gpa",
        "grade",
        "schooltype",
        "minor",
        "minors",
    )
)


def education_of(tree: Tree | None, depth: int = 0) -> list[RawEducation]:
    """The courses of study of a block: entries, an object of entries, or lines of text."""
    found: list[RawEducation] = []
    for item in items_of(tree):
        if isinstance(item, str):
            found.extend(_education_in(item))
        elif isinstance(item, list) and depth < DEEPEST:
            found.extend(education_of(item, depth + 1))
        elif isinstance(item, Fields):
            one = _education_entry(item)
            if one is not None:
                found.append(one)
            elif depth < DEEPEST:
                found.extend(
                    e for _, value in item if isinstance(value, Fields | list) for e in education_of(value, depth + 1)
                )
    return found


def _education_in(text: str) -> Iterator[RawEducation]:
    """The course of study that a line states (`MSc Physics, Elm University, 2010 – 2012`)."""
    span = find_period(text)
    named = without_dates(text[: 2 * NAME_CHARS])
    if not any(c.isalpha() for c in named) or (span is None and len(text) > NAME_CHARS):
        return
    pieces = [piece.strip() for piece in re.split(r"[,|\n]", named) if piece.strip()]
    schools = [piece for piece in pieces if institution_score(piece) > 0] if len(pieces) > 1 else []
    rest = ", ".join(piece for piece in pieces if piece not in schools[:1])
    period = (
        Period()
        if span is None
        else span.period
        if span.ranged
        else Period(None, span.period.end, year_only=span.period.year_only)
    )
    yield RawEducation(schools[0] if schools else "", rest, "", period)


def _education_entry(fields: Fields) -> RawEducation | None:
    degree, field = first_text(fields, k.DEGREE), first_text(fields, k.FIELD)
    institution = first_text(fields, k.INSTITUTION)
    if degree == institution:
        degree = ""
    spell = spell_of(fields)
    bare_school = not degree and not field and not is_dated(spell.period)
    if not (degree or field or institution) or (bare_school and len(fields.values) > _BARE_FIELDS):
        return None
    return RawEducation(
        institution, degree, "" if field == degree else field, spell.period, texts=leftovers(fields, _EDUCATION_USED)
    )
