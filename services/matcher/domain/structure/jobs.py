"""Jobs from the rows of an experience section."""

from collections.abc import Sequence
from dataclasses import replace

from engine.profile import Job, Period, Section
from engine.reading.order import recency
from engine.reading.titles import company_score, title_score
from services.matcher.domain.structure.entries import Entry, entries_of
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.forms import without_labels
from services.matcher.domain.structure.headers import Header, Names, Spot, header_of, names_of, usual_place, usual_towns
from services.matcher.domain.structure.rows import Row

MAX_JOBS = 100


def jobs_of(rows: Sequence[Row], facts: Facts, *, section: Section = Section.EXPERIENCE) -> tuple[Job, ...]:
    """The jobs of a section, newest first; a current job before an ended one, undated jobs last, ties as read."""
    entries = entries_of(without_labels(rows), facts.layout, cue=lambda text: title_score(text) > 0)[:MAX_JOBS]
    headers = [header_of(entry, cue=title_score, rival=company_score) for entry in entries]
    towns = usual_towns(headers, cue=title_score, rival=company_score)
    if towns:
        headers = [_placed(entry, header, towns) for entry, header in zip(entries, headers, strict=True)]
    usual = usual_place(headers, title_score)
    jobs: list[Job] = []
    inherited, framed = "", False
    for number, (entry, header) in enumerate(zip(entries, headers, strict=True)):
        names = names_of(header, cue=title_score, rival=company_score, usual=usual)
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
            jobs.append(_job(entry, header, names, facts, section))
    return tuple(sorted(jobs, key=recency, reverse=True))


def _placed(entry: Entry, header: Header, towns: frozenset[Spot]) -> Header:
    """A header without a known place, read again with the places of its neighbours; a name it needs is no town."""
    if header.location:
        return header
    again = header_of(entry, cue=title_score, rival=company_score, towns=towns)
    return again if len(again.pieces) >= min(2, len(header.pieces)) else header


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


def _job(entry: Entry, header: Header, names: Names, facts: Facts, section: Section) -> Job:
    period = entry.span.period if entry.span else Period()
    page = entry.header[0].page if entry.header else entry.body[0].page
    told = ", ".join(part for part in (names.first, names.second, *names.rest) if part)
    line = facts.line(header.text, page=page, section=section, scored=told)
    return Job(
        facts.neutral(names.first), names.second, period, line, facts.lines(entry.body, section), header.location
    )
