"""Words that a requirement and a line share, whatever their endings and their language."""

import numpy as np
import pytest

from engine import calibration as c
from engine.facts.glossary import MEANINGS
from engine.overlap import keys_of, meant_by, share, used_words
from engine.text import folded


def written(text: str) -> str:
    return f" {' '.join(folded(text))} "


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("Hilfeplanung", "Teilnahme an Hilfeplangesprächen", 1.0),
        ("Délivrance des ordonnances", "Analyse et délivrance d'une ordonnance", 1.0),
        ("Czytanie rysunku technicznego", "Spawam według rysunku", 1 / 3),
        ("Negociación", "Negocié precios con la administración", 1.0),
        ("Control de costes", "Contratación de gremios", 0.0),
        ("Gestion des stocks", "Gestion des équipes", 0.0),
    ],
)
def test_endings_do_not_matter_and_general_words_do_not_count(name: str, line: str, expected: float) -> None:
    """A longer word is known by its beginning; "gestion" says nothing of what is managed."""
    assert share(keys_of(name), written(line)) == pytest.approx(expected)


def test_a_short_word_stands_whole() -> None:
    """ "Cost" is no "Costa"."""
    assert share(keys_of("Cost"), written("Costa Rica")) == 0


def test_words_of_two_languages_that_mean_the_same_are_one_where_asked_for() -> None:
    """The model for English cannot carry a word over; a dictionary of working words can."""
    keys = [keys_of("Allergen management"), keys_of("Production planning")]
    lines = "\n".join(
        written(line) for line in ("Fichas de alérgenos", "Planifico la producción semanal", "Paseo al perro")
    )
    at_home = used_words(keys, lines, abroad=False)
    abroad = used_words(keys, lines, abroad=True)
    # "produc…" is the same beginning in both languages; "planifico" is not "planning".
    assert at_home[1, 1] < abroad[1, 1] == c.WORDS_LIKENESS[0][1]
    assert at_home[0, 0] == 0 < abroad[0, 0]
    assert not abroad[:, 2].any()


def test_the_more_words_the_more_alike() -> None:
    """All of the words are as good as full likeness, none are nothing."""
    found = used_words(
        [keys_of("Sewer network maintenance")],
        " sewer network maintenance \n sewer network \n sewer \n cat ",
        abroad=False,
    )
    assert np.all(np.diff(found[0]) < 0)
    assert (found[0, 0], found[0, 3]) == (c.SEMANTIC_HIGH, 0)


def test_a_key_means_itself_first() -> None:
    """Whatever the glossary adds."""
    assert meant_by(" nosuch")[0] == " nosuch"
    assert " panade" in meant_by(keys_of("bakery")[0])


def test_each_meaning_is_told_in_all_languages() -> None:
    """Eight languages: English and seven others, of which some share a word."""
    assert all(len(meaning) >= 8 for meaning in MEANINGS)
