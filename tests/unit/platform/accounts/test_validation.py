"""What operators give for clients and keys."""

from collections.abc import Callable
from typing import Any

import pytest

from services.platform.accounts import validation
from services.platform.errors import AppError, Reason


@pytest.mark.parametrize(
    ("check", "value", "field"),
    [
        (validation.checked_name, "  ", "name"),
        (validation.checked_name, "a\nb", "name"),
        (validation.checked_name, "a" * 101, "name"),
        (validation.checked_project, "", "project"),
        (validation.checked_project, "a b", "project"),
        (validation.checked_project, "a" * 65, "project"),
        (validation.checked_per_minute, 0, "per_minute"),
        (validation.checked_per_minute, 1_000_001, "per_minute"),
        (validation.checked_expiry, 0, "expires_at_ms"),
        (validation.checked_expiry, 10**15, "expires_at_ms"),
        (validation.checked_networks, ["10.0.0.1/8"], "allowed_networks"),
        (validation.checked_networks, ["10.0.0.1"] * 101, "allowed_networks"),
    ],
)
def test_wrong_input_is_refused_with_its_field(check: Callable[[Any], Any], value: object, field: str) -> None:
    """A value outside its bounds is INVALID_INPUT and names the field."""
    with pytest.raises(AppError) as refused:
        check(value)
    assert refused.value.reason is Reason.INVALID_INPUT
    assert list(refused.value.fields) == [field]


def test_all_bad_networks_are_named_at_once() -> None:
    """Two bad networks are two messages."""
    with pytest.raises(AppError) as refused:
        validation.checked_networks(["10.0.0.1/8", "192.0.2.0/24", "nowhere"])
    assert len(refused.value.fields["allowed_networks"]) == 2


def test_networks_come_back_distinct_and_in_one_spelling() -> None:
    """Two spellings of one network are one network."""
    given = ["192.0.2.1", "192.0.2.1/32", "::ffff:192.0.2.1", "2001:0DB8::/32"]
    assert validation.checked_networks(given) == ("192.0.2.1/32", "2001:db8::/32")


def test_a_name_loses_its_outer_blanks() -> None:
    """Blanks around a name are not part of it."""
    assert validation.checked_name("  Acme GmbH ") == "Acme GmbH"
