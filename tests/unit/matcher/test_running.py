"""How a worker runs one claimed match."""

import asyncio
import json

import pytest

from services.matcher.application.running import Outcome, RunLimits, Runner
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.ports import CrowdedError
from tests.unit.matcher.fakes import FakeGauges, FakePipeline, FakeRunStore, a_claim

URL = "https://hooks.example.com/h"


class Scene:
    """A runner over fakes; leases are kept every few milliseconds when a test wants to see it."""

    def __init__(self, error: Exception | None = None, **limits: float) -> None:
        self.store = FakeRunStore()
        self.pipeline = FakePipeline(error)
        self.gauges = FakeGauges()
        self.runner = Runner(
            self.store,
            self.pipeline,
            event_ids=lambda: "evt_1",
            gauges=self.gauges,
            limits=RunLimits(**{"renew_every_s": 3_600.0, **limits}),  # type: ignore[arg-type]
        )


async def test_a_run_ends_with_its_result() -> None:
    """Finished, counted, charged; without a webhook no event is rendered."""
    scene = Scene()

    outcome = await scene.runner.run(a_claim())

    assert outcome is Outcome.FINISHED
    assert scene.store.results[0].result.score_json == '{"overall_score":0.5}'
    assert scene.store.results[0].event_body is None
    assert (scene.gauges.counts["ended finished"], scene.gauges.credits) == (1, 3)
    assert scene.gauges.stages == ["wait", "finish", "run"]


async def test_the_event_carries_the_time_that_is_stored() -> None:
    """The end's time is taken once, and is the same in record and event."""
    scene = Scene()

    await scene.runner.run(a_claim(webhook_url=URL))

    (note,) = scene.store.results
    assert note.event_body is not None
    assert json.loads(note.event_body)["processing_completed_at"] == "2026-01-01T00:00:05.000Z"
    assert note.at_ms == 1_767_225_605_000


async def test_a_cv_that_cannot_be_read_fails_the_match() -> None:
    """A failure of the CV is an outcome; it is not tried again."""
    scene = Scene(MatchFailure(FailureCode.CV_ENCRYPTED, "Locked."))

    outcome = await scene.runner.run(a_claim(webhook_url=URL))

    (note,) = scene.store.failures
    assert outcome is Outcome.FAILED
    assert (note.code, note.message) == (FailureCode.CV_ENCRYPTED, "Locked.")
    assert note.event_body is not None
    assert json.loads(note.event_body)["event"] == "cvdeepmatch.failed"
    assert scene.store.releases == []


async def test_a_cv_that_is_gone_fails_the_match() -> None:
    """Without its CV a match can only fail."""
    scene = Scene()
    scene.store.cv = None

    await scene.runner.run(a_claim())

    assert scene.store.failures[0].code is FailureCode.PIPELINE_FAILED


async def test_an_unexpected_error_gives_the_match_another_attempt() -> None:
    """The attempt counts, and the next one comes later the more there were."""
    scene = Scene(RuntimeError("bug"), retry_delay_s=2.0)

    outcome = await scene.runner.run(a_claim(attempts=3))

    assert outcome is Outcome.RELEASED
    assert scene.store.releases == [(6_000, False)]
    assert scene.store.failures == []


async def test_a_match_that_finds_the_reader_crowded_comes_again_later() -> None:
    """It is given back after a pause that does not grow, and no attempt is counted: the crowd is not its fault."""
    scene = Scene(CrowdedError(), crowded_delay_s=7.0)

    outcome = await scene.runner.run(a_claim(attempts=5))

    assert outcome is Outcome.RELEASED
    assert scene.store.releases == [(7_000, True)]
    assert scene.store.failures == []


async def test_k14_the_fifth_unexpected_error_fails_the_match() -> None:
    """After the last attempt the match fails at once."""
    scene = Scene(RuntimeError("bug"))

    outcome = await scene.runner.run(a_claim(attempts=5))

    assert outcome is Outcome.FAILED
    assert scene.store.failures[0].code is FailureCode.PIPELINE_FAILED


