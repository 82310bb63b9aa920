"""Composing of letters and their marks."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.reading.composed import composed


@given(st.text(max_size=30))
def test_composing_is_that_of_the_standard_for_all_that_is_written(text: str) -> None:
    """Short of 31 marks in a row the result is NFC, and both forms of a text give the same."""
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert composed(unicodedata.normalize("NFD", text)) == composed(text)


def test_endless_marks_are_composed_at_once_and_kept() -> None:
    """A million marks in a row, hours of work for the plain function, end within the test's time limit with all marks kept."""
    text = "a" + "\u0315\u0300" * 500_000

    result = composed(text)

    assert sum(c in "\u0315\u0300" for c in unicodedata.normalize("NFD", result[:100_000])) > 90_000
    assert composed(result) == result
