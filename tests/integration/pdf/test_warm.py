"""The made-up CV that readers are warmed with."""

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.adapters.pdf.warm import made_up_cv
from services.matcher.domain.structure import read_cv


def test_the_made_up_cv_takes_a_reader_through_every_part_of_a_real_one() -> None:
    """Contact, jobs with bullets, degrees, skills, languages: what no part of it needs stays slow for the first real CV."""
    seen: list[bool] = []

    cv = read_cv(extract(made_up_cv(), ReadLimits(), text_seen=lambda: seen.append(True)))

    assert cv.identity.name == "Robin Example"
    assert cv.identity.emails
    assert cv.identity.phones
    assert len(cv.profile.jobs) == 3
    assert all(job.lines for job in cv.profile.jobs)
    assert len(cv.profile.education) == 2
    assert cv.profile.skills
    assert cv.profile.languages
    assert seen == [True]
