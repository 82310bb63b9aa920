"""What receivers verify: over real HTTP, and by verifiers that are none of ours."""

import hmac
import time
from random import Random

import pytest
import stripe

from services.notifier.adapters.http_sender import HttpSender
from services.notifier.application.attempts import Attempts
from services.notifier.domain.delivery import LeasedEvent, Outcome
from services.notifier.domain.signing import signature_header
from tests.fakes.notifier import FakeOutbox, FakeSecrets, leased
from tests.integration.notifier.receiver import LoopbackGuard, Receiver, receiving

SECRET = "whsec_Jm3q0mB1l4nWg"
TOLERANCE_S = 300
BODY = '{"name":"Jürgen 🎺","note":"a\\nb"}\r\n'.encode()


def _payload(random: Random) -> bytes:
    """Bytes of any kind: JSON, line ends of any sort, text beyond ASCII, nothing that is text at all."""
    size = random.choice([1, 2, 17, 300, 5_000])
    kinds = [
        random.randbytes(size),
        b"\r\n" * size,
        ("ü🎺\u2028" * size).encode(),
        b'{"a": 1.50, "b": "\\u00fc"}\n' * 3,
    ]
    return random.choice(kinds)


def _verifies(header: str, body: bytes, *, secret: str) -> bool:
    """The published rule, written down once more, apart from the code that signs."""
    first, *marks = header.split(",")
    stamp = first.removeprefix("t=")
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    return f"v1={expected}" in marks


async def test_w02_what_is_signed_is_what_arrives() -> None:
    """A thousand payloads of any bytes: each arrives as it was, under a signature that verifies over what arrived."""
    random = Random(2)
    bodies = [_payload(random) for _ in range(1_000)]
    async with receiving(Receiver()) as receiver:
        attempts = Attempts(
            guard=LoopbackGuard(receiver.port),
            sender=HttpSender(total_s=5),
            secret_store=FakeSecrets(secrets=(SECRET,)),
            outbox=FakeOutbox(),
            total_s=8,
        )
        for number, body in enumerate(bodies):
            event = leased(event_id=f"evt_{number}")
            sent = LeasedEvent(
                client_id=event.client_id, event_id=event.event_id, url=receiver.url, body=body, epoch=1,
                attempts_made=0, leased_at_ms=event.leased_at_ms,
            )  # fmt: skip
            assert await attempts.make(sent) is Outcome.DELIVERED

    assert [request.body for request in receiver.requests] == bodies
    for request in receiver.requests:
        assert _verifies(request.headers["X-CVDM-Signature"], request.body, secret=SECRET)


def test_w05_the_official_stripe_package_verifies_our_header() -> None:
    """It accepts our header's value over the raw body, also within the tolerance, and with either secret of a rotation."""
    for age_s in (0, TOLERANCE_S - 5):
        header = signature_header(BODY, secrets=["whsec_new", SECRET], at_s=int(time.time()) - age_s)
        for secret in (SECRET, "whsec_new"):
            assert stripe.WebhookSignature.verify_header(BODY.decode(), header, secret, TOLERANCE_S)


def test_w05_the_official_stripe_package_rejects_a_header_of_301_s_ago() -> None:
    """A delivery that somebody recorded is worth nothing later."""
    header = signature_header(BODY, secrets=[SECRET], at_s=int(time.time()) - TOLERANCE_S - 1)

    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        stripe.WebhookSignature.verify_header(BODY.decode(), header, SECRET, TOLERANCE_S)


@pytest.mark.parametrize("body", [BODY + b" ", BODY.replace(b"\r\n", b"\n"), BODY.replace(b"a", b"b")])
def test_w05_the_official_stripe_package_rejects_another_body(body: bytes) -> None:
    """A single byte more, less or different."""
    header = signature_header(BODY, secrets=[SECRET], at_s=int(time.time()))

    with pytest.raises(stripe.SignatureVerificationError, match="signatures"):
        stripe.WebhookSignature.verify_header(body.decode(), header, SECRET, TOLERANCE_S)
