"""Words that a requirement and a line share, whatever their endings and their language."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import calibration as c
from engine.facts.glossary import FALSE_FRIENDS, MEANINGS
from engine.overlap import Overlap, keys_of, meant_by, share
from engine.text import folded

NAMES = (
    "Sewer",
    "Children",
    "bread",
    "counselling",
    "Cost",
    "Sauerteig",
    "masa madre",
    "production",
    "the",
    "Teamwork",
)
WORDS = (
    "costs",
    "Kinder",
    "pan",
    "consultant",
    "consulenza",
    "sourdough",
    "masa",
    "madre",
    "Produktion",
    "team",
    "sewers",
    "kosten",
    "a",
)


def written(text: str) -> str:
    return f" {' '.join(folded(text))} "


def likeness_of(used: int, *, of: int) -> float:
    return next((likeness for least, likeness in c.WORDS_LIKENESS if used and used / of >= least), 0.0)


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


def found_in(*lines: str, name: str, english: bool = True) -> list[float]:
    """How alike some lines are to one name."""
    found = Overlap([keys_of(name)], english=english).likeness("\n".join(map(written, lines)))
    return [float(value) for value in found[0]]


def test_words_of_two_languages_that_mean_the_same_are_one() -> None:
    """The model for English cannot carry a word over; a dictionary of working words can."""
    assert found_in("Fichas de alérgenos", "Paseo al perro", name="Allergen management") == [
        pytest.approx(c.WORDS_LIKENESS[2][1]),
        0,
    ]
    # "produc…" is the same beginning in both languages; "planifico" is not "planning".
    assert found_in("Planifico la producción semanal", name="Production planning") == [c.WORDS_LIKENESS[0][1]]
    assert found_in("Mitarbeiter eingearbeitet", name="Employees") == [c.WORDS_LIKENESS[0][1]]


def test_words_of_ones_own_language_are_left_to_the_model() -> None:
    """English words that mean the same count for a name in another language alone, whether or not its language is known."""
    plans = "Staff development plans"
    assert found_in(plans, name="Employees") == [0]
    assert found_in(plans, name="Empleados", english=False) == found_in(plans, name="Empleados") == [c.SEMANTIC_HIGH]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Children", "Kind to all"), ("Oven", "Four of them"), ("Bread", "A clean pan"), ("Counselling", "Consultant"), ("Data", "Great Dane"),
        ("Time", "Worked as a temp"), ("Planning", "Plano, Texas"), ("Weight", "Paid in pesos"), ("Driving", "Autistic pupils"),
        ("Pain", "Brot gebacken"), ("Labor", "Laboratory"), ("Police", "Versicherung"), ("Warehouse", "Entrepreneur"),
    ],
)  # fmt: skip
def test_a_false_friend_counts_for_nothing_where_a_name_may_be_english(name: str, line: str) -> None:
    """On neither side."""
    assert found_in(line, name=name) == [0]


def test_false_friends_are_words_among_their_own() -> None:
    """ "Pan" is bread for a Spanish position; and a longer word stands for what a shorter one may not."""
    assert found_in("Pan de masa madre", name="Bread", english=False) == [c.WORDS_LIKENESS[0][1]]
    assert found_in("Consulenza al cliente", name="Counselling") == [c.WORDS_LIKENESS[0][1]]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=6),
    st.booleans(),
)
def test_each_line_uses_what_its_words_begin_with(names: list[str], texts: list[str], english: bool) -> None:  # noqa: FBT001 - drawn
    """As looked up one by one."""
    keys, lines = [keys_of(name) for name in names], [written(text) for text in texts]
    expected = [
        [
            likeness_of(sum(any(form in line for form in meant_by(key, english=english)) for key in each), of=len(each))
            for line in lines
        ]
        for each in keys
    ]
    assert Overlap(keys, english=english).likeness("\n".join(lines)).tolist() == expected


def test_the_more_words_the_more_alike() -> None:
    """All of the words are as good as full likeness, none are nothing."""
    found = Overlap([keys_of("Sewer network maintenance")], english=True).likeness(
        " sewer network maintenance \n sewer network \n sewer \n cat "
    )
    assert np.all(np.diff(found[0]) < 0)
    assert (found[0, 0], found[0, 3]) == (c.SEMANTIC_HIGH, 0)


@pytest.mark.parametrize("english", [True, False])
def test_a_key_means_itself_first(*, english: bool) -> None:
    """Whatever the glossary adds."""
    assert meant_by(" nosuch", english=english)[0] == " nosuch"
    assert " panade" in meant_by(keys_of("bakery")[0], english=english)


def test_each_meaning_is_told_in_all_languages() -> None:
    """English and seven others, of which some share a word."""
    assert all(meaning.english and len(meaning.others) >= 7 for meaning in MEANINGS)


def test_a_bar_leaves_enough_of_a_word() -> None:
    """What is looked for is found by its first six letters, or stands whole."""
    assert all(
        len(kept.split()[-1]) >= 6
        for meaning in MEANINGS
        for kept, bar, _ in (word.partition("|") for word in meaning.others)
        if bar
    )
    told = {word.partition("|")[0] for meaning in MEANINGS for word in meaning.others}
    # By its key, as it is looked for: a bar in the table would make another.
    assert {keys_of(word) for word in told} >= {keys_of(word) for word in FALSE_FRIENDS}
