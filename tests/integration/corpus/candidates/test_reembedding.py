"""Candidates embedded by another model, or in another way, are embedded anew: once, in bounded steps, by whoever leads."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import pytest
from redis.asyncio import Redis

from services.corpus.adapters import names
from services.corpus.adapters.redis_reembedding import RedisEditions, RedisReembedding
from services.corpus.application.candidates.ingest import IngestLimits
from services.corpus.application.candidates.reembedding import Reembedding, ReembeddingLimits
from services.corpus.application.candidates.worker import EmbedWorker, WorkerLimits
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.edition import RECIPE, Edition
from services.corpus.ports.candidates import Vectors
from services.platform.accounts.account_keys import clients_key
from services.platform.storage.keys import PARTITIONS, partition_of
from tests.integration.corpus.candidates.house import AT_ONCE, CLIENT, CORPUS, House, cv, one

pytestmark = pytest.mark.redis

LONG_MS = 3_600_000
IDS = [f"c{number}" for number in range(10)]


class Meter:
    """Implements `ReembeddingMeter` by remembering."""

    def __init__(self) -> None:
        self.marked = 0
        self.is_leading: bool | None = None

    def leads(self, *, yes: bool) -> None:
        self.is_leading = yes

    def embedding_again(self, candidates: int) -> None:
        self.marked += candidates


@dataclass(slots=True)
class Replica:
    """One process with a model of its own."""

    house: House
    reembedding: Reembedding
    meter: Meter
    edition: Edition

    async def until_quiet(self) -> None:
        """Does what its loops would do until nothing is left to do."""
        while await self.reembedding.mark() or await self.house.work():
            pass

    async def models(self) -> set[str]:
        found = await self.house.read_many(CLIENT, CORPUS, [candidate_key(each) for each in IDS])
        return {"none" if each is None else each.model for each in found}

    async def versions(self) -> list[bytes]:
        return [(await self.house.record(each))[b"version"] for each in IDS]


Start = Callable[..., Awaitable[Replica]]


@pytest.fixture
async def start(redis: Redis) -> AsyncIterator[Start]:
    """Starts replicas and ends them after the test."""
    await redis.sadd(clients_key(partition_of(CLIENT)), CLIENT)
    started: list[Replica] = []

    async def start(
        name: str, *, recipe: int = RECIPE, gone_after_ms: int = LONG_MS, limits: ReembeddingLimits | None = None
    ) -> Replica:
        house = House(redis)
        house.encoder.manifest = replace(house.encoder.manifest, name=name)
        await house.open()
        meter, edition = Meter(), Edition(house.embedding.model().model_id, recipe)
        reembedding = Reembedding(
            RedisReembedding(redis, AT_ONCE, partitions=range(PARTITIONS)),
            RedisEditions(redis, gone_after_ms=gone_after_ms),
            meter,
            edition=lambda: edition,
            limits=limits or ReembeddingLimits(announce_s=0.01, settle_s=0.01, idle_pause_s=0.01, busy_pause_s=0.001),
        )
        house.worker = EmbedWorker(
            house.bells,
            house.embedder,
            limits=WorkerLimits(listen_s=0.01, trouble_pause_s=0),
            leads=reembedding.leads,
        )
        await reembedding.announce()
        started.append(Replica(house, reembedding, meter, edition))
        return started[-1]

    yield start
    for replica in started:
        await replica.reembedding.leave()
        await replica.house.embedding.close()


async def test_after_a_model_change_all_candidates_are_embedded_anew(start: Start) -> None:
    """Pending, then embedded by the new model; what a client sent stays as it was, and followers of the log learn of it."""
    old = await start("old")
    await old.house.send(*(one(each, tags=("t",), upload_id="u") for each in IDS))
    before, log = await old.house.record("c3"), await old.house.log()
    new = await start("new")
    assert await new.models() == {old.edition.model_id}
    await new.reembedding.mark()
    assert await new.house.counts() == (10, 0, 0)
    await new.until_quiet()
    assert await new.models() == {new.edition.model_id}
    assert await new.house.counts() == await new.house.recount() == (0, 10, 0)
    assert (new.meter.marked, new.house.meter.embeddings) == (10, [("embedded", False)] * 10)
    after = await new.house.record("c3")
    changed = {field for field in {*before, *after} if before.get(field) != after.get(field)}
    assert changed <= {b"version", b"model", b"vector", b"evidence", b"attempts", b"lease_until_ms"}
    assert min((await new.house.log()).values()) > max(log.values())
    assert await new.house.waiting.depth() == 0


async def test_no_more_than_a_few_wait_at_once(start: Start) -> None:
    """What clients send meanwhile waits behind few others, and each candidate is embedded exactly once."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    new = await start("new", limits=ReembeddingLimits(most_waiting=3, page=4))
    depths = []
    while await new.reembedding.mark() or await new.house.waiting.depth():
        depths.append(await new.house.waiting.depth())
        assert await new.reembedding.mark() or depths[-1] < 3
        assert await new.house.waiting.depth() == depths[-1]
        await new.house.work()
    assert max(depths) == 3
    assert len(new.house.meter.embeddings) == 10
    assert await new.models() == {new.edition.model_id}


