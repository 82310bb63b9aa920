"""Workers share the matches, leave in good order and replace each other, on a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from services.matcher.adapters.redis_runs import RedisRuns
from services.matcher.application.running import RunLimits, Runner
from services.matcher.application.sweeper import Sweeper
from services.matcher.application.worker import Worker, WorkerLimits
from services.matcher.domain.match import Claim, NewMatch, RunResult
from services.platform.accounts.identifiers import base62
from services.platform.storage.redis import masters_of
from tests.integration.matcher.house import House
from tests.unit.matcher.fakes import FakeGauges, FakePipeline

pytestmark = pytest.mark.redis


class Hand:
    """One worker process's worth of parts."""

    def __init__(self, house: House, name: str, *, concurrency: int = 2, pipeline: FakePipeline | None = None) -> None:
        self.house = house
        self.pipeline = pipeline or FakePipeline()
        self.bells = house.bells(name, unanswered_ms=60_000)
        runs = RedisRuns(house.redis, house.times, worker_id=name)
        runner = Runner(
            runs,
            self.pipeline,
            event_ids=lambda: f"evt_{base62(8)}",
            gauges=FakeGauges(),
            limits=RunLimits(retry_delay_s=0.001),
        )
        limits = WorkerLimits(concurrency=concurrency, listen_s=0.02, trouble_pause_s=0.01)
        self.worker = Worker(self.bells, runs, house.sweeps, runner, limits=limits)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        await self.bells.open()
        loop = asyncio.ensure_future(self.worker.run())
        try:
            yield
        finally:
            await self.worker.leave(within_s=0.0)
            await loop


async def ended(house: House, matches: list[NewMatch]) -> list[str]:
    """Waits until every match is final; the test's own time limit ends a wait in vain."""
    while True:
        states = [await house.field(match, "status") for match in matches]
        if all(state in ("finished", "failed") for state in states):
            return states
        await asyncio.sleep(0.01)


async def test_two_workers_end_all_matches_of_many_clients_once(house: House) -> None:
    """Forty matches, five clients, two workers: each is run once and charged once."""
    clients = [await house.client() for _ in range(5)]
    matches = [await house.submitted(client_id) for client_id in clients for _ in range(8)]
    one, two = Hand(house, "w_one"), Hand(house, "w_two")

    async with one.at_work(), two.at_work():
        states = await ended(house, matches)

    assert set(states) == {"finished"}
    assert sorted(one.pipeline.ran + two.pipeline.ran) == sorted(match.id for match in matches)
    for client_id in clients:
        books = await house.books(client_id)
        assert (books.books.charged, books.drifts) == (24, ())
        assert await house.bells_waiting(client_id) == 0


async def test_a_worker_runs_as_many_as_it_has_slots(house: House) -> None:
    """With two slots taken, the third match waits where another worker finds it."""
    client_id = await house.client()
    matches = [await house.submitted(client_id) for _ in range(3)]
    busy = Hand(house, "w_busy")
    busy.pipeline.gate = asyncio.Event()

    async with busy.at_work():
        while [await house.field(match, "status") for match in matches].count("running") < 2:
            await asyncio.sleep(0.01)
        free = Hand(house, "w_free")
        async with free.at_work():
            await ended(house, [matches[2]])
        assert await house.field(matches[0], "status") == "running"
        busy.pipeline.gate.set()
        await ended(house, matches)

    assert free.pipeline.ran == [matches[2].id]


async def test_k39_a_leaving_worker_gives_its_matches_to_the_others_at_once(house: House) -> None:
    """What runs is given back, what was heard is handed on; nothing waits for a lease, nothing counts."""
    clients = [await house.client() for _ in range(6)]
    matches = [await house.submitted(client_id) for client_id in clients]
    leaving = Hand(house, "w_leaving", concurrency=1)
    leaving.pipeline.gate = asyncio.Event()
    async with leaving.at_work():
        await leaving.pipeline.started.wait()
    states = [await house.field(match, "status") for match in matches]

    other = Hand(house, "w_other")
    async with other.at_work():
        after = await ended(house, matches)

    assert states == ["queued"] * 6
    assert after == ["finished"] * 6
    assert [await house.field(match, "attempts") for match in matches] == ["1"] * 6
    assert leaving.pipeline.ran == []


