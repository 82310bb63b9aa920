"""Affinda: `data` with `workExperience` (`jobTitle`, `organization`, `dates`) and its newer shape with prefixed names, values wrapped or compact."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv
from services.corpus.domain.recognise.tree import Fields, Tree, at, items_of, objects_of, texts_in

NAME = "affinda"
_BLOCKS = {
    "publications": Section.PUBLICATIONS,
    "publication": Section.PUBLICATIONS,
    "patent": Section.PUBLICATIONS,
    "achievement": Section.AWARDS,
    "association": Section.OTHER,
    "hobby": Section.INTERESTS,
}
# The newer shape names each field after its list: `workExperienceJobTitle`, `educationMajor`.
_PREFIXES = ("workexperience", "education", "project", "language", "skill", "publication", "certification")


def is_it(tree: Tree) -> bool:
    """Whether the tree, or its `data`, lists work or studies under this parser's names."""
    data = _data(tree)
    work = [_bare(item) for item in items_of(at(data, "workexperience"))]
    studies = [_bare(item) for item in items_of(at(data, "education"))]
    return any(
        "jobtitle" in job.values and ("organization" in job.values or "dates" in job.values) for job in objects_of(work)
    ) or any("accreditation" in study.values for study in objects_of(studies))


def read(tree: Tree) -> RawCv:
    """The CV of a document; the parser's own sums and classifications are left out."""
    data = _data(tree)
    cv = RawCv(headline=e.short(at(data, "profession")))
    for key in ("summary", "objective"):
        cv.summary.extend(_texts(at(data, key)))
    cv.jobs = e.jobs_of(
        [
            _only(_bare(job), ("jobtitle", "organization", "dates", "location", "jobdescription", "description"))
            for job in _list(data, "workexperience")
        ]
    )
    cv.education = e.education_of([_study(_bare(study)) for study in _list(data, "education")])
    cv.skills = e.skills_of([_named(_bare(skill)) for skill in _list(data, "skills") + _list(data, "skill")])
    cv.languages = e.languages_of([_bare(item) for item in _list(data, "languages") + _list(data, "language")])
    certified = [item for key in ("certifications", "certification") for item in _list(data, key)]
    cv.certificates = e.certificates_of([_named(_bare(item)) for item in certified])
    cv.projects = e.projects_of([_bare(item) for item in _list(data, "project") + _list(data, "projects")])
    cv.other = [
        (section, text)
        for key, section in _BLOCKS.items()
        for text in e.told_of([_bare(item) for item in _list(data, key)])
    ]
    return cv


def _data(tree: Tree) -> Tree | None:
    found = at(tree, "data")
    return found if isinstance(found, Fields) else tree


def _list(data: Tree | None, key: str) -> list[Tree]:
    return items_of(at(data, key))


def _bare(item: Tree, depth: int = 0) -> Tree:
    """An entry without its wrapping (`{"raw", "parsed"}`) and without the list's name before its fields' names."""
    if not isinstance(item, Fields) or depth > 4:  # noqa: PLR2004 - values are wrapped once or twice
        return item
    parsed = item.get("parsed")
    if parsed is not None:
        return _bare(parsed, depth + 1)
    values: dict[str, Tree] = {}
    for key, value in item:
        prefix = next((p for p in _PREFIXES if key.startswith(p) and len(key) > len(p)), "")
        values.setdefault(key.removeprefix(prefix), _bare(value, depth + 1))
    return Fields(values, {key: item.labels.get(key, key) for key in values})


def _only(item: Tree, keys: tuple[str, ...]) -> Tree:
    if not isinstance(item, Fields):
        return item
    return Fields({key: value for key, value in item if key in keys}, item.labels)


def _study(item: Tree) -> Tree:
    """A course of study whose `accreditation` is the degree with its level beside it."""
    accreditation = at(item, "accreditation")
    if not isinstance(item, Fields) or not isinstance(accreditation, Fields):
        return _only(item, ("organization", "accreditation", "level", "major", "dates"))
    degree = e.first_text(accreditation, ("education", "inputstr", "raw", "educationlevel"))
    values: dict[str, Tree] = {key: value for key, value in item if key in {"organization", "dates", "major"}}
    return Fields({**values, **({"degree": degree} if degree else {})}, {**item.labels, "degree": "degree"})


def _named(item: Tree) -> Tree:
    name = e.short(item)
    return name or item


def _texts(tree: Tree | None) -> list[str]:
    bare = _bare(tree) if tree is not None else None
    return [bare] if isinstance(bare, str) else texts_in(bare)
