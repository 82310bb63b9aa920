"""Projects outside jobs."""

from collections.abc import Sequence

from engine.profile import Period, Project, Section
from engine.reading.dates import without_dates
from engine.reading.text import fragments, is_link
from services.matcher.domain.structure.entries import entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.rows import Row

MAX_PROJECTS = 100


def projects_of(rows: Sequence[Row], facts: Facts) -> tuple[Project, ...]:
    """The projects of a section in reading order; the header is the first of a project's lines."""
    result: list[Project] = []
    for entry in entries_of(rows, facts.layout, cue=_no_cue)[:MAX_PROJECTS]:
        header = [
            piece
            for row in entry.header
            for cell in row.cells
            for piece in fragments(without_dates(cell.raw))
            if not is_link(piece)
        ]
        lines = facts.lines(entry.body, Section.PROJECTS)
        if header:
            head = facts.line(
                " ".join(row.text for row in entry.header),
                page=entry.header[0].page,
                section=Section.PROJECTS,
                scored=", ".join(header),
            )
            lines = (head, *lines)
        if lines:
            name = header[0] if header else ""
            result.append(Project(name, entry.span.period if entry.span else Period(), lines))
    return tuple(result)


def _no_cue(_text: str) -> bool:
    """Projects have no words of their own."""
    return False