async def test_two_replicas_that_mark_at_once_mark_each_candidate_once(start: Start) -> None:
    """Marking is conditional, and the work is shared by the bells."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    one_, other = await start("new"), await start("new")
    await asyncio.gather(one_.until_quiet(), other.until_quiet())
    await asyncio.gather(one_.until_quiet(), other.until_quiet())
    assert one_.meter.marked + other.meter.marked == 10
    assert len(one_.house.meter.embeddings) + len(other.house.meter.embeddings) == 10
    assert await one_.models() == {one_.edition.model_id}


async def test_old_and_new_replicas_do_not_fight(start: Start) -> None:
    """The old one, restarted or not, leaves the background to the new one; what it still embeds before its answers is done anew."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    new = await start("new")
    again = await start("old")
    await old.reembedding.announce()
    assert [each.meter.is_leading for each in (old, new, again)] == [False, True, False]
    for _ in range(3):
        for each in (old, new, again):
            await each.reembedding.announce()
            await each.until_quiet()
    versions = await new.versions()
    assert (old.meter.marked, again.meter.marked, new.meter.marked) == (0, 0, 10)
    await old.house.send(one("c0", cv("changed")))
    assert await new.models() == {old.edition.model_id, new.edition.model_id}
    for each in (old, new, again):
        await each.until_quiet()
    assert await new.models() == {new.edition.model_id}
    assert (await new.versions())[1:] == versions[1:]
    assert new.meter.marked == 11


async def test_a_batch_taken_by_an_old_replica_is_embedded_by_the_new_one(start: Start) -> None:
    """Its background is not its own."""
    old = await start("old")
    new = await start("new")
    await old.reembedding.announce()
    await old.house.send(*(one(f"c{number}") for number in range(33)))
    assert await old.house.work() == 0
    await new.until_quiet()
    assert await new.models() == {new.edition.model_id}
    assert len(new.house.meter.embeddings) == 33


