"""Years, credentials, languages and education."""

from typing import Any

import pytest

from engine.judged import Judged, Status
from engine.profile import Job
from tests.fakes.judging import judge, row, score
from tests.fakes.profiles import certificate, job, language, profile, study

YEARS = "3+ years of backend development"


def years(*jobs: Job) -> Judged:
    return row(judge(profile(*jobs), minimal_qualifications=[YEARS]), YEARS)


def test_years_are_months_of_the_jobs_that_fit() -> None:
    """Long enough is met, half of it partial, other work nothing."""
    met = years(job("Backend Developer", "Services in Python.", start="2020-01", end="2023-06"))
    half = years(job("Backend Developer", "Services in Python.", start="2020-01", end="2021-09"))
    none = years(job("Hairdresser", "Cut hair.", start="2010-01"))
    assert (met.status, half.status, none.status) == (Status.MET, Status.PARTIAL, Status.MISSING)
    assert met.evidence[0].text == "Backend Developer, Acme"


def test_overlapping_jobs_are_not_years_twice() -> None:
    """Two jobs side by side for two years are two years."""
    twice = years(
        job("Backend Developer", "Services in Python.", start="2020-01", end="2021-12"),
        job("Backend Developer", "Services in Go.", start="2020-01", end="2021-12"),
    )
    assert twice.status is Status.PARTIAL


def test_two_jobs_after_one_another_add_up() -> None:
    """Two times two years are four."""
    both = years(
        job("Backend Developer", "Services in Python.", start="2022-01", end="2023-12"),
        job("Backend Developer", "Services in Go.", start="2020-01", end="2021-12"),
    )
    assert both.status is Status.MET


def test_years_without_a_subject_are_the_positions_work() -> None:
    """ "3 years of experience" counts the relevant jobs."""
    name = "3 years of experience"
    cv = profile(
        job("Backend Engineer", "Services in Python.", start="2020-01"), job("Waiter", start="2000-01", end="2019-12")
    )
    assert row(judge(cv, minimal_qualifications=[name]), name).status is Status.MET
    waiter = profile(job("Waiter", "Served tables.", start="2000-01"))
    assert row(judge(waiter, minimal_qualifications=[name]), name).status is Status.MISSING


def held(*names: str, asked: str = "CPA", **parts: Any) -> Judged:
    cv = profile(job("Accountant", "Kept ledgers."), certificates=tuple(certificate(name) for name in names), **parts)
    return row(judge(cv, minimal_qualifications=[asked]), asked)


def test_a_credential_is_held_in_progress_lapsed_or_absent() -> None:
    """Held is met; on the way or lapsed is less; absent is missing."""
    assert held("Certified Public Accountant").status is Status.MET
    assert held("CPA, two papers left").status is Status.PARTIAL
    assert held("CPA (expired)").score < held("CPA").score
    assert held("First aid at work").status is Status.MISSING


def test_in_progress_is_enough_where_it_was_asked_for() -> None:
    """ "Complete or in progress" means what it says."""
    asked = "Accountancy qualification, complete or in progress"
    assert held("ACCA, two papers left", asked=asked).status is Status.MET


@pytest.mark.parametrize(
    ("level", "wanted", "status"),
    [
        ("C1", "B2", Status.MET), ("native", "C2", Status.MET), ("B2", "B2", Status.MET), ("B2", "C1", Status.PARTIAL),
        ("A1", "B2", Status.MISSING), ("A2", "B2", Status.PARTIAL), ("A1", None, Status.MET), (None, None, Status.MET),
    ],
)  # fmt: skip
def test_levels_of_a_language(level: str | None, wanted: str | None, status: Status) -> None:
    """As high as asked is met, one or two levels lower is partial, lower is missing."""
    cv = profile(job("Cook"), languages=(language("Deutsch", level),))
    assert row(judge(cv, languages=[{"name": "German", "level": wanted, "importance": 2}]), "German").status is status


def german(level: str) -> float:
    cv = profile(job("Cook"), languages=(language("German", level),))
    return row(judge(cv, languages=[{"name": "German", "level": "C2", "importance": 2}]), "German").score


def test_each_level_short_costs() -> None:
    """A higher level never scores less."""
    levels = [german(level) for level in ("A1", "A2", "B1", "B2", "C1", "C2")]
    assert levels == sorted(levels)


def test_a_language_that_is_not_named_is_missing_unless_the_cv_is_written_in_it() -> None:
    """The CV's own language is a weaker sign."""
    english = profile(
        job("Cook", *(f"I ran the pass of the kitchen with the team and the chef for {n} years." for n in range(6)))
    )
    asked = [{"name": "English", "level": "C1", "importance": 2}, {"name": "French", "importance": 2}]
    found = judge(english, languages=asked)
    assert row(found, "English").status is not Status.MISSING
    assert row(found, "French").status is Status.MISSING


def educated(*degrees: tuple[str, str], degree: str = "master", field: str = "Computer Science") -> tuple[float, float]:
    cv = profile(job("Engineer"), education=tuple(study(name, subject) for name, subject in degrees))
    asked = {"importance": 3, "degree": degree, "fields_of_study": [{"name": field, "importance": 4}]}
    rows = [judged for judged in judge(cv, education=asked).requirements if judged.dimension == "education"]
    return rows[0].score, rows[1].score


