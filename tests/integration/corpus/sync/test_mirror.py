"""Mirrors: what the file did not name is erased, and nothing else ever is."""

import pytest
from redis.asyncio import Redis

from services.corpus.adapters import names
from services.corpus.adapters.redis_sync_names import corpora_prefix, sync_key
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.sync import SyncError, SyncMode, SyncStatus
from services.corpus.ports.sync import Step
from tests.integration.corpus.candidates.house import CLIENT, CORPUS, cv, one
from tests.integration.corpus.sync.house import SILENT_AT_ONCE, A, B, SyncHouse, part, people

pytestmark = pytest.mark.redis

MIRRORS = corpora_prefix(CLIENT) + corpus_key(CORPUS) + ":mirrors"
NAMED = corpora_prefix(CLIENT) + corpus_key(CORPUS) + ":named"


async def test_a_mirror_erases_what_its_file_did_not_name(house: SyncHouse) -> None:
    """Known and new ones stay, whether they were embedded or not; the rest is gone from record, log and counts."""
    await house.candidates.send(*people("kept", "gone", "gone too"))
    await house.candidates.send(*people("elsewhere", corpus_id="other"))
    before = max((await house.candidates.log()).values())
    view = await house.mirrored("kept", "new")
    assert (view.status, view.accepted, view.unchanged, view.deleted) == (SyncStatus.FINISHED, 1, 1, 2)
    assert await house.names() == {"kept", "new"}
    assert await house.names("other") == {"elsewhere"}
    assert await house.candidates.counts() == await house.candidates.recount()
    assert not await house.candidates.record("gone")
    # What an index has to learn of: a tombstone, an entry of the log without a record.
    log = await house.candidates.log()
    assert log[candidate_key("gone")] > before >= log[candidate_key("kept")]


async def test_a_mirror_is_processing_until_it_has_erased(house: SyncHouse) -> None:
    """Closing wakes the background; it alone erases."""
    await house.candidates.send(*people("gone"))
    await house.open(mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("kept")))
    await house.close()
    assert house.woken
    assert (await house.get()).status is SyncStatus.PROCESSING
    assert await house.names() == {"gone", "kept"}
    await house.worker.work_once()
    assert (await house.get()).status is SyncStatus.FINISHED


async def test_erasing_takes_steps_and_goes_on_where_it_was_left(house: SyncHouse, redis: Redis) -> None:
    """A process may die after any step; another goes on, and each candidate is counted once."""
    await house.candidates.send(*people(*(str(number) for number in range(25))))
    await house.open(mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("3", "17")))
    await house.close()
    assert await house.store.step(CLIENT, A, count=10) is Step.MORE
    assert (await house.get()).deleted == 9
    other = SyncHouse(redis, house.candidates)
    assert await other.store.step(CLIENT, A, count=10) is Step.MORE
    assert await house.store.step(CLIENT, A, count=10) is Step.MORE
    assert await other.store.step(CLIENT, A, count=10) is Step.ENDED
    assert (await house.get()).deleted == 23
    assert await house.names() == {"3", "17"}


async def test_a_step_nobody_went_on_from_is_found_again(house: SyncHouse, redis: Redis) -> None:
    """Between two steps it is not due for others; once whoever did them is silent, it is."""
    await house.candidates.send(*people("a", "b"))
    await house.open(mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("c")))
    await house.close()
    assert await house.store.due(count=10) == [(CLIENT, A)]
    await house.store.step(CLIENT, A, count=1)
    assert await house.store.due(count=10) == []
    hasty = SyncHouse(redis, house.candidates, times=SILENT_AT_ONCE)
    await hasty.store.step(CLIENT, A, count=1)
    assert await house.store.due(count=10) == [(CLIENT, A)]


