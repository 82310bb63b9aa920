"""Parts of a sync: applied in order, counted once whatever is sent again and whoever dies."""

import asyncio

import pytest
from redis.asyncio import Redis

from services.corpus.adapters.redis_sync_names import due_key_of, errors_key, sync_key
from services.corpus.domain.candidate import EmbeddingStatus
from services.corpus.domain.sync import SyncError, SyncMode, SyncStatus
from services.platform.errors import AppError, Reason
from tests.integration.corpus.candidates.house import CLIENT, OTHER, cv, one
from tests.integration.corpus.sync.house import SILENT_AT_ONCE, A, B, SyncHouse, part, people

pytestmark = pytest.mark.redis


def broken(line: int, external_id: str = "") -> SyncError:
    return SyncError(line, external_id, "INVALID_INPUT", "parsed_cv is required")


async def test_a_sync_counts_what_its_lines_came_to(house: SyncHouse) -> None:
    """New, changed, known and broken lines; processing until it is closed."""
    await house.candidates.send(*people("known", "changed"))
    await house.open()
    await house.apply(part(1, one("known"), one("changed", cv("something else")), one("new"), errors=[broken(4, "x")]))
    view = await house.get()
    assert (view.status, await house.counts()) == (SyncStatus.PROCESSING, (4, 1, 1, 1, 1, 0))
    assert view.errors == (broken(4, "x"),)
    await house.close()
    assert (await house.get()).status is SyncStatus.FINISHED
    assert await house.names() == {"known", "changed", "new"}


async def test_everything_embeds_in_the_background(house: SyncHouse) -> None:
    """A part waits for the store alone, however few its changes: a sync finishes before all of it is found."""
    await house.open()
    await house.apply(part(1, *people("a", "b")))
    await house.close()
    assert (await house.get()).status is SyncStatus.FINISHED
    assert await house.candidates.counts() == (2, 0, 0)
    assert await house.candidates.work() == 2
    assert await house.candidates.counts() == (0, 2, 0)


async def test_what_cannot_be_embedded_is_no_broken_line(house: SyncHouse) -> None:
    """The candidate is there, and says of itself that it cannot be found."""
    await house.open()
    await house.apply(part(1, one("a", cv())))
    assert await house.counts() == (1, 1, 0, 0, 0, 0)
    assert (await house.candidates.all_views())["a"][0] is EmbeddingStatus.FAILED


async def test_the_same_candidate_on_two_lines_is_applied_in_order(house: SyncHouse) -> None:
    """As in a batch: the later line stays."""
    await house.open()
    await house.apply(part(1, one("a", cv("first")), one("a", cv("second")), one("a", cv("second"))))
    assert await house.counts() == (3, 1, 1, 1, 0, 0)


async def test_a_part_sent_again_is_not_counted_again(house: SyncHouse) -> None:
    """Neither its lines nor its errors."""
    await house.open()
    for _ in range(3):
        await house.apply(part(1, *people("a"), errors=[broken(2)]))
    assert await house.counts() == (2, 1, 0, 0, 1, 0)
    assert len((await house.get()).errors) == 1


async def test_parts_sent_at_once_are_counted_once(house: SyncHouse) -> None:
    """A resend that meets its original still at work."""
    await house.open()
    await asyncio.gather(*(house.apply(part(1, *people("a", "b", "c"))) for _ in range(5)))
    assert await house.counts() == (3, 3, 0, 0, 0, 0)


async def test_a_part_applied_and_not_counted_is_counted_as_it_first_came_out(house: SyncHouse) -> None:
    """A process that dies between the two: the resend finds the candidates unchanged, the counts tell what they were."""
    await house.candidates.send(one("known"), one("changed"), one("failed", cv()))
    await house.open()
    lines = [
        *(one("known"), one("changed", cv("other")), one("new"), one("new", cv("newer")), one("new", cv("newer"))),
        one("failed", cv()),
    ]
    names = [each.external_id for each in lines]
    await house.store.begin_part(CLIENT, A, part=1, corpus_id=lines[0].corpus_id, external_ids=names)
    await house.candidates.send(*lines)
    await house.apply(part(1, *lines))
    assert await house.counts() == (6, 1, 3, 2, 0, 0)


async def test_a_part_begun_and_never_applied_is_counted_as_it_came_out(house: SyncHouse) -> None:
    """The process died before it changed anything."""
    await house.open()
    await house.store.begin_part(CLIENT, A, part=1, corpus_id=one("a").corpus_id, external_ids=["a"])
    await house.apply(part(1, one("a")))
    assert await house.counts() == (1, 1, 0, 0, 0, 0)


