"""JSON Resume (jsonresume.org, schema 1.0): `basics`, `work`, `education`, `skills` with `keywords`, `languages` with `fluency`."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv, RawJob
from services.corpus.domain.recognise.tree import Fields, Tree, at, objects_of, texts_in
from services.corpus.domain.recognise.when import spell_of

NAME = "json_resume"
_BLOCKS = {
    "volunteer": Section.VOLUNTEERING,
    "awards": Section.AWARDS,
    "publications": Section.PUBLICATIONS,
    "interests": Section.INTERESTS,
}
_JOB_FIELDS = frozenset(("position", "name", "company", "startdate", "enddate", "location", "url", "website"))


def is_it(tree: Tree) -> bool:
    """Whether the tree is a JSON Resume: `work` or `education` with its own names of fields, or `basics` beside another block."""
    if not isinstance(tree, Fields):
        return False
    work = any(
        "position" in job.values and ("name" in job.values or "company" in job.values)
        for job in objects_of(tree.get("work"))
    )
    studies = any("studytype" in study.values or "area" in study.values for study in objects_of(tree.get("education")))
    others = (
        "work",
        "education",
        "skills",
        "projects",
        "volunteer",
        "certificates",
        "languages",
        "awards",
        "publications",
    )
    return work or studies or ("basics" in tree.values and any(key in tree.values for key in others))


def read(tree: Tree) -> RawCv:
    """The CV that a JSON Resume states; a role without `endDate` goes on."""
    cv = RawCv(
        headline=e.short(at(tree, "basics", "label")), summary=texts_in(at(tree, "basics", "summary")), ends_stated=True
    )
    cv.jobs = [_job(job) for job in objects_of(at(tree, "work"))]
    cv.education = e.education_of(at(tree, "education"))
    cv.skills = e.skills_of(at(tree, "skills"))
    cv.languages = e.languages_of(at(tree, "languages"))
    cv.certificates = e.certificates_of(at(tree, "certificates"))
    cv.projects = e.projects_of(at(tree, "projects"))
    cv.other = [(section, text) for key, section in _BLOCKS.items() for text in e.told_of(at(tree, key))]
    return cv


def _job(job: Fields) -> RawJob:
    spell = spell_of(job)
    place = e.first_text(job, ("location",))
    return RawJob(
        title=e.first_text(job, ("position",)),
        company=e.first_text(job, ("name", "company")),
        period=spell.period,
        open_ended=spell.open_ended,
        location=place or None,
        texts=e.leftovers(job, _JOB_FIELDS),
    )
