"""The strict JSON reader: every case of the adversary's table, plain values kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.intake.strict_json import MAX_DEPTH, JsonError, read_json

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN, st.booleans())
def test_plain_json_is_read_as_the_standard_reader_reads_it(value: object, escaped: bool) -> None:  # noqa: FBT001 - hypothesis passes it by name
    """What is valid is returned unchanged, whatever its spelling."""
    assert read_json(json.dumps(value, ensure_ascii=escaped)) == value


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a":-Infinity}'])
def test_j01_nan_and_infinity_are_refused(text: str) -> None:
    """NaN and Infinity are not JSON."""
    with pytest.raises(JsonError, match="not JSON"):
        read_json(text)


@pytest.mark.parametrize("text", ["1e400", "[-1e999]"])
def test_j02_a_number_beyond_a_double_is_refused(text: str) -> None:
    """1e400 never becomes infinity."""
    with pytest.raises(JsonError, match="too large"):
        read_json(text)


@pytest.mark.parametrize("text", ['{"a":1,"a":1}', '[{"b":{"c":1,"d":2,"c":3}}]', r'{"a":1,"\u0061":2}'])
def test_j03_a_repeated_key_is_refused_at_any_depth(text: str) -> None:
    """A duplicate key is an error, however it is spelled, and never the last one wins."""
    with pytest.raises(JsonError, match="repeated key"):
        read_json(text)


@pytest.mark.parametrize("text", [r'"\ud800"', r'{"\udfff":1}', r'["a\udc00b"]', r'"\ud800\u0041"'])
def test_j04_a_lone_surrogate_is_refused(text: str) -> None:
    """Half of a pair cannot be stored, in a value or in a key."""
    with pytest.raises(JsonError, match="surrogate"):
        read_json(text)


def test_j04_a_whole_pair_is_a_character() -> None:
    """An escaped pair is one character."""
    assert read_json(r'"\ud83d\ude00"') == "😀"


def test_j05_a_byte_order_mark_is_refused() -> None:
    """Text starts with JSON, not with a mark."""
    with pytest.raises(JsonError):
        read_json("\ufeff{}")


@pytest.mark.parametrize("digits", ["9" * 5000, "9223372036854775808", "-9223372036854775809"])
def test_j06_an_integer_beyond_64_bits_is_refused(digits: str) -> None:
    """Huge integers are refused, the longest of them without being turned into a number."""
    with pytest.raises(JsonError, match="64 bits"):
        read_json(digits)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_j06_the_edges_of_64_bits_are_read(number: int) -> None:
    """The last numbers that fit are kept."""
    assert read_json(str(number)) == number


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_j08_a_depth_bomb_is_refused_and_the_limit_is_exact(opening: str, closing: str) -> None:
    """64 levels are read; one more, or 100,000, is an error and never a crash."""
    assert read_json(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH) is not None
    for depth in (MAX_DEPTH + 1, 500, 100_000):
        with pytest.raises(JsonError, match="deeper"):
            read_json(opening * depth + "1" + closing * depth)


@pytest.mark.parametrize(
    "text", ["", " ", "{", '"\n"', "[1,]", "{} x", "/* c */ 1", "{'a':1}", "01", "+1", "tru", '"\x01"']
)
def test_j09_what_is_not_json_is_refused(text: str) -> None:
    """Control characters, trailing commas, comments, garbage and nothing at all are errors."""
    with pytest.raises(JsonError, match="not valid JSON"):
        read_json(text)


def test_j17_prototype_names_and_colliding_keys_are_plain_data() -> None:
    """Keys that mean something elsewhere mean nothing here, and many that collide are read."""
    value = {"__class__": 1, "__proto__": {"constructor": 2}} | {str(2**61 * number): 0 for number in range(20_000)}
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize("text", [r'"\u0000"', r'{"a\u0000":1}'])
def test_an_escaped_nul_is_refused(text: str) -> None:
    """U+0000 is refused in JSON as it is in plain text."""
    with pytest.raises(JsonError, match="U"):
        read_json(text)


def test_a_backslash_before_u0000_is_no_nul() -> None:
    """The six characters of the escape, themselves escaped, are text."""
    assert read_json(r'"\\u0000"') == r"\u0000"


def test_a_complaint_quotes_nothing_of_the_text() -> None:
    """What a client sent never appears in an error."""
    with pytest.raises(JsonError) as caught:
        read_json('{"jane.doe@example.com": oops}')
    assert "jane" not in str(caught.value)
