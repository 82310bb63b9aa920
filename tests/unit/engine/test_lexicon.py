"""Concepts are found by whole words, and short names only where they are names."""

import pytest

from engine.lexicon import SKILLS, literal_mentions, skills_in


def named(text: str) -> set[str]:
    return {mention.concept for mention in skills_in(text)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Ran everything on k8s", "Kubernetes"),
        ("Postgres schema and failover", "PostgreSQL"),
        ("Services in Golang", "Go"),
        ("Wrote services in Go with Kafka", "Go"),
        ("Go, Python, SQL", "Go"),
        ("React and TypeScript", "React"),
        ("Purchase ledger of 1,500 invoices", "Accounts payable"),
        ("Monthly bank reconciliations", "Balance sheet reconciliation"),
        ("HACCP logs kept", "Food safety"),
        ("Haemofiltration on Prismaflex", "Renal replacement therapy"),
        ("Drawings with GD&T", "Technical drawings"),
        ("FEM in Ansys", "Finite element analysis"),
        ("Cycle counts each Friday", "Inventory control"),
        ("Keyword analysis in Ahrefs", "SEO"),
        ("Continuous integration", "CI/CD"),
        ("Built models in R", "R"),
        ("C, C++ and C#", "C"),
    ],
)
def test_other_names_of_a_thing_are_known(text: str, concept: str) -> None:
    """A thing is found under the names people use for it."""
    assert concept in named(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("I go to work by train", "Go"),
        ("Go to market strategy", "Go"),
        ("Ready to go live", "Go"),
        ("Let Go of old habits", "Go"),
        ("Head of R&D", "R"),
        ("C-level conversations", "C"),
        ("C++ since 2010", "C"),
        ("Reacted quickly", "React"),
        ("We react to incidents", "React"),
        ("JavaScript", "Java"),
        ("Fluent in German", "Computational fluid dynamics"),
        ("Data warehouse on Snowflake", "Warehouse operations"),
        ("The rust came off", "Rust"),
        ("Excellent organiser", "Advanced Excel"),
    ],
)
def test_everyday_words_and_longer_names_are_not_mistaken(text: str, concept: str) -> None:
    """A name inside another word or name, or a common word, is not the thing."""
    assert concept not in named(text)


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("Django", "Python"), ("Spring", "Java"), ("Spring", "Programming"), ("Kafka", "Event streaming"), ("SolidWorks", "CAD"),
        ("Vasoactive drugs", "Haemodynamic monitoring"), ("Mathematics teaching", "Teaching"), ("Month-end close", "Accounting"),
        ("Kitchen leadership", "Cooking"),
    ],
)  # fmt: skip
def test_using_one_thing_shows_another(narrow: str, broad: str) -> None:
    """What a thing implies is known through all steps, and never the other way round."""
    assert broad in SKILLS.broader(narrow)
    assert narrow not in SKILLS.broader(broad)


def test_what_no_table_knows_is_looked_for_by_its_own_words() -> None:
    """A literal concept is found as whole words, whatever their case or number."""
    assert literal_mentions("Folded Origami cranes", "=origami")
    assert not literal_mentions("origamist", "=origami")
    assert not literal_mentions("origami", "Origami")


def test_an_empty_text_names_nothing() -> None:
    """Nothing in, nothing out."""
    assert skills_in("") == ()
