"""Plans, fusion, vectors, cursors and kept rows."""

import numpy as np
import pytest

from engine.material import texts_of
from engine.plan import plan_of
from engine.position import read_position
from services.corpus.domain.search_fusion import fused
from services.corpus.domain.search_listing import RANK, RUN_PLACE, run_place
from services.corpus.domain.search_plan import RetrievalPlan, retrieval_plan
from services.corpus.domain.search_ranking import Scored
from services.corpus.domain.search_run import shown_row, stored_rows
from services.corpus.domain.search_vector import retrieval_vector
from tests.fakes.profiles import config, job, profile, skills
from tests.fakes.word_vectors import word_vectors


def test_a_key_that_both_rankings_hold_comes_before_those_of_one() -> None:
    """Places add up; what is even keeps one order; the list ends where it is told to."""
    assert fused([["a", "b", "c"], ["d", "b", "e"]], most=3) == ["b", "a", "d"]
    assert fused([[], []], most=5) == []


def test_a_plan_asks_for_roles_and_requirements_and_survives_being_kept() -> None:
    """Its texts weigh by importance, its words are an index's."""
    position = read_position({"name": "Köchin", **config(hard_skills=["Kafka"], soft_skills=["Patience"])})
    plan = retrieval_plan(plan_of(position.requirements, job_description=position.job_description))
    assert RetrievalPlan.from_json(plan.to_json()) == plan
    assert {"kafka", "patience", "backend", "engineer"} <= set(plan.terms)
    weights = dict(plan.queries)
    assert weights["Backend Engineer"] > weights["Kafka"] > 0
    vector = plan.vector(word_vectors(plan.texts))
    assert np.linalg.norm(vector) == pytest.approx(1.0)


@pytest.mark.parametrize("metadata", [{"x": 1}, {"": 1}, {"title": "Cook"}, {"text": "🙂 面包师"}])
def test_every_position_has_something_to_look_for(metadata: dict[str, object]) -> None:
    """A plan has at least one text, and none of them is blank."""
    position = read_position(metadata)
    plan = retrieval_plan(plan_of(position.requirements, job_description=position.job_description))
    assert plan.texts
    assert all(text.strip() for text in plan.texts)


@pytest.mark.parametrize("kept", ["", "[]", '{"queries": 3}', '{"queries": [[1]], "terms": []}', "null"])
def test_what_is_no_plan_is_refused(kept: str) -> None:
    """A damaged cache is noticed, not used."""
    with pytest.raises(ValueError, match=r"plan|JSON|Expecting|unpack"):
        RetrievalPlan.from_json(kept)


def test_a_retrieval_vector_leans_to_titles_and_has_length_one() -> None:
    """The same profile has the same vector; one without texts has none."""
    person = profile(job("Baker", "Kept the books of the shop."), skills=skills("Sourdough"))
    vectors = word_vectors(texts_of(person))
    vector = retrieval_vector(person, vectors)
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    assert (vector == retrieval_vector(person, vectors)).all()
    asked = word_vectors(["Baker", "books"])
    assert vector @ asked[0] > vector @ asked[1]
    assert not retrieval_vector(profile(), np.zeros((0, 512), np.float32)).any()
    with pytest.raises(ValueError, match="one vector"):
        retrieval_vector(person, vectors[:-1])


def test_a_place_in_a_list_has_its_shape_and_nothing_else_has() -> None:
    """What a cursor of one list holds is no place in the other."""
    place = run_place(1_795_302_000_000, "cvds_" + "a" * 22)

    assert RUN_PLACE.fullmatch(place)
    assert RANK.fullmatch("17")
    assert not any(RUN_PLACE.fullmatch(bad) for bad in ("17", "", place[1:], place + "a"))
    assert not any(RANK.fullmatch(bad) for bad in (place, "", "-1", "12345"))


def test_kept_rows_hold_each_name_once_and_show_as_they_were() -> None:
    """Requirements are written once for all rows."""
    rows = [
        Scored("k1", "a", 0.5, {"skills": 0.5}, ("Go",), ("Rust", "Kafka"), 2.5, ("x",)),
        Scored("k2", "b", 0.4, {"skills": 0.4}, ("Rust",), ("Go",), 0.0, ()),
    ]
    kept = stored_rows(rows)
    assert kept.names_json == '["Go","Rust","Kafka"]'
    assert [key for key, _ in kept.rows] == ["k1", "k2"]
    assert shown_row(kept.rows[0][1], rank=7, names=("Go", "Rust", "Kafka")) == {
        "rank": 7,
        "external_id": "a",
        "score": 0.5,
        "breakdown": {"skills": 0.5},
        "matched": ["Go"],
        "missing": ["Rust", "Kafka"],
        "experience_years": 2.5,
        "tags": ["x"],
    }
