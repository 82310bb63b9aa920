"""Characters, hyphens, bullets and headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.profile import Section
from engine.reading.headings import PERSONAL, section_like, section_named
from engine.reading.text import clean, fold, fragments, join, strip_bullet, unspaced


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    """A place found in the folded text is the same place in the original, whatever the script."""
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("a new scheduling algo-", "rithm for plants", "a new scheduling algorithm for plants"),
        ("improved cross-", "device layouts", "improved cross-device layouts"),
        ("a full-stack e-", "commerce shop", "a full-stack e-commerce shop"),
        ("Vor- und", "Nachbereitung", "Vor- und Nachbereitung"),
        ("Einkaufs-", "und Lagerleitung", "Einkaufs- und Lagerleitung"),
        ("the front-", "end of it", "the front-end of it"),
        ("the back-", "ground of it", "the background of it"),
        ("led a team", "of five", "led a team of five"),
        ("New York -", "Boston", "New York - Boston"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_mended(first: str, second: str, joined: str) -> None:
    """Hyphenation goes, hyphens that belong to the word stay."""
    assert join(first, second) == joined


@pytest.mark.parametrize(
    ("text", "rest"),
    [("• Led", "Led"), ("- Led", "Led"), ("▪Led", "Led"), ("\uf0b7 Led", "Led"), ("➢  Led", "Led"), ("o Led", "Led")],
)
def test_bullet_glyphs_are_taken_off(text: str, rest: str) -> None:
    """Whatever glyph opens a bullet, the text is what follows it."""
    assert strip_bullet(text) == (True, rest)


@pytest.mark.parametrize("text", ["-5 degrees", "often", "O Globo", "•", "2019 - now"])
def test_what_only_looks_like_a_bullet_stays(text: str) -> None:
    """Signs, words and lone glyphs are no bullets."""
    assert strip_bullet(text) == (False, text)


def test_icons_part_a_contact_line() -> None:
    """Icons from the private use area stand between the pieces of a line and vanish from its text."""
    raw = "\ue0c8 Lyon \ue0b0 06 12 34 56 78"

    assert fragments(raw) == ["Lyon", "06 12 34 56 78"]
    assert clean(raw) == "Lyon 06 12 34 56 78"


def test_letter_spaced_headings_are_read() -> None:
    """`E X P E R I E N C E` is one word, two of them are two."""
    assert unspaced("E X P E R I E N C E") == "EXPERIENCE"
    assert unspaced("W O R K  E X P E R I E N C E") == "WORK EXPERIENCE"
    assert unspaced("a plan B") == "a plan B"


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("WORK EXPERIENCE", Section.EXPERIENCE),
        ("Berufserfahrung:", Section.EXPERIENCE),
        ("Expériences professionnelles", Section.EXPERIENCE),
        ("Experiencia laboral", Section.EXPERIENCE),
        ("Esperienze lavorative", Section.EXPERIENCE),
        ("Experiência profissional", Section.EXPERIENCE),
        ("Werkervaring", Section.EXPERIENCE),
        ("Doświadczenie zawodowe", Section.EXPERIENCE),
        ("3. Education & Training", Section.EDUCATION),
        ("Ausbildung und Studium", Section.EDUCATION),
        ("Wykształcenie", Section.EDUCATION),
        ("EDV-Kenntnisse", Section.SKILLS),
        ("Centres d'intérêt", Section.INTERESTS),
        ("Języki obce", Section.LANGUAGES),
        ("Corsi e certificazioni", Section.CERTIFICATES),
        ("Dados pessoais", PERSONAL),
        ("Education and Experience", Section.EXPERIENCE),
    ],
)
def test_sections_are_named_in_many_languages(title: str, section: str) -> None:
    """A heading is known by its words, whatever its case, number or colon."""
    assert section_named(title) == section


def test_an_unknown_title_is_read_by_its_stem_only_where_asked() -> None:
    """`Kitchen Experience` is no known heading, yet speaks of experience."""
    assert section_named("Kitchen Experience") is None
    assert section_like("Kitchen Experience") == Section.EXPERIENCE
    assert section_like("Responsible for hiring") is None