def test_a_degree_counts_by_its_level() -> None:
    """The level asked for or above is full, each below less."""
    scores = [educated((name, "Law"))[0] for name in ("PhD", "MSc", "BSc", "Vocational diploma", "Abitur")]
    assert scores[:2] == [1.0, 1.0]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores[1:])) == 4


def test_a_field_counts_by_its_nearness() -> None:
    """The field itself, one of its neighbours, another."""
    same, near, far = (educated(("MSc", field))[1] for field in ("Computer Science", "Informatik", "History"))
    assert same > near > far


def test_a_degree_still_being_studied_for_counts_a_step_less() -> None:
    """What ends in the future is not finished."""
    finished, unfinished = (
        judge(
            profile(education=(study("MSc", "Law", start="2023-09", end=end),)),
            education={"importance": 1, "degree": "master"},
        ).total.breakdown
        for end in ("2025-06", "2027-06")
    )
    assert list(finished.values())[2] > list(unfinished.values())[2]


def test_no_education_is_missing_and_none_asked_is_full() -> None:
    """An education block that asks for nothing is full for everyone."""
    assert educated() == (0.0, 0.0)
    assert list(judge(profile(job("Cook")), education={"importance": 2}).total.breakdown.values())[2] == 1.0


def test_a_degree_among_the_qualifications_is_judged_by_level_and_field() -> None:
    """A bachelor in the field is more than one in another."""
    name = "Bachelor's degree in Nursing"
    right = score(
        profile(job("Nurse"), education=(study("BSc", "Adult Nursing"),)), name, minimal_qualifications=[name]
    )
    other = score(profile(job("Nurse"), education=(study("BSc", "History"),)), name, minimal_qualifications=[name])
    assert right > other


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ALS e-learning module, 2 h", "Advanced life support (ALS)"),
        ("One-day forklift familiarisation", "Forklift certification"),
        ("ALS, Tageskurs", "Advanced life support (ALS)"),
    ],
)
def test_a_taste_of_a_subject_is_no_credential(name: str, asked: str) -> None:
    """An hour online or a day's course is never what was asked for."""
    assert held(name, asked=asked).status is not Status.MET


def test_a_level_asked_for_by_number_is_part_of_what_is_asked() -> None:
    """Level 2 is not level 3; the level itself and higher ones are."""
    asked = "Food safety level 3"
    lower, same, higher = (held(f"Food safety level {number}", asked=asked) for number in (2, 3, 4))
    assert lower.score < same.score == higher.score
    assert lower.status is Status.PARTIAL


@pytest.mark.parametrize(
    "told",
    [
        "CPA, not renewed since 2013", "CPA, abgelaufen", "CPA (expirée)", "CPA, wygasł", "CPA, valid until 2024", "CPA (expires: 05/2025)",
        "CPA, gültig bis Juni 2023", "CPA, valable jusqu'en 2021", "CPA, valido fino al 31.12.2024", "CPA until 2019",
    ],
)  # fmt: skip
def test_what_has_lapsed_is_no_longer_held(told: str) -> None:
    """In whichever language it is said."""
    assert held(told).score < held("CPA").score


@pytest.mark.parametrize(
    "told",
    [
        "CPA, valid until 2031", "CPA (expires: 05/2031)", "CPA, gültig bis Juni 2030", "CPA, valable jusqu'en 2033", "CPA, ważny do 12.2032",
        "CPA, valid until renewed, passed in 2014",
    ],
)  # fmt: skip
def test_what_has_not_lapsed_yet_is_held(told: str) -> None:
    """The date is compared with the month that "present" means, whichever year that is."""
    assert held(told).score == held("CPA").score


def test_the_right_field_below_the_level_is_half_of_what_is_asked() -> None:
    """A bachelor in the field wanted is not the master in it."""
    asked = {
        "is_enabled": True,
        "importance": 3,
        "degree": "master",
        "fields_of_study": [{"name": "Law", "importance": 3}],
    }

    def field(degree: str) -> float:
        found = judge(profile(job("Lawyer"), education=(study(degree, "Law"),)), education=asked)
        return next(judged.score for judged in found.requirements if judged.block == "fields_of_study")

    assert 0 < field("BSc") < field("MSc")


def test_a_credential_is_known_by_its_own_sign_or_by_all_of_its_words() -> None:
    """Of what no table knows: "QSR 4711" is the same paper however it is called, and half of the words are half of it."""
    asked = "Plant operator ticket licence (QSR 4711)"
    assert held("QSR 4711, renewed", asked=asked).score == 1
    assert held("Plant operator's ticket licence", asked=asked).score == 1
    assert held("Bee keeper's badge", asked=asked).status is Status.MISSING


@pytest.mark.parametrize(
    ("name", "field", "status"),
    [
        ("Abgeschlossenes Studium der Sozialen Arbeit mit staatlicher Anerkennung", "Soziale Arbeit", Status.MET),
        ("Abgeschlossenes Studium der Sozialen Arbeit mit staatlicher Anerkennung", "Maschinenbau", Status.PARTIAL),
        ("Titulación en ingeniería de caminos o ingeniería civil", "Ingeniería civil", Status.MET),
        ("Laurea in economia, giurisprudenza o affini", "Giurisprudenza", Status.MET),
    ],
)
def test_the_fields_of_a_degree_are_read_in_other_languages(name: str, field: str, status: Status) -> None:
    """Any of several fields will do; another field is only a part."""
    cv = profile(education=(study("Bachelor", field),))
    assert row(judge(cv, minimal_qualifications=[name]), name).status is status
