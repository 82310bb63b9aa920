"""What is remembered of texts, and that all of it is forgotten."""

from typing import Any

from engine import lexicon, stance, text, titles
from engine.remember import forget, remembered
from tests.fakes.judging import judge
from tests.fakes.profiles import job, profile

REMEMBERING: tuple[Any, ...] = (
    text.fold, text.tokens, text.folded, text.clauses, lexicon.skills_in, stance.stance_of, stance.stance_of_line,
    titles.neutral_title, titles.occupations_of,
)  # fmt: skip


def test_an_answer_is_computed_once_until_it_is_forgotten() -> None:
    """The newest answers are kept, no more than said."""
    asked: list[str] = []

    @remembered(2)
    def shout(word: str) -> str:
        asked.append(word)
        return word.upper()

    assert [shout(word) for word in ("a", "a", "b", "c", "a")] == ["A", "A", "B", "C", "A"]
    assert asked == ["a", "b", "c", "a"]
    forget()
    shout("a")
    assert asked == ["a", "b", "c", "a", "a"]


def test_nothing_of_a_cv_is_kept_once_forgotten() -> None:
    """Of all that judging remembers, nothing is left."""
    judge(
        profile(job("Backend Engineer", "Never wrote Go; some Kafka for EUR 500k.", start="2019-01")),
        hard_skills=["Go"],
    )
    assert any(each.cache_info().currsize for each in REMEMBERING)
    forget()
    assert not any(each.cache_info().currsize for each in REMEMBERING)
