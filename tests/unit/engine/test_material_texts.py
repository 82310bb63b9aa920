"""The texts of a profile that are embedded."""

from engine.assess import prepare
from engine.material import PIECE_LIMIT, texts_of
from tests.fakes.profiles import job, profile, requirements, skills


def test_a_profiles_texts_are_what_a_match_embeds_beside_the_jobs() -> None:
    """With the plan's own texts they are all that is embedded, whatever the job."""
    person = profile(
        job("Backend Engineer", "Built services in Go.", "Built services in Go."), skills=skills("Go", "Python")
    )
    prepared = prepare(person, requirements(hard_skills=["Go"]), job_description="A job.")
    assert set(prepared.texts) == {*prepared.plan.texts, *texts_of(person)}
    assert len(set(texts_of(person))) == len(texts_of(person))


def test_only_what_is_judged_is_embedded() -> None:
    """Pieces beyond the limit have no text here; an empty profile has none."""
    long = profile(job("Engineer", *(f"Did thing number {number}." for number in range(PIECE_LIMIT + 50))))
    assert len(texts_of(long)) == PIECE_LIMIT + 1
    assert texts_of(profile()) == ()
