"""Does search runs as they come due, as many at once as it has slots for."""

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum

from services.corpus.application.search.finding import Finder, Ranked
from services.corpus.domain.search_event import event_body
from services.corpus.domain.search_run import Claim, Hopeless, Run, RunFailure, RunStatus, stored_rows
from services.corpus.ports.candidates import TransientError
from services.corpus.ports.search import (
    CorpusMovedError,
    Ending,
    EventIds,
    LostError,
    RunStore,
    SearchBells,
    SearchMeter,
)
from services.platform.failpoints import failpoint
from services.platform.leases import Leases
from services.platform.telemetry.context import request_scope
from services.platform.telemetry.logging import get_logger
from services.platform.telemetry.tracing import resumed

_log = get_logger()
_LATE = "The search did not end in time."
_REPEATED = "The search failed repeatedly."


class Outcome(StrEnum):
    """How a run ended for the worker."""

    FINISHED = "finished"
    FAILED = "failed"
    RELEASED = "released"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How many runs are done at once, the times of a lease, and the pauses; `lease_s` is what the store gives."""

    concurrency: int = 2
    lease_s: float = 30.0
    renew_every_s: float = 10.0
    most_attempts: int = 5
    retry_delay_s: float = 1.0
    listen_s: float = 1.0
    trouble_pause_s: float = 0.5


class SearchWorker:
    """One process's share of the searches; more processes share them without knowing of each other."""

    def __init__(
        self,
        store: RunStore,
        bells: SearchBells,
        finder: Finder,
        *,
        event_ids: EventIds,
        meter: SearchMeter,
        limits: SearchLimits,
    ) -> None:
        self._store = store
        self._bells = bells
        self._finder = finder
        self._event_ids = event_ids
        self._meter = meter
        self._limits = limits
        self._leases = Leases(limits.lease_s, limits.renew_every_s, lost=LostError, away=TransientError)
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._running: set[asyncio.Task[Outcome]] = set()
        self._leaving = False
        # Set while `run` does not go on.
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def run(self) -> None:
        """Takes and does runs until `leave` is called."""
        self._quiet.clear()
        try:
            while not self._leaving:
                await self._slots.acquire()
                claim = None
                try:
                    claim = None if self._leaving else await self.next_claim()
                except Exception as error:  # noqa: BLE001 - the one loop that must never end
                    if not isinstance(error, TransientError):
                        _log.error("search.worker_broke", exc_info=error)
                    await asyncio.sleep(self._limits.trouble_pause_s)
                finally:
                    if claim is None:
                        self._slots.release()
                if claim is not None:
                    task = asyncio.ensure_future(self.do(claim))
                    self._running.add(task)
                    task.add_done_callback(self._ended)
        finally:
            self._quiet.set()

    async def leave(self, *, within_s: float) -> None:
        """Stops taking runs and waits for those being done; what has not ended in time is given back at once."""
        self._leaving = True
        # Wakes `run` when it waits for a slot; nothing is cut off in the middle of a claim.
        self._slots.release()
        await self._quiet.wait()
        if self._running:
            await asyncio.wait(self._running, timeout=within_s)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def next_claim(self) -> Claim | None:
        """Takes the run that is longest due, or waits a while for a bell and takes none; ends hopeless ones on its way."""
        for client_id, run_id in await self._store.due(count=self._limits.concurrency):
            claim = await self._store.claim(client_id, run_id)
            if isinstance(claim, Hopeless):
                await self._give_up(claim)
            elif claim is not None:
                await failpoint("search.after_claim")
                return claim
        await self._bells.listen(timeout_s=self._limits.listen_s)
        return None

    async def do(self, claim: Claim) -> Outcome:
        """Does a run until it has ended, was given back or is another's.

        When cancelled, the run is given back at once, for another worker, and not counted as an attempt.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        outcome = Outcome.LOST
        # The run's id takes the place of the request's: the logs tell whose work it is.
        traced = resumed(
            "search.run",
            claim.traceparent,
            attributes={"cvdeep.run_id": claim.run.id, "cvdeep.attempt": claim.attempts},
        )
        with request_scope(claim.run.id), traced:
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
                self._meter.ended(outcome.value)
                self._meter.stage("run", run_s)
                _log.info(
                    "search.ran",
                    run_id=claim.run.id,
                    outcome=outcome.value,
                    attempt=claim.attempts,
                    run_ms=round(run_s * 1000),
                )
        return outcome

    async def _attempt(self, claim: Claim) -> Outcome:
        try:
            async with asyncio.timeout(max(0.0, claim.remaining_ms / 1000)) as limit:
                ranked = await self._finder.find(
                    claim.client_id, claim.run, position_metadata_json=claim.position_metadata_json
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the run gets its other attempts
            if limit.expired():
                return await self._fail(claim, _LATE)
            _log.warning("search.broke", run_id=claim.run.id, attempt=claim.attempts, exc_info=error)
            return await self._retry_or_fail(claim)
        return await self._finish(claim, ranked)

    async def _finish(self, claim: Claim, ranked: Ranked) -> Outcome:
        await failpoint("search.before_finish")
        now = asyncio.get_running_loop().time
        started = now()
        at_ms = await self._leases.insist(self._store.now_ms)
        ended = replace(claim.run, status=RunStatus.FINISHED, completed_at_ms=at_ms, total_candidates=ranked.total)
        ending, rows = self._ending(ended, claim.webhook_url), stored_rows(ranked.rows)
        try:
            await self._leases.insist(lambda: self._store.finish(claim, rows, total=ranked.total, ending=ending))
        except LostError:
            return Outcome.LOST
        except CorpusMovedError:
            return await self._retry_or_fail(claim)
        self._meter.stage("finish", now() - started)
        await failpoint("search.after_finish")
        return Outcome.FINISHED

    async def _fail(self, claim: Claim, message: str) -> Outcome:
        code = RunFailure.PIPELINE_FAILED
        ending = await self._failed_ending(claim.run, message, claim.webhook_url)
        try:
            await self._leases.insist(lambda: self._store.fail(claim, code=code, message=message, ending=ending))
        except LostError:
            return Outcome.LOST
        return Outcome.FAILED

    async def _give_up(self, hopeless: Hopeless) -> None:
        message = _REPEATED if hopeless.exhausted else _LATE
        ending = await self._failed_ending(hopeless.run, message, hopeless.webhook_url)
        if await self._store.give_up(hopeless, code=RunFailure.PIPELINE_FAILED, message=message, ending=ending):
            _log.warning("search.given_up", run_id=hopeless.run.id, exhausted=hopeless.exhausted)

    async def _retry_or_fail(self, claim: Claim) -> Outcome:
        if claim.attempts >= self._limits.most_attempts:
            return await self._fail(claim, _REPEATED)
        delay_ms = round(self._limits.retry_delay_s * 1000 * claim.attempts)
        await self._leases.insist(lambda: self._store.release(claim, delay_ms=delay_ms, forgive=False))
        return Outcome.RELEASED

    async def _give_back(self, claim: Claim) -> None:
        try:
            await self._store.release(claim, delay_ms=0, forgive=True)
        except TransientError:
            # The lease runs out by itself; then the run is due again.
            _log.warning("search.kept", run_id=claim.run.id)

    async def _failed_ending(self, run: Run, message: str, webhook_url: str) -> Ending:
        at_ms = await self._leases.insist(self._store.now_ms)
        failed = replace(
            run,
            status=RunStatus.FAILED,
            completed_at_ms=at_ms,
            error_code=RunFailure.PIPELINE_FAILED.value,
            error_message=message,
        )
        return self._ending(failed, webhook_url)

    def _ending(self, ended: Run, webhook_url: str) -> Ending:
        event_id = self._event_ids()
        body = event_body(ended, event_id=event_id) if webhook_url else None
        return Ending(at_ms=ended.completed_at_ms, event_id=event_id, event_body=body)

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self._running.discard(task)
        self._slots.release()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("search.run_broke", exc_info=error)
