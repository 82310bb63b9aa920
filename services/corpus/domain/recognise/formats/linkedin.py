"""LinkedIn: `positions` and `educations` of its APIs, and the data export's CSV tables as JSON (`Company Name`, `Started On` …)."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv
from services.corpus.domain.recognise.tree import Fields, Tree, at, items_of, objects_of, texts_in

NAME = "linkedin"
_EDUCATION = ("educations", "education", "educationcsv")
_POSITIONS = ("positions", "positionscsv", "position")
_BLOCKS = {
    "honors": Section.AWARDS,
    "honorscsv": Section.AWARDS,
    "publications": Section.PUBLICATIONS,
    "patents": Section.PUBLICATIONS,
    "volunteering": Section.VOLUNTEERING,
    "volunteeringexperiences": Section.VOLUNTEERING,
    "volunteer": Section.VOLUNTEERING,
    "organizations": Section.OTHER,
}


def is_it(tree: Tree) -> bool:
    """Whether positions stand beside this network's names of employers and schools."""
    jobs = objects_of(_first(tree, _POSITIONS))
    studies = objects_of(_first(tree, _EDUCATION))
    dated = any(
        key in job.values for job in jobs for key in ("startedon", "timeperiod", "startmonthyear", "startenddate")
    )
    named = any("companyname" in job.values or isinstance(job.get("company"), Fields) for job in jobs)
    schooled = any("schoolname" in study.values for study in studies)
    return ("title" in {key for job in jobs for key in job.values} and (dated or named)) or (
        schooled and bool(jobs or at(tree, "positions"))
    )


def read(tree: Tree) -> RawCv:
    """The CV of a profile; a position without an end goes on, as the network shows it."""
    person = _first(tree, ("profile", "profilecsv"))
    shown: Tree = person[0] if isinstance(person, list) and person else person if person is not None else tree
    cv = RawCv(headline=e.short(at(shown, "headline") or at(tree, "headline")), ends_stated=True)
    cv.summary = (
        texts_in(at(shown, "summary") or at(tree, "summary"))
        + texts_in(at(tree, "about"))
        + texts_in(at(tree, "specialties"))
    )
    cv.jobs = e.jobs_of(_first(tree, _POSITIONS))
    cv.education = e.education_of([_study(study) for study in objects_of(_first(tree, _EDUCATION))])
    cv.skills = e.skills_of(_first(tree, ("skills", "skillscsv")))
    cv.languages = e.languages_of(_first(tree, ("languages", "languagescsv")))
    for key in ("certifications", "certificationscsv", "courses", "coursescsv"):
        cv.certificates.extend(e.certificates_of(at(tree, key)))
    cv.projects = e.projects_of(_first(tree, ("projects", "projectscsv")))
    cv.other = [(section, text) for key, section in _BLOCKS.items() for text in e.told_of(at(tree, key))]
    return cv


def _first(tree: Tree | None, keys: tuple[str, ...]) -> Tree | None:
    found = next((value for key in keys if (value := at(tree, key)) is not None), None)
    return items_of(found) if found is not None else None


def _study(study: Fields) -> Fields:
    """A course of study; the export's `Notes` and `Activities` are no part of the degree."""
    return study.without(frozenset(("activities", "notes")))
