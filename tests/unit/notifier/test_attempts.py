"""One attempt at one event, over fakes."""

import asyncio
from typing import Any

import pytest

from services.notifier.application.attempts import Attempts
from services.notifier.domain.delivery import DeliveryStatus, Outcome
from services.notifier.domain.signing import signature_header
from services.notifier.domain.target import Refusal, TargetRefusedError
from services.notifier.ports.sending import Answer, SendError
from tests.fakes.notifier import FakeGuard, FakeOutbox, FakeSecrets, FakeSender, leased

NOW_S = 1_700_000_000.5


def _attempts(outbox: FakeOutbox, **parts: Any) -> Attempts:
    given: dict[str, Any] = {
        "guard": FakeGuard(),
        "sender": FakeSender(),
        "secret_store": FakeSecrets(),
        "total_s": 5.0,
    } | parts
    return Attempts(outbox=outbox, clock=lambda: NOW_S, jitter=lambda: 0.0, **given)


async def test_a_delivery_is_judged_signed_sent_and_recorded() -> None:
    """The exact body goes out with its signature and event id; the attempt is stored as delivered."""
    guard, sender, outbox = FakeGuard(), FakeSender(answer=Answer(http_status=204)), FakeOutbox()
    event = leased()

    await _attempts(outbox, guard=guard, sender=sender).make(event)

    target, body, headers = sender.sent[0]
    assert guard.judged == [event.url]
    assert target.addresses == ("192.0.2.1",)
    assert body == event.body
    assert headers["X-CVDM-Event-Id"] == event.event_id
    assert headers["X-CVDM-Signature"] == signature_header(event.body, secrets=["whsec_one"], at_s=1_700_000_000)
    assert headers["Content-Type"] == "application/json"
    _, attempt, verdict = outbox.recorded[0]
    assert (attempt.outcome, attempt.http_status, attempt.at_ms) == (Outcome.DELIVERED, 204, event.leased_at_ms)
    assert verdict.status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize("refusal", list(Refusal))
async def test_s91_a_refused_target_is_never_sent_to(refusal: Refusal) -> None:
    """The guard's no at delivery is a recorded attempt and no request."""
    sender, outbox = FakeSender(), FakeOutbox()

    await _attempts(outbox, guard=FakeGuard(refusal=TargetRefusedError(refusal, "no")), sender=sender).make(leased())

    assert sender.sent == []
    _, attempt, verdict = outbox.recorded[0]
    assert (attempt.outcome, attempt.http_status) == (Outcome.REFUSED_TARGET, 0)
    assert (verdict.status, verdict.wait_ms) == (DeliveryStatus.PENDING, 30_000)


@pytest.mark.parametrize(
    ("outcome", "is_told"), [(Outcome.CONNECT_ERROR, False), (Outcome.TLS_ERROR, True)], ids=["connect", "tls"]
)
async def test_s114_how_long_a_connection_took_to_fail_is_not_told(outcome: Outcome, *, is_told: bool) -> None:
    """A closed port and a filtered one fail at different speeds; what came after a connection may be told."""
    gate, outbox = asyncio.Event(), FakeOutbox()
    asyncio.get_running_loop().call_later(0.02, gate.set)

    await _attempts(outbox, sender=FakeSender(answer=SendError(outcome), gate=gate)).make(leased())

    _, attempt, _ = outbox.recorded[0]
    assert (attempt.outcome, attempt.duration_ms > 0) == (outcome, is_told)


async def test_without_a_secret_nothing_is_sent() -> None:
    """A client without a valid secret gets no unsigned delivery; the attempt says so."""
    sender, outbox = FakeSender(), FakeOutbox()

    await _attempts(outbox, secret_store=FakeSecrets(secrets=()), sender=sender).make(leased())

    assert sender.sent == []
    assert outbox.recorded[0][1].outcome is Outcome.NO_SECRET


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.TLS_ERROR, Outcome.CONNECT_ERROR, Outcome.REFUSED_TARGET])
async def test_a_failed_request_is_recorded_by_its_word(outcome: Outcome) -> None:
    """What the sender says is what is stored, and it is tried again."""
    outbox = FakeOutbox()

    await _attempts(outbox, sender=FakeSender(answer=SendError(outcome))).make(leased())

    _, attempt, verdict = outbox.recorded[0]
    assert (attempt.outcome, attempt.http_status) == (outcome, 0)
    assert verdict.status is DeliveryStatus.PENDING


async def test_the_total_limit_ends_an_attempt() -> None:
    """A request that never ends is a timeout once the limit has passed."""
    outbox = FakeOutbox()

    await _attempts(outbox, sender=FakeSender(gate=asyncio.Event()), total_s=0.01).make(leased())

    assert outbox.recorded[0][1].outcome is Outcome.TIMEOUT


async def test_w07_gone_is_the_last_attempt() -> None:
    """410 exhausts the delivery."""
    outbox = FakeOutbox()

    await _attempts(outbox, sender=FakeSender(answer=Answer(http_status=410))).make(leased())

    _, attempt, verdict = outbox.recorded[0]
    assert (attempt.outcome, verdict.status) == (Outcome.GONE, DeliveryStatus.EXHAUSTED)


async def test_retry_after_is_honoured() -> None:
    """503 with Retry-After puts the next attempt off."""
    outbox = FakeOutbox()

    await _attempts(outbox, sender=FakeSender(answer=Answer(http_status=503, retry_after="90"))).make(leased())

    assert outbox.recorded[0][2].wait_ms == 90_000


async def test_the_eighth_failure_exhausts() -> None:
    """An event with seven failed attempts behind it gets its last."""
    outbox = FakeOutbox()

    await _attempts(outbox, sender=FakeSender(answer=Answer(http_status=500))).make(leased(attempts_made=7))

    assert outbox.recorded[0][2].status is DeliveryStatus.EXHAUSTED


async def test_w07_an_event_for_a_gone_target_ends_without_a_request() -> None:
    """What the target said to one event holds for those that were meant for it before: nothing is judged, nothing sent."""
    guard, sender, outbox = FakeGuard(), FakeSender(), FakeOutbox()

    await _attempts(outbox, guard=guard, sender=sender).make(leased(gone=True))

    assert (guard.judged, sender.sent) == ([], [])
    _, attempt, verdict = outbox.recorded[0]
    assert (attempt.outcome, attempt.http_status) == (Outcome.GONE, 0)
    assert verdict.status is DeliveryStatus.EXHAUSTED
