"""Polls, lists and the operator's view, on a real Redis."""

from typing import Any

import pytest
from redis.asyncio import Redis

from services.matcher.application.reading import Reading
from services.matcher.domain.listing import Filters, Page
from services.matcher.domain.match import MatchStatus
from services.platform.errors import AppError, Reason
from tests.integration.matcher.house import House, failure_of, new_id, result_of

pytestmark = pytest.mark.redis


async def test_the_first_poll_is_free_and_the_second_comes_too_soon(house: House) -> None:
    """While it runs, polls within ten seconds are RATE_LIMITED with at most ten seconds to wait."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    reading = Reading(house.library)

    first = await reading.match(client_id, match.id)
    with pytest.raises(AppError) as refused:
        await reading.match(client_id, match.id)

    assert first.row.status is MatchStatus.QUEUED
    assert refused.value.reason is Reason.RATE_LIMITED
    assert refused.value.retry_after_s is not None
    assert 1 <= refused.value.retry_after_s <= 10


async def test_a_refused_poll_does_not_start_the_wait_anew(house: House) -> None:
    """Ten seconds count from the last poll that was answered."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    await house.library.poll(client_id, match.id)
    answered_at = await house.field(match, "polled_at_ms")
    with pytest.raises(AppError):
        await house.library.poll(client_id, match.id)

    assert await house.field(match, "polled_at_ms") == answered_at
    await house.set_field(match, "polled_at_ms", int(answered_at) - 10_000)
    assert await house.library.poll(client_id, match.id) is not None


@pytest.mark.parametrize("end", ["finished", "failed"])
async def test_an_ended_match_is_read_freely(house: House, end: str) -> None:
    """Terminal runs answer every poll."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    if end == "finished":
        await house.runs.finish(claim, result_of(claim))
    else:
        await house.runs.fail(claim, failure_of(claim))

    polls = [await house.library.poll(client_id, match.id) for _ in range(3)]

    assert [poll.row.status for poll in polls if poll] == [end] * 3


async def test_t01_foreign_unknown_and_malformed_ids_answer_alike(house: House) -> None:
    """Another client's match is as unknown as one that never was, and so is what is no id at all."""
    owner, other = await house.client(), await house.client()
    match = await house.submitted(owner)
    reading = Reading(house.library)
    errors = []

    for match_id in (match.id, new_id(), "x", "", f"{match.id}:cv", "cvdm_" + "é" * 22):
        with pytest.raises(AppError) as refused:
            await reading.match(other if match_id == match.id else owner, match_id)
        errors.append((refused.value.reason, refused.value.message))

    assert set(errors) == {(Reason.REQUEST_NOT_FOUND, "There is no such match.")}


async def test_pages_are_newest_first_and_stable_while_matches_arrive(house: House) -> None:
    """A match submitted between two pages neither repeats nor hides a row."""
    client_id = await house.client()
    ids = [(await house.submitted(client_id)).id for _ in range(5)]
    reading = Reading(house.library)

    first = await reading.page(client_id, Filters(), limit=2, cursor="")
    await house.submitted(client_id)
    second = await reading.page(client_id, Filters(), limit=2, cursor=first.next_cursor)
    third = await reading.page(client_id, Filters(), limit=2, cursor=second.next_cursor)

    pages = [first, second, third]
    seen = [row.id for page in pages for row in page.rows]
    assert sorted(seen) == sorted(ids)
    times = [row.created_at_ms for page in pages for row in page.rows]
    assert times == sorted(times, reverse=True)
    assert third.next_cursor == ""


async def test_a_page_that_ends_the_list_has_no_cursor(house: House) -> None:
    """Exactly `limit` rows: no cursor to an empty page."""
    client_id = await house.client()
    for _ in range(2):
        await house.submitted(client_id)

    page = await Reading(house.library).page(client_id, Filters(), limit=2, cursor="")

    assert (len(page.rows), page.next_cursor) == (2, "")


async def test_each_filter_picks_its_matches(house: House) -> None:
    """Status, position, external id, tag, project and times."""
    client_id = await house.client()
    plain = await house.submitted(client_id)
    odd = await house.submitted(client_id, position_id="p2", external_id="e", tags=("t",), project="q")
    claim = await house.claimed(odd)
    await house.runs.finish(claim, result_of(claim))
    await house.set_field(plain, "created_at_ms", 1_000)
    created = int(await house.field(odd, "created_at_ms"))
    reading = Reading(house.library)

    async def ids(filters: Filters) -> list[str]:
        page: Page = await reading.page(client_id, filters, limit=10, cursor="")
        return [row.id for row in page.rows]

    for filters in (
        Filters(statuses=frozenset({MatchStatus.FINISHED})),
        Filters(position_id="p2"),
        Filters(external_id="e"),
        Filters(tag="t"),
        Filters(project="q"),
        Filters(created_after_ms=created),
        Filters(created_before_ms=created + 1, created_after_ms=2_000),
    ):
        assert await ids(filters) == [odd.id], filters
    assert await ids(Filters(created_before_ms=0)) == []
    assert await ids(Filters(tag="none")) == []


async def test_times_bound_the_index_itself(house: House) -> None:
    """`created_after` is inclusive and `created_before` exclusive in the index's order."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    created = int(await house.field(match, "created_at_ms"))

    async def found(**bounds: Any) -> int:
        return len(await house.library.positions(client_id, Filters(**bounds), before=None, count=9))

    assert await found(created_after_ms=created) == 1
    assert await found(created_after_ms=created + 1) == 0
    assert await found(created_before_ms=created) == 0
    assert await found(created_before_ms=created + 1) == 1
    assert await found(created_after_ms=-5, created_before_ms=10**15) == 1


async def test_inspect_tells_the_life_and_nothing_personal(house: House) -> None:
    """Attempts, epoch, times; no job text, no config, no webhook URL, no metadata."""
    client_id = await house.client()
    secrets = {
        "job_description": "secret job",
        "config_json": '{"secret":"config"}',
        "webhook_url": "https://secret.example/h",
        "metadata": {"secret": "meta"},
        "external_id": "secret-external",
    }
    match = await house.submitted(client_id, **secrets)
    await house.claimed(match)

    fields = await Reading(house.library).inspect(client_id, match.id)

    assert (fields["status"], fields["epoch"], fields["attempts"]) == ("running", "1", "1")
    assert (fields["cv_stored"], fields["webhook"], fields["completed_at"]) == ("yes", "yes", "")
    assert fields["created_at"].endswith("Z")
    assert "secret" not in str(fields)


async def test_inspect_of_what_is_no_client_or_match_is_not_found(house: House, redis: Redis) -> None:
    """An operator's typing error is no internal error."""
    client_id = await house.client()
    match = await house.submitted(client_id)

    for owner, match_id in ((client_id, "x"), (f"{client_id}:match", match.id), (client_id, new_id())):
        with pytest.raises(AppError) as refused:
            await Reading(house.library).inspect(owner, match_id)
        assert refused.value.reason is Reason.REQUEST_NOT_FOUND
