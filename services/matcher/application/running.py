"""Runs one claimed match to its end, or gives it up in good order."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.matcher.application.notes import failure_note, result_note
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.domain.match import Claim, RunResult
from services.matcher.ports import CrowdedError, EventIds, Gauges, LostError, RunStore, TransientError
from services.platform.failpoints import failpoint
from services.platform.leases import Leases
from services.platform.telemetry.context import request_scope
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.tracing import resumed

_log = get_logger()


class Pipeline(Protocol):
    """Turns a CV and a job into a result."""

    async def run(self, claim: Claim, cv_pdf: bytes) -> RunResult:
        """Returns the result; raises `MatchFailure` for what no other attempt would change."""
        ...


class Outcome(StrEnum):
    """How a run ended for the worker."""

    FINISHED = "finished"
    FAILED = "failed"
    RELEASED = "released"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Times of a run. `lease_s` is what the store gives; `retry_delay_s` grows with each attempt, `crowded_delay_s` does not."""

    lease_s: float = 30.0
    renew_every_s: float = 10.0
    most_attempts: int = 5
    retry_delay_s: float = 2.0
    crowded_delay_s: float = 10.0


class Runner:
    """Runs claimed matches; as many at once as are asked for."""

    def __init__(
        self, store: RunStore, pipeline: Pipeline, *, event_ids: EventIds, gauges: Gauges, limits: RunLimits
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._event_ids = event_ids
        self._gauges = gauges
        self._limits = limits
        self._leases = Leases(limits.lease_s, limits.renew_every_s, lost=LostError, away=TransientError)

    async def run(self, claim: Claim) -> Outcome:
        """Runs a match until it has ended, was given back or is another's.

        When cancelled, the match is given back at once, for another worker, and not counted as an attempt.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        if claim.attempts == 1:
            self._gauges.stage("wait", (claim.row.started_at_ms - claim.row.created_at_ms) / 1000)
        outcome = Outcome.LOST
        # The id of the call that submitted it: what a client quotes is found in the logs of every service.
        traced = resumed(
            "match.run",
            claim.traceparent,
            attributes={"cvdeep.match_id": claim.row.id, "cvdeep.attempt": claim.attempts},
        )
        with request_scope(claim.request_id or claim.row.id), traced:
            try:
                outcome = (
                    await self._leases.hold(
                        self._attempt(claim),
                        renew=lambda: self._store.renew(claim),
                        give_back=lambda: self._give_back(claim),
                    )
                    or Outcome.LOST
                )
            except asyncio.CancelledError:
                outcome = Outcome.RELEASED
                raise
            finally:
                run_s = loop.time() - started
                self._gauges.ended(outcome.value)
                self._gauges.stage("run", run_s)
                _log.info(
                    "match.ran",
                    match_id=claim.row.id,
                    outcome=outcome.value,
                    attempt=claim.attempts,
                    run_ms=round(run_s * 1000),
                )
        return outcome

    async def _attempt(self, claim: Claim) -> Outcome:
        try:
            async with asyncio.timeout(claim.remaining_ms / 1000) as limit:
                result = await self._compute(claim)
        except MatchFailure as failure:
            return await self._fail(claim, failure.code, failure.message)
        except CrowdedError:
            # It is not this match's fault: others of its kind are before it.
            delay_ms = round(self._limits.crowded_delay_s * 1000)
            await self._leases.insist(lambda: self._store.release(claim, delay_ms=delay_ms, forgive=True))
            return Outcome.RELEASED
        except Exception as error:  # noqa: BLE001 - whatever it is, the match gets its other attempts
            if limit.expired():
                return await self._fail(claim, FailureCode.PIPELINE_FAILED, "The match did not end in time.")
            _log.warning("match.broke", match_id=claim.row.id, attempt=claim.attempts, exc_info=error)
            return await self._retry_or_fail(claim)
        return await self._finish(claim, result)

    async def _compute(self, claim: Claim) -> RunResult:
        cv_pdf = await self._leases.insist(lambda: self._store.cv_of(claim))
        if cv_pdf is None:
            raise MatchFailure(FailureCode.PIPELINE_FAILED, "The CV is no longer stored.")
        return await self._pipeline.run(claim, cv_pdf)

    async def _finish(self, claim: Claim, result: RunResult) -> Outcome:
        await failpoint("matcher.before_finish")
        started = asyncio.get_running_loop().time()
        at_ms = await self._leases.insist(self._store.now_ms)
        note = result_note(claim, result, at_ms=at_ms, event_id=self._event_ids())
        try:
            await self._leases.insist(lambda: self._store.finish(claim, note))
        except LostError:
            return Outcome.LOST
        self._gauges.charged(claim.price)
        self._gauges.stage("finish", asyncio.get_running_loop().time() - started)
        await failpoint("matcher.after_finish")
        return Outcome.FINISHED

    async def _fail(self, claim: Claim, code: FailureCode, message: str) -> Outcome:
        at_ms = await self._leases.insist(self._store.now_ms)
        note = failure_note(
            claim.row,
            code=code,
            message=message,
            webhook_url=claim.webhook_url,
            at_ms=at_ms,
            event_id=self._event_ids(),
        )
        try:
            await self._leases.insist(lambda: self._store.fail(claim, note))
        except LostError:
            return Outcome.LOST
        _log.info("match.failed", match_id=claim.row.id, code=code.value)
        return Outcome.FAILED

    async def _retry_or_fail(self, claim: Claim) -> Outcome:
        if claim.attempts >= self._limits.most_attempts:
            return await self._fail(claim, FailureCode.PIPELINE_FAILED, "The match failed repeatedly.")
        delay_ms = round(self._limits.retry_delay_s * 1000 * claim.attempts)
        await self._leases.insist(lambda: self._store.release(claim, delay_ms=delay_ms, forgive=False))
        return Outcome.RELEASED

    async def _give_back(self, claim: Claim) -> None:
        try:
            await self._store.release(claim, delay_ms=0, forgive=True)
        except TransientError:
            # The lease runs out by itself; a sweeper rings again.
            _log.warning("match.kept", match_id=claim.row.id)