async def test_a_run_past_its_deadline_fails() -> None:
    """What hangs is cut off at the match's deadline."""
    scene = Scene()
    scene.pipeline.gate = asyncio.Event()

    outcome = await scene.runner.run(a_claim(remaining_ms=20))

    assert outcome is Outcome.FAILED
    assert scene.store.failures[0].message == "The match did not end in time."


async def test_a_timeout_inside_the_work_is_not_the_deadline() -> None:
    """A TimeoutError of some library is an unexpected error like any other."""
    scene = Scene(TimeoutError())

    assert await scene.runner.run(a_claim()) is Outcome.RELEASED


async def test_a_store_that_is_away_is_asked_again() -> None:
    """Each step is repeated until the store answers; nothing is done twice."""
    scene = Scene()
    scene.store.away.update({"cv_of": 2, "now_ms": 1, "finish": 2})

    outcome = await scene.runner.run(a_claim())

    assert outcome is Outcome.FINISHED
    assert scene.store.steps == ["cv_of", "now_ms", "finish"]


@pytest.mark.parametrize(("step", "error"), [("finish", None), ("fail", MatchFailure(FailureCode.CV_NO_TEXT, "x"))])
async def test_k13_a_stale_end_is_dropped(step: str, error: Exception | None) -> None:
    """When another worker has the match, this one's end is refused and forgotten."""
    scene = Scene(error)
    scene.store.lost.add(step)

    assert await scene.runner.run(a_claim()) is Outcome.LOST
    assert scene.gauges.credits == 0


async def test_a_lost_lease_cancels_the_work() -> None:
    """Once renewal says that the match is another's, nothing more is done for it."""
    scene = Scene(renew_every_s=0.001)
    scene.pipeline.gate = asyncio.Event()
    scene.store.lost.add("renew")

    outcome = await scene.runner.run(a_claim())

    assert outcome is Outcome.LOST
    assert scene.pipeline.ran == []
    assert scene.store.steps == ["cv_of", "renew"]


async def test_the_lease_is_renewed_while_the_work_goes_on() -> None:
    """Renewal does not wait for the work, nor for a store that was away for a moment."""
    scene = Scene(renew_every_s=0.001)
    scene.pipeline.gate = asyncio.Event()
    scene.store.away["renew"] = 1

    run = asyncio.ensure_future(scene.runner.run(a_claim()))
    while scene.store.steps.count("renew") < 3:
        await scene.store.renewed.wait()
        scene.store.renewed.clear()
    scene.pipeline.gate.set()

    assert await run is Outcome.FINISHED


async def test_a_store_away_for_longer_than_the_lease_ends_the_work() -> None:
    """Without a renewal in its time the match counts as another's."""
    scene = Scene(renew_every_s=0.001, lease_s=0.003)
    scene.pipeline.gate = asyncio.Event()
    scene.store.away["renew"] = 10**6

    assert await scene.runner.run(a_claim()) is Outcome.LOST


async def test_k39_a_cancelled_run_is_given_back_at_once() -> None:
    """A worker that leaves rings for its match and does not count the attempt."""
    scene = Scene()
    scene.pipeline.gate = asyncio.Event()
    run = asyncio.ensure_future(scene.runner.run(a_claim()))
    await scene.pipeline.started.wait()

    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run

    assert scene.store.releases == [(0, True)]
    assert scene.gauges.counts["ended released"] == 1


async def test_a_cancelled_run_survives_a_store_that_is_away() -> None:
    """Then the lease simply runs out."""
    scene = Scene()
    scene.pipeline.gate = asyncio.Event()
    scene.store.away["release"] = 1
    run = asyncio.ensure_future(scene.runner.run(a_claim()))
    await scene.pipeline.started.wait()

    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run

    assert scene.store.releases == []
