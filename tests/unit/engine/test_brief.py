"""A job made ready: what is asked twice is looked for once."""

from engine.brief import Brief
from engine.plan import plan_of
from engine.similarity import Embedded
from tests.fakes.profiles import requirements
from tests.fakes.word_vectors import word_vectors


def ready(*skills: str) -> Brief:
    """A brief for an engineer."""
    plan = plan_of(requirements(hard_skills=list(skills)), job_description='{"title": "Backend Engineer"}')
    return Brief(plan, Embedded.of(plan.texts, word_vectors(plan.texts)))


def test_equal_wishes_are_one_need() -> None:
    """What is asked twice is looked for once."""
    (_, first), (_, other), (_, again) = ready("Go", "Kafka", "Go").wanted
    assert again is first is not other


def test_what_is_asked_for_is_laid_beside_the_roles() -> None:
    """1 for a role itself, less for a part of it, 0 for other things and for what was not embedded."""
    brief = ready("Backend Engineer", "Engineer", "Baking")
    found = [brief.like_the_roles(subject) for subject in ("Backend Engineer", "Engineer", "Baking", "unknown")]
    assert found[0] > 0.999 > found[1] > 0.5
    assert found[2:] == [0.0, 0.0]
