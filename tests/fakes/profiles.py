"""Short ways to write profiles and requirements in tests."""

from collections.abc import Sequence
from typing import Any

from engine.facts.degrees import degree_of
from engine.profile import Certificate, Education, Job, Language, Line, Month, Period, Profile, Project, Section, Skill
from engine.requirements import Requirements, parse_requirements

NOW = Month(2026, 11)


def line(text: str, section: Section = Section.EXPERIENCE, *, page: int = 1) -> Line:
    return Line(text=text, scored=text, page=page, section=section)


def period(start: str | None, end: str | None = None) -> Period:
    """`period("2020-03")` goes on; `period("2020-03", "2021-06")` has ended."""
    if start is None:
        return Period()
    return Period(_month(start), _month(end) if end else None, current=end is None)


def _month(text: str) -> Month:
    year, month = text.split("-")
    return Month(int(year), int(month))


def job(title: str, *lines: str, company: str = "Acme", start: str | None = "2020-01", end: str | None = None) -> Job:
    return Job(
        title=title,
        company=company,
        period=period(start, end),
        header=line(f"{title}, {company}"),
        lines=tuple(line(text) for text in lines),
    )


def study(degree: str, field: str, *, start: str = "2010-09", end: str | None = "2014-06") -> Education:
    return Education(
        institution="A university",
        degree=degree_of(degree),
        degree_text=degree,
        field_of_study=field,
        period=period(start, end),
        line=line(f"{degree}, {field}", Section.EDUCATION),
    )


def skills(*names: str, label: str = "Skills") -> tuple[Skill, ...]:
    listed = line(f"{label}: {', '.join(names)}", Section.SKILLS)
    return tuple(Skill(name=name, line=listed) for name in names)


def certificate(name: str) -> Certificate:
    return Certificate(name=name, line=line(name, Section.CERTIFICATES))


def language(name: str, level: str | None) -> Language:
    return Language(name=name, level=level, line=line(f"{name}: {level}", Section.LANGUAGES))


def project(name: str, *lines: str) -> Project:
    return Project(name=name, period=Period(), lines=tuple(line(text, Section.PROJECTS) for text in (name, *lines)))


def profile(*jobs: Job, summary: Sequence[str] = (), **parts: Any) -> Profile:
    return Profile(jobs=jobs, summary=tuple(line(text, Section.SUMMARY) for text in summary), **parts)


def config(
    *, work: dict[str, Any] | None = None, education: dict[str, Any] | None = None, **lists: list[Any]
) -> dict[str, Any]:
    """A config whose skill lists may be plain names, each of importance 3."""
    named = {
        key: [{"name": entry, "importance": 3} if isinstance(entry, str) else entry for entry in entries]
        for key, entries in lists.items()
    }
    requirements: dict[str, Any] = {
        "workExperience": {"from": 3, "to": 8, "importance": 4, "relevant_roles": ["Backend Engineer"], **(work or {})},
        "skills": {"importance": 4, "skills_config": named},
    }
    if education is not None:
        requirements["education"] = education
    return {"requirements": requirements}


def requirements(**kwargs: Any) -> Requirements:
    return parse_requirements(config(**kwargs))
