"""Each format says the same of the same CV."""

from typing import Any

import pytest

from engine.profile import Degree, Month, Period, Profile
from services.corpus.domain.recognise import recognise
from tests.unit.corpus.recognise.samples import EVERY, PERSON
from tests.unit.corpus.recognise.told import BULLET


@pytest.fixture(params=EVERY, ids=str)
def sample(request: pytest.FixtureRequest) -> tuple[str, Any]:
    """A format's name and the sample CV in it."""
    return EVERY[request.param]


def _texts(profile: Profile) -> str:
    return repr(profile)


def test_format_is_recognised(sample: tuple[str, Any]) -> None:
    """A sample is read by the recogniser of its format."""
    name, document = sample

    assert recognise(document).format == name


def test_jobs_have_titles_employers_months_and_lines(sample: tuple[str, Any]) -> None:
    """Both roles are found, the current one first, with their months and what was told of them."""
    profile = recognise(sample[1]).profile

    assert [(job.title, job.company) for job in profile.jobs] == [
        ("Staff Nurse", "Oakford Infirmary"),
        ("Ward Nurse", "Saint Ulric Clinic"),
    ]
    assert profile.jobs[0].period == Period(Month(2019, 4), None, current=True)
    assert profile.jobs[1].period == Period(Month(2016, 9), Month(2019, 3))
    assert [line.scored for line in profile.jobs[0].lines] == ["Sixteen beds.", BULLET]
    assert profile.jobs[1].lines == ()


def test_education_has_school_degree_and_field(sample: tuple[str, Any]) -> None:
    """The one course of study is found once, with its level and its years."""
    profile = recognise(sample[1]).profile

    (study,) = profile.education
    assert (study.institution, study.degree) == ("Elmsbrook University", Degree.BACHELOR)
    assert study.field_of_study == "Nursing"
    assert study.period.start is not None
    assert study.period.end is not None
    assert (study.period.start.year, study.period.end.year) == (2013, 2016)


def test_skills_and_languages_are_named(sample: tuple[str, Any]) -> None:
    """Both skills stand in a line that holds them, and German is among the languages."""
    profile = recognise(sample[1]).profile

    assert [skill.name for skill in profile.skills] == ["Ventilation", "Haemofiltration"]
    assert all(skill.name in skill.line.scored for skill in profile.skills)
    assert "German" in [language.name for language in profile.languages]


def test_identity_is_nowhere_in_the_profile(sample: tuple[str, Any]) -> None:
    """Neither the person nor a referee is in any text of the profile."""
    profile = recognise(sample[1]).profile

    assert not [value for value in (*PERSON, "Petronella", "1990", "Freedonia", "ledig") if value in _texts(profile)]


@pytest.mark.parametrize("name", ["json_resume", "linkedin", "linkedin_export", "german", "sectioned"])
def test_stated_levels_of_languages_are_kept(name: str) -> None:
    """Where a format states how well a language is known, its level is on the common scale."""
    levels = {language.name: language.level for language in recognise(EVERY[name][1]).profile.languages}

    assert levels == {"German": "native", "English": "C1"}


@pytest.mark.parametrize("name", ["json_resume", "rchilli", "linkedin_export", "hr_open"])
def test_certificates_have_issuer_and_year(name: str) -> None:
    """A certificate keeps who issued it and when."""
    (certificate,) = recognise(EVERY[name][1]).profile.certificates

    assert (certificate.name, certificate.issuer, certificate.year) == ("Advanced Life Support", "Resus Board", 2022)


@pytest.mark.parametrize("name", ["textkernel", "affinda"])
def test_conclusions_of_a_parser_are_left_out(name: str) -> None:
    """What a parser concluded by itself is no word of the CV."""
    texts = _texts(recognise(EVERY[name][1]).profile)

    assert "register" not in texts
    assert "appears to be" not in texts
