"""Tells where in a CV a requirement was looked for, so that "missing" can be checked by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.judged import Judged
from engine.kinds import Kind
from engine.material import Material, Source
from engine.profile import Line, Section
from engine.requirements import Dimension

# Where a credential counts as held; a hobby project or an interest is no place for one.
_HOLDS_CREDENTIALS = frozenset(
    {Source.CERTIFICATE, Source.EDUCATION, Source.SUMMARY, Source.TITLE, Source.WORK, Source.LISTED}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A section with the number of its lines that were compared, and the pages they stand on."""

    section: Section
    lines: int
    pages: tuple[int, ...]


def looked_in(judged: Judged, material: Material) -> tuple[Place, ...]:
    """The sections a requirement was looked for in, in the order they were read; none when the CV has no such part."""
    found: dict[Section, dict[Line, None]] = {}
    for line in _lines(judged, material):
        found.setdefault(line.section, {})[line] = None
    return tuple(
        Place(section, len(lines), tuple(sorted({line.page for line in lines}))) for section, lines in found.items()
    )


def _lines(judged: Judged, material: Material) -> Iterable[Line]:
    if judged.dimension is Dimension.WORK:
        return (piece.line for piece in material.pieces if piece.job is not None)
    match judged.kind:
        case Kind.DEGREE | Kind.FIELD:
            return (entry.line for entry in material.profile.education)
        case Kind.LANGUAGE:
            return (entry.line for entry in material.profile.languages)
        case Kind.YEARS:
            return (piece.line for piece in material.pieces if piece.job is not None)
        case Kind.CERTIFICATE:
            return (piece.line for piece in material.pieces if piece.source in _HOLDS_CREDENTIALS)
        case _:
            return (piece.line for piece in material.pieces)
