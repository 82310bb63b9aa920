"""What a job asks for, found by name: as fast as can be, and exactly what looking for everything would find."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import calibration as c
from engine.facts.substitutes import SUBSTITUTABLE_KINDS
from engine.layout import Part
from engine.lexicon import SKILLS, literal_mentions, skills_in
from engine.naming import SkillNames
from engine.stance import stance_of
from tests.fakes.readings import pieces, readings

TEXTS = (
    "Built services in Go and Python, never in Java.", "Would like to learn Kubernetes and Kafka", "k8s, Terraform (basics)",
    "Recruited Python developers", "A data warehouse on PostgreSQL", "Ran the warehouse", "Origami cranes in Rust and Qt",
    "Go live for MySQL", "R&D with C", "AWS Certified Developer, CKA", "", "Django portal; RabbitMQ at a bank", "C++ and Qt widgets",
)  # fmt: skip
PARTS: tuple[Part, ...] = (
    ("Python",), ("Go", "Rust"), ("Kafka",), ("PostgreSQL", "Kafka"), ("Kubernetes",), ("=Origami",), ("=Qt", "Python"), ("Java",),
    ("Warehouse operations",), ("Data warehouse",), ("Cloud platforms",), (), ("no such concept",),
)  # fmt: skip


def shows(concept: str, wanted: str) -> float:
    """How far a concept shows a wanted one, asked of each pair alone."""
    if concept == wanted:
        return c.NAMED
    if wanted in SKILLS.broader(concept):
        return c.IMPLIED
    return c.STAND_IN if SKILLS.broader(concept) & SKILLS.broader(wanted) & SUBSTITUTABLE_KINDS else 0.0


def slowly(text: str, part: Part) -> tuple[float, float] | None:
    """Every skill a text names laid beside every concept of the part."""
    mentions = (*skills_in(text), *(found for concept in part for found in literal_mentions(text, concept)))
    strengths = [
        (mention, max((shows(mention.concept, wanted) for wanted in part), default=0.0)) for mention in mentions
    ]
    found = [
        (strength, c.STANCE_WEIGHT[stance_of(text, mention.first, mention.last)])
        for mention, strength in strengths
        if strength > 0
    ]
    return (max(s * w for s, w in found), max(w for _, w in found)) if found else None


@pytest.mark.parametrize("parts", [PARTS, *((part,) for part in PARTS)])
def test_names_are_found_as_if_each_pair_were_looked_at(parts: tuple[Part, ...]) -> None:
    """Strength and sense of every part in every text, whatever other parts are looked for beside it."""
    found = SkillNames(parts).named_in(TEXTS, readings(*pieces(*TEXTS)))
    for part, (place, text) in itertools.product(parts, enumerate(TEXTS)):
        assert found.get(part, {}).get(place) == slowly(text, part), (part, text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([word for text in TEXTS for word in text.split()]), max_size=12), st.sampled_from(PARTS)
)
def test_names_in_any_order_of_words(words: list[str], part: Part) -> None:
    """Names that overlap, stand inside others or behind a denial."""
    text = " ".join(words)
    assert SkillNames([part]).named_in([text], readings(*pieces(text))).get(part, {}).get(0) == slowly(text, part)


def test_narrower_is_broader_read_backwards() -> None:
    """Whatever shows a thing is what has it among its broader things."""
    for wanted in ("Python", "Relational databases", "Accounting", "no such concept"):
        assert SKILLS.narrower(wanted) == {name for name in SKILLS.narrower(wanted) if wanted in SKILLS.broader(name)}
    assert "Django" in SKILLS.narrower("Python")
