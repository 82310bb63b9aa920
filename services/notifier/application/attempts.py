"""Makes one attempt at one leased event: judge, sign, send, record."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from services.notifier.application.metrics import ATTEMPT_SECONDS, ATTEMPTS, EXHAUSTED
from services.notifier.domain.delivery import Attempt, DeliveryStatus, LeasedEvent, Outcome
from services.notifier.domain.schedule import Jitter, outcome_of_status, parse_retry_after, verdict
from services.notifier.domain.signing import EVENT_ID_HEADER, SIGNATURE_HEADER, signature_header
from services.notifier.domain.target import TargetRefusedError, TargetUnresolvedError
from services.notifier.ports.guard import TargetGuard
from services.notifier.ports.outbox import Outbox
from services.notifier.ports.sending import Answer, SecretStore, Sender, SendError
from services.platform.failpoints import failpoint
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_random = secrets.SystemRandom()


def even_jitter() -> float:
    """Returns a number between -1 and 1, each as likely."""
    return _random.uniform(-1.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: Outcome
    answer: Answer | None = None


class Attempts:
    """Makes attempts.

    Args:
        total_s: limit of a whole attempt, the guard's questions included; the lease must be longer.
        clock: unix seconds, for signatures and dates.
        jitter: spreads attempts, a number from -1 to 1.
    """

    def __init__(
        self,
        *,
        guard: TargetGuard,
        sender: Sender,
        secret_store: SecretStore,
        outbox: Outbox,
        total_s: float,
        clock: Callable[[], float] = time.time,
        jitter: Jitter = even_jitter,
    ) -> None:
        self._guard = guard
        self._sender = sender
        self._secrets = secret_store
        self._outbox = outbox
        self._total_s = total_s
        self._clock = clock
        self._jitter = jitter

    async def make(self, event: LeasedEvent) -> Outcome:
        """Makes one attempt and records it, unless the lease has gone to somebody else meanwhile."""
        await failpoint("notifier.after_lease")
        started = time.monotonic()
        result = _Result(Outcome.GONE) if event.gone else await self._try(event)
        took_s = time.monotonic() - started
        await failpoint("notifier.after_answer")
        http_status = result.answer.http_status if result.answer else 0
        follows = verdict(
            result.outcome,
            attempts_made=event.attempts_made + 1,
            http_status=http_status,
            retry_after_s=parse_retry_after(result.answer.retry_after if result.answer else None, now_s=self._clock()),
            jitter=self._jitter,
        )
        attempt = Attempt(
            at_ms=event.leased_at_ms,
            http_status=http_status,
            # How long a connection took to fail would tell a closed port from a filtered one.
            duration_ms=0 if result.outcome is Outcome.CONNECT_ERROR else round(took_s * 1000),
            outcome=result.outcome,
        )
        stored = await self._outbox.record(event, attempt, follows)
        await failpoint("notifier.after_attempt_stored")
        self._tell(event, attempt, follows.status, took_s=took_s, stored=stored)
        return result.outcome

    async def _try(self, event: LeasedEvent) -> _Result:
        try:
            async with asyncio.timeout(self._total_s):
                target = await self._guard.judge(event.url)
                await failpoint("notifier.after_lookup")
                keys = await self._secrets.signing(event.client_id)
                if not keys:
                    return _Result(Outcome.NO_SECRET)
                headers = {
                    "Content-Type": "application/json",
                    EVENT_ID_HEADER: event.event_id,
                    SIGNATURE_HEADER: signature_header(event.body, secrets=keys, at_s=int(self._clock())),
                }
                answer = await self._sender.post(target, body=event.body, headers=headers)
        except TargetUnresolvedError:
            # A name that has no address now is a host that cannot be reached now, not one that must not be.
            return _Result(Outcome.CONNECT_ERROR)
        except TargetRefusedError:
            return _Result(Outcome.REFUSED_TARGET)
        except SendError as error:
            return _Result(error.outcome)
        except TimeoutError:
            return _Result(Outcome.TIMEOUT)
        return _Result(outcome_of_status(answer.http_status), answer)

    @staticmethod
    def _tell(event: LeasedEvent, attempt: Attempt, status: DeliveryStatus, *, took_s: float, stored: bool) -> None:
        ATTEMPTS.labels(attempt.outcome.value).inc()
        ATTEMPT_SECONDS.observe(took_s)
        if stored and status is DeliveryStatus.EXHAUSTED:
            EXHAUSTED.inc()
        _log.info(
            "delivery.attempted",
            client_id=event.client_id,
            event_id=event.event_id,
            attempt=event.attempts_made + 1,
            outcome=attempt.outcome.value,
            http_status=attempt.http_status,
            duration_ms=attempt.duration_ms,
            status=status.value,
            stored=stored,
        )
