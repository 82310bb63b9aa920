"""Texts, shapes and the manifest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.corpus.domain.manifest import ManifestError, Pooling, parse_manifest
from services.corpus.domain.shapes import width_of
from services.corpus.domain.texts import CHARS_MAX, TEXTS_MAX, cut, problems_of, text_key
from tests.fakes.encoder import manifest


def test_a_text_counts_up_to_its_8192nd_character() -> None:
    """What follows the limit changes neither the text embedded nor its key."""
    text = "a" * CHARS_MAX
    assert cut(text + "b") == text
    assert text_key(cut(text + "b")) == text_key(cut(text + "c")) != text_key(text[:-1] + "d")


def test_every_blank_text_is_named() -> None:
    """All bad fields at once, by index."""
    assert problems_of(["a", "", "b", " \t\n\u00a0\u2003"]) == {
        "texts[1]": ["must not be blank"],
        "texts[3]": ["must not be blank"],
    }


def test_the_number_of_texts_is_bounded_on_both_sides() -> None:
    """None and one too many are refused as a field of their own; the largest number is fine."""
    assert set(problems_of([])) == {"texts"}
    assert set(problems_of(["a"] * (TEXTS_MAX + 1))) == {"texts"}
    assert problems_of(["a"] * TEXTS_MAX) == {}


@given(tokens=st.integers(1, 256))
def test_a_text_is_padded_by_little_and_never_past_the_limit(tokens: int) -> None:
    """The width holds the text, stays within the model, wastes under a fifth (or one token), and is a fixed point."""
    width = width_of(tokens, max_tokens=256)
    assert tokens <= width <= 256
    assert width - tokens <= max(1, tokens / 5)
    assert width_of(width, max_tokens=256) == width


def test_a_limit_off_the_scale_still_bounds_the_width() -> None:
    """A model of 250 tokens is never run with 256."""
    assert width_of(249, max_tokens=250) == 250


def test_a_manifest_survives_its_json() -> None:
    """What is written is read back, and the id holds the weights' sum."""
    assert parse_manifest(manifest().as_json()) == manifest()
    assert manifest().model_id == "fake@aaaaaaaaaaaa"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"dims": 0}, "dims"),
        ({"dims": True}, "dims"),
        ({"dims": "384"}, "dims"),
        ({"max_tokens": 10**9}, "max_tokens"),
        ({"pooling": "max"}, "pooling"),
        ({"name": "../x"}, "name"),
        ({"name": ""}, "name"),
        ({"onnx_sha256": "A" * 64}, "onnx_sha256"),
        ({"weights_sha256": None}, "weights_sha256"),
        ({"prefix": 1}, "prefix"),
    ],
)
def test_an_unusable_manifest_is_refused_by_field(change: dict[str, Any], named: str) -> None:
    """The complaint names the field."""
    with pytest.raises(ManifestError, match=named):
        parse_manifest(manifest().as_json() | change)


def test_a_manifest_must_be_an_object() -> None:
    """Any other JSON is refused."""
    with pytest.raises(ManifestError):
        parse_manifest([manifest().as_json()])


def test_a_manifest_may_say_more() -> None:
    """Keys we do not know are somebody else's."""
    assert parse_manifest(manifest().as_json() | {"licence": "MIT"}).pooling is Pooling.MEAN
