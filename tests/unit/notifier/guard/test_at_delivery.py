"""What the guard's no becomes at a delivery."""

import pytest

from services.notifier.application.attempts import Attempts
from services.notifier.domain.delivery import DeliveryStatus, Outcome
from tests.fakes.notifier import FakeOutbox, FakeSecrets, FakeSender, leased
from tests.support.guards import table_guard


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ([], Outcome.CONNECT_ERROR),
        (["10.0.0.1"], Outcome.REFUSED_TARGET),
        (["8.8.8.8", "10.0.0.1"], Outcome.REFUSED_TARGET),
    ],
    ids=["s88_none", "s91_private", "s84_one_private"],
)
async def test_s88_s91_at_delivery_a_refusal_is_a_failed_attempt_that_is_tried_again(
    answers: list[str], word: Outcome
) -> None:
    """S88, S91: nothing is sent, the record holds one word and no address, and another attempt follows."""
    guard, _ = table_guard(*answers)
    sender, outbox = FakeSender(), FakeOutbox()

    await Attempts(guard=guard, sender=sender, secret_store=FakeSecrets(), outbox=outbox, total_s=5.0).make(leased())

    assert sender.sent == []
    _, attempt, follows = outbox.recorded[0]
    assert attempt.outcome is word
    assert follows.status is DeliveryStatus.PENDING
    assert "10.0.0.1" not in repr(attempt) + repr(follows)
