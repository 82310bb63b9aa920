"""What is left when a process dies in the middle of an ingest, and what becomes of it."""

import asyncio
import random
from typing import Any

import numpy as np
import pytest
from redis.asyncio import Redis

from engine.material import texts_of
from engine.similarity import unpacked
from services.corpus.adapters import names
from services.corpus.adapters.redis_candidates import EmbedTimes
from services.corpus.application.candidates.worker import EmbedWorker, WorkerLimits
from services.corpus.domain.candidate import EmbeddingStatus, UpsertStatus
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.ports.candidates import Claimed, Upsert, Vectors
from services.platform import wire
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, OTHER, House, cv, one, recognise

pytestmark = pytest.mark.redis

PENDING, EMBEDDED, FAILED = EmbeddingStatus


async def _store(house: House, external_id: str, *lines: str, inline: bool, client_id: str = CLIENT) -> None:
    """What an ingest does up to the place where it dies."""
    profile = wire.dumps(recognise({"lines": lines}))
    upsert = Upsert(CORPUS, external_id, "-".join(lines), profile, "", None, None)
    await house.store.upsert(client_id, [upsert], inline=inline)


async def _claim(house: House) -> Claimed:
    (claimed,) = await house.bells.claim(count=1, timeout_s=0.01)
    return claimed


def _vectors(house: House, *lines: str) -> Vectors:
    house.encoder.tokenise(lines)
    evidence = house.encoder.expected(lines)
    return Vectors(evidence[0], evidence, "fake@1")


async def test_k15_killed_after_the_log_append_the_candidate_is_embedded_later(house: House) -> None:
    """Nobody holds it any more: the sweeper rings, a worker embeds, once."""
    await _store(house, "ada", "x", inline=True)
    assert await house.work() == 0
    await house.sweeper.sweep_once()
    assert house.meter.now_waiting == 1
    assert await house.work() == 1
    assert await house.counts() == (0, 1, 0)
    await house.sweeper.sweep_once()
    assert (await house.work(), house.meter.now_waiting) == (0, 0)


async def test_k15_a_batch_sent_again_after_the_crash_is_unchanged(house: House) -> None:
    """The client that saw no answer sends it again: what was stored is known, what was not is taken."""
    await house.send(one("ada"))
    results = await house.send(one("ada"), one("bob"))
    assert [result.status for result in results] == [UpsertStatus.UNCHANGED, UpsertStatus.ACCEPTED]


async def test_k16_killed_in_the_middle_of_embedding_another_does_it(house: House) -> None:
    """The bell was heard and the lease taken; when that ends the sweeper rings anew."""
    await _store(house, "ada", "x", inline=False)
    await _claim(house)
    assert await house.work() == 0
    await house.sweeper.sweep_once()
    assert await house.work() == 1
    assert await house.counts() == (0, 1, 0)


async def test_a_bell_lost_between_hearing_and_claiming_is_rung_again(house: House) -> None:
    """Bells are heard without an acknowledgement: the state of the candidate is enough."""
    await _store(house, "ada", "x", inline=False)
    streams: dict[Any, Any] = dict.fromkeys(house.bells._streams, ">")
    assert await house.redis.xreadgroup("embedders", "any", streams, count=1, noack=True)
    assert await house.work() == 0
    await house.sweeper.sweep_once()
    assert await house.work() == 1


async def test_a_bell_that_nobody_has_heard_yet_is_not_rung_twice(house: House) -> None:
    """A long queue is no reason to make it longer."""
    await _store(house, "ada", "x", inline=False)
    assert await house.waiting.sweep(count=10) == 0
    assert await house.work() == 1


async def test_while_a_lease_lasts_nobody_else_begins(redis: Redis) -> None:
    """Neither by the bell, nor by the sweeper."""
    house = House(redis, times=EmbedTimes())
    await house.open()
    await _store(house, "ada", "x", inline=False)
    claimed = await _claim(house)
    member = names.member_of(CLIENT, claimed.work.corpus, claimed.work.candidate)
    await house.redis.xadd(names.embed_stream_key_of(CLIENT), {"m": member})
    assert not await house.bells.claim(count=1, timeout_s=0.01)
    assert await house.waiting.sweep(count=10) == 0
    await house.embedding.close()


async def test_two_that_embed_the_same_version_make_one_change(house: House) -> None:
    """The second to finish is told that it is done, and writes nothing."""
    await _store(house, "ada", "x", inline=False)
    claimed = await _claim(house)
    assert await house.store.finish(claimed.work, _vectors(house, "x"))
    log = await house.log()
    assert await house.store.finish(claimed.work, _vectors(house, "x"))
    assert not await house.store.fail(claimed.work, error="late")
    assert await house.log() == log
    assert await house.counts() == (0, 1, 0)


