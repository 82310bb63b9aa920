"""The signature of a webhook body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.signing import EVENT_ID_HEADER, SIGNATURE_HEADER, signature, signature_header

VECTOR_SECRET = "whsec_test_secret"
VECTOR_AT_S = 1614265330
VECTOR_BODY = b'{"test": 2432232314}'
VECTOR_V1 = "10c96c6fd3f320fcfc264cdc4f476c15060ede8e8a08404cea2ddf3b72544a9c"


def test_w01_the_published_vector() -> None:
    """The published secret, time and body give the published signature."""
    assert signature(VECTOR_BODY, secret=VECTOR_SECRET, at_s=VECTOR_AT_S) == VECTOR_V1


def test_w01_the_header_names_time_and_signature() -> None:
    """The header is `t=<unix seconds>,v1=<hex>`."""
    header = signature_header(VECTOR_BODY, secrets=[VECTOR_SECRET], at_s=VECTOR_AT_S)

    assert header == f"t={VECTOR_AT_S},v1={VECTOR_V1}"


def test_the_headers_have_the_names_of_the_contract() -> None:
    """Receivers look for exactly these."""
    assert (SIGNATURE_HEADER, EVENT_ID_HEADER) == ("X-CVDM-Signature", "X-CVDM-Event-Id")


def test_w01_bytes_beyond_ascii_are_signed_as_they_are() -> None:
    """UTF-8 and line ends are part of what is signed: each change changes the signature."""
    body = '{"name": "Jürgen"}\r\n'.encode()

    marks = {signature(raw, secret="s", at_s=1) for raw in (body, body.replace(b"\r\n", b"\n"), body.rstrip())}

    assert len(marks) == 3


def test_w04_one_signature_per_secret_while_a_secret_rotates() -> None:
    """Each valid secret has its own `v1`, in the order given."""
    header = signature_header(VECTOR_BODY, secrets=["new", VECTOR_SECRET], at_s=VECTOR_AT_S)

    first = signature(VECTOR_BODY, secret="new", at_s=VECTOR_AT_S)
    assert header == f"t={VECTOR_AT_S},v1={first},v1={VECTOR_V1}"


def test_nothing_is_sent_unsigned() -> None:
    """Without a secret there is no header to make."""
    with pytest.raises(ValueError, match=r"^a delivery cannot be signed without a secret$"):
        signature_header(VECTOR_BODY, secrets=[], at_s=1)


@given(body=st.binary(max_size=200), other=st.binary(max_size=200), at_s=st.integers(0, 2**33))
def test_a_signature_holds_for_its_body_alone(body: bytes, other: bytes, at_s: int) -> None:
    """Two bodies share a signature only when they are equal."""
    same = signature(body, secret="s", at_s=at_s) == signature(other, secret="s", at_s=at_s)

    assert same is (body == other)
