"""The held-out jobs are complete, are read right, and their first figures stand."""

import pytest

from tests.bench.eval_held_out import FIRST_LOOKS
from tests.bench.held_out.jobs import AS_OF, SETS, read_set
from tests.bench.judging_scores import LABELS


@pytest.mark.parametrize("name", SETS)
def test_every_cv_has_a_label_for_every_requirement(name: str) -> None:
    """Jobs of several languages, each with good and bad candidates and all three labels."""
    jobs = read_set(name)
    assert len(jobs) >= 4
    for job in jobs:
        assert {candidate.relevance for candidate in job.candidates} == {0, 1, 2, 3}, job.name
        assert all(candidate.labels.keys() == job.candidates[0].labels.keys() for candidate in job.candidates)
        assert {label for candidate in job.candidates for label in candidate.labels.values()} == set(LABELS), job.name


def test_years_follow_from_the_jobs_that_count() -> None:
    """Months from the first to the last of what counts, both included; none where nothing counts."""
    claims = next(job for job in read_set("second") if job.name.startswith("claims"))
    handler, _, seller = claims.candidates[:3]
    (work,) = handler.profile.jobs
    assert work.period.start is not None
    assert handler.years == (AS_OF.ordinal - work.period.start.ordinal + 1) / 12
    assert seller.years == 0


def test_the_first_look_at_each_set_is_kept() -> None:
    """What a set came to before its mistakes were seen is the honest figure: it is not overwritten."""
    assert {name: (look.concordance, look.macro_f1) for name, look in FIRST_LOOKS.items()} == {
        "first": (0.723, 0.492),
        "second": (0.746, 0.517),
        "third": (0.806, 0.509),
    }
