"""Lays a profile out as single pieces of text, each with where it stands: what requirements are compared with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.profile import Line, Profile, Section
from engine.sentences import sentences_of
from engine.titles import neutral_title


class Source(StrEnum):
    """Where a piece stands, which decides how much it shows."""

    WORK = "work"
    TITLE = "title"
    PROJECT = "project"
    CERTIFICATE = "certificate"
    EDUCATION = "education"
    LISTED = "listed"
    SUMMARY = "summary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that is matched and embedded (`scored`), the line to quote for it, and the job it belongs to, if any."""

    scored: str
    line: Line
    source: Source
    job: int | None = None


# How much of a profile is read: more sentences and entries than a long CV has. What lies beyond is not judged, and a warning says so.
PIECE_LIMIT = 300
# Lines are sentences and bullets; of one without an end only the beginning is judged, so that no text can take long.
PIECE_LENGTH = 1000
_SOURCE_OF_SECTION = {
    Section.SKILLS: Source.LISTED,
    Section.CERTIFICATES: Source.CERTIFICATE,
    Section.EDUCATION: Source.EDUCATION,
    Section.PROJECTS: Source.PROJECT,
    Section.VOLUNTEERING: Source.PROJECT,
    Section.PUBLICATIONS: Source.PROJECT,
    Section.AWARDS: Source.PROJECT,
    Section.SUMMARY: Source.SUMMARY,
}


def pieces_of(profile: Profile) -> tuple[Piece, ...]:
    """All pieces of a profile, what was done first and bare lists last; not yet cut to PIECE_LIMIT."""
    found: list[Piece] = []
    for number, job in enumerate(profile.jobs):
        found.append(Piece(job.header.scored, job.header, Source.TITLE, number))
        found.extend(_told(job.lines, Source.WORK, number))
    found.extend(piece for project in profile.projects for piece in _told(project.lines, Source.PROJECT))
    found.extend(Piece(entry.line.scored, entry.line, Source.CERTIFICATE) for entry in profile.certificates)
    found.extend(Piece(entry.line.scored, entry.line, Source.EDUCATION) for entry in profile.education)
    found.extend(_told(profile.summary, Source.SUMMARY))
    if profile.headline:
        found.append(Piece(profile.headline.scored, profile.headline, Source.SUMMARY))
    for skill in profile.skills:
        # The name alone compares better than its list, but only what was found neutral in the line may be compared.
        neutral = skill.name.casefold() in skill.line.scored.casefold()
        found.append(Piece(skill.name if neutral else skill.line.scored, skill.line, Source.LISTED))
    for line in profile.other:
        found.extend(_told([line], _SOURCE_OF_SECTION.get(line.section, Source.OTHER)))
    found = [
        piece if len(piece.scored) <= PIECE_LENGTH else replace(piece, scored=piece.scored[:PIECE_LENGTH])
        for piece in found
    ]
    distinct: dict[tuple[str, Source, int | None], Piece] = {}
    for piece in found:
        if piece.scored.strip():
            # What is said twice is said once, whichever line says it again.
            distinct.setdefault((piece.scored, piece.source, piece.job), piece)
    return tuple(distinct.values())


def _told(lines: Iterable[Line], source: Source, job: int | None = None) -> Iterator[Piece]:
    """What is told in sentences, each a piece: none can lend its meaning, or its doubts, to another beside it."""
    for line in lines:
        for sentence in sentences_of(line.scored):
            yield Piece(sentence, line, source, job)


@dataclass(frozen=True, slots=True)
class Material:
    """A profile laid out to be judged, whatever the job.

    `pieces` are the first PIECE_LIMIT (`left_out` counts the others, which are not judged), `titles` the neutral titles of the
    jobs in their order, `texts` the distinct texts that are embedded.
    """

    profile: Profile
    pieces: tuple[Piece, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    left_out: int


def material_of(profile: Profile) -> Material:
    """Lay a profile out."""
    every = pieces_of(profile)
    pieces = every[:PIECE_LIMIT]
    titles = tuple(neutral_title(job.title) for job in profile.jobs)
    texts = tuple(dict.fromkeys(text for text in (*titles, *(piece.scored for piece in pieces)) if text.strip()))
    return Material(profile, pieces, titles, texts, len(every) - len(pieces))


def texts_of(profile: Profile) -> tuple[str, ...]:
    """The distinct texts of a profile that are embedded to judge it, in a fixed order: the titles, then what is read of its pieces.

    Whoever keeps a profile with the vectors of exactly these texts can have it judged for any job without embedding it again.
    """
    return material_of(profile).texts
