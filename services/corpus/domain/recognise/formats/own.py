"""The product's own `cv_parser_result`, so that a CV that was matched can be put into a corpus as it was read."""

from engine.profile import Degree, Period, Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import (
    RawCertificate,
    RawCv,
    RawEducation,
    RawJob,
    RawLanguage,
    RawProject,
    RawSkill,
)
from services.corpus.domain.recognise.tree import Fields, Tree, at, items_of, objects_of, text_of
from services.corpus.domain.recognise.when import moment_of, year_of

NAME = "cvdeep"


def is_it(tree: Tree) -> bool:
    """Whether the tree has the marks of a reading: pages, the reader's name and its lists."""
    return isinstance(tree, Fields) and all(key in tree.values for key in ("pages", "pagesread", "reader"))


def read(tree: Tree) -> RawCv:
    """The CV as the reader gave it; levels, periods and sections are taken as they are stated."""
    cv = RawCv(
        lines_stated=True,
        headline=text_of(at(tree, "headline")),
        summary=[text_of(item) for item in items_of(at(tree, "summary"))],
    )
    cv.jobs = [
        RawJob(
            _text(job, "title"),
            _text(job, "company"),
            _period(job),
            location=_text(job, "location") or None,
            texts=_highlights(job),
        )
        for job in objects_of(at(tree, "jobs"))
    ]
    cv.education = [
        RawEducation(
            _text(item, "institution"), _text(item, "degree"), _text(item, "fieldofstudy"), _period(item), _degree(item)
        )
        for item in objects_of(at(tree, "education"))
    ]
    cv.skills = [RawSkill(_text(item, "name"), _text(item, "level") or None) for item in objects_of(at(tree, "skills"))]
    cv.languages = [
        RawLanguage(_text(item, "name"), _text(item, "level")) for item in objects_of(at(tree, "languages"))
    ]
    cv.certificates = [
        RawCertificate(_text(item, "name"), _text(item, "issuer") or None, year_of(item.get("year")))
        for item in objects_of(at(tree, "certificates"))
    ]
    cv.projects = [
        RawProject(_text(item, "name"), _period(item), _highlights(item)) for item in objects_of(at(tree, "projects"))
    ]
    cv.other = [(_section(item), text_of(item)) for item in objects_of(at(tree, "other"))]
    return cv


def _text(fields: Fields, key: str) -> str:
    return e.short(fields.get(key))


def _highlights(fields: Fields) -> tuple[str, ...]:
    return tuple(text_of(item) for item in items_of(fields.get("highlights")))


def _period(fields: Fields) -> Period:
    start, end = moment_of(fields.get("start")), moment_of(fields.get("end"))
    return Period(
        start.first if start else None,
        end.last if end else None,
        current=fields.get("current") is True,
        year_only=fields.get("yearonly") is True,
    )


def _degree(fields: Fields) -> Degree | None:
    level = _text(fields, "level")
    return Degree(level) if level in set(Degree) else None


def _section(fields: Fields) -> Section:
    named = text_of(fields.get("section"))
    return Section(named) if named in set(Section) else Section.OTHER
