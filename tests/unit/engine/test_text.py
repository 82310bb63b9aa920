"""Words, folds, clauses and sums of money."""

import pytest

from engine.amounts import sums_in
from engine.text import clauses, content_stems, fold, folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pipelines", "pipeline"),
        ("organisation", "Organization"),
        ("Haemodynamic", "hemodynamic"),
        ("licence", "license"),
        ("café", "CAFE"),
        ("agencies", "agency"),
    ],
)
def test_spelling_variants_fold_together(one: str, other: str) -> None:
    """Case, accents, British spelling and the plural do not matter."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["bus", "class", "analysis", "aws", "iOS"])
def test_words_that_only_look_plural_are_kept(word: str) -> None:
    """Not every final s is a plural."""
    assert fold(word) in {word.casefold(), word.casefold().removesuffix("s")}
    assert fold("class") == "class"
    assert fold("analysis") == "analysis"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++, C# and .NET", ("c++", "c#", "and", ".net")),
        ("R&D with GD&T", ("r&d", "with", "gd&t")),
        ("CI/CD", ("ci", "cd")),
        ("Node.js", ("node", "js")),
        ("Children's nurse", ("children", "s", "nurse")),
        ("", ()),
    ],
)
def test_signs_that_belong_to_a_word_stay_with_it(text: str, words: tuple[str, ...]) -> None:
    """C++ is not C."""
    assert folded(text) == words


def test_stems_leave_out_filler() -> None:
    """Words without meaning of their own are no part of what is compared."""
    assert content_stems("Solid experience in managing the budgets") == content_stems("manage budget")


def test_clauses_end_where_a_thought_turns() -> None:
    """Full stops, semicolons, dashes and "but" end a clause; the point of "e.g." does not."""
    text = "No Java, but Kotlin; see e.g. the app. More"
    assert [text[a:b].strip() for a, b in clauses(text)] == ["No Java,", "but Kotlin", "see e.g. the app", "More"]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("deals above EUR 250k", (250_000.0,)),
        ("1.2 million euro a year", (1_200_000.0,)),
        ("$1,250,000", (1_250_000.0,)),
        ("£2.3m and €40", (2_300_000.0, 40.0)),
        ("team of 12 in 2025", ()),
    ],
)
def test_sums_of_money_are_read(text: str, sums: tuple[float, ...]) -> None:
    """A sum needs a currency; k and million scale it."""
    assert sums_in(text) == pytest.approx(sums)
