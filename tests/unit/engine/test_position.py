"""Positions in whatever form they come."""

import json
from typing import Any

import pytest

from engine.position import read_position
from engine.requirements import RequirementsError
from tests.fakes.profiles import config

BLOCK = config(hard_skills=["Python"])["requirements"]


def test_whole_and_bare_requirements_are_read_as_deepmatch_reads_them() -> None:
    """What stands beside the requirements is the job description that goes with them."""
    whole = read_position({"name": "Backend Engineer", "requirements": BLOCK})
    bare = read_position({**BLOCK, "name": "Backend Engineer"})
    assert whole == bare
    assert json.loads(whole.job_description) == {"name": "Backend Engineer"}
    assert whole.requirements.skills.hard[0].name == "Python"


@pytest.mark.parametrize(
    ("metadata", "path"),
    [
        ({"requirements": {"workExperience": {"from": 1}}}, "position_metadata.requirements.skills"),
        ({"skills": {"importance": 9}}, "position_metadata.skills.importance"),
        ({"workExperience": {"from": 3, "to": 1, "importance": 3}}, "position_metadata.workExperience.from"),
    ],
)
def test_broken_requirements_are_refused_with_their_paths(metadata: dict[str, Any], path: str) -> None:
    """What looks like a block of requirements must be one."""
    with pytest.raises(RequirementsError) as caught:
        read_position(metadata)
    assert path in caught.value.fields


def test_any_other_object_is_read_by_its_text() -> None:
    """The title is the role, every sentence a requirement; links, addresses and numbers are none."""
    position = read_position(
        {
            "id": 17,
            "title": "Pastry Chef",
            "url": "https://example.com/jobs/17",
            "contact": "jobs@example.com",
            "skills": ["Sourdough", "Lamination"],
            "details": {"text": "You bake at night. You train apprentices.", "since": "2026-01-01"},
            "requirements": "A steady hand",
        }
    )
    assert [role.name for role in position.requirements.work.roles] == ["Pastry Chef"]
    assert [entry.name for entry in position.requirements.skills.hard] == [
        *("Sourdough", "Lamination", "You bake at night", "You train apprentices", "A steady hand"),
    ]


@pytest.mark.parametrize(
    "metadata", [{"": 1}, {"x": None}, {"a": [[[[[[[[[["deep"]]]]]]]]]]}, {"n": "42"}, {"🙂": "🙂"}]
)
def test_an_object_without_text_still_asks_for_something(metadata: dict[str, Any]) -> None:
    """No object that is not empty is a search for nothing."""
    skills = read_position(metadata).requirements.skills.hard
    assert skills
    assert all(entry.name.strip() for entry in skills)


def test_long_text_is_cut_to_what_requirements_may_hold() -> None:
    """At most 50 statements of at most 200 characters, whatever is sent."""
    text = " ".join(f"Statement number {number} about baking {'x' * 300}." for number in range(400))
    hard = read_position({"text": text}).requirements.skills.hard
    assert 0 < len(hard) <= 50
    assert all(len(entry.name) <= 200 for entry in hard)
