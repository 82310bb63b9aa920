"""The fact tables agree with themselves."""

import pytest

from engine.facts import (
    care,
    certificates,
    data,
    engineering,
    finance,
    general,
    hospitality,
    industries,
    logistics,
    marketing,
    software,
    teaching,
    trades,
)
from engine.facts.degrees import degree_of, steps_below
from engine.facts.languages import canonical_language, language_of, level_of, other_than_english, written_in
from engine.facts.occupations import OCCUPATIONS, nearness
from engine.facts.substitutes import SUBSTITUTABLE_KINDS
from engine.facts.table import Concept, read_table
from engine.profile import Degree

SKILL_TABLES = (software, data, marketing, finance, care, hospitality, teaching, engineering, logistics, general)
CONCEPTS = tuple(concept for module in SKILL_TABLES for concept in read_table(module.TABLE))


def test_a_line_of_a_table_is_read() -> None:
    """Names, case-sensitive names and what is implied are told apart."""
    assert read_table("Kubernetes = k8s, !EKS > Containers, Cloud") == (
        Concept("Kubernetes", ("Kubernetes", "k8s", "EKS"), frozenset({"EKS"}), ("Containers", "Cloud")),
    )
    assert read_table("!Go") == (Concept("Go", ("Go",), frozenset({"Go"}), ()),)


def test_what_is_implied_is_a_known_concept() -> None:
    """No implication leads nowhere."""
    known = {concept.name for concept in CONCEPTS}
    loose = {broader for concept in CONCEPTS for broader in concept.implies} - known
    loose |= {broader for concept in read_table(certificates.TABLE) for broader in concept.implies} - known
    assert loose == set()
    assert known >= SUBSTITUTABLE_KINDS


def test_very_short_names_are_matched_with_their_case() -> None:
    """A folded name of one or two letters would be found everywhere."""
    short = {
        name
        for concept in (*CONCEPTS, *read_table(certificates.TABLE), *read_table(industries.TABLE))
        for name in concept.names
        if len(name) <= 2 and name.isalpha() and name not in concept.exact
    }
    assert short <= {"qa"}


def test_each_concept_stands_in_one_table_line() -> None:
    """No concept is described twice."""
    names = [concept.name for concept in CONCEPTS]
    assert sorted(names) == sorted(set(names))


def test_the_tables_cover_many_professions() -> None:
    """Every table holds a fair number of concepts."""
    assert all(len(read_table(module.TABLE)) >= 15 for module in SKILL_TABLES)
    assert len(OCCUPATIONS) >= 80


def test_nearness_is_symmetric_and_bounded() -> None:
    """How near two occupations are does not depend on the direction."""
    keys = [entry.key for entry in OCCUPATIONS]
    assert len(keys) == len(set(keys))
    for one in keys:
        for other in keys:
            assert nearness(one, other) == nearness(other, one)
            assert 0 <= nearness(one, other) <= 1
            assert (nearness(one, other) == 1) == (one == other)


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("BSc (Hons)", Degree.BACHELOR), ("B.Tech.", Degree.BACHELOR), ("Bachelor of Arts", Degree.BACHELOR), ("BA", Degree.BACHELOR),
        ("Licenciatura", Degree.BACHELOR), ("Laurea triennale", Degree.BACHELOR), ("Laurea magistrale", Degree.MASTER),
        ("MSc", Degree.MASTER), ("Master's degree", Degree.MASTER), ("Diplom-Ingenieur", Degree.MASTER), ("MBA", Degree.MASTER),
        ("PhD", Degree.DOCTORATE), ("Dr. rer. nat.", Degree.DOCTORATE), ("Abitur", Degree.HIGH_SCHOOL), ("A levels", Degree.HIGH_SCHOOL),
        ("Vocational diploma", Degree.ASSOCIATE), ("Associate of Applied Science", Degree.ASSOCIATE), ("HND", Degree.ASSOCIATE),
        ("Summer camp", Degree.NONE), ("", Degree.NONE),
    ],
)  # fmt: skip
def test_degrees_are_known_by_their_names(text: str, degree: Degree) -> None:
    """A degree's level is read from its name, in several languages."""
    assert degree_of(text) is degree


