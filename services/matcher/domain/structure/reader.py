"""From a document to a CV: who it is about and what it says, strictly apart."""

from collections.abc import Sequence
from dataclasses import replace

from engine.neutral_person import firms_named_after
from engine.profile import Certificate, Degree, Education, Job, Language, Line, Profile, Project, Section, Skill
from engine.reading.degrees import degree_of, institution_score
from engine.reading.headings import PERSONAL
from engine.reading.order import recency
from engine.reading.titles import title_score
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.document import Document
from services.matcher.domain.structure.certificates import certificate_in, certificates_of
from services.matcher.domain.structure.education import education_of
from services.matcher.domain.structure.entries import row_date
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.identity import Parted, part_header
from services.matcher.domain.structure.items import layout_of
from services.matcher.domain.structure.jobs import jobs_of
from services.matcher.domain.structure.languages import languages_in_line, languages_of
from services.matcher.domain.structure.projects import projects_of
from services.matcher.domain.structure.rows import Row, rows_of
from services.matcher.domain.structure.skills import skills_in, skills_of
from services.matcher.domain.structure.warnings import warnings_of
from services.matcher.domain.structure.zones import HEADER, Zone, zones_of

# So many dated entries without a heading are a section; so many rows may stand above the first date.
_SOLE_ENTRIES = 2
_ROWS_ABOVE_DATE = 2


def read_cv(document: Document) -> ReadCv:
    """Reads a document as a CV; any text gives a result, an unlikely one with warnings.

    Args:
        document: lines in reading order, in points from each page's top left corner.
    """
    rows = rows_of(document.lines)
    zones = _with_unheaded_jobs(zones_of(rows))
    parted = part_header(zones, document.links)
    layout = layout_of(rows)
    profile = _profile_of(parted, zones, Facts(parted.identity, layout))
    if firms := firms_named_after(parted.identity, (job.company for job in profile.jobs)):
        # Which firms bear the person's name is known when the jobs are: then all is read once more, without it.
        profile = _profile_of(parted, zones, Facts(replace(parted.identity, firms=firms), layout))
    personal = bool(profile.education or parted.identity.emails or parted.identity.phones)
    warnings = warnings_of(document, zones, jobs=len(profile.jobs), personal=personal)
    return ReadCv(parted.identity, profile, document.pages, document.pages_read, document.reader, warnings)


def _profile_of(parted: Parted, zones: Sequence[Zone], facts: Facts) -> Profile:
    collected = _Collected(facts)
    collected.header(parted)
    for zone in zones:
        if zone.kind not in {HEADER, PERSONAL} and zone.rows:
            collected.zone(zone)
    return collected.profile()


def _with_unheaded_jobs(zones: Sequence[Zone]) -> list[Zone]:
    """The zones of a CV without a heading for its jobs: dated entries of the header become that section."""
    if any(zone.kind == Section.EXPERIENCE and zone.rows for zone in zones):
        return list(zones)
    header = zones[0]
    dated = [
        i
        for i, row in enumerate(header.rows)
        if row.short and (span := row_date(row, _is_title)) is not None and span.ranged
    ]
    if len(dated) < _SOLE_ENTRIES:
        return list(zones)
    start = dated[0]
    unnamed = not _is_title(header.rows[start].text)
    while unnamed and start > max(0, dated[0] - _ROWS_ABOVE_DATE) and _opens_job(header.rows[start - 1].text):
        start -= 1
    jobs = Zone(Section.EXPERIENCE, "", header.rows[start:])
    return [replace(header, rows=header.rows[:start]), jobs, *zones[1:]]


def _opens_job(text: str) -> bool:
    """Whether a row above a date may be a job's title; a labelled row never is."""
    return ":" not in text and _is_title(text)


def _is_title(text: str) -> bool:
    return title_score(text) > 0


def _is_study(job: Job) -> bool:
    """Whether an entry of a mixed section is a course of study: a degree at a place of learning, which itself is no degree."""
    named = [part for part in (job.title, job.company) if institution_score(part) == 0]
    taken = any(degree_of(part) is not Degree.NONE for part in named)
    return taken and institution_score(job.header.text) > 0 and title_score(job.title) == 0


class _Collected:
    """Gathers the facts of a profile zone by zone."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._headline: Line | None = None
        self._summary: list[Line] = []
        self._jobs: list[Job] = []
        self._education: list[Education] = []
        self._skills: list[Skill] = []
        self._languages: dict[str, Language] = {}
        self._certificates: list[Certificate] = []
        self._projects: list[Project] = []
        self._other: list[Line] = []

    def header(self, parted: Parted) -> None:
        """Takes what the header says of work."""
        facts = self._facts
        if parted.headline is not None:
            text, page = parted.headline
            self._headline = facts.line(text, page=page, section=Section.SUMMARY)
        self._summary.extend(facts.lines(parted.prose, Section.SUMMARY))
        self._other.extend(facts.lines(parted.rest, Section.OTHER))
        for section, row, content in parted.labelled:
            line = facts.line(row.text, page=row.page, section=section)
            if section is Section.SKILLS:
                self._add_skills(skills_in(content, line))
            elif section is Section.LANGUAGES:
                self._add_languages(languages_in_line(content, line))
            else:
                self._certificates.append(certificate_in(content, row.page, facts))

    def zone(self, zone: Zone) -> None:
        """Takes a zone of the section it belongs to."""
        facts, section = self._facts, Section(zone.kind)
        match section:
            case Section.SUMMARY:
                self._summary.extend(facts.lines(zone.rows, section))
            case Section.EXPERIENCE:
                self._take_jobs(zone.rows)
            case Section.EDUCATION:
                education, lines = education_of(zone.rows, facts)
                self._education.extend(education)
                self._other.extend(lines)
            case Section.SKILLS:
                listed = skills_of(zone.rows, facts)
                self._add_skills(listed.skills)
                self._add_languages(listed.languages)
                self._other.extend(listed.lines)
            case Section.LANGUAGES:
                self._add_languages(languages_of(zone.rows, facts))
            case Section.CERTIFICATES:
                self._certificates.extend(certificates_of(zone.rows, facts))
            case Section.PROJECTS:
                self._projects.extend(projects_of(zone.rows, facts))
            case _:
                self._other.extend(facts.lines(zone.rows, section))

    def profile(self) -> Profile:
        """The profile of what was gathered."""
        return Profile(
            headline=self._headline,
            summary=tuple(self._summary),
            jobs=tuple(self._jobs),
            education=tuple(self._education),
            skills=tuple(self._skills),
            languages=tuple(self._languages.values()),
            certificates=tuple(self._certificates),
            projects=tuple(self._projects),
            other=tuple(self._other),
        )

    def _take_jobs(self, rows: Sequence[Row]) -> None:
        """Jobs; what a mixed section says of studies goes to education."""
        for job in jobs_of(rows, self._facts):
            if _is_study(job):
                self._education.append(
                    Education(
                        job.company or job.title, degree_of(job.header.text), job.title, "", job.period, job.header
                    )
                )
                self._other.extend(job.lines)
            else:
                self._jobs.append(job)
        self._jobs.sort(key=recency, reverse=True)

    def _add_skills(self, skills: Sequence[Skill]) -> None:
        known = {skill.name.casefold() for skill in self._skills}
        for skill in skills:
            if skill.name.casefold() not in known:
                known.add(skill.name.casefold())
                self._skills.append(skill)

    def _add_languages(self, languages: Sequence[Language]) -> None:
        for language in languages:
            known = self._languages.get(language.name)
            if known is None or (known.level is None and language.level is not None):
                self._languages[language.name] = language
