"""Turns a JSON Resume document into a profile, the way a careful reader of the same CV would."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.facts.degrees import degree_of
from engine.facts.languages import level_of
from engine.profile import Certificate, Education, Job, Language, Line, Month, Period, Profile, Project, Section, Skill

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9'\"])")


def _month(text: str | None) -> Month | None:
    if not text:
        return None
    parts = text.split("-")
    return Month(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1)


def _period(entry: Mapping[str, Any], *, open_end_is_now: bool = False) -> Period:
    end = _month(entry.get("endDate"))
    return Period(_month(entry.get("startDate")), end, current=open_end_is_now and end is None)


def _line(text: str, section: Section) -> Line:
    return Line(text=text, scored=text, page=1, section=section)


def _lines(texts: Sequence[str | None], section: Section) -> tuple[Line, ...]:
    sentences = [part.strip() for text in texts if text for part in _SENTENCE_END.split(text)]
    return tuple(_line(sentence, section) for sentence in sentences if sentence)


def _job(entry: Mapping[str, Any]) -> Job:
    title, company = entry.get("position", ""), entry.get("name", "")
    return Job(
        title=title,
        company=company,
        period=_period(entry, open_end_is_now=True),
        header=_line(f"{title}, {company}", Section.EXPERIENCE),
        lines=_lines([entry.get("summary"), *entry.get("highlights", ())], Section.EXPERIENCE),
    )


def _education(entry: Mapping[str, Any]) -> Education:
    degree_text, area = entry.get("studyType", ""), entry.get("area", "")
    return Education(
        institution=entry.get("institution", ""),
        degree=degree_of(degree_text),
        degree_text=degree_text,
        field_of_study=area,
        period=_period(entry),
        line=_line(f"{degree_text}, {area}", Section.EDUCATION),
    )


def _skills(groups: Sequence[Mapping[str, Any]]) -> tuple[Skill, ...]:
    found: list[Skill] = []
    for group in groups:
        words = group.get("keywords") or [group.get("name", "")]
        line = _line(f"{group.get('name', '')}: {', '.join(words)}", Section.SKILLS)
        found += [Skill(name=word, line=line, level=group.get("level")) for word in words]
    return tuple(found)


def _project(entry: Mapping[str, Any]) -> Project:
    texts = [entry.get("name"), entry.get("description"), *entry.get("highlights", ())]
    return Project(name=entry.get("name", ""), period=_period(entry), lines=_lines(texts, Section.PROJECTS))


def profile_of(resume: Mapping[str, Any]) -> Profile:
    """Give the profile of a JSON Resume document; missing blocks are empty."""
    basics = resume.get("basics", {})
    label = basics.get("label")
    return Profile(
        headline=_line(label, Section.SUMMARY) if label else None,
        summary=_lines([basics.get("summary")], Section.SUMMARY),
        jobs=tuple(_job(entry) for entry in resume.get("work", ())),
        education=tuple(_education(entry) for entry in resume.get("education", ())),
        skills=_skills(resume.get("skills", ())),
        languages=tuple(
            Language(
                entry["language"],
                level_of(entry.get("fluency", "")),
                _line(f"{entry['language']}: {entry.get('fluency', '')}", Section.LANGUAGES),
            )
            for entry in resume.get("languages", ())
        ),
        certificates=tuple(
            Certificate(
                name=entry["name"],
                line=_line(entry["name"], Section.CERTIFICATES),
                issuer=entry.get("issuer"),
                year=int(entry["date"][:4]) if entry.get("date") else None,
            )
            for entry in resume.get("certificates", ())
        ),
        projects=tuple(_project(entry) for entry in resume.get("projects", ())),
    )