async def test_a_part_out_of_order_is_refused(house: SyncHouse) -> None:
    """Parts come one after the other; a gap would be lines that nobody applied."""
    await house.open()
    with pytest.raises(AppError) as refused:
        await house.apply(part(2, *people("a")))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert await house.counts() == (0, 0, 0, 0, 0, 0)


async def test_a_part_of_another_corpus_is_refused(house: SyncHouse) -> None:
    """It is nobody's business to write beside the corpus that was named."""
    await house.open()
    with pytest.raises(AppError):
        await house.apply(part(1, *people("a", corpus_id="elsewhere")))
    with pytest.raises(AppError):
        await house.apply(part(1, one("a"), one("b", corpus_id="elsewhere")))
    assert await house.counts() == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("complete", [True, False])
async def test_a_closed_sync_takes_no_more(house: SyncHouse, *, complete: bool) -> None:
    """Broken off it has failed, and what was applied stands; closing again changes nothing."""
    await house.open()
    await house.apply(part(1, *people("a")))
    await house.close(complete=complete)
    await house.close(complete=not complete)
    with pytest.raises(AppError) as refused:
        await house.apply(part(2, *people("b")))
    assert refused.value.reason is Reason.NOT_FOUND
    assert (await house.get()).status is (SyncStatus.FINISHED if complete else SyncStatus.FAILED)
    assert await house.names() == {"a"}


async def test_the_first_hundred_errors_are_kept(house: SyncHouse) -> None:
    """All are counted; those beyond come as a number or as errors that find no room."""
    await house.open()
    await house.apply(part(1, errors=[broken(line) for line in range(1, 61)]))
    await house.apply(part(2, errors=[broken(line) for line in range(61, 121)], more_failed=1000))
    view = await house.get()
    assert view.failed == view.received == 1120
    assert [error.line for error in view.errors] == list(range(1, 101))


async def test_opening_again_changes_nothing(house: SyncHouse) -> None:
    """The caller makes the id, so that an open whose answer was lost can be sent again."""
    await house.open()
    await house.apply(part(1, *people("a")))
    await house.open(mode=SyncMode.MIRROR)
    assert await house.counts() == (1, 1, 0, 0, 0, 0)
    await house.close()
    assert (await house.get()).status is SyncStatus.FINISHED


async def test_another_clients_sync_is_none(house: SyncHouse) -> None:
    """It cannot be read, written or closed; its id says nothing."""
    await house.open()
    for attempt in (
        house.syncing.get(OTHER, A),
        house.syncing.close(OTHER, A, complete=True),
        house.syncing.apply(OTHER, A, part(1, *people("a"))),
        house.syncing.get(CLIENT, B),
    ):
        with pytest.raises(AppError) as refused:
            await attempt
        assert refused.value.reason is Reason.NOT_FOUND
    assert await house.counts() == (0, 0, 0, 0, 0, 0)


async def test_a_silent_sync_has_failed_for_whoever_reads_it(house: SyncHouse, redis: Redis) -> None:
    """Its gateway died: nobody will ever close it."""
    gone = SyncHouse(redis, house.candidates, times=SILENT_AT_ONCE)
    await gone.open()
    assert (await gone.get()).status is SyncStatus.FAILED
    with pytest.raises(AppError):
        await gone.apply(part(1, *people("a")))


async def test_a_silent_sync_fails_in_the_background_too(house: SyncHouse, redis: Redis) -> None:
    """One that still speaks is left; both say what they are for as long as ended syncs are kept."""
    gone = SyncHouse(redis, house.candidates, times=SILENT_AT_ONCE)
    await gone.open(A)
    await house.open(B)
    await gone.worker.work_once()
    assert ((await house.get(A)).status, (await house.get(B)).status) == (SyncStatus.FAILED, SyncStatus.PROCESSING)
    assert await redis.zcard(due_key_of(CLIENT)) == 1


async def test_an_ended_sync_is_kept_for_a_week(house: SyncHouse, redis: Redis) -> None:
    """It is forgotten by Redis itself; one that goes on is not."""
    await house.open()
    await house.apply(part(1, errors=[broken(1)]))
    assert await redis.pttl(sync_key(CLIENT, A)) == -1
    await house.close()
    week_ms = 7 * 24 * 3_600_000
    for key in (sync_key(CLIENT, A), errors_key(CLIENT, A)):
        assert week_ms - 60_000 < await redis.pttl(key) <= week_ms
