"""RChilli: `ResumeParserData` with `SegregatedExperience`, `SegregatedQualification`, `SegregatedSkill` (and `WorkHistory` in versions before 8)."""

import re

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv, RawJob
from services.corpus.domain.recognise.reading import find_period
from services.corpus.domain.recognise.tree import Fields, Tree, at, objects_of, text_of, texts_in
from services.corpus.domain.recognise.when import Spell, spell_of

NAME = "rchilli"
_OPEN = re.compile(r"\btill (?:date|now)\b|\bto date\b", re.IGNORECASE)
_BLOCKS = {"achievements": Section.AWARDS, "publication": Section.PUBLICATIONS, "hobbies": Section.INTERESTS}


def is_it(tree: Tree) -> bool:
    """Whether the tree is a parser's answer, with or without its outer object."""
    data = _data(tree)
    return isinstance(data, Fields) and any(
        key in data.values for key in ("segregatedexperience", "segregatedqualification", "segregatedskill")
    )


def read(tree: Tree) -> RawCv:
    """The CV of an answer. Summaries the parser wrote itself (`ExecutiveSummary`) are left out: they begin with the name."""
    data = _data(tree)
    cv = RawCv(
        headline=e.short(at(data, "jobprofile")),
        summary=texts_in(at(data, "objectives")) + texts_in(at(data, "summary")),
    )
    cv.jobs = [_job(job) for job in _entries(data, "segregatedexperience", "workhistory")]
    for study in _entries(data, "segregatedqualification", "educationsplit"):
        cv.education.extend(e.education_of(_study(study)))
    skills = _entries(data, "segregatedskill", "skillset")
    cv.skills = e.skills_of([_skill(skill) for skill in skills]) if skills else e.skills_of(at(data, "skillkeywords"))
    cv.languages = e.languages_of(at(data, "languageknown"))
    certificates = at(data, "segregatedcertification")
    cv.certificates = e.certificates_of(
        [_certificate(item) for item in objects_of(certificates)] or at(data, "certification")
    )
    cv.other = [(section, text) for key, section in _BLOCKS.items() for text in e.told_of(at(data, key))]
    return cv


def _data(tree: Tree) -> Tree | None:
    found = at(tree, "resumeparserdata")
    return found if found is not None else tree


def _entries(data: Tree | None, key: str, older: str) -> list[Fields]:
    block = at(data, key)
    return objects_of(at(block, older) if isinstance(block, Fields) and older in block.values else block)


def _job(job: Fields) -> RawJob:
    spell = spell_of(job)
    if spell.open_ended:
        # The parser leaves EndDate empty both for a role that goes on and for an end it missed: the period as written tells.
        spell = next(
            (found for key in ("jobperiod", "formattedjobperiod") if (found := _as_written(job.get(key)))), spell
        )
    title, employer = job.get("jobprofile"), job.get("employer")
    projects = [text for project in objects_of(job.get("projects")) for text in e.told_of(project)]
    return RawJob(
        title=e.short(at(title, "title")) or e.short(at(title, "formattedname")) or e.short(title),
        company=e.short(at(employer, "employername")) or e.short(employer),
        period=spell.period,
        open_ended=spell.open_ended,
        location=e.short(at(job.get("location"), "city")) or None,
        texts=(*texts_in(job.get("jobdescription")), *projects),
    )


def _as_written(tree: Tree | None) -> Spell | None:
    """The time of a role as the CV writes it, None when that names no second date and no present."""
    text = _OPEN.sub("present", text_of(tree)[:100])
    span = find_period(text)
    return Spell(span.period) if span is not None and span.ranged else None


def _study(study: Fields) -> Fields:
    institution, degree = study.get("institution"), study.get("degree")
    named: dict[str, Tree] = {key: value for key, value in study if key in {"startdate", "enddate", "year"}}
    texts = (
        (
            "institution",
            e.short(at(institution, "name"))
            or e.short(institution)
            or e.short(study.get("university", "universityname")),
        ),
        ("degree", e.short(at(degree, "degreename")) or e.short(at(degree, "normalizeddegree")) or e.short(degree)),
        ("major", ", ".join(texts_in(at(degree, "specialization"))[:3])),
        ("period", text_of(study.get("formatteddegreeperiod"))),
    )
    named.update((key, text) for key, text in texts if text)
    return Fields(named, {key: key for key in named})


def _skill(skill: Fields) -> Tree:
    name, level = e.short(skill.get("skill", "formattedname")), e.short(skill.get("proficiencylevel"))
    values: dict[str, Tree] = {"name": name, **({"level": level} if level else {})}
    return Fields(values, {key: key for key in values})


def _certificate(item: Fields) -> Tree:
    values: dict[str, Tree] = {"name": e.short(item.get("certificationtitle", "name", "title"))}
    authority, dated = e.short(item.get("authority", "issuingauthority")), item.get("startdate", "date")
    values.update({"authority": authority} if authority else {})
    values.update({"date": dated} if dated is not None else {})
    return Fields(values, {key: key for key in values})
