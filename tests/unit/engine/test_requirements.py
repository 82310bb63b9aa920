"""The requirements of contract §4: what is read, and every fault with its path."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.profile import Degree
from engine.requirements import Named, RequirementsError, parse_config, parse_requirements, parse_requirements_block
from tests.fakes.profiles import config

WORK = "config.requirements.workExperience"
SKILLS = "config.requirements.skills"
LISTS = f"{SKILLS}.skills_config"
EDUCATION = "config.requirements.education"


def faults(value: Any) -> dict[str, list[str]]:
    with pytest.raises(RequirementsError) as caught:
        parse_requirements(value)
    return caught.value.fields


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    value = config(
        hard_skills=["Python"],
        languages=[{"name": "English", "level": "C1", "importance": 2}],
        education={"importance": 2},
    )
    change(value["requirements"])
    return value


def test_the_smallest_config_gets_the_documented_defaults() -> None:
    """Only `from`, `to` and the two importances are needed; the rest has the contract's defaults."""
    block = {"workExperience": {"from": 0, "to": 0, "importance": 1}, "skills": {"importance": 5}}
    read = parse_requirements_block(block, path="position_metadata")
    assert (read.work.time_importance, read.work.transferable_skills, read.work.min_job_duration_months) == (
        3,
        False,
        0,
    )
    assert read.skills.hard == ()
    assert read.education is None


def test_weighted_lists_come_first_and_plain_names_join_them_once() -> None:
    """`roles_config` gives importances; a name only in `relevant_roles` weighs 3; a name in both counts once."""
    read = parse_requirements(
        config(work={"relevant_roles": ["Cook", "Baker", "Baker"], "roles_config": [{"name": "cook", "importance": 5}]})
    )
    assert read.work.roles == (Named("cook", 5), Named("Baker", 3))


@pytest.mark.parametrize("value", [0, 6, -1, 10**30])
def test_an_importance_out_of_range_is_refused(value: int) -> None:
    """Importances are 1 to 5."""
    wrong = changed(lambda r: r["skills"]["skills_config"]["hard_skills"][0].update(importance=value))
    assert faults(wrong) == {f"{LISTS}.hard_skills[0].importance": ["must be between 1 and 5"]}


@pytest.mark.parametrize("value", [True, 3.0, "3", [], float("nan")])
def test_an_importance_that_is_no_integer_is_refused(value: object) -> None:
    """Booleans, numbers with a point and texts are no integers."""
    assert faults(changed(lambda r: r["skills"].update(importance=value))) == {
        f"{SKILLS}.importance": ["must be an integer"]
    }


CASES: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("work missing", lambda r: r.pop("workExperience"), WORK),
    ("skills missing", lambda r: r.pop("skills"), SKILLS),
    ("skills no object", lambda r: r.update(skills=[]), SKILLS),
    ("from missing", lambda r: r["workExperience"].pop("from"), f"{WORK}.from"),
    ("to missing", lambda r: r["workExperience"].pop("to"), f"{WORK}.to"),
    ("from negative", lambda r: r["workExperience"].update({"from": -1}), f"{WORK}.from"),
    ("from is true", lambda r: r["workExperience"].update({"from": True}), f"{WORK}.from"),
    ("to is no whole number", lambda r: r["workExperience"].update(to=8.5), f"{WORK}.to"),
    ("from above to", lambda r: r["workExperience"].update({"from": 9}), f"{WORK}.from"),
    ("importance missing", lambda r: r["workExperience"].pop("importance"), f"{WORK}.importance"),
    ("time importance", lambda r: r["workExperience"].update(time_importance=9), f"{WORK}.time_importance"),
    ("transferable", lambda r: r["workExperience"].update(transferable_skills="yes"), f"{WORK}.transferable_skills"),
    (
        "shortest job",
        lambda r: r["workExperience"].update(min_job_duration_months=-2),
        f"{WORK}.min_job_duration_months",
    ),
    ("roles no list", lambda r: r["workExperience"].update(relevant_roles="Cook"), f"{WORK}.relevant_roles"),
    ("role no text", lambda r: r["workExperience"].update(relevant_roles=["Cook", 4]), f"{WORK}.relevant_roles[1]"),
    ("role blank", lambda r: r["workExperience"].update(relevant_roles=[" "]), f"{WORK}.relevant_roles[0]"),
    ("too many", lambda r: r["workExperience"].update(relevant_industries=["x"] * 51), f"{WORK}.relevant_industries"),
    ("entry no object", lambda r: r["workExperience"].update(companies_config=["x"]), f"{WORK}.companies_config[0]"),
    ("lists no object", lambda r: r["skills"].update(skills_config=3), LISTS),
    (
        "name missing",
        lambda r: r["skills"]["skills_config"].update(soft_skills=[{"importance": 1}]),
        f"{LISTS}.soft_skills[0].name",
    ),
    (
        "name too long",
        lambda r: r["skills"]["skills_config"].update(hard_skills=[{"name": "x" * 201, "importance": 1}]),
        f"{LISTS}.hard_skills[0].name",
    ),
    ("level", lambda r: r["skills"]["skills_config"]["languages"][0].update(level="c1"), f"{LISTS}.languages[0].level"),
    (
        "switch",
        lambda r: r["skills"]["skills_config"].update(requirements={"minimal_qualifications": 1}),
        f"{LISTS}.requirements.minimal_qualifications",
    ),
    ("education no object", lambda r: r.update(education=[]), EDUCATION),
    ("education importance", lambda r: r["education"].pop("importance"), f"{EDUCATION}.importance"),
    ("degree", lambda r: r["education"].update(degree="phd"), f"{EDUCATION}.degree"),
    ("enabled", lambda r: r["education"].update(is_enabled="no"), f"{EDUCATION}.is_enabled"),
    (
        "field",
        lambda r: r["education"].update(fields_of_study=[{"name": "Law"}]),
        f"{EDUCATION}.fields_of_study[0].importance",
    ),
]


