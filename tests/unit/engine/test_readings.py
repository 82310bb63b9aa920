"""What is read of a profile's pieces: the same whether it is kept or read anew, and all that looking at the texts would find."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.aside import speaks_of_a_trade
from engine.lexicon import certificates_in, industries_in, skills_in, trades_in
from engine.material import Piece, Source
from engine.naming import SkillNames
from engine.profile import Line, Section
from engine.readings import plain, readings_from, senses_in
from engine.stance import Stance, stance_of, stance_of_label, stance_of_line
from engine.text import folded
from tests.fakes.readings import pieces, readings

TEXTS = (
    "Built services in Go and Python, never in Java.", "Would like to learn Kubernetes and Kafka", "k8s, Terraform (basics)",
    "Recruited Python developers at a bank", "AWS Certified Developer, CKA", "", "Nurse in intensive care; no BLS", "ﷺ and Qt",
    "Sold Python licences to a bank", "Refactored microservices, drug rounds",
)  # fmt: skip
WORDS = sorted({word for text in TEXTS for word in text.split()})
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(max_size=20), max_size=5)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_kept_readings_are_those_read_anew(given_texts: list[str]) -> None:
    """Through JSON and back nothing is lost."""
    read = readings(*pieces(*given_texts))
    assert readings_from(json.loads(json.dumps(plain(read)))) == read


@settings(max_examples=60, deadline=None)
@given(texts)
def test_each_name_is_read_in_its_place_and_sense(given_texts: list[str]) -> None:
    """All that the fact tables find in each text, and nothing else."""
    read = readings(*pieces(*given_texts))
    for names, find in (
        (read.skills, skills_in),
        (read.certificates, certificates_in),
        (read.industries, industries_in),
    ):
        for concept in {*names, "Python", "no such concept"}:
            found = {place: set(senses) for place, senses in senses_in(names, {concept}).items()}
            expected = {
                place: {stance_of(text, each.first, each.last) for each in find(text) if each.concept == concept}
                for place, text in enumerate(given_texts)
            }
            assert found == {place: senses for place, senses in expected.items() if senses}
    assert {name.partition(" ")[0] for name in read.trades} == {
        each.concept for text in given_texts for each in trades_in(text)
    }
    assert list(read.lines) == [stance_of_line(text) for text in given_texts]
    assert [place in read.professional for place in range(len(given_texts))] == [
        speaks_of_a_trade(text) for text in given_texts
    ]


@settings(max_examples=60, deadline=None)
@given(texts, st.sampled_from(("Qt", "Go and Python", "bank", "in", "Kafka Go")))
def test_no_place_of_words_is_missed(given_texts: list[str], wanted: str) -> None:
    """Whatever the words stand between."""
    words = folded(wanted)
    holding = [
        place
        for place, text in enumerate(given_texts)
        if any(folded(text)[first : first + len(words)] == words for first in range(len(folded(text))))
    ]
    assert set(holding) <= set(readings(*pieces(*given_texts)).places_of(words))


def test_pieces_can_be_passed_over() -> None:
    """What only repeats the job's wording names nothing."""
    read = readings(*pieces("Python at a bank", "Python and Qt", "Qt"))
    assert set(senses_in(read.skills, {"Python"}, without={0})) == {1}
    named = SkillNames([("Python",), ("=Qt",)]).named_in(["Python at a bank", "Python and Qt", "Qt"], read, without={1})
    assert {part: set(places) for part, places in named.items()} == {("Python",): {0}, ("=Qt",): {2}}


def test_a_listed_skill_is_read_with_its_label() -> None:
    """Only where it stands in a list that has one."""
    labelled = Line("Would like to learn: Go, Rust", "Would like to learn: Go, Rust", 0, Section.SKILLS)
    bare = Line("Go, Rust", "Go, Rust", 0, Section.SKILLS)
    read = readings(
        Piece("Go", labelled, Source.LISTED), Piece("Go", bare, Source.LISTED), Piece("Go", labelled, Source.WORK),
        Piece(labelled.scored, labelled, Source.LISTED),
    )  # fmt: skip
    assert read.labels == {0: stance_of_label("Would like to learn")} == {0: Stance.WISHED}


GOOD: dict[str, Any] = {
    "skills": {"Go": [0]},
    "certificates": {},
    "industries": {},
    "trades": {},
    "claims": {},
    "professional": [],
    "lines": "0",
    "labels": {},
    "words": " go ",
    "language": None,
    "foreign": [],
}
WRONG: tuple[dict[str, Any], ...] = (
    {"skills": {"Go": [6]}}, {"skills": {"Go": [-1]}}, {"certificates": {"CKA": "0"}}, {"trades": []}, {"claims": {"go": [1]}},
    {"foreign": [1]}, {"foreign": 0}, {"professional": [1]}, {"professional": [-1]}, {"professional": ["0"]}, {"professional": 0},
    {"lines": "9"}, {"lines": "00"}, {"labels": {"0": "7"}}, {"labels": {"1": "0"}}, {"words": 1}, {"words": " go \n go "},
    {"language": 1},
)  # fmt: skip


def test_what_was_read_is_taken() -> None:
    """The value that the others are spoilt from."""
    assert readings_from(list(GOOD.values())) == readings(*pieces("Go"))


@pytest.mark.parametrize(
    "value",
    [
        None, {}, [], *(list({**GOOD, **wrong}.values()) for wrong in WRONG),
    ],
)  # fmt: skip
def test_what_was_never_read_is_refused(value: Any) -> None:
    """Numbers outside the pieces, senses that there are not, too few words, other shapes."""
    with pytest.raises((ValueError, TypeError)):
        readings_from(value)


def test_what_is_in_another_language_is_told_line_by_line() -> None:
    """Whatever the others are in: a line more changes nothing of them."""
    german = "Singt im Chor und backt das Brot"
    for around in (["Worked with the team that was responsible for the services"] * 4, ["Go", "Qt"], []):
        assert list(readings(*pieces(*around, german)).foreign) == [len(around)]