async def test_when_the_new_ones_are_gone_the_old_ones_take_everything_back(start: Start) -> None:
    """A rollback needs nobody's word: once nothing is heard of the newer model for long enough, the older one leads."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    new = await start("new")
    await new.until_quiet()
    patient, impatient = await start("old"), await start("old", gone_after_ms=0)
    assert (patient.meter.is_leading, impatient.meter.is_leading) == (False, True)
    await impatient.until_quiet()
    assert await impatient.models() == {old.edition.model_id}
    assert await impatient.house.counts() == (0, 10, 0)


async def test_k21_a_worker_of_the_old_model_that_slept_through_the_change_is_refused(start: Start) -> None:
    """Its claim is of a version that is no more: neither its vectors nor its failure count."""
    old = await start("old")
    await old.house.ingest_with(IngestLimits(inline=0)).ingest(CLIENT, [one(each) for each in IDS])
    (slept,) = await old.house.bells.claim(count=1, timeout_s=0.01)
    await old.house.sweeper.sweep_once()
    await old.until_quiet()
    new = await start("new")
    await new.reembedding.mark()
    evidence = old.house.encoder.expected(["works as c0"])
    assert not await old.house.store.finish(slept.work, Vectors(evidence[0], evidence, old.edition.model_id))
    assert not await old.house.store.fail(slept.work, error="late")
    await old.house.store.hand_back(slept.work)
    await new.until_quiet()
    assert await new.models() == {new.edition.model_id}
    assert await new.house.counts() == (0, 10, 0)


async def test_marked_by_one_that_died_they_are_embedded_by_the_next(start: Start) -> None:
    """The state says what waits; who marked it does not matter."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    died = await start("new")
    await died.reembedding.mark()
    await died.house.bells.claim(count=4, timeout_s=0.01)
    next_ = await start("new")
    await next_.house.sweeper.sweep_once()
    await next_.until_quiet()
    assert await next_.models() == {next_.edition.model_id}
    assert next_.meter.marked == 0


async def test_another_way_to_make_vectors_is_another_edition(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence that may not fit its profile any more is not judged, and made anew."""
    before = await start("same")
    await before.house.send(*(one(each) for each in IDS))
    for where in ("candidate_records", "redis_candidates"):
        monkeypatch.setattr(f"services.corpus.adapters.{where}.RECIPE", RECIPE + 1)
    after = await start("same", recipe=RECIPE + 1)
    assert await after.models() == {"none"}
    await after.until_quiet()
    assert await after.models() == {after.edition.model_id}
    assert (after.meter.marked, len(after.house.meter.embeddings)) == (10, 10)
    await after.until_quiet()
    assert after.meter.marked == 10


async def test_what_was_erased_or_failed_is_left(start: Start) -> None:
    """A tombstone in the log is nobody; a candidate without a vector is not out of date."""
    old = await start("old")
    await old.house.send(one("gone"), one("failed", cv()), *(one(each) for each in IDS))
    await old.house.erasure.candidate(CLIENT, CORPUS, "gone")
    new = await start("new")
    await new.until_quiet()
    assert await new.house.counts() == (0, 10, 1)
    assert new.meter.marked == 10
    assert (await new.house.all_views())["failed"][0] is EmbeddingStatus.FAILED
    await new.house.erasure.corpus(CLIENT, CORPUS)
    await new.until_quiet()
    await new.house.send(one("c0"))
    await new.until_quiet()
    assert (new.meter.marked, await new.house.counts()) == (10, (0, 1, 0))


async def test_it_runs_by_itself(start: Start) -> None:
    """Started beside a worker, it brings everything over without being asked."""
    old = await start("old")
    await old.house.send(*(one(each) for each in IDS))
    new = await start("new")
    await new.reembedding.start()
    async with asyncio.timeout(10):
        while await new.models() != {new.edition.model_id}:
            await new.house.work()


async def test_a_stored_profile_that_cannot_be_read_is_nobody_elses_trouble(house: House) -> None:
    """The worker that takes it leaves it; the others are embedded, and after a few tries it has failed."""
    await house.ingest_with(IngestLimits(inline=0)).ingest(CLIENT, [one(each) for each in IDS])
    record = names.candidate_hash_key(CLIENT, corpus_key(CORPUS), candidate_key("c3"))
    await house.redis.hset(record, "profile", b'{"shape": 2}')
    assert await house.work() == 9
    for _ in range(AT_ONCE.most_attempts):
        await house.sweeper.sweep_once()
        await house.work()
    assert await house.counts() == (0, 9, 1)
