"""Which section a title names, is like, or is not."""

import pytest

from engine.profile import Section
from engine.reading.forms import Field, field_named
from engine.reading.headings import is_weak, section_like, section_named, section_told


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("Work Expereince", Section.EXPERIENCE),
        ("Mes expériences professionnelles", Section.EXPERIENCE),
        ("Przebieg kariery zawodowej", Section.EXPERIENCE),
        ("Praktische Tätigkeiten", Section.EXPERIENCE),
        ("2. Kenntnise", Section.SKILLS),
    ],
)
def test_a_title_of_telling_words_is_a_section_although_no_table_has_it(title: str, section: str) -> None:
    """Longer forms, numbers and a slip of the pen do not hide a heading."""
    assert section_named(title) is None
    assert section_told(title) == section


@pytest.mark.parametrize(
    "text",
    [
        "Project Manager",
        "Research Assistant",
        "Customer Experience Lead",
        "Referent",
        "Schulz",
        "Managed projects.",
        "Stanford, Education",
    ],
)
def test_titles_of_jobs_names_and_sentences_are_no_sections(text: str) -> None:
    """A heading word in something else makes no heading of it."""
    assert section_told(text) is None


def test_most_words_are_enough_for_a_row_that_looks_like_a_heading() -> None:
    """A word that no table knows beside one that it does."""
    assert section_told("IT-Kenntnisse und Methoden") is None
    assert section_like("IT-Kenntnisse und Methoden") == Section.SKILLS


def test_a_title_of_weak_words_is_weak() -> None:
    """Words that label a line as often as a section do so together, too."""
    assert is_weak("Tools and Software")
    assert not is_weak("Work and Education")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Nome e indirizzo del datore di lavoro", Field.OWNER),
        ("Dates (from – to):", Field.DATES),
        ("Stanowisko", Field.NAME),
        ("Wichtigste Tätigkeiten und Zuständigkeiten", Field.TASKS),
        ("Kestrelway Travel", None),
    ],
)
def test_a_label_names_the_field_of_a_form(label: str, field: Field | None) -> None:
    """In any of the languages, with the marks around it."""
    assert field_named(label) is field
