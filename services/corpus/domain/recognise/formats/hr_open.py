"""HR Open Standards and HR-XML as JSON: a candidate with `profiles` of `employment` and `education`, or `EmploymentHistory` and `EducationHistory`."""

from engine.profile import Section
from services.corpus.domain.recognise import entries as e
from services.corpus.domain.recognise.raw import RawCv, RawLanguage, RawSkill
from services.corpus.domain.recognise.tree import Fields, Tree, at, items_of, objects_of, texts_in

NAME = "hr_open"
_WORK = ("employment", "employmenthistories", "employmenthistory", "employerhistory", "positionhistory")
_STUDIES = ("education", "educationandlearnings", "educationhistory", "educationorganizationattendance")
_BLOCKS = {
    "publications": Section.PUBLICATIONS,
    "publicationhistory": Section.PUBLICATIONS,
    "patents": Section.PUBLICATIONS,
    "voluntaryworks": Section.VOLUNTEERING,
    "affiliations": Section.OTHER,
    "achievements": Section.AWARDS,
    "militaryservice": Section.OTHER,
}
_SHELLS = ("data", "candidate", "resume", "candidateprofile", "profiles", "structuredxmlresume", "structuredresume")
_LANGUAGE_TAXONOMY = "language"


def is_it(tree: Tree) -> bool:
    """Whether some profile of a candidate states positions or attendances under the standard's names."""
    return any(_speaks(profile) for profile in _profiles(tree))


def read(tree: Tree) -> RawCv:
    """The CV of the profile that says most; a candidate may have several for several purposes."""
    read_ones = [_of_profile(profile) for profile in _profiles(tree)]
    return max(read_ones, key=lambda cv: len(cv.jobs) + len(cv.education) + len(cv.skills), default=RawCv())


def _profiles(tree: Tree, depth: int = 0) -> list[Fields]:
    """The candidate and all its profiles, the outermost first."""
    found: list[Fields] = []
    for item in objects_of(tree):
        found.append(item)
        if depth < 5:  # noqa: PLR2004 - more shells than any exchange puts around a candidate
            for key in _SHELLS:
                if key in item.values:
                    found.extend(_profiles(item.values[key], depth + 1))
    return found


def _speaks(profile: Fields) -> bool:
    jobs = [job for key in _WORK for job in _unwrapped(profile.get(key), _WORK)]
    studies = [study for key in _STUDIES for study in _unwrapped(profile.get(key), _STUDIES)]
    return any(
        "positionhistories" in job.values or "positionhistory" in job.values or "positiontitle" in job.values
        for job in jobs
    ) or any(
        key in study.values
        for study in studies
        for key in ("educationdegrees", "educationdegree", "attendanceperiod", "educationlevelcodes")
    )


def _unwrapped(tree: Tree | None, keys: tuple[str, ...], depth: int = 0) -> list[Fields]:
    """The entries of a block, one or two names deep (`EmploymentHistory.EmployerHistory`)."""
    found: list[Fields] = []
    for item in objects_of(tree):
        inner = [item.values[key] for key in keys if key in item.values and key != "positionhistory"]
        if inner and depth < 3:  # noqa: PLR2004 - the standard nests twice
            found.extend(entry for value in inner for entry in _unwrapped(value, keys, depth + 1))
        else:
            found.append(item)
    return found


def _of_profile(profile: Fields) -> RawCv:
    cv = RawCv(headline=e.short(profile.get("profilename", "positiontitle")))
    for key in ("executivesummary", "objective", "summary", "narratives"):
        cv.summary.extend(texts_in(profile.get(key)))
    for key in _WORK:
        cv.jobs.extend(e.jobs_of(list(_unwrapped(profile.get(key), _WORK))))
    for key in _STUDIES:
        cv.education.extend(e.education_of([_study(study) for study in _unwrapped(profile.get(key), _STUDIES)]))
    for key in ("licenses", "certifications", "license", "certification"):
        inner = at(profile.get(key), key.removesuffix("s"))
        cv.certificates.extend(e.certificates_of(inner if inner is not None else profile.get(key)))
    for key in (
        "qualifications",
        "personqualifications",
        "personcompetencies",
        "personcompetency",
        "skills",
        "competencies",
    ):
        _competencies(profile.get(key), cv)
    cv.languages.extend(e.languages_of(profile.get("languages", "languagecompetencies")))
    cv.other = [(section, text) for key, section in _BLOCKS.items() for text in e.told_of(profile.get(key))]
    return cv


def _study(study: Fields) -> Fields:
    """A course of study as flat fields: degrees, levels, programmes and institutions are lists and objects here."""
    degree = next(
        (item for key in ("educationdegrees", "educationdegree") for item in objects_of(study.get(key))), None
    )
    named = e.short(at(degree, "name")) or e.short(at(degree, "degreename")) or e.short(study.get("degreename"))
    level = next((e.short(item) for item in items_of(study.get("educationlevelcodes", "educationlevelcode"))), "")
    special = next((e.short(item) for item in items_of(at(degree, "specializations"))), "") or next(
        iter(texts_in(at(degree, "degreemajor"))), ""
    )
    program = next((e.short(item) for item in items_of(study.get("programs", "programname"))), "")
    school = e.first_text(study, ("institution", "organizationname", "school", "educationorganization", "organization"))
    values: dict[str, Tree] = {
        key: value
        for key, value in study
        if key in {"start", "end", "current", "attendanceperiod", "startdate", "enddate"}
    }
    dated = at(degree, "date") or at(degree, "degreedate")
    if dated is not None:
        values.setdefault("end", dated)
    parts = {"degree": named or level, "major": special or program, "institution": school}
    values.update({key: text for key, text in parts.items() if text})
    return Fields(values, {key: study.labels.get(key, key) for key in values})


def _competencies(tree: Tree | None, cv: RawCv, depth: int = 0) -> None:
    """Competencies are skills, or languages where their taxonomy says so."""
    for item in objects_of(tree):
        name = e.first_text(item, ("competencyname", "name", "skillname"))
        kind = " ".join(texts_in(item.get("taxonomyid", "competencyid", "type", "competencytype"))).lower()
        if name and _LANGUAGE_TAXONOMY in kind:
            cv.languages.append(
                RawLanguage(
                    name, " ".join(texts_in(item.get("competencydimension", "proficiencylevel", "level", "scoretext")))
                )
            )
        elif name:
            cv.skills.append(RawSkill(name, e.first_text(item, ("proficiencylevel", "level", "scoretext")) or None))
        elif depth < 4:  # noqa: PLR2004 - groups of groups
            for _, value in item:
                _competencies(value, cv, depth + 1)
    cv.skills.extend(RawSkill(item) for item in items_of(tree) if isinstance(item, str) and len(item) < 80)  # noqa: PLR2004 - a name
