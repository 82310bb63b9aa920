"""The gateway's models and the engine's reader refuse the same requirements, at the same paths."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.requirements import RequirementsError, parse_requirements
from services.gateway.schemas.requirements import MatchConfig
from services.gateway.schemas.validation import path_of

WHOLE: dict[str, Any] = {
    "requirements": {
        "workExperience": {
            "from": 2, "to": 5, "importance": 3, "time_importance": 4, "transferable_skills": True,
            "min_job_duration_months": 6, "relevant_roles": ["engineer", "developer"],
            "roles_config": [{"name": "engineer", "importance": 5}], "relevant_industries": ["banking"],
            "industries_config": [{"name": "banking", "importance": 1}], "relevant_companies": ["Acme"],
            "companies_config": [{"name": "Acme", "importance": 2}],
        },
        "skills": {
            "importance": 5,
            "skills_config": {
                "hard_skills": [{"name": "Python", "importance": 5, "id": "s1"}, {"name": "Go", "importance": 1}],
                "soft_skills": [{"name": "writing", "importance": 2, "id": 7}],
                "minimal_qualifications": [{"name": "driving licence", "importance": 3}],
                "preferable_qualifications": [{"name": "PhD", "importance": 3}],
                "languages": [{"name": "German", "level": "C1", "importance": 4}, {"name": "English", "importance": 4}],
                "requirements": {"minimal_qualifications": True, "preferable_qualifications": False},
            },
        },
        "education": {
            "is_enabled": True, "importance": 2, "degree": "master",
            "fields_of_study": [{"name": "computer science", "importance": 3}],
        },
    }
}  # fmt: skip

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 8), st.sampled_from([1200, 1201, 3.0, 2.5]), st.just(""), st.just(" "),
    st.sampled_from(["A1", "a1", "native", "master", "Master", "x" * 200, "x" * 201, " " * 201, "3"]), st.just([]), st.just({}),
    st.sampled_from([[1], [{}], ["a"], ["a"] * 50, ["a"] * 51, [None], [{"name": "a", "importance": 1}] * 51, [[]]]),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found += places(item, (*path, key))
    return found


PLACES = places(WHOLE)


def changed(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> dict[str, Any]:
    config = copy.deepcopy(WHOLE)
    for path, value, absent in changes:
        target: Any = config
        try:
            for step in path[:-1]:
                target = target[step]
            if absent:
                del target[path[-1]]
            else:
                target[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    return config


def paths_by_gateway(config: Any) -> set[str]:
    try:
        MatchConfig.model_validate(config)
    except ValidationError as error:
        return {path_of(("config", *fault["loc"])) for fault in error.errors()}
    return set()


def paths_by_engine(config: Any) -> set[str]:
    try:
        parse_requirements(config)
    except RequirementsError as error:
        return set(error.fields)
    return set()


def test_the_whole_config_is_fine_on_both_sides() -> None:
    """The base of the comparison is valid."""
    assert paths_by_gateway(WHOLE) == paths_by_engine(WHOLE) == set()


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD, st.booleans()), min_size=1, max_size=4))
def test_both_sides_name_the_same_bad_fields(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    """Whatever is changed or taken away; below a field that is absent or no object the engine may name more."""
    config = changed(changes)
    gateway, engine = paths_by_gateway(config), paths_by_engine(config)
    assert gateway <= engine
    assert all(any(path == bad or path.startswith((f"{bad}.", f"{bad}[")) for bad in gateway) for path in engine)
