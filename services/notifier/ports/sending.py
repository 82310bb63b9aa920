"""What it takes to send: one POST to a judged target, and the secrets that sign it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.delivery import Outcome
from services.notifier.domain.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered; `retry_after` is the raw header."""

    http_status: int
    retry_after: str | None = None


class SendError(Exception):
    """No answer came; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class Sender(Protocol):
    """Sends one POST to one target."""

    async def post(self, target: Target, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Posts exactly `body`, dialling nothing but the target's addresses; raises `SendError`."""


class SecretStore(Protocol):
    """Knows the webhook secrets of clients."""

    async def signing(self, client_id: str) -> Sequence[str]:
        """Returns the secrets to sign with now: none, one, or several while one is rotated."""
