"""The same number through both doors, and the order of rows."""

import dataclasses

import pytest

from engine.assess import assess, prepare, rate
from engine.judged import Status
from engine.laid import lay
from engine.material import texts_of
from engine.position import read_position
from engine.report import result_json
from engine.similarity import packed
from services.corpus.domain.search_ranking import Scored, best, scored
from tests.fakes.profiles import NOW, config, job, language, profile, skills, study
from tests.fakes.search import position as ready
from tests.fakes.search import stored
from tests.fakes.word_vectors import word_vectors

PERSON = profile(
    job("Backend Engineer", "Built services in Go and Python.", "Ran Kafka in production.", start="2019-02"),
    job("Cook", "Cooked for two hundred guests a day.", start="2015-01", end="2018-12"),
    skills=skills("Go", "Docker"),
    education=(study("Bachelor of Science", "Computer Science"),),
    languages=(language("German", "B2"),),
)
ASKED = config(
    hard_skills=["Go", "Kafka", "Rust"],
    minimal_qualifications=["3 years of backend experience"],
    languages=[{"name": "German", "level": "B1", "importance": 2}],
    education={"importance": 3, "degree": "bachelor"},
)


def test_a_candidate_scores_what_deepmatch_gives_the_same_profile() -> None:
    """Kept vectors and fresh ones, the position as metadata and as config: every number is equal to the last bit."""
    metadata = {"name": "Backend Engineer", **ASKED}
    position = read_position(metadata)
    prepared = prepare(PERSON, position.requirements, job_description='{"name": "Backend Engineer"}')
    through_match = assess(prepared, word_vectors(prepared.texts), as_of=NOW)
    shown = result_json(through_match, embedding_model="words")

    kept, (brief, _) = stored("c1", PERSON), ready(metadata)
    (rating,) = rate(brief, [lay(brief, kept.profile, kept.evidence)], as_of=NOW)
    through_search = scored(kept, rating)

    assert through_search.score == shown["overall_score"]
    assert through_search.breakdown == shown["breakdown"]
    assert set(through_search.matched) == {
        judged.name for judged in through_match.requirements if judged.status is Status.MET
    }
    assert set(through_search.missing) == {
        judged.name for judged in through_match.requirements if judged.status is Status.MISSING
    }
    assert through_search.experience_years == round(shown["details"]["experience"]["total_months"] / 12, 1)


def test_evidence_that_does_not_fit_is_refused() -> None:
    """One vector for each text of the profile, or none of it counts."""
    torn = dataclasses.replace(stored("c1", PERSON), evidence=packed(word_vectors(texts_of(PERSON)[:-1])))
    with pytest.raises(ValueError, match="vector"):
        lay(ready(ASKED)[0], torn.profile, torn.evidence)


def test_best_rows_come_first_and_even_ones_by_the_bytes_of_their_ids() -> None:
    """The order depends on scores and ids alone."""
    rows = [_row("b", 0.5), _row("é", 0.5), _row("a", 0.5), _row("z", 0.9), _row("Z", 0.5)]
    assert [row.external_id for row in best(rows, top_n=4)] == ["z", "Z", "a", "b"]
    assert best(list(reversed(rows)), top_n=5) == best(rows, top_n=5)


def _row(external_id: str, value: float) -> Scored:
    return Scored(external_id, external_id, value, {}, (), (), 0.0, ())
