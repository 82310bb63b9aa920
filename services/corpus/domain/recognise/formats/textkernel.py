"""Textkernel Tx, formerly Sovren (API version 10): `Value.ResumeData` with `EmploymentHistory.Positions`, `Education.EducationDetails`."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv, RawJob, RawSkill
from services.corpus.domain.recognise.tree import Fields, Tree, at, items_of, objects_of, texts_in
from services.corpus.domain.recognise.when import spell_of

NAME = "textkernel"
_BLOCKS = {
    "achievements": Section.AWARDS,
    "publications": Section.PUBLICATIONS,
    "patents": Section.PUBLICATIONS,
    "speakingengagements": Section.PUBLICATIONS,
    "associations": Section.OTHER,
    "hobbies": Section.INTERESTS,
}


def is_it(tree: Tree) -> bool:
    """Whether the tree is a parsing response, or the resume data inside one."""
    data = _data(tree)
    return (
        at(data, "employmenthistory", "positions") is not None or at(data, "education", "educationdetails") is not None
    )


def read(tree: Tree) -> RawCv:
    """The CV of a response; what the parser concluded by itself (`ExperienceSummary`, normalised professions) is left out."""
    data = _data(tree)
    cv = RawCv()
    for key in ("professionalsummary", "objective", "qualificationssummary", "executivesummary"):
        cv.summary.extend(texts_in(at(data, key)))
    cv.jobs = [_job(position) for position in objects_of(at(data, "employmenthistory", "positions"))]
    for study in objects_of(at(data, "education", "educationdetails")):
        degree = study.get("degree")
        named = e.short(at(degree, "name")) or e.short(degree)
        wanted = {key: value for key, value in study if key not in {"degree", "text", "majors", "minors"}}
        majors = study.get("majors")
        values: dict[str, Tree] = {
            **wanted,
            **({"degree": named} if named else {}),
            **({"major": majors} if majors else {}),
        }
        cv.education.extend(e.education_of(Fields(values, study.labels)))
    cv.skills = _skills(data)
    cv.languages = e.languages_of(at(data, "languagecompetencies"))
    for key in ("certifications", "licenses", "licences"):
        cv.certificates.extend(e.certificates_of(at(data, key)))
    cv.other = [(section, text) for key, section in _BLOCKS.items() for text in e.told_of(at(data, key))]
    return cv


def _data(tree: Tree) -> Tree | None:
    found = at(tree, "value", "resumedata") or at(tree, "resumedata")
    return found if found is not None else tree


def _job(position: Fields) -> RawJob:
    spell = spell_of(position)
    employer = position.get("employer")
    bullets = [text for bullet in objects_of(position.get("bullets")) for text in texts_in(bullet.get("text"))]
    told = texts_in(position.get("description"))
    return RawJob(
        title=e.short(position.get("jobtitle")),
        company=e.short(at(employer, "name")) or e.short(at(employer, "othernames")),
        period=spell.period,
        open_ended=spell.open_ended,
        location=e.short(at(employer, "location", "municipality")) or None,
        texts=tuple(dict.fromkeys(told or bullets)),
    )


def _skills(data: Tree | None) -> list[RawSkill]:
    """Raw skills, or the names below each taxonomy in the responses of older accounts."""
    block = at(data, "skills") or at(data, "skillsdata")
    raw = [RawSkill(e.short(skill.get("name", "skill"))) for skill in objects_of(at(block, "raw"))]
    if not raw:
        raw = [RawSkill(e.short(skill.get("name"))) for skill in objects_of(at(block, "normalized"))]
    for root in objects_of(block) if not raw else ():
        for taxonomy in objects_of(root.get("taxonomies")):
            for branch in objects_of(taxonomy.get("subtaxonomies")):
                group = e.short(branch.get("subtaxonomyname"))
                for skill in objects_of(branch.get("skills")):
                    raw.append(RawSkill(e.short(skill.get("name")), None, group))
                    raw.extend(
                        RawSkill(e.short(item.get("name")), None, group) for item in objects_of(skill.get("variations"))
                    )
    if not raw:
        raw = [skill for item in items_of(block) for skill in e.skills_of(item)]
    return [skill for skill in raw if skill.name]
