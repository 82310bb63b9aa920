"""Texts in sentences, each judged by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.material import Source, pieces_of
from engine.profile import Line, Section
from engine.sentences import sentences_of
from tests.fakes.profiles import job, profile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Built services in Go. Ran Kafka!  Why not?", ["Built services in Go.", "Ran Kafka!", "Why not?"]),
        ("Saved approx. 30 % with Smith Inc. Then left.", ["Saved approx. 30 % with Smith Inc. Then left."]),
        ("Node.js and e.g. ASP.NET since v. 2.0", ["Node.js and e.g. ASP.NET since v. 2.0"]),
        ("Costs fell by 30%. Über 20 Filialen.", ["Costs fell by 30%.", "Über 20 Filialen."]),
        ("経理を担当。決算も担当。", ["経理を担当。", "決算も担当。"]),
        ("  ", []),
        ("", []),
        (" One. ", ["One."]),
    ],
)
def test_a_text_is_parted_where_sentences_end(text: str, expected: list[str]) -> None:
    """Behind a mark of their end and before a new beginning; not behind an abbreviation, nor within a name."""
    assert list(sentences_of(text)) == expected


@given(st.text(st.sampled_from("ab. !?A。Z)") | st.characters(codec="utf-8"), max_size=60))
def test_nothing_is_lost_and_sentences_stay_whole(text: str) -> None:
    """Every sign but space is kept in its order, and a sentence is not parted again: what was kept parted stays as it is."""
    found = list(sentences_of(text))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert [again for sentence in found for again in sentences_of(sentence)] == found


def test_each_sentence_of_a_line_is_a_piece_that_quotes_the_line() -> None:
    """In jobs, summaries and all the rest that is told; a title is one piece whatever its marks."""
    other = (Line("Taught. Sang.", "Taught. Sang.", 1, Section.VOLUNTEERING),)
    found = pieces_of(
        profile(job("Chef. Owner.", "Ran a kitchen. Trained cooks."), summary=["I lead. I cook. I lead."], other=other)
    )
    assert [(piece.scored, piece.source) for piece in found] == [
        ("Chef. Owner., Acme", Source.TITLE),
        ("Ran a kitchen.", Source.WORK),
        ("Trained cooks.", Source.WORK),
        ("I lead.", Source.SUMMARY),
        ("I cook.", Source.SUMMARY),
        ("Taught.", Source.PROJECT),
        ("Sang.", Source.PROJECT),
    ]
    assert {piece.line.text for piece in found[3:5]} == {"I lead. I cook. I lead."}
