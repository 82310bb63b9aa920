"""What a CV says of somebody's work, with where it says so; who somebody is has no place here.

A profile is made by the CV reader (from a PDF) or by the corpus (from a client's own parser) and judged by the engine.
Each fact carries the lines it was read from, so that a score can quote them.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Section(StrEnum):
    """The part of a CV a line stands in."""

    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    PROJECTS = "projects"
    AWARDS = "awards"
    PUBLICATIONS = "publications"
    VOLUNTEERING = "volunteering"
    INTERESTS = "interests"
    REFERENCES = "references"
    OTHER = "other"


class Degree(StrEnum):
    """Levels of education, lowest first, named as in the requirements config."""

    NONE = "none"
    HIGH_SCHOOL = "high_school"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @property
    def ordinal(self) -> int:
        """Months since year 0: differences are durations in months."""
        return self.year * 12 + self.month - 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of `start` to the end of `end`; `end` is None while it goes on or is not said.

    `year_only` says that the CV gave years without months: `start` is then January, `end` December of its year.
    """

    start: Month | None = None
    end: Month | None = None
    current: bool = False
    year_only: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, bullet or entry of the CV.

    `text` is quoted as evidence; `scored` is the same with everything taken out that tells who somebody is, and is the
    only text that is matched or embedded. `page` counts from 1; 0 when the source has no pages.
    """

    text: str
    scored: str
    page: int
    section: Section

    def __hash__(self) -> int:
        """The hash of what tells lines apart best; lines are laid side by side often."""
        return hash(self.scored)


@dataclass(frozen=True, slots=True)
class Job:
    """One role at one employer; two roles at one company are two jobs."""

    title: str
    company: str
    period: Period
    header: Line
    lines: tuple[Line, ...] = ()
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Education:
    """One course of study."""

    institution: str
    degree: Degree
    degree_text: str
    field_of_study: str
    period: Period
    line: Line


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as listed, with the level the CV gives it, if any."""

    name: str
    line: Line
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A spoken language; `level` is A1 to C2 or native, None when the CV gives none."""

    name: str
    level: str | None
    line: Line


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate, licence or completed course."""

    name: str
    line: Line
    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project outside a job."""

    name: str
    period: Period
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the engine may know of a CV. Jobs come newest first, lists in reading order."""

    headline: Line | None = None
    summary: tuple[Line, ...] = ()
    jobs: tuple[Job, ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    projects: tuple[Project, ...] = ()
    other: tuple[Line, ...] = field(default=())
