"""A working life as a whole: roles, time, industries and companies."""

from typing import Any

import pytest

from engine.assess import Assessment
from engine.judged import Judged
from engine.profile import Job
from tests.fakes.judging import judge
from tests.fakes.profiles import job, profile

SERVICES = "Built services in Python and Go on Kubernetes."
LISTS: dict[str, Any] = {"hard_skills": ["Python", "Go", "Kubernetes"]}


def assessed(*jobs: Job, **work: object) -> Assessment:
    return judge(profile(*jobs), work=dict(work), **LISTS)


def block(assessment: Assessment, name: str) -> Judged:
    return next(judged for judged in assessment.requirements if judged.block == name)


def engineer(start: str, end: str | None = None) -> Job:
    return job("Backend Engineer", SERVICES, start=start, end=end)


def test_what_was_done_makes_a_job_relevant_under_any_title() -> None:
    """A title that says nothing does not hide the work, and a title alone does not make it."""
    plain = assessed(job("Guild Lead", SERVICES, "Carry the pager."), job("Guild Lead", "Prepared the harvest party."))
    assert plain.roles[0].relevance > 0.5 > plain.roles[1].relevance


def test_a_job_of_other_work_is_not_relevant_whatever_words_it_holds() -> None:
    """A recruiter's job is full of the words of the jobs recruited for."""
    found = assessed(
        job("Recruitment Consultant", "Filled vacancies for Python, Go and Kubernetes engineers.", SERVICES)
    )
    assert found.roles[0].relevance < 0.5
    assert found.relevant_months == 0


def test_relevant_and_total_months_count_overlaps_once() -> None:
    """Experience is calendar time."""
    found = assessed(
        engineer("2022-01", "2022-12"), engineer("2022-07", "2023-06"), job("Waiter", start="2010-01", end="2010-12")
    )
    assert (found.relevant_months, found.total_months) == (18, 30)


def test_short_stints_do_not_count_when_a_least_length_is_asked() -> None:
    """`min_job_duration_months` leaves short jobs out of the time and says so in the roles."""
    found = assessed(engineer("2022-01", "2022-12"), engineer("2021-01", "2021-02"), min_job_duration_months=6)
    assert found.relevant_months == 12
    assert [role.counted for role in found.roles] == [True, False]


def time_score(years: int, **work: object) -> float:
    jobs = [engineer(f"{2026 - years}-12")] if years else [job("Waiter", "Served tables.")]
    return block(assessed(*jobs, **work), "time").score


def test_time_grows_to_from_holds_to_to_and_then_falls_a_little() -> None:
    """Below `from` ever more is lost, between it is full, above a little is lost."""
    scores = {years: time_score(years, **{"from": 4, "to": 8}) for years in (0, 1, 2, 3, 4, 8, 12, 30)}
    assert scores[0] == 0
    assert scores[0] < scores[1] < scores[2] < scores[3] < scores[4]
    assert scores[4] == scores[8] == 1
    assert 0.8 <= scores[30] <= scores[12] < 1


def test_fewer_years_than_from_are_never_met() -> None:
    """However little is lacking: the score says how much, the status that it is not what was asked for. A month is forgiven."""
    rows = {
        start: block(assessed(engineer(start), **{"from": 4, "to": 8}), "time")
        for start in ("2023-03", "2023-02", "2023-01", "2022-12")
    }
    assert [row.status for row in rows.values()] == ["partial", "partial", "met", "met"]
    assert [round(row.score, 2) for row in rows.values()] == [0.94, 0.96, 1, 1]


def test_idle_years_lower_the_time() -> None:
    """Ten years ago is not yesterday."""
    recent = block(assessed(engineer("2018-01", "2025-12")), "time").score
    old = block(assessed(engineer("2005-01", "2012-12")), "time").score
    assert old < recent


def test_recent_roles_count_more_than_old_ones() -> None:
    """Relevance of the roles fades with the years since."""
    recent = block(assessed(engineer("2018-01", "2025-12")), "roles").score
    old = block(assessed(engineer("2005-01", "2012-12")), "roles").score
    assert 0.3 < old < recent


def test_adjacent_work_counts_only_where_it_is_asked_for() -> None:
    """`transferable_skills` lets neighbours in, for roles and for time."""
    operations = job("DevOps Engineer", "Ran Kubernetes clusters.", start="2018-01")
    with_it, without = assessed(operations, transferable_skills=True), assessed(operations)
    assert with_it.roles == without.roles
    assert block(with_it, "roles").score > block(without, "roles").score
    assert block(with_it, "time").score >= block(without, "time").score


def test_industries_are_alternatives() -> None:
    """One of them is enough, and the dearer one is worth more."""
    industries = {
        "industries_config": [{"name": "Insurance", "importance": 5}, {"name": "E-commerce", "importance": 1}]
    }
    dear, cheap, none = (
        block(assessed(job("Backend Engineer", SERVICES, text), **industries), "industries").score
        for text in ("Claims platform of an insurer.", "Checkout of a web shop.", "Games.")
    )
    assert dear > cheap > none


@pytest.mark.parametrize(("company", "found"), [("Acme GmbH", True), ("ACME", True), ("Acmeister", False)])
def test_companies_match_by_whole_words(company: str, *, found: bool) -> None:
    """A company asked for is found under its legal name, not inside another."""
    assessment = assessed(job("Backend Engineer", SERVICES, company=company), relevant_companies=["Acme"])
    assert (block(assessment, "companies").score > 0) is found


def test_without_any_job_everything_of_work_is_zero_and_said() -> None:
    """An empty working life is a warning, not a silent zero."""
    found = assessed()
    assert (found.relevant_months, found.total_months, block(found, "roles").score) == (0, 0, 0.0)
    assert any(warning.startswith("low_confidence") for warning in found.warnings)


def test_the_words_of_another_trade_outweigh_a_shared_title() -> None:
    """Who talks of silicon and netlists designs chips, though mechanical engineers are called the same."""
    asked: dict[str, Any] = {
        "hard_skills": ["Prototype testing", "SolidWorks", "Casting"],
        "work": {"relevant_roles": ["Design Engineer"]},
    }
    mechanical = ("Prototype testing of gearboxes.", "Castings and shafts in SolidWorks.")
    chips = ("Prototype testing of silicon.", "RTL in Verilog and tape-out of two chips.", "Netlist to wafer.")
    own, other = (
        judge(profile(job("Design Engineer", *lines)), **asked).roles[0].relevance for lines in (mechanical, chips)
    )
    assert own > 0.5 > other


def test_the_positions_own_words_are_never_another_trades() -> None:
    """Where the position itself speaks of silicon, so may the candidate."""
    asked: dict[str, Any] = {
        "hard_skills": ["Prototype testing", "SolidWorks", "Casting"],
        "work": {"relevant_roles": ["Design Engineer"]},
    }
    cv = profile(
        job("Design Engineer", "Prototype testing of silicon.", "RTL in Verilog and tape-out.", "Netlist to wafer.")
    )
    silent, outspoken = (
        judge(cv, text=text, **asked).roles[0].relevance for text in ("Design of parts.", "Design of silicon chips.")
    )
    assert outspoken > silent


def test_words_of_other_trades_never_raise_relevance() -> None:
    """One word tells nothing, more of them only lower it."""
    lines = ["Built services in Python.", "Dogs, cats and horses.", "Kennels and equine euthanasia."]
    found = [assessed(job("Backend Engineer", *lines[:count])).roles[0].relevance for count in (1, 2, 3)]
    assert found == sorted(found, reverse=True)
