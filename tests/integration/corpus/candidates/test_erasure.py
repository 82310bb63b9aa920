"""Candidates and corpora that are erased: gone at once for everybody, and gone from storage."""

import pytest

from services.corpus.adapters import names
from services.corpus.adapters.run_names import corpus_runs_key, order_key, rows_key
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.platform.errors import AppError, Reason
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, OTHER, House, cv, one

pytestmark = pytest.mark.redis

RUN = "cvds_0000000000000000000001"


async def _finished_run(house: House, *external_ids: str) -> None:
    """A finished run with a row of each candidate, as the search leaves it."""
    for rank, external_id in enumerate(external_ids):
        key = candidate_key(external_id)
        await house.redis.hset(rows_key(CLIENT, RUN), key, f'{{"of": "{external_id}"}}')
        await house.redis.zadd(order_key(CLIENT, RUN), {key: rank})
        await house.redis.sadd(names.candidate_runs_key(CLIENT, corpus_key(CORPUS), key), RUN)
    await house.redis.sadd(corpus_runs_key(CLIENT, corpus_key(CORPUS)), RUN)


async def test_an_erased_candidate_is_gone_and_its_tombstone_names_nobody(house: House) -> None:
    """Record, list, counts and rows of finished runs; followers of the log learn of it by a new number."""
    await house.send(one("ada", cv("unmistakable")), one("bob"))
    await _finished_run(house, "ada", "bob")
    before = await house.log()
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    with pytest.raises(AppError) as gone:
        await house.reading.candidate(CLIENT, CORPUS, "ada")
    assert gone.value.reason is Reason.NOT_FOUND
    assert set(await house.all_views()) == {"bob"}
    assert await house.counts() == (0, 1, 0)
    held = await house.everything()
    assert b"unmistakable" not in held
    assert b'"of": "ada"' not in held
    assert b'"of": "bob"' in held
    log = await house.log()
    assert log[candidate_key("ada")] > max(before.values())
    assert await house.read_many(CLIENT, CORPUS, [candidate_key("ada")]) == [None]


async def test_erasing_what_is_not_there_does_nothing(house: House) -> None:
    """Twice, or never known, or another client's."""
    await house.send(one("ada"))
    await house.erasure.candidate(OTHER, CORPUS, "ada")
    await house.erasure.corpus(OTHER, CORPUS)
    assert set(await house.all_views()) == {"ada"}
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    log = await house.log()
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    await house.erasure.candidate(CLIENT, "no such corpus", "ada")
    assert await house.log() == log
    assert (await house.counts()) == (0, 0, 0)


async def test_an_erased_candidate_that_waits_is_not_embedded_any_more(house: House) -> None:
    """Its bell rings for nobody."""
    await house.send(*(one(f"c{number}") for number in range(33)))
    await house.erasure.candidate(CLIENT, CORPUS, "c0")
    await house.work()
    assert await house.counts() == (0, 32, 0)
    assert await house.waiting.depth() == 0


async def test_an_erased_candidate_that_is_sent_again_is_new(house: House) -> None:
    """Accepted, with nothing of before."""
    await house.send(one("ada", tags=("old",)))
    await house.erasure.candidate(CLIENT, CORPUS, "ada")
    (result,) = await house.send(one("ada"))
    assert result.status == "accepted"
    assert (await house.reading.candidate(CLIENT, CORPUS, "ada")).tags is None


async def test_an_erased_corpus_leaves_nothing_but_two_numbers(house: House) -> None:
    """Its generation and sequence number go on, so that followers notice; no id, text, row or key of a candidate stays."""
    batch = [one(f"c{number}", cv(f"unmistakable {number}")) for number in range(40)]
    await house.send(*batch, one("elsewhere", corpus_id="other corpus"))
    await _finished_run(house, "c0", "c1")
    await house.erasure.corpus(CLIENT, CORPUS)
    corpora = (await house.reading.corpora(CLIENT, limit=100, cursor="")).corpora
    assert [corpus.corpus_id for corpus in corpora] == ["other corpus"]
    assert b"unmistakable" not in await house.everything()
    left = [key for key in await house.keys(corpus_key(CORPUS)) if b":outcome:" not in key]
    assert left == [names.corpus_hash_key(CLIENT, corpus_key(CORPUS)).encode()]
    assert set(await house.redis.hgetall(left[0])) == {b"generation", b"seq"}
    assert not await house.keys(RUN)
    # The other corpus's candidate alone still waited.
    assert (await house.work(), await house.waiting.depth()) == (1, 0)
    assert set(await house.all_views("other corpus")) == {"elsewhere"}


async def test_a_corpus_is_invisible_before_its_bytes_are_gone(house: House) -> None:
    """The first step alone hides every candidate from every reader; the sweeper unlinks what a crash left."""
    await house.send(one("ada", cv("unmistakable")))
    assert await house.store.delete_corpus(CLIENT, CORPUS)
    assert b"unmistakable" in await house.everything()
    with pytest.raises(AppError):
        await house.reading.candidate(CLIENT, CORPUS, "ada")
    assert not (await house.reading.candidates(CLIENT, CORPUS, limit=10, cursor="")).candidates
    assert await house.read_many(CLIENT, CORPUS, [candidate_key("ada")]) == [None]
    await house.sweeper.sweep_once()
    assert b"unmistakable" not in await house.everything()
    assert not await house.store.delete_corpus(CLIENT, CORPUS)


async def test_a_corpus_begun_anew_during_its_erasure_keeps_what_is_new(house: House) -> None:
    """The same candidate sent again is accepted and stays; those not sent again go."""
    await house.send(one("ada", cv("old")), one("bob", cv("old")))
    await house.store.delete_corpus(CLIENT, CORPUS)
    (result,) = await house.send(one("ada", cv("old")))
    assert result.status == "accepted"
    while await house.waiting.erase_some(count=1):
        pass
    assert set(await house.all_views()) == {"ada"}
    assert await house.counts() == (0, 1, 0)
    assert await house.record("bob") == {}
    record = await house.record("ada")
    assert record[b"generation"] == b"2"
    assert int(record[b"version"]) > 2


async def test_a_corpus_erased_twice_during_its_erasure_ends_empty(house: House) -> None:
    """Each generation's records go, in bounded steps."""
    for _ in range(2):
        await house.send(*(one(f"c{number}") for number in range(5)))
        await house.store.delete_corpus(CLIENT, CORPUS)
    steps = 0
    while await house.waiting.erase_some(count=2, client_id=CLIENT):
        steps += 1
    assert steps >= 5
    assert not [key for key in await house.keys(":cand:") if b":outcome:" not in key]