async def test_a_leaving_worker_lets_short_work_end(house: House) -> None:
    """Within its time to leave, a run goes on to its end."""
    match = await house.submitted(await house.client())
    hand = Hand(house, "w_one")
    hand.pipeline.gate = asyncio.Event()
    await hand.bells.open()
    loop = asyncio.ensure_future(hand.worker.run())
    await hand.pipeline.started.wait()

    leaving = asyncio.ensure_future(hand.worker.leave(within_s=30.0))
    await loop
    hand.pipeline.gate.set()
    await leaving

    assert await house.field(match, "status") == "finished"


async def test_a_worker_with_all_slots_taken_leaves_too(house: House) -> None:
    """It does not wait for a slot to learn that it should leave."""
    client_id = await house.client()
    for _ in range(3):
        await house.submitted(client_id)
    hand = Hand(house, "w_one", concurrency=1)
    hand.pipeline.gate = asyncio.Event()

    async with hand.at_work():
        await hand.pipeline.started.wait()

    assert hand.pipeline.ran == []


async def test_k13_the_replaced_worker_is_refused_and_one_charge_stands(house: House) -> None:
    """A worker stands still past its lease, another finishes its match, the first comes back: nothing changes."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    slow, quick = Hand(house, "w_slow"), Hand(house, "w_quick")
    slow.pipeline.gate = asyncio.Event()
    sweeper = Sweeper(house.sweeps, slow.bells, event_ids=lambda: "evt_s", gauges=FakeGauges(), every_s=1.0)

    await slow.bells.open()
    # The slow worker's loop is left out of `at_work`: it must not hear the second bell.
    bell = await house.bell_of(match)
    claim = await slow.worker._store.claim(bell)
    assert claim is not None
    late = asyncio.ensure_future(slow.worker._runner.run(claim))
    await slow.pipeline.started.wait()
    await house.lapse(match)
    await sweeper.sweep_once()
    async with quick.at_work():
        await ended(house, [match])
    before = await house.everything()
    slow.pipeline.gate.set()

    assert await late == "lost"
    assert await house.everything() == before
    assert (await house.books(client_id)).books.charged == 3


async def test_k14_a_match_that_breaks_every_worker_fails(house: House) -> None:
    """Five unexpected errors end it, without a charge, and others go on."""
    client_id = await house.client()
    poison, good = await house.submitted(client_id), await house.submitted(client_id)

    class Picky(FakePipeline):
        async def run(self, claim: Claim, cv_pdf: bytes) -> RunResult:
            if claim.row.id == poison.id:
                raise RuntimeError("boom")
            return await super().run(claim, cv_pdf)

    hand = Hand(house, "w_one", pipeline=Picky())
    sweeper = Sweeper(house.sweeps, hand.bells, event_ids=lambda: "evt_s", gauges=FakeGauges(), every_s=1.0)
    async with hand.at_work():
        await ended(house, [good])
        while await house.field(poison, "status") != "failed":
            await sweeper.sweep_once()
            await asyncio.sleep(0.01)

    assert await house.field(poison, "attempts") == "5"
    books = await house.books(client_id)
    assert (books.books.charged, books.drifts) == (3, ())


async def test_a_worker_outlives_trouble_with_its_store(house: House, redis: Redis) -> None:
    """Bells whose groups vanish, clients cut off: the worker goes on."""
    hand = Hand(house, "w_one")
    async with hand.at_work():
        await redis.flushall()
        for node in await masters_of(redis):
            await node.client_kill_filter(_type="normal", skipme=True)
        match = await house.submitted(await house.client())
        assert await ended(house, [match]) == ["finished"]
