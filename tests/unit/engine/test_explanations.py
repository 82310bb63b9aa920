"""What a result says in words: notes, principal reasons, where it looked, what it ignored."""

import json
from typing import Any

import pytest

from engine.notes import length
from engine.reasons import REASON_LIMIT, principal_reasons
from engine.report import IDENTITY_FIELDS, UNREAD_LIMIT, result_json
from engine.requirements import unread_fields
from tests.fakes.judging import judge
from tests.fakes.profiles import certificate, config, job, language, profile, skills, study

STRONG = profile(
    job("Backend Engineer", "Wrote services in Go.", "Ran them on Kubernetes.", start="2018-01"),
    skills=skills("Go", "Terraform"),
    languages=(language("German", "A2"),),
    education=(study("BSc", "Informatics"),),
)
WEAK = profile(job("Waiter", "Served guests.", start="2016-01", end="2024-12"))


def details(cv: Any = STRONG, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(result_json(judge(cv, **asked), embedding_model="words")))["details"]
    return found


def row(of: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in of["requirements"] if each["name"] == name)


@pytest.mark.parametrize(
    ("months", "said"),
    [(0, "0 months"), (1, "1 month"), (12, "1 year"), (27, "2 years 3 months"), (13, "1 year 1 month")],
)
def test_a_time_is_told_as_people_say_it(months: int, said: str) -> None:
    """Years and months, singular and plural."""
    assert length(months) == said


def test_every_requirement_says_why_it_stands_so() -> None:
    """What was used, what is only named, what is missing: each in one sentence."""
    found = details(hard_skills=["Go", "Terraform", "Cobol"])
    assert row(found, "Go")["note"] == "Shown in work experience and the list of skills."
    assert row(found, "Terraform")["note"] == "Named in the list of skills; nothing read shows it in use."
    assert row(found, "Cobol")["note"] == "Nothing that was read shows it."
    assert all(each["note"].endswith(".") for each in found["requirements"])


def test_arithmetic_is_told_with_its_numbers() -> None:
    """Years, languages and degrees say what was counted and what was asked for."""
    found = details(
        minimal_qualifications=["10+ years of backend development"],
        languages=[{"name": "German", "level": "C1", "importance": 3}],
        education={"importance": 2, "degree": "master"},
    )
    assert row(found, "10+ years of backend development")["note"] == "8 years 11 months counted; 10 years asked for."
    assert row(found, "German")["note"] == "The CV names it at A2; C1 is asked for."
    assert row(found, "master")["note"] == "The highest degree read is a bachelor's degree."
    time = next(each for each in found["requirements"] if each["block"] == "time")
    assert "8 years 11 months of relevant work counted" in time["note"]
    assert "more than the 8 years asked for" in time["note"]


def test_work_of_another_kind_and_too_short_jobs_are_told() -> None:
    """No job, none relevant, none long enough: three different sentences."""
    assert "No jobs were read" in details(profile(skills=skills("Go")))["requirements"][0]["note"]
    assert details(WEAK)["requirements"][0]["note"] == "None of the 1 job read is close to the work asked for."
    short = profile(job("Backend Engineer", "Wrote services in Go.", start="2024-01", end="2024-03"))
    told = details(short, work={"min_job_duration_months": 6})["requirements"][0]["note"]
    assert told == "The relevant jobs read are shorter than the 6 months asked for."


def test_what_was_done_in_other_work_only_is_told() -> None:
    """A skill of the position shown in a job of another kind says so."""
    cook = profile(job("Cook", "Wrote services in Go.", "Cooked for sixty guests.", start="2016-01"))
    found = details(cook, hard_skills=["Go"])
    assert found["experience"]["roles"][0]["relevance"] < 0.5
    assert row(found, "Go")["status"] != "met"
    assert row(found, "Go")["note"] == "Found in work experience, but in work of another kind than the position's."


def test_work_is_looked_for_among_the_jobs_alone() -> None:
    """Neither skills nor education are years of work."""
    waiter = profile(*WEAK.jobs, skills=skills("Go"), education=(study("BSc", "Law"),))
    roles = details(waiter)["requirements"][0]
    assert roles["looked_in"] == [{"section": "experience", "lines": 2, "pages": [1]}]


def test_what_is_missing_says_where_it_was_looked_for() -> None:
    """Sections with their lines and pages for what is not met, and nothing of the kind for what is."""
    found = details(hard_skills=["Go", "Cobol"], minimal_qualifications=["CPA licence"])
    assert "looked_in" not in row(found, "Go")
    assert row(found, "Cobol")["looked_in"] == [
        {"section": "experience", "lines": 3, "pages": [1]},
        {"section": "education", "lines": 1, "pages": [1]},
        {"section": "skills", "lines": 1, "pages": [1]},
    ]
    assert {place["section"] for place in row(found, "CPA licence")["looked_in"]} == {
        "experience",
        "education",
        "skills",
    }