@pytest.mark.parametrize(("change", "path"), [pytest.param(c, p, id=name) for name, c, p in CASES])
def test_each_bad_field_is_named_by_its_path(change: Callable[[dict[str, Any]], None], path: str) -> None:
    """A fault stands under the path of its field."""
    assert path in faults(changed(change))


def test_all_bad_fields_are_named_at_once() -> None:
    """The client learns of every fault, not of the first."""

    def spoil(r: dict[str, Any]) -> None:
        r["workExperience"]["importance"] = 0
        r["skills"]["skills_config"]["hard_skills"] += [
            {"name": "Go", "importance": 3},
            {"name": "", "importance": 2.0},
        ]
        r["education"]["degree"] = "guru"

    assert set(faults(changed(spoil))) == {
        f"{WORK}.importance",
        f"{LISTS}.hard_skills[2].name",
        f"{LISTS}.hard_skills[2].importance",
        f"{EDUCATION}.degree",
    }


@pytest.mark.parametrize("value", [None, 3, "x", [], {}])
def test_a_config_of_any_other_shape_is_a_fault_and_never_a_crash(value: object) -> None:
    """Whatever stands in place of the config, the answer is a fault with a path."""
    with pytest.raises(RequirementsError) as caught:
        parse_config(value, path="config")
    assert caught.value.fields


def test_unknown_keys_are_no_error_anywhere() -> None:
    """Unknown keys are kept for the echo and ignored here."""

    def add(r: dict[str, Any]) -> None:
        r["notes"] = r["workExperience"]["x"] = r["skills"]["skills_config"]["hard_skills"][0]["y"] = object()

    assert parse_requirements(changed(add)).skills.hard == (Named("Python", 3),)


def test_switches_turn_lists_off_but_not_their_checks() -> None:
    """A list that is switched off asks for nothing, and is still checked."""
    off = {"minimal_qualifications": False, "preferable_qualifications": False}
    value = config(minimal_qualifications=["CPA"], preferable_qualifications=["Go"])
    value["requirements"]["skills"]["skills_config"]["requirements"] = off
    read = parse_requirements(value)
    assert (read.skills.minimal, read.skills.preferable) == ((), ())
    value["requirements"]["skills"]["skills_config"]["minimal_qualifications"][0]["importance"] = 7
    assert f"{LISTS}.minimal_qualifications[0].importance" in faults(value)


def test_education_that_is_switched_off_is_absent_and_need_not_be_complete() -> None:
    """`is_enabled: false` is the same as not sending the block."""
    assert parse_requirements(config(education={"is_enabled": False})).education is None


def test_education_is_read() -> None:
    """Degree and fields of study are typed."""
    read = parse_requirements(
        config(education={"importance": 2, "degree": "master", "fields_of_study": [{"name": "Law", "importance": 4}]})
    )
    assert read.education is not None
    assert (read.education.degree, read.education.fields_of_study) == (Degree.MASTER, (Named("Law", 4),))


@pytest.mark.parametrize(
    ("sent", "kept"), [("s-1", "s-1"), (4711, 4711), (0, 0), (1.5, 1.5), ("", ""), (None, None), ({"a": 1}, None)]
)
def test_the_clients_own_id_is_kept_as_sent(sent: object, kept: object) -> None:
    """`id` of an entry is echoed with its judgement, a number as a number."""
    read = parse_requirements(
        config(
            hard_skills=[{"name": "Go", "importance": 2, "id": sent}],
            languages=[{"name": "English", "importance": 2, "id": sent}],
        )
    )
    assert (read.skills.hard[0].id, read.skills.languages[0].id) == (kept, kept)