async def test_k21_results_of_an_older_content_are_dropped(house: House) -> None:
    """A worker that slept through an update, an erasure or an erasure and a new start cannot touch what is there now."""
    await _store(house, "ada", "old", inline=False)
    old = (await _claim(house)).work
    await _store(house, "ada", "new", inline=False)
    assert not await house.store.finish(old, _vectors(house, "old"))
    assert not await house.store.fail(old, error="late")
    await house.store.hand_back(old)
    assert await house.work() == 1
    (stored,) = await house.read_many(CLIENT, CORPUS, [candidate_key("ada")])
    assert stored is not None
    assert texts_of(stored.profile) == ("new",)
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    assert not await house.store.finish(old, _vectors(house, "old"))
    await _store(house, "ada", "again", inline=False)
    assert not await house.store.finish(old, _vectors(house, "old"))
    await house.erasure.corpus(CLIENT, CORPUS)
    await _store(house, "ada", "old", inline=False)
    assert not await house.store.finish(old, _vectors(house, "old"))
    assert await house.counts() == (1, 0, 0)


async def test_k14_a_candidate_that_kills_its_worker_each_time_is_given_up(house: House) -> None:
    """After three tries it is failed with a reason; sent again it gets new tries."""
    await _store(house, "ada", "poison", inline=False)
    for _ in range(3):
        await _claim(house)
        await house.waiting.sweep(count=10)
    (view,) = (await house.all_views()).values()
    assert view[0] is FAILED
    assert b"several tries" in (await house.record("ada"))[b"error"]
    assert (await house.counts(), await house.waiting.depth(), await house.work()) == ((0, 0, 1), 0, 0)
    (result,) = await house.send(one("ada", cv("poison")))
    assert (result.status, result.embedding_status) == (UpsertStatus.UPDATED, EMBEDDED)


async def test_work_that_is_handed_back_does_not_count_as_a_try(house: House) -> None:
    """However often the model was too busy."""
    await _store(house, "ada", "x", inline=False)
    for _ in range(5):
        await house.store.hand_back((await _claim(house)).work)
    assert await house.work() == 1


async def test_a_worker_that_leaves_gives_back_what_it_cannot_end(redis: Redis) -> None:
    """After SIGTERM another process need not wait for the lease to end: neither for what is in the model nor for what waits."""
    house = House(redis, times=EmbedTimes())
    await house.open()
    worker = EmbedWorker(house.bells, house.embedder, limits=WorkerLimits(parallel=1, listen_s=0.01))
    house.encoder.gate.clear()
    # Two partitions: both are heard in one go, and only one has a slot.
    await _store(house, "ada", "x", inline=False)
    await _store(house, "bob", "y", inline=False, client_id=OTHER)
    worker.start()
    await asyncio.to_thread(house.encoder.entered.wait, 10)
    await worker.leave(within_s=0.01)
    house.encoder.gate.set()
    assert await house.work() == 2
    assert (await house.counts(), await house.counts(client_id=OTHER)) == ((0, 1, 0), (0, 1, 0))
    await house.embedding.close()


async def test_bells_rung_before_any_worker_ran_are_heard(redis: Redis) -> None:
    """And a Redis that lost the groups gets them again."""
    house = House(redis)
    await house.embedding.start()
    await _store(house, "ada", "x", inline=False)
    assert await house.work() == 0
    assert await house.work() == 1
    await house.embedding.close()


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_story_counts_and_vectors_are_those_of_a_fresh_start(house: House, seed: int) -> None:
    """Random upserts, crashes, erasures and sweeps: run until quiet, everything adds up."""
    chance = random.Random(seed)
    ids = [f"c{number}" for number in range(6)]
    last: dict[str, str] = {}
    for _ in range(60):
        external_id, line = chance.choice(ids), chance.choice(["x", "y", "z", ""])
        match chance.randrange(8):
            case 0 | 1:
                await house.send(one(external_id, cv(*filter(None, [line]))))
                last[external_id] = line
            case 2:
                await _store(house, external_id, line or "w", inline=chance.random() < 0.5)
                last[external_id] = line or "w"
            case 3:
                await house.bells.claim(count=2, timeout_s=0.001)
            case 4:
                await house.sweeper.sweep_once()
            case 5:
                await house.work()
            case 6:
                await house.erasure.candidate(CLIENT, CORPUS, external_id)
                last.pop(external_id, None)
            case _:
                if chance.random() < 0.2:
                    await house.erasure.corpus(CLIENT, CORPUS)
                    last.clear()
    await house.send(one("end", cv("end")))
    last["end"] = "end"
    while await house.work() or await house.waiting.sweep(count=100):
        pass
    assert set(await house.all_views()) == set(last)
    assert await house.counts() == await house.recount()
    assert (await house.counts())[0] == 0
    keys = [candidate_key(external_id) for external_id in last]
    assert set(keys) <= set(await house.log())
    for content, stored in zip(last.values(), await house.read_many(CLIENT, CORPUS, keys), strict=True):
        if stored is not None:
            assert texts_of(stored.profile) == (content,)
            np.testing.assert_allclose(unpacked(stored.evidence), house.encoder.expected([content]), atol=1 / 65534)
    assert await house.waiting.depth() == 0
    assert sum([await house.redis.xlen(stream) for stream in house.bells._streams]) == 0
