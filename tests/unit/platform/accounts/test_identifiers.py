"""Random ids, keys and secrets."""

from math import log2

import pytest

from services.platform.accounts import identifiers


def test_a03_keys_and_secrets_hold_at_least_160_random_bits() -> None:
    """The random part of a key and of a webhook secret is long enough for 160 bits of base62."""
    for made, prefix in ((identifiers.new_api_key(), "cvk_"), (identifiers.new_webhook_secret(), "whsec_")):
        assert made.startswith(prefix)
        assert len(made.removeprefix(prefix)) * log2(62) >= 160


def test_t02_made_ids_are_distinct_and_of_their_form() -> None:
    """A thousand ids are a thousand different ids that their own checks accept."""
    clients = {identifiers.new_client_id() for _ in range(1000)}
    assert len(clients) == 1000
    assert all(identifiers.is_client_id(made) for made in clients)
    assert identifiers.is_key_id(identifiers.new_key_id())
    assert identifiers.looks_like_api_key(identifiers.new_api_key())


@pytest.mark.parametrize("text", ["", "cvk_", "cvk_" + "a" * 27, "cvk_" + "a" * 29, "cvk_" + "ä" * 28, "x" * 1_000_000])
def test_a01_what_has_not_the_form_of_a_key_is_told_apart(text: str) -> None:
    """Empty, short, long, huge and non-ASCII texts have not the form of a key; nor has one with a line's end."""
    assert not identifiers.looks_like_api_key(text)
    assert not identifiers.looks_like_api_key(identifiers.new_api_key() + "\n")
