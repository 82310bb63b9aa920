"""What is told of life outside of work shows nothing, by meaning or by a word that also names something of work."""

from dataclasses import replace

import numpy as np
import pytest

from engine.aside import Said, other_than, speaks_of_a_trade
from engine.facts.outside import OUTSIDE
from engine.requirements import parse_requirements
from engine.similarity import highest, packed, products
from tests.fakes.judging import judge, row
from tests.fakes.profiles import config, job, profile

PLANTS = "Waters the office plants."
PARKING = next(text for text in OUTSIDE if "parking" in text)
PETS = next(text for text in OUTSIDE if "pets" in text)


def said(outside: float, position: float) -> Said:
    return Said(np.array([outside]), np.array([position]))


@pytest.mark.parametrize(("outside", "position", "hidden"), [(0.5, 0.3, True), (0.5, 0.55, False), (0.15, 0.0, False)])
def test_a_line_of_life_outside_is_told_from_the_positions_own(
    *, outside: float, position: float, hidden: bool
) -> None:
    """Only where the line is liker to that than to all of the position, and like it at all."""
    assert said(outside, position).of_life.tolist() == [hidden]


@pytest.mark.parametrize(
    ("outside", "likeness", "hidden"),
    [
        (0.5, 0.49, True),
        (0.5, 0.5, False),
        (0.3, 0.33, True),
        (0.3, 0.35, False),
        (0.2, 0.26, True),
        (0.15, 0.0, False),
    ],
)
def test_likeness_to_a_need_counts_only_beside_that_to_life_outside(
    *, outside: float, likeness: float, hidden: bool
) -> None:
    """What is liker to household and holidays is like a need by chance; the weaker the likeness, the clearer it has to be."""
    assert said(outside, 0.9).by_chance(np.array([[likeness]])).tolist() == [[hidden]]


def test_life_outside_that_is_the_work_itself_is_not_outside() -> None:
    """Of a gardener, gardening."""
    gardening, sailing = np.eye(2, dtype=np.float32)
    outside = packed(np.stack((gardening, sailing))).astype(np.float64)
    weeding_and_a_boat, work = outside, outside[:1]
    left = other_than(work, outside)
    assert left.tolist() == outside[1:].tolist()
    assert highest(products(left, weeding_and_a_boat)).tolist() == [0, pytest.approx(1, abs=1e-3)]
    assert highest(products(work, weeding_and_a_boat)).tolist() == [pytest.approx(1, abs=1e-3), 0]
    assert other_than(outside[:0], outside).tolist() == outside.tolist()


@pytest.mark.parametrize(
    "text", ["Runs Nagios at night.", "SAP for two years.", "Led root cause analysis.", "Drives reach trucks."]
)
def test_a_name_that_is_no_everyday_word_speaks_of_a_trade(text: str) -> None:
    """Of several words, or written as a name is."""
    assert speaks_of_a_trade(text)


@pytest.mark.parametrize(
    "text",
    [
        PLANTS,
        "Sat on the bank of the river.",
        "Cats and dogs.",
        "Sitze gern auf der Bank am Fluss und lese.",
    ],
)
def test_an_everyday_word_does_not(text: str) -> None:
    """A capital at the beginning is none, nor that of a German noun."""
    assert not speaks_of_a_trade(text)


def test_a_line_of_life_outside_names_no_industry_and_no_skill() -> None:
    """Word for word what the facts tell of it; the same word in a line of work counts."""
    asked = parse_requirements(config(work={"relevant_industries": ["Automotive"]}, hard_skills=["Parking"]))
    worked = profile(job("Backend Engineer", "Wrote services in Go.", start="2024-01"))
    aside = profile(
        replace(
            worked.jobs[0],
            lines=(*worked.jobs[0].lines, replace(worked.jobs[0].lines[0], text=PARKING, scored=PARKING)),
        )
    )
    at_work = profile(
        job("Backend Engineer", "Wrote services in Go.", "Services of parking for a car manufacturer.", start="2024-01")
    )
    before, after, done = (judge(each, asked) for each in (worked, aside, at_work))
    assert row(after, "Parking").score == row(before, "Parking").score == 0
    assert row(done, "Parking").score > 0
    assert after.total == before.total


def test_a_line_of_life_outside_tells_of_no_other_trade() -> None:
    """Who looks after pets at home is no veterinary nurse, and the work beside it is as relevant as before."""
    worked = profile(job("Backend Engineer", "Wrote services.", start="2024-01"))
    aside = profile(
        replace(worked.jobs[0], lines=(*worked.jobs[0].lines, replace(worked.jobs[0].lines[0], text=PETS, scored=PETS)))
    )
    asked = parse_requirements(config())
    before, after = judge(worked, asked), judge(aside, asked)
    assert [role.relevance for role in after.roles] == [role.relevance for role in before.roles]
