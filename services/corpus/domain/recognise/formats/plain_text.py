"""A CV that a parser handed over as one text: sections by their headings, jobs by the lines that state a period."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.prose import lines_in
from services.corpus.domain.recognise.raw import RawCertificate, RawCv, RawJob, RawLanguage
from services.corpus.domain.recognise.reading import clean, section_named, strip_bullet, title_score

_HEADING_CHARS = 60
_HEADER_WORDS = 8
_NAME_CHARS = 200


def read_into(cv: RawCv, text: str) -> None:
    """Adds what a CV's text says. Short lines before the first heading are a name and an address, and are not read."""
    blocks: list[tuple[Section | None, list[str]]] = [(None, [])]
    for row in text.split("\n"):
        line = clean(row)
        named = section_named(line) if 0 < len(line) <= _HEADING_CHARS else None
        if named is not None and named in set(Section):
            blocks.append((Section(named), []))
        elif line:
            blocks[-1][1].append(row.strip())
    for section, rows in blocks:
        _take(cv, section, rows)


def _take(cv: RawCv, section: Section | None, rows: list[str]) -> None:
    match section:
        case None:
            cv.summary.extend(row for row in rows if len(row.split()) >= _HEADER_WORDS)
        case Section.SUMMARY:
            cv.summary.append("\n".join(rows))
        case Section.EXPERIENCE:
            _take_jobs(cv, rows)
        case Section.EDUCATION:
            cv.education.extend(e.education_of(list(rows)))
        case Section.SKILLS:
            cv.skills.extend(e.skills_of(list(rows)))
        case Section.LANGUAGES:
            cv.languages.extend(RawLanguage(row, row) for row in rows)
        case Section.CERTIFICATES:
            cv.certificates.extend(RawCertificate(line[:_NAME_CHARS]) for line in lines_in(rows))
        case _:
            cv.other.extend((section, row) for row in rows)


def _take_jobs(cv: RawCv, rows: list[str]) -> None:
    """Each line that states a period opens a job; a title that stands alone above it belongs to it."""
    heads: list[tuple[int, RawJob]] = []
    for number, row in enumerate(rows):
        bulleted, bare = strip_bullet(row)
        job = None if bulleted else e.job_in(bare)
        if job is not None:
            heads.append((number, job))
    if not heads:
        cv.other.extend((Section.EXPERIENCE, row) for row in rows)
        return
    starts = [number for number, _ in heads]
    for (number, job), following in zip(heads, [*starts[1:], len(rows)], strict=True):
        body = rows[number + 1 : following]
        cv.jobs.append(RawJob(job.title, job.company, job.period, texts=tuple(body)))
    lead = rows[: starts[0]]
    if len(lead) == 1 and title_score(lead[0]) > 0 and title_score(cv.jobs[-len(heads)].title) == 0:
        first = cv.jobs[-len(heads)]
        cv.jobs[-len(heads)] = RawJob(lead[0][:_NAME_CHARS], first.title, first.period, texts=first.texts)
