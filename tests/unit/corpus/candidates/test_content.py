"""What counts as the same content."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.content import UnreadableContentError, content_hash, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def _hash(text: str) -> str:
    return content_hash(parse(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": [1, 2]}', '{ "b":[1,2],\n"a":1 }'),
        ('{"n": 1}', '{"n": 1.0}'),
        ('{"n": 100}', '{"n": 1e2}'),
        ('{"n": 0}', '{"n": -0.0}'),
        ('{"n": 0.5}', '{"n": 5e-1}'),
        ('{"name": "Zo\u00eb"}', '{"name": "Zoe\u0308"}'),
        ('{"Zo\u00eb": 1, "a": 2}', '{"a": 2, "Zoe\u0308": 1}'),
        ('{"name": "Zo\\u00eb"}', '{"name": "Zo\u00eb"}'),
    ],
)
def test_i27_spelling_is_not_content(one: str, other: str) -> None:
    """Order of keys, white space, spelling of numbers, Unicode form and escapes."""
    assert _hash(one) == _hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": [1, 2]}', '{"a": [2, 1]}'),
        ('{"a": 1}', '{"a": "1"}'),
        ('{"a": 1}', '{"a": true}'),
        ('{"a": 0}', '{"a": false}'),
        ('{"a": null}', "{}"),
        ('{"a": "x"}', '{"a": "X"}'),
        ('{"a": "x"}', '{"a": "x "}'),
        ('{"a": 1}', '{"a": 1.0000001}'),
        ("[]", "{}"),
    ],
)
def test_everything_else_is_content(one: str, other: str) -> None:
    """Order in lists, types, case and white space within texts."""
    assert _hash(one) != _hash(other)


@given(values, st.randoms(use_true_random=False))
def test_i27_any_value_keeps_its_hash_through_any_spelling(value: Any, chance: random.Random) -> None:
    """Keys shuffled at every depth, and written with and without white space and escapes."""
    text = json.dumps(_shuffled(value, chance), indent=chance.choice([None, 2]), ensure_ascii=chance.random() < 0.5)
    assert _hash(text) == content_hash(value)


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"a": Infinity}', "[" * 100_000, "1 2", "9" * 5000])
def test_what_is_no_json_has_no_hash(text: str) -> None:
    """One error, which quotes nothing."""
    with pytest.raises(UnreadableContentError) as refused:
        _hash(text)
    assert text[:5] not in str(refused.value) or not text


def test_a_number_beyond_all_bounds_has_no_hash() -> None:
    """1e400 is read as infinite."""
    with pytest.raises(UnreadableContentError):
        _hash('{"a": 1e400}')


def test_a_lone_surrogate_has_a_hash_like_any_text() -> None:
    """It stays itself: a question mark is other content."""
    assert _hash('{"a": "\\ud800"}') != _hash('{"a": "?"}')


def test_j20_the_bytes_of_an_id_decide() -> None:
    """Nothing is folded; a key says nothing of the id."""
    ids = ["caf\u00e9", "cafe\u0301", "Caf\u00e9", "caf\u00e9 "]
    assert len({candidate_key(external_id) for external_id in ids}) == len(ids)
    assert candidate_key("a") == corpus_key("a")
    assert len(candidate_key("x" * 255)) == 32


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: _shuffled(inner, chance) for key, inner in items}
    if isinstance(value, list):
        return [_shuffled(inner, chance) for inner in value]
    return value
