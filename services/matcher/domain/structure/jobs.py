"""Jobs from the rows of an experience section."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.profile import Job, Period, Section
from engine.reading.order import recency
from engine.reading.text import is_capitals
from engine.reading.titles import company_score, title_likeness, title_score
from services.matcher.domain.structure.entries import Entry, entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.forms import without_labels
from services.matcher.domain.structure.header_parts import parts_of
from services.matcher.domain.structure.rows import Row
from services.matcher.domain.structure.schemes import Reading, readings_of

MAX_JOBS = 100
_SHORT_WORD = 3


@dataclass(frozen=True, slots=True)
class Names:
    """What a header names: a title, a company, what else, and a place."""

    first: str
    second: str
    rest: tuple[str, ...]
    place: str | None


def jobs_of(rows: Sequence[Row], facts: Facts, *, section: Section = Section.EXPERIENCE) -> tuple[Job, ...]:
    """The jobs of a section, newest first; a current job before an ended one, undated jobs last, ties as read."""
    title, company, like = (facts.blind(score) for score in (title_score, company_score, title_likeness))
    entries = entries_of(without_labels(rows), facts.layout, cue=lambda text: title(text) > 0)[:MAX_JOBS]
    headers = [parts_of(entry, cue=title, rival=company) for entry in entries]
    readings = readings_of(headers, cue=title, rival=company, like=like)
    jobs: list[Job] = []
    inherited, framed = "", False
    for number, (entry, reading) in enumerate(zip(entries, readings, strict=True)):
        names = _names(reading)
        if _only_frames(entry, names, entries[number + 1 : number + 2]):
            inherited, framed = names.second or names.first, True
            continue
        fewer = len(entry.header) < len(entries[0].header) or entry.above < entries[0].above
        if names.first and not names.second and (framed or fewer):
            # A further role at the company above: it has no company of its own.
            names = replace(names, second=inherited)
        elif names.second:
            framed = False
        inherited = names.second or inherited
        if names.first or names.second or entry.span is not None:
            jobs.append(_job(entry, names, facts, section))
    return tuple(sorted(jobs, key=recency, reverse=True))


def _names(reading: Reading | None) -> Names:
    if reading is None:
        return Names("", "", (), None)
    first, second = (named.text if named else "" for named in (reading.first, reading.second))
    return Names(_uncapitalised(first), second, reading.rest, reading.place.text if reading.place else None)


def _uncapitalised(title: str) -> str:
    """A title set in capitals as other titles are written, its short words aside (`IT`); any other as it is."""
    if not is_capitals(title) or not any(len(word) > _SHORT_WORD for word in title.split()):
        return title
    return " ".join(word.capitalize() if len(word) > _SHORT_WORD else word for word in title.split())


def _only_frames(entry: Entry, names: Names, following: Sequence[Entry]) -> bool:
    """Whether an entry only states the whole time at a company whose roles follow."""
    if entry.body or entry.span is None or not following or following[0].span is None or title_score(names.first) > 0:
        return False
    whole, part = entry.span.period, following[0].span.period
    if whole.start is None or part.start is None:
        return False
    return whole.start <= part.start and (
        whole.current or (part.end is not None and whole.end is not None and part.end <= whole.end)
    )


def _job(entry: Entry, names: Names, facts: Facts, section: Section) -> Job:
    period = entry.span.period if entry.span else Period()
    page = entry.header[0].page if entry.header else entry.body[0].page
    told = ", ".join(part for part in (names.first, names.second, *names.rest) if part)
    text = " ".join(row.text for row in entry.header)
    line = facts.line(text, page=page, section=section, scored=told)
    return Job(facts.neutral(names.first), names.second, period, line, facts.lines(entry.body, section), names.place)
