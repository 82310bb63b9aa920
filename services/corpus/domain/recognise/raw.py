"""What a recogniser finds in a client's JSON, before identity is taken out and lines are made of it."""

from dataclasses import dataclass, field

from engine.profile import Degree, Period, Section


@dataclass(frozen=True, slots=True)
class RawJob:
    """A role. `open_ended`: it has a start and neither an end nor a word on whether it goes on."""

    title: str
    company: str
    period: Period
    open_ended: bool = False
    location: str | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawEducation:
    """A course of study; `degree` only where the format states the level, else it is read from the texts."""

    institution: str
    degree_text: str
    field_of_study: str
    period: Period
    degree: Degree | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawSkill:
    """A skill with its level and the name of the group it is listed under, if any."""

    name: str
    level: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class RawLanguage:
    """A spoken language as named; `level` in whatever words."""

    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class RawCertificate:
    """A certificate, licence or course."""

    name: str
    issuer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class RawProject:
    """A project; `texts` does not repeat the name."""

    name: str
    period: Period
    texts: tuple[str, ...] = ()


@dataclass(slots=True)
class RawCv:
    """All that was found.

    `ends_stated`: the format states every end, so that a role without one goes on. `lines_stated`: its texts are lines already, kept as they are.
    """

    headline: str = ""
    summary: list[str] = field(default_factory=list)
    jobs: list[RawJob] = field(default_factory=list)
    education: list[RawEducation] = field(default_factory=list)
    skills: list[RawSkill] = field(default_factory=list)
    languages: list[RawLanguage] = field(default_factory=list)
    certificates: list[RawCertificate] = field(default_factory=list)
    projects: list[RawProject] = field(default_factory=list)
    other: list[tuple[Section, str]] = field(default_factory=list)
    ends_stated: bool = False
    lines_stated: bool = False

    def is_empty(self) -> bool:
        """Whether nothing was found that a search could use."""
        return not (
            self.jobs
            or self.skills
            or self.education
            or self.summary
            or self.other
            or self.projects
            or self.certificates
        )
