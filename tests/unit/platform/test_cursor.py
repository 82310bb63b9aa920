"""Cursors of pages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_a_cursor_leads_back_to_its_place(place: str) -> None:
    """And fits a URL as it is."""
    cursor = encode_cursor(place)
    assert decode_cursor(cursor) == place
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("cursor", ["", "x", "é", "MS4=!", "Mi5h", "////", "gICA"])
def test_what_was_never_given_out_is_refused(cursor: str) -> None:
    """No alphabet, no version, no text: one error."""
    with pytest.raises(MalformedCursorError):
        decode_cursor(cursor)


@pytest.mark.parametrize(
    ("kind", "position", "cursor"),
    [("", "17", "MS4xNw"), ("r", "1795302000000/cvds_a", "cjEuMTc5NTMwMjAwMDAwMC9jdmRzX2E"), ("p", "17", "cDEuMTc")],
)
def test_cursors_that_were_given_out_stay_good(kind: str, position: str, cursor: str) -> None:
    """A client may hold one over an update; and one of another kind of list is none of this one."""
    assert encode_cursor(position, kind=kind) == cursor
    assert decode_cursor(cursor, kind=kind) == position
    with pytest.raises(MalformedCursorError):
        decode_cursor(cursor, kind=kind + "x")


def test_a_position_of_another_shape_is_refused() -> None:
    """What a list never said is no place in it."""
    with pytest.raises(MalformedCursorError):
        decode_cursor(encode_cursor("seven"), shape=re.compile(r"\d+"))
