"""Keeps the queue moving whatever died: rings again for forgotten matches and ends hopeless ones."""

import asyncio

from services.matcher.application.notes import failure_note
from services.matcher.domain.failure import FailureCode
from services.matcher.ports import Bells, EventIds, Gauges, SweepStore, Swept, TransientError, Verdict
from services.platform.tasks import spread_s
from services.platform.telemetry.logging import get_logger

_MOST_A_PARTITION = 100
_TIDY_EVERY = 20
_MESSAGES = {
    Verdict.EXPIRED: "The match did not end in time.",
    Verdict.EXHAUSTED: "The match failed repeatedly.",
}

_log = get_logger()


class Sweeper:
    """Looks at every match that may be stuck. It runs on every worker without a lock: each step is conditional."""

    def __init__(self, store: SweepStore, bells: Bells, *, event_ids: EventIds, gauges: Gauges, every_s: float) -> None:
        self._store = store
        self._bells = bells
        self._event_ids = event_ids
        self._gauges = gauges
        self._every_s = every_s

    async def run(self) -> None:
        """Sweeps until cancelled."""
        rounds = 0
        while True:
            await asyncio.sleep(spread_s(self._every_s))
            rounds += 1
            try:
                await self.sweep_once()
                self._gauges.queue(await self._store.depth())
                if rounds % _TIDY_EVERY == 0:
                    await self._bells.tidy()
            except TransientError:
                continue
            except Exception as error:  # noqa: BLE001 - a match that cannot be swept must not end all sweeping
                _log.error("sweep.broke", exc_info=error)

    async def sweep_once(self) -> None:
        """Looks at every match that is due for a look."""
        for client_id, match_id in await self._store.due(count=_MOST_A_PARTITION):
            try:
                swept = await self._store.sweep(client_id, match_id)
                self._gauges.swept(swept.verdict.value)
                if swept.row is not None:
                    await self._fail(client_id, match_id, swept)
            except TransientError:
                raise
            except Exception as error:  # noqa: BLE001 - one damaged record must not keep the others waiting
                _log.error("sweep.skipped", match_id=match_id, exc_info=error)

    async def _fail(self, client_id: str, match_id: str, swept: Swept) -> None:
        assert swept.row is not None
        note = failure_note(
            swept.row,
            code=FailureCode.PIPELINE_FAILED,
            message=_MESSAGES[swept.verdict],
            webhook_url=swept.webhook_url,
            at_ms=await self._store.now_ms(),
            event_id=self._event_ids(),
        )
        if await self._store.fail_swept(client_id, match_id, epoch=swept.epoch, note=note):
            _log.warning("match.given_up", match_id=match_id, verdict=swept.verdict.value)
