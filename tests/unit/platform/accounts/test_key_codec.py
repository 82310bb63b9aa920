"""API keys as stored fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.platform.accounts.key_codec import key_fields, key_from_fields
from services.platform.accounts.values import ApiKey, Permission

NETWORKS = st.sampled_from(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32", "::1/128"])

KEYS = st.builds(
    ApiKey,
    key_id=st.just("key_0123456789abcdef"),
    client_id=st.just("cl_0123456789abcdef"),
    project=st.sampled_from(["default", "a.b-c_d"]),
    permissions=st.frozensets(st.sampled_from(Permission)),
    per_minute=st.integers(1, 1_000_000),
    expires_at_ms=st.none() | st.integers(0, 10**13),
    allowed_networks=st.lists(NETWORKS, max_size=4).map(tuple),
)


@given(key=KEYS)
def test_the_terms_of_a_key_survive_storage(key: ApiKey) -> None:
    """What is stored reads back as what it was."""
    assert key_from_fields(key_fields(key)) == key


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("per_minute", "many"),
        ("per_minute", "0"),
        ("permissions", "everything"),
        ("expires_at_ms", "soon"),
        ("allowed_networks", "everywhere"),
    ],
)
def test_a_damaged_field_opens_nothing(field: str, value: str) -> None:
    """A field that cannot be read makes the whole key unreadable."""
    fields = key_fields(
        ApiKey(
            key_id="k",
            client_id="c",
            project="p",
            permissions=frozenset(Permission),
            per_minute=1,
            expires_at_ms=None,
            allowed_networks=(),
        )
    )
    with pytest.raises(ValueError):
        key_from_fields(fields | {field: value})
    with pytest.raises(KeyError):
        key_from_fields({name: text for name, text in fields.items() if name != field})
