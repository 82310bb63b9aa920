"""Going through a JSON text gives what reading it whole gives, and refuses what that refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.intake.json_walk import MAX_VALUES, JsonWalk, refuse_swarm
from services.gateway.intake.strict_json import JsonError, read_json

KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | KEYS
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=15)


def walked(text: str) -> Any:
    """Reads a text two levels deep by steps, the rest in pieces."""
    walk = JsonWalk(text)
    found = _level(walk, levels=2)
    walk.end()
    return found


def _level(walk: JsonWalk, *, levels: int) -> Any:
    if levels and walk.next_char == "{":
        return {key: _level(walk, levels=levels - 1) for key in walk.members()}
    if levels and walk.next_char == "[":
        return [_level(walk, levels=levels - 1) for _ in walk.items()]
    piece, value = walk.piece()
    assert read_json(piece) == value
    return value


@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_any_json_is_read_as_it_stands(value: Any, escaped: bool, indent: Any) -> None:  # noqa: FBT001 - hypothesis fills it
    """Whatever the spelling."""
    assert walked(json.dumps(value, ensure_ascii=escaped, indent=indent)) == value


@given(st.text(st.sampled_from('{}[]",:1a \n\\u0d8'), max_size=30))
def test_any_text_is_refused_by_both_or_by_neither(text: str) -> None:
    """A text that only one of them takes would be read differently by whoever comes next."""

    def outcome(read: Any) -> Any:
        try:
            return read(text)
        except JsonError:
            return JsonError

    assert outcome(walked) == outcome(read_json)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6"),
        ('{"a": 1, "a": 2}', "repeated key"),
        ('{"b": {"a": 1, "a": 2}}', "repeated key"),
        ('{"a": "\\ud800"}', "surrogate"),
        ('{"\\u0000": 1}', r"U\+0000"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 9223372036854775808}', "64 bits"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "deeper than 64"),
        ('{"a": ' + "[" * 100_000, "deeper than 64"),
    ],
)
def test_a_refusal_says_why(text: str, words: str) -> None:
    """In plain words, with the place where there is one."""
    with pytest.raises(JsonError, match=words):
        walked(text)


def test_j15_a_swarm_of_values_is_refused_by_its_punctuation() -> None:
    """Before an object is made of any."""
    refuse_swarm("," * MAX_VALUES)
    for text in ("," * (MAX_VALUES + 1), "[" * (MAX_VALUES + 1), "{" * (MAX_VALUES + 1)):
        with pytest.raises(JsonError, match="1000000 values"):
            refuse_swarm(text)
