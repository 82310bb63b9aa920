"""Cursors of pages."""

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
