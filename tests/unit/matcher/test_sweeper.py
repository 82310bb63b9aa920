"""The sweeper's rounds."""

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest

from services.matcher.application.sweeper import Sweeper
from services.matcher.ports import Bells, FailureNote, SweepStore, Swept, TransientError, Verdict
from tests.unit.matcher.fakes import FakeGauges, a_row


class FakeSweeps:
    """Fails its first rounds with the given errors, then says that one match expired, then ends the test."""

    def __init__(self, errors: list[Exception]) -> None:
        self.errors = errors
        self.failed: list[FailureNote] = []
        self.done = asyncio.Event()

    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        if self.errors:
            raise self.errors.pop(0)
        return [("c", "broken"), ("c", "expired")]

    async def sweep(self, client_id: str, match_id: str, *, unanswered: str = "") -> Swept:
        if match_id == "broken":
            raise ValueError(match_id)
        return Swept(Verdict.EXPIRED, epoch=2, row=a_row())

    async def fail_swept(self, client_id: str, match_id: str, *, epoch: int, note: FailureNote) -> bool:
        self.failed.append(note)
        return True

    async def depth(self) -> int:
        self.done.set()
        return 7

    async def now_ms(self) -> int:
        return 1


async def test_neither_a_lost_store_nor_a_broken_record_ends_the_sweeping() -> None:
    """Rounds go on after a store that was away, an unexpected error and a record that cannot be read."""
    store = FakeSweeps([TransientError(), RuntimeError("odd")])
    gauges = FakeGauges()
    sweeper = Sweeper(
        cast("SweepStore", store), cast("Bells", None), event_ids=lambda: "evt_1", gauges=gauges, every_s=0.001
    )

    rounds = asyncio.ensure_future(sweeper.run())
    await store.done.wait()
    rounds.cancel()

    with pytest.raises(asyncio.CancelledError):
        await rounds
    assert store.failed[0].message == "The match did not end in time."
    assert gauges.counts["swept expired"] >= 1
    assert gauges.counts["queue"] == 7