@pytest.mark.parametrize("broken", ["line", "number", "torn"])
async def test_a_broken_line_or_a_torn_file_erases_nothing(house: SyncHouse, broken: str) -> None:
    """What could not be read may have been a name."""
    await house.candidates.send(*people("stays"))
    await house.open(mode=SyncMode.MIRROR)
    errors = [SyncError(2, "", "INVALID_INPUT", "is not valid JSON")] if broken == "line" else []
    await house.apply(part(1, *people("new"), errors=errors, more_failed=int(broken == "number")))
    await house.close(complete=broken != "torn")
    await house.worker.work_once()
    view = await house.get()
    assert view.status is (SyncStatus.FAILED if broken == "torn" else SyncStatus.FINISHED)
    assert (view.deleted, await house.names()) == (0, {"stays", "new"})


async def test_a_mirror_whose_reader_fell_silent_erases_nothing(house: SyncHouse, redis: Redis) -> None:
    """It fails as any other, and leaves no marks."""
    await house.candidates.send(*people("stays"))
    gone = SyncHouse(redis, house.candidates, times=SILENT_AT_ONCE)
    await gone.open(mode=SyncMode.MIRROR)
    await gone.worker.work_once()
    assert (await house.get()).status is SyncStatus.FAILED
    assert await house.names() == {"stays"}
    assert await redis.exists(MIRRORS, NAMED) == 0


async def test_a_mirror_of_nobody_fails_and_erases_nothing(house: SyncHouse) -> None:
    """An upload that was cut off at its start looks the same; whoever wants an empty corpus deletes it."""
    await house.candidates.send(*people("stays"))
    await house.open(mode=SyncMode.MIRROR)
    await house.close()
    await house.worker.work_once()
    view = await house.get()
    assert (view.status, view.received, view.deleted) == (SyncStatus.FAILED, 0, 0)
    assert [(error.line, error.code) for error in view.errors] == [(1, "INVALID_INPUT")]
    assert await house.names() == {"stays"}


async def test_an_upsert_of_nobody_finishes(house: SyncHouse) -> None:
    """There was nothing to do."""
    await house.open()
    await house.close()
    assert (await house.get()).status is SyncStatus.FINISHED


async def test_what_others_created_or_changed_meanwhile_stays(house: SyncHouse) -> None:
    """By a batch, before and after the file was read; being embedded meanwhile is no change."""
    await house.candidates.send(*people("changed", "labelled"))
    await house.open(B)
    await house.apply(part(1, *people("embedded meanwhile")), B)
    await house.open(A, mode=SyncMode.MIRROR)
    opened_at_ms = await now_ms(house.redis)
    while await now_ms(house.redis) <= opened_at_ms:
        pass  # a change of labels carries a time only: the clock of Redis must have moved on
    await house.candidates.send(one("changed", cv("anew")), one("labelled", tags=("x",)), one("created"))
    await house.apply(part(1, *people("kept")), A)
    await house.close(A)
    await house.candidates.send(one("created late"))
    assert await house.candidates.work() == 2
    await house.worker.work_once()
    assert await house.names() == {"changed", "labelled", "created", "created late", "kept"}


@pytest.mark.parametrize(("before_ms", "stays"), [(0, True), (10_000, True), (120_000, False)])
async def test_a_change_is_known_by_its_number_when_clocks_differ(
    house: SyncHouse, redis: Redis, *, before_ms: int, stays: bool
) -> None:
    """A number that is new by far without a new time is no change: it was embedded anew for another model."""
    await house.candidates.send(*people("changed", "gone"))
    await house.open(mode=SyncMode.MIRROR)
    await house.candidates.send(one("changed", cv("anew")))
    record = names.candidate_hash_key(CLIENT, corpus_key(CORPUS), candidate_key("changed"))
    opened_at_ms = int(await redis.hget(sync_key(CLIENT, A), "opened_at_ms") or 0)
    await redis.hset(record, "updated_at_ms", opened_at_ms - before_ms)
    await house.apply(part(1, *people("kept")))
    await house.close()
    await house.worker.work_once()
    assert await house.names() == ({"changed", "kept"} if stays else {"kept"})