def test_steps_below_count_down_only() -> None:
    """A higher degree than wanted is no shortfall."""
    assert steps_below(Degree.BACHELOR, Degree.MASTER) == 1
    assert steps_below(Degree.DOCTORATE, Degree.BACHELOR) == 0


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("C1", "C1"), ("Fluent (C1)", "C1"), ("b2", "B2"), ("Native", "native"), ("Muttersprache", "native"), ("Fluent", "C1"),
        ("Conversational", "B1"), ("Basic", "A2"), ("verhandlungssicher", "C1"), ("", None), ("spoken at home", None),
    ],
)  # fmt: skip
def test_levels_of_languages(text: str, level: str | None) -> None:
    """CEFR levels and the words people use for them."""
    assert level_of(text) == level


def test_languages_are_known_in_other_languages() -> None:
    """A language has one name however it is written."""
    assert {canonical_language(name) for name in ("German", "Deutsch", "allemand", "alemán")} == {"german"}
    assert canonical_language("Klingon") == "klingon"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I wrote the plan for the team and it was used by all of the units. " * 4, "english"),
        ("Ich habe die Planung für das Team gemacht und mit der Leitung bei der Umsetzung gearbeitet. " * 4, "german"),
        ("J'ai fait les plans pour les équipes avec une méthode et des outils sur mesure. " * 4, "french"),
        ("Too short to say", None),
        ("xkcd " * 60, None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, language: str | None) -> None:
    """A long text gives its language away; a short or odd one does not."""
    assert written_in(text) == language


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Singt im Kirchenchor und backt gern Kuchen.", "german"),
        ("Arbeitete an der Planung und im Einkauf", "german"),
        ("Verkoopt is of was bij het station", "dutch"),
        ("Praca przy stole i to od rana", "polish"),
        ("Joue de l'accordéon avec les voisins, dans une cave.", "french"),
        ("Die casting met the door of the mill.", None),
        ("Led teams in San Miguel de la Vega y Los Angeles.", None),
        ("Translated und und und.", None),
        ("Managed DOS applications, EM simulations and Van Een.", None),
        ("Machine tools at Maschinenbau und Technik im Tal", None),
        ("Worked with the Verband der Chemie und Pharma.", None),
        ("", None),
    ],
)
def test_a_sentence_of_another_language_has_small_words_of_it_alone(sentence: str, expected: str | None) -> None:
    """Two different ones, and none of English; words that English has too, or names, say nothing."""
    assert other_than_english(sentence) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Kubernetes", "5+ years of professional work with Go", "Ownership"], "english"),
        (["Buchhaltung", "Kenntnisse im Steuerrecht und der Prüfung", "Excel"], "german"),
        (["Buchhaltung", "Steuererklärung"], None),
        (["the bread and the cake"] * 2 + ["das Brot und der Kuchen im Haus"], "english"),
        (["Das Team im Haus und auf der Baustelle"] * 8, "german"),
        ([], None),
    ],
)
def test_the_language_of_a_list_is_that_which_most_of_it_is_plainly_in(texts: list[str], expected: str | None) -> None:
    """Where all of it together says nothing; a few names are in none."""
    assert language_of(texts) == expected


def test_no_word_tells_of_two_trades_that_are_strangers() -> None:
    """A word that several trades use gives none of them away."""
    seen: dict[str, str] = {}
    for trade in read_table(trades.TABLE):
        for name in trade.names[1:]:
            other = seen.setdefault(name.casefold(), trade.name)
            assert other == trade.name or nearness(other, trade.name) > 0, (name, other, trade.name)
