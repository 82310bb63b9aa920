"""A job made ready: the likeness of all its needs with all texts at once is that of each pair alone."""

import numpy as np
import pytest

from engine.brief import Brief
from engine.material import material_of
from engine.plan import plan_of
from engine.similarity import Embedded, Similarities
from tests.fakes.profiles import job, profile, requirements
from tests.fakes.word_vectors import word_vectors

PLAN = plan_of(
    requirements(
        hard_skills=["Go (services)", "Kafka"],
        minimal_qualifications=["3 years", "AWS certification", "Banking experience"],
    ),
    job_description='{"title": "Backend Engineer", "text": "Builds services in Go for a bank."}',
)
OWN = ("Built services in Go", "Kafka", "served breakfast", "Backend Engineer", "Registered nurse")


def embedded(texts: tuple[str, ...]) -> Embedded:
    return Embedded.of(texts, word_vectors(texts))


BRIEF, TEXTS = Brief(PLAN, embedded(PLAN.texts)), embedded(OWN)


def test_likeness_is_the_best_of_each_needs_phrases() -> None:
    """One row a need, 0 for a need without phrases."""
    similar = Similarities(BRIEF.embedded, TEXTS)
    likeness, said = BRIEF.compared(TEXTS)
    assert (said.position >= likeness.max(axis=0)).all()
    for _, need in BRIEF.wanted:
        expected = [similar.best(need.asked.phrases, text) if need.asked.phrases else 0.0 for text in OWN]
        assert likeness[need.row].tolist() == expected, need.asked.name
    assert {bool(need.asked.phrases) for _, need in BRIEF.wanted} == {True, False}


def test_titles_are_laid_beside_the_roles_and_other_work() -> None:
    """A title that is blank is like nothing."""
    similar = Similarities(BRIEF.embedded, TEXTS)
    found = BRIEF.titles(TEXTS, ["Backend Engineer", "", "Registered nurse"])
    assert [like for like, _ in found] == [
        similar.best(PLAN.roles, title) for title in ("Backend Engineer", "", "Registered nurse")
    ]
    assert found[1] == (0.0, 0.0)
    assert found[2][1] > found[0][1]


def test_equal_wishes_are_one_need() -> None:
    """What is asked twice is looked for once."""
    twice = plan_of(requirements(hard_skills=["Go", "Kafka", "Go"]), job_description="")
    (_, first), (_, other), (_, again) = Brief(twice, embedded(twice.texts)).wanted
    assert again is first is not other


def test_a_profile_without_texts_is_like_nothing() -> None:
    """Nothing to compare is no error."""
    empty = material_of(profile())
    texts = Embedded(empty.texts, np.zeros((0, 512), np.int16))
    assert BRIEF.compared(texts)[0].shape[1] == 0
    assert BRIEF.titles(texts, []) == []


def test_material_says_what_is_judged() -> None:
    """Titles in the order of the jobs, texts each once."""
    found = material_of(profile(job("Cook", "Cooked."), job("", "Cooked.")))
    assert found.titles == ("Cook", "")
    assert len(set(found.texts)) == len(found.texts)


@pytest.mark.parametrize("vectors", [np.zeros((2, 8), np.int16), np.zeros(8, np.int16)])
def test_vectors_that_do_not_fit_are_refused(vectors: np.ndarray) -> None:
    """One vector for each text."""
    with pytest.raises(ValueError, match="vector"):
        Embedded(("one",), vectors)