async def now_ms(redis: Redis) -> int:
    seconds, micros = await redis.time()
    return int(seconds) * 1000 + int(micros) // 1000


async def test_overlapping_mirrors_spare_what_either_names(house: SyncHouse) -> None:
    """The one that opened first has named before the other opened: that one does not know of it."""
    await house.candidates.send(*people("a", "b", "both", "neither"))
    await house.open(A, mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("both")), A)
    await house.open(B, mode=SyncMode.MIRROR)
    await house.apply(part(2, *people("a")), A)
    await house.apply(part(1, *people("b", "both")), B)
    await house.close(A)
    await house.close(B)
    await house.worker.work_once()
    assert await house.names() == {"a", "b", "both"}
    assert (await house.get(A)).deleted + (await house.get(B)).deleted == 1


async def test_what_a_plain_sync_names_meanwhile_stays(house: SyncHouse) -> None:
    """Known candidates, too: naming is more than changing."""
    await house.candidates.send(*people("named by another", "gone"))
    await house.open(A, mode=SyncMode.MIRROR)
    await house.open(B)
    await house.apply(part(1, *people("named by another")), B)
    await house.close(B)
    await house.apply(part(1, *people("kept")), A)
    await house.close(A)
    await house.worker.work_once()
    assert await house.names() == {"named by another", "kept"}


async def test_what_a_batch_finds_unchanged_meanwhile_stays(house: SyncHouse) -> None:
    """Whoever was told `unchanged` while the mirror was open may rely on it."""
    await house.candidates.send(*people("sent again", "gone"))
    await house.open(A, mode=SyncMode.MIRROR)
    await house.candidates.send(*people("sent again"))
    await house.apply(part(1, *people("kept")), A)
    await house.close(A)
    await house.worker.work_once()
    assert await house.names() == {"sent again", "kept"}


async def test_marks_are_made_only_while_a_mirror_is_open(house: SyncHouse, redis: Redis) -> None:
    """And go with the last one: a plain sync leaves nothing, and a later mirror knows nothing of earlier marks."""
    await house.open(B)
    await house.apply(part(1, *people("a")), B)
    assert await redis.exists(MIRRORS, NAMED) == 0
    await house.open(A, mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("a")), A)
    assert await redis.zcard(NAMED) == 1
    await house.close(A)
    await house.worker.work_once()
    assert await redis.exists(MIRRORS, NAMED) == 0


async def test_a_mirror_that_lost_its_marks_erases_nothing(house: SyncHouse, redis: Redis) -> None:
    """Without them everything would look unnamed."""
    await house.candidates.send(*people("named"))
    await house.open(mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("named")))
    await house.close()
    await redis.delete(MIRRORS, NAMED)
    await house.worker.work_once()
    assert ((await house.get()).status, await house.names()) == (SyncStatus.FAILED, {"named"})


async def test_a_corpus_erased_meanwhile_stays_erased_up_to_then(house: SyncHouse) -> None:
    """Lines that come later make it anew, as a batch would; the mirror has nothing of the old one to erase."""
    await house.candidates.send(*people("old"))
    await house.open(mode=SyncMode.MIRROR)
    await house.apply(part(1, *people("early")))
    await house.candidates.erasure.corpus(CLIENT, CORPUS)
    await house.apply(part(2, *people("late")))
    await house.close()
    await house.worker.work_once()
    view = await house.get()
    assert (view.status, view.deleted, await house.names()) == (SyncStatus.FINISHED, 0, {"late"})


async def test_an_erased_pending_candidate_is_not_embedded(house: SyncHouse, redis: Redis) -> None:
    """Nothing waits, nothing rings, nothing of the CV is left."""
    await house.open(B)
    await house.apply(part(1, one("gone", cv("a secret line"))), B)
    await house.close(B)
    await house.mirrored("kept")
    assert await redis.zcard(names.waiting_key_of(CLIENT)) == 1
    assert await house.candidates.work() == 1
    assert await house.names() == {"kept"}
    assert b"a secret line" not in await house.candidates.everything()
