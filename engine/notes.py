"""Says in one plain sentence why a requirement stands as it does, for who decides and for who is decided about."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine import calibration as c
from engine.assess import Assessment
from engine.facts.languages import canonical_language
from engine.judged import Judged, Status
from engine.kinds import Kind
from engine.material import Source
from engine.profile import Degree, Line, Section

_MONTHS = 12
_TITLES_SHOWN = 3
_NO_JOBS = "No jobs were read from the CV."
_CALLED = {
    Section.SUMMARY: "the summary",
    Section.EXPERIENCE: "work experience",
    Section.EDUCATION: "education",
    Section.SKILLS: "the list of skills",
    Section.LANGUAGES: "languages",
    Section.CERTIFICATES: "certificates",
    Section.PROJECTS: "projects",
    Section.AWARDS: "awards",
    Section.PUBLICATIONS: "publications",
    Section.VOLUNTEERING: "volunteering",
    Section.INTERESTS: "interests",
    Section.REFERENCES: "references",
    Section.OTHER: "other text",
}
# A thing named there is said of oneself; elsewhere it was done, studied or earned.
_CLAIMED_IN = frozenset({Section.SUMMARY, Section.SKILLS, Section.INTERESTS, Section.REFERENCES, Section.OTHER})
_DEGREES = {
    Degree.HIGH_SCHOOL: "a high school diploma",
    Degree.ASSOCIATE: "an associate degree",
    Degree.BACHELOR: "a bachelor's degree",
    Degree.MASTER: "a master's degree",
    Degree.DOCTORATE: "a doctorate",
}
_LEVELS = tuple(Degree)


def note(judged: Judged, assessment: Assessment) -> str:
    """One sentence in English; names of things are the client's and the CV's own."""
    # The blocks of work have the kinds of qualifications, but are judged over the whole working life.
    say = _BY_BLOCK.get(judged.block) or _BY_KIND.get(judged.kind, _of_evidence)
    return say(judged, assessment)


def length(months: int) -> str:
    """A time as people say it: `2 years 3 months`."""
    years, rest = divmod(months, _MONTHS)
    parts = [_count(years, "year")] if years else []
    if rest or not years:
        parts.append(_count(rest, "month"))
    return " ".join(parts)


def _of_roles(_: Judged, assessment: Assessment) -> str:
    roles = assessment.roles
    if not roles:
        return _NO_JOBS
    near = [role for role in roles if role.relevance >= c.RELEVANT]
    if not near:
        return f"None of the {_count(len(roles), 'job')} read is close to the work asked for."
    if not any(role.counted for role in near):
        shortest = _count(assessment.asked.work.min_job_duration_months, "month")
        return f"The relevant jobs read are shorter than the {shortest} asked for."
    near = [role for role in near if role.counted]
    titles = list(dict.fromkeys(role.title for role in near if role.title))[:_TITLES_SHOWN]
    named = f": {', '.join(titles)}" if titles else ""
    return f"{len(near)} of {_count(len(roles), 'job')} read {'is' if len(near) == 1 else 'are'} relevant{named}."


def _of_time(_: Judged, assessment: Assessment) -> str:
    work, months = assessment.asked.work, assessment.relevant_months
    if not assessment.roles:
        return _NO_JOBS
    counted = f"{length(months)} of relevant work counted, of {length(assessment.total_months)} of work in all"
    if months < work.from_years * _MONTHS:
        return f"{counted}; at least {_count(work.from_years, 'year')} asked for."
    if months > work.to_years * _MONTHS:
        return f"{counted}; more than the {_count(work.to_years, 'year')} asked for, which lowers this a little."
    ends = [role.end for role in assessment.roles if role.relevance >= c.RELEVANT and role.counted]
    last = max((end for end in ends if end is not None), default=None)
    if None not in ends and last is not None:
        return f"{counted}, the latest until {last}."
    return f"{counted}."


def _of_companies(judged: Judged, assessment: Assessment) -> str:
    if judged.evidence:
        return "One of them is among the employers."
    return "None of them is among the employers." if assessment.roles else _NO_JOBS


def _of_years(judged: Judged, _: Assessment) -> str:
    asked = length(judged.asked.months) if judged.asked and judged.asked.months else "some time"
    if not judged.months:
        return f"No job read counts as time spent on it; {asked} asked for."
    return f"{length(judged.months)} counted; {asked} asked for."


def _of_language(judged: Judged, assessment: Assessment) -> str:
    wanted = judged.asked.language if judged.asked else ""
    spoken = [each for each in assessment.material.profile.languages if canonical_language(each.name) == wanted]
    asked = f"; {judged.asked.level} is asked for" if judged.asked and judged.asked.level else ""
    if not spoken:
        if judged.evidence:
            return f"The CV is written in it, but does not name it among its languages{asked}."
        return "The CV does not name it among its languages."
    levels = [each.level for each in spoken if each.level]
    return f"The CV names it {f'at {levels[0]}' if levels else 'without a level'}{asked}."


def _of_degree(judged: Judged, assessment: Assessment) -> str:
    found = [entry.degree for entry in assessment.material.profile.education if entry.degree is not Degree.NONE]
    if not found:
        return "No degree was read from the CV."
    highest = max(found, key=_LEVELS.index)
    told = f"The highest degree read is {_DEGREES[highest]}"
    wanted = judged.asked.degree if judged.asked else Degree(judged.name)
    if (
        judged.status is not Status.MET
        and wanted is not Degree.NONE
        and _LEVELS.index(highest) >= _LEVELS.index(wanted)
    ):
        return f"{told}, but not as finished or not in the field asked for."
    return f"{told}."


def _of_field(judged: Judged, _: Assessment) -> str:
    if not judged.evidence:
        return "No field of study read is like it."
    return "It was studied." if judged.status is Status.MET else "The nearest field of study read is not quite it."


def _of_certificate(judged: Judged, _: Assessment) -> str:
    if judged.status is Status.MET:
        return f"Held, as said in {_places(judged.evidence)}." if judged.evidence else "Held."
    if not judged.evidence:
        return "No such certificate, licence or registration was read."
    return f"Signs of it in {_places(judged.evidence)}, but not that it is held and valid."


def _of_evidence(judged: Judged, assessment: Assessment) -> str:
    if not judged.evidence:
        return "Nothing that was read shows it."
    where = _places(judged.evidence)
    if judged.status is not Status.MET and _only_in_other_work(judged.evidence, assessment):
        return f"Found in {where}, but in work of another kind than the position's."
    if judged.status is Status.MISSING:
        return f"What comes nearest, in {where}, does not show it."
    if all(line.section in _CLAIMED_IN for line in judged.evidence):
        return f"Named in {where}; nothing read shows it in use."
    return f"{'Shown' if judged.status is Status.MET else 'Shown in part'} in {where}."


_Say = Callable[[Judged, Assessment], str]
_BY_BLOCK: Mapping[str, _Say] = {"roles": _of_roles, "time": _of_time, "companies": _of_companies}
_BY_KIND: Mapping[Kind, _Say] = {
    Kind.YEARS: _of_years,
    Kind.LANGUAGE: _of_language,
    Kind.DEGREE: _of_degree,
    Kind.FIELD: _of_field,
    Kind.CERTIFICATE: _of_certificate,
}


def _only_in_other_work(evidence: Sequence[Line], assessment: Assessment) -> bool:
    jobs = {
        piece.job
        for piece in assessment.material.pieces
        if piece.line in evidence and piece.source in {Source.WORK, Source.TITLE} and piece.job is not None
    }
    return bool(jobs) and all(assessment.roles[job].relevance < c.RELEVANT for job in jobs)


def _places(lines: Iterable[Line]) -> str:
    names = list(dict.fromkeys(_CALLED[line.section] for line in lines))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
