"""A job beside profiles: what is found of all texts at once is that of each pair alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.brief import Brief
from engine.material import Material, material_of
from engine.plan import plan_of
from engine.profile import Profile
from engine.similarity import Embedded, as_cosines, products
from tests.fakes.profiles import job, profile, requirements, skills, study
from tests.fakes.word_vectors import word_vectors

FIELD, SUBJECT = "Computer Science", "Kafka"
PLAN = plan_of(
    requirements(
        hard_skills=["Go (services)", "Kafka"],
        minimal_qualifications=["3 years", "AWS certification", "Banking experience", "Bachelor's degree in Kafka"],
        education={"importance": 3, "degree": "bachelor", "fields_of_study": [{"name": FIELD, "importance": 2}]},
    ),
    job_description='{"title": "Backend Engineer", "text": "Builds services in Go for a bank."}',
)
LINES = ["Built services in Go", "Kafka", "served breakfast", "Backend Engineer", "Science of services"]


def embedded(texts: tuple[str, ...]) -> Embedded:
    """Texts with vectors in which each word counts."""
    return Embedded.of(texts, word_vectors(texts))


BRIEF = Brief(PLAN, embedded(PLAN.texts))
people = st.builds(
    lambda titles, lines, listed: profile(*(job(title, *lines) for title in titles), skills=skills(*listed)),
    st.lists(st.sampled_from(["Backend Engineer", "", "Registered nurse"]), max_size=3),
    st.lists(st.sampled_from(LINES), max_size=4),
    st.lists(st.sampled_from(["Go", "Rust"]), max_size=2, unique=True),
)  # fmt: skip


def laid(person: Profile) -> tuple[Material, Embedded]:
    """A profile with its vectors."""
    material = material_of(person)
    if not material.texts:
        return material, Embedded((), np.zeros((0, BRIEF.embedded.steps.shape[1]), np.int16))
    return material, embedded(material.texts)


def best(some: tuple[str, ...], text: str) -> float:
    """The highest cosine of any of some texts with another."""
    known = embedded((*dict.fromkeys((*some, text)),))
    rows = [known.row[each] for each in some]
    return float(as_cosines(products(known.steps[rows], known.steps[[known.row[text]]])).max()) if some else 0.0


PERSON = profile(job("Backend Engineer", *LINES), job("", "x"), job("Registered nurse"), skills=skills("Go"))


def test_likeness_is_the_best_of_each_needs_phrases() -> None:
    """One row a need, 0 for a need without phrases; and what is said of the position is at least that."""
    material, texts = laid(PERSON)
    (found,) = BRIEF.comparison.with_each([(material, texts)])
    assert (found.said.position >= found.likeness.max(axis=0)).all()
    for _, need in BRIEF.wanted:
        assert found.likeness[need.row].tolist() == [best(need.asked.phrases, text) for text in texts.texts]
    assert {bool(need.asked.phrases) for _, need in BRIEF.wanted} == {True, False}
    assert found.columns(["Kafka", "Kafka", "Go"]) == [texts.row["Kafka"], texts.row["Kafka"], texts.row["Go"]]


def test_titles_are_laid_beside_the_roles_and_other_work() -> None:
    """A title that is blank is like nothing."""
    (found,) = BRIEF.comparison.with_each([laid(PERSON)])
    likes = [like for like, _ in found.titles]
    assert likes == [best(PLAN.roles, "Backend Engineer"), 0.0, best(PLAN.roles, "Registered nurse")]
    assert found.titles[1] == (0.0, 0.0)
    assert found.titles[2][1] > found.titles[0][1]


@pytest.mark.parametrize("field", [FIELD, SUBJECT])
def test_a_field_of_study_is_laid_beside_any_text(field: str) -> None:
    """Asked for by itself, or in a degree's name; what was not embedded is like nothing."""
    person = profile(education=(study("Bachelor of Science", "Science of services"),), skills=skills("Kafka"))
    (found,) = BRIEF.comparison.with_each([laid(person)])
    for text in material_of(person).texts:
        assert found.field(field, text) == best((field,), text)
    assert found.field(field, "unknown") == found.field("unknown", "Kafka") == 0.0


@settings(max_examples=40, deadline=None)
@given(st.lists(people, max_size=5))
def test_company_changes_nothing(persons: list[Profile]) -> None:
    """To the last bit; of people without jobs, without texts, or the same twice."""
    together = BRIEF.comparison.with_each([laid(person) for person in persons])
    for person, found in zip(persons, together, strict=True):
        (alone,) = BRIEF.comparison.with_each([laid(person)])
        assert np.array_equal(found.likeness, alone.likeness)
        assert np.array_equal(found.said.outside, alone.said.outside)
        assert np.array_equal(found.said.position, alone.said.position)
        assert found.titles == alone.titles
        assert [found.field(FIELD, text) for text in LINES] == [alone.field(FIELD, text) for text in LINES]


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
