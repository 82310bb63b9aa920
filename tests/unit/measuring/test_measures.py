"""The measures of `make eval` tell right from wrong: a measure that cannot fail measures nothing."""

from dataclasses import replace

import pytest

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.structure import read_cv
from tests.bench.judging_scores import concordant, macro_f1
from tests.support.cv_layouts import made_cvs
from tests.support.cv_truth import CvTruth, TrueJob
from tests.support.reader_scores import FIELDS, Scores, scores_of


@pytest.fixture(scope="module")
def drawn() -> CvTruth:
    (truth,) = made_cvs(["single"], ["en"])
    return truth


def scored(truth: CvTruth) -> Scores:
    document = extract(truth.pdf, ReadLimits())
    return scores_of(truth, document, read_cv(document))


def test_a_right_reading_scores_one(drawn: CvTruth) -> None:
    """Every field of a CV that is read right has F1 1, and nothing is noted as missed."""
    found = scored(drawn)
    assert {name: found.fields[name].f1 for name in FIELDS} == dict.fromkeys(FIELDS, 1.0)
    assert found.misses == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": "Somebody Else"}, {"name"}),
        ({"email": "other@example.org"}, {"email"}),
        ({"phone": "+44 20 0000 0000"}, {"phone"}),
        ({"skills": ("Welding", "Triage")}, {"skill"}),
        ({"languages": ("English", "French", "Klingon")}, {"language"}),
        ({"sentences": ("This stands nowhere in it.",)}, {"bullet", "order"}),
        ({"education": ()}, {"institution", "degree"}),
    ],
)
def test_a_wrong_reading_costs_its_field_alone(drawn: CvTruth, change: dict[str, object], fields: set[str]) -> None:
    """Where the truth is another, that field's F1 falls, and what was missed is noted."""
    found = scored(replace(drawn, **change))  # type: ignore[arg-type]
    assert {name for name in FIELDS if found.fields[name].f1 < 1} == fields
    assert found.misses


def test_a_job_is_right_only_as_a_whole(drawn: CvTruth) -> None:
    """A wrong month makes its date wrong, and the job with it."""
    first = drawn.jobs[0]
    assert first.start is not None
    wrong = TrueJob(first.company, first.title, (first.start[0], 1), first.end)
    found = scored(replace(drawn, jobs=(wrong, *drawn.jobs[1:])))
    assert {name for name in FIELDS if found.fields[name].f1 < 1} == {"start", "job"}
    assert found.fields["job"].right == len(drawn.jobs) - 1


def test_sentences_in_another_order_are_not_in_order(drawn: CvTruth) -> None:
    """Each stands whole, but not after the one before it."""
    found = scored(replace(drawn, sentences=tuple(reversed(drawn.sentences))))
    assert found.fields["bullet"].f1 == 1
    assert found.fields["order"].f1 < 0.5


@pytest.mark.parametrize(("scores", "share"), [([3.0, 2.0, 1.0], 1.0), ([1.0, 2.0, 3.0], 0.0), ([1.0, 1.0, 1.0], 0.5)])
def test_concordance_counts_pairs_of_different_relevance(scores: list[float], share: float) -> None:
    """All right, all wrong, all tied."""
    assert concordant(scores, [3, 2, 1]) == share


def test_pairs_of_the_same_relevance_say_nothing() -> None:
    """Two CVs as good as each other may stand in any order."""
    assert concordant([1.0, 9.0, 0.5], [2, 2, 1]) == 1.0


def test_macro_f1_weighs_the_rare_label_like_the_common() -> None:
    """Always the commonest label is right in one label of three."""
    assert macro_f1(["met", "partial", "missing"], ["met", "partial", "missing"]) == 1.0
    assert macro_f1(["met", "met", "partial", "missing"], ["met"] * 4) == pytest.approx((2 * 2 / 6) / 3)