def test_looking_where_nothing_is_gives_no_place() -> None:
    """A degree is looked for among degrees, a language among languages: without any the list is empty."""
    found = details(
        WEAK, languages=[{"name": "German", "importance": 3}], education={"importance": 2, "degree": "master"}
    )
    assert row(found, "German")["looked_in"] == []
    assert row(found, "master")["looked_in"] == []


def test_reasons_start_with_what_cost_most_and_are_at_most_four() -> None:
    """A weak candidate's reasons all lowered the score, dearest first; a strong one's raised it."""
    weak = details(WEAK, hard_skills=["Go", "Python", "Kubernetes", "Cobol", "Java"])["reasons"]
    assert len(weak) == REASON_LIMIT
    assert {reason["effect"] for reason in weak} == {"lowered"}
    assert [reason["points"] for reason in weak] == sorted((reason["points"] for reason in weak), reverse=True)
    assert (
        weak[0]["text"] == "Missing: roles (Backend Engineer). None of the 1 job read is close to the work asked for."
    )
    strong = details(hard_skills=["Go"], work={"to": 20})["reasons"]
    assert strong
    assert all(reason["effect"] == "raised" for reason in strong)


def test_a_missing_minimal_qualification_that_caps_comes_first() -> None:
    """However little it weighs; and only where it caps."""
    licence = {"name": "CPA licence", "importance": 1}
    strong = details(hard_skills=["Go", "Kubernetes"], minimal_qualifications=[licence], work={"to": 20})
    assert strong["scoring"]["capped"]
    first = strong["reasons"][0]
    assert (first["effect"], first["name"], first["block"]) == ("capped", "CPA licence", "minimal_qualifications")
    assert "at most 0.55" in first["text"]
    weak = details(WEAK, minimal_qualifications=[licence])
    assert not weak["scoring"]["capped"]
    assert "capped" not in {reason["effect"] for reason in weak["reasons"]}


def test_points_can_be_computed_from_the_rows() -> None:
    """A reason's points are its requirement's share of the whole times what its score lacks of 1, or its score."""
    found = details(
        WEAK, hard_skills=["Go", {"name": "Cobol", "importance": 5}], education={"importance": 2, "degree": "master"}
    )
    importances = found["scoring"]["importances"]
    for reason in found["reasons"]:
        (of,) = [
            each for each in found["requirements"] if (each["block"], each["name"]) == (reason["block"], reason["name"])
        ]
        weight = sum(each["importance"] for each in found["requirements"] if each["dimension"] == of["dimension"])
        share = importances[of["dimension"]] / sum(importances.values()) * of["importance"] / weight
        part = of["score"] if reason["effect"] == "raised" else 1 - of["score"]
        assert reason["points"] == pytest.approx(share * part, abs=0.0006)


def test_points_lost_add_up_to_what_the_overall_score_lacks() -> None:
    """Nothing lowers a score but its requirements."""
    assessment = judge(WEAK, hard_skills=["Go"])
    reasons = principal_reasons(assessment)
    assert len(reasons) == 3
    assert sum(reason.points for reason in reasons) == pytest.approx(1 - assessment.total.overall, abs=0.003)


def test_certificates_say_whether_they_are_held() -> None:
    """Held, on the way, or not there."""
    asked: dict[str, Any] = {"minimal_qualifications": ["CPA licence"]}
    held = details(profile(job("Accountant"), certificates=(certificate("CPA"),)), **asked)
    coming = details(profile(job("Accountant"), certificates=(certificate("CPA, in progress"),)), **asked)
    assert row(held, "CPA licence")["note"] == "Held, as said in certificates."
    assert "not that it is held" in row(coming, "CPA licence")["note"]
    assert row(details(**asked), "CPA licence")["note"] == "No such certificate, licence or registration was read."


def test_ignored_fields_name_the_person_and_what_the_config_has_too_much() -> None:
    """Unknown fields of a config at any depth are named by their path; keys that begin with `_` are the client's own."""
    sent: dict[str, Any] = config(
        hard_skills=[{"name": "Go", "importance": 3, "wieght": 2}], education={"importance": 1, "level": "x"}
    )
    sent["_private"] = 1
    sent["extra"] = {"deep": 1}
    sent["requirements"]["skills"]["hard_skills"] = []
    unread = unread_fields(sent)
    assert unread == (
        "config.extra",
        "config.requirements.skills.hard_skills",
        "config.requirements.skills.skills_config.hard_skills[0].wieght",
        "config.requirements.education.level",
    )
    ignored = result_json(judge(STRONG), embedding_model="w", unread=unread)["details"]["fields_ignored"]
    assert ignored == [*IDENTITY_FIELDS, *unread]


def test_what_the_config_has_too_much_cannot_blow_up_a_result() -> None:
    """Paths are counted and cut."""
    unread = tuple(f"config.{'x' * 1000}{number}" for number in range(1000))
    ignored = result_json(judge(STRONG), embedding_model="w", unread=unread)["details"]["fields_ignored"]
    assert len(ignored) == len(IDENTITY_FIELDS) + UNREAD_LIMIT
    assert max(map(len, ignored)) == 200
