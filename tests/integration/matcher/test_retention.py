"""Matches past their days are erased, on a real Redis."""

import pytest
from redis.asyncio import Redis

from services.matcher.application import retention as retention_module
from services.matcher.application.reading import Reading
from services.matcher.application.retention import Retention
from services.matcher.domain.listing import Filters
from services.matcher.domain.match import NewMatch
from tests.integration.matcher.house import House, failure_of, result_of

pytestmark = pytest.mark.redis

DAY_MS = 86_400_000


def retention(house: House, *, days: int = 30) -> Retention:
    return Retention(house.erasing, days=days, every_s=60.0)


async def ended(house: House, client_id: str, *, ago_ms: int, fails: bool = False) -> NewMatch:
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    if fails:
        await house.runs.fail(claim, failure_of(claim))
    else:
        await house.runs.finish(claim, result_of(claim, event_id=f"evt_{match.id}"))
    await house.submitted_ago(match, ago_ms)
    return match


async def left(house: House, client_id: str) -> set[str]:
    page = await Reading(house.library).page(client_id, Filters(), limit=100, cursor="")
    return {row.id for row in page.rows}


async def test_final_matches_past_their_days_go_and_no_others(house: House) -> None:
    """Of every client; a minute short of its days a match stays, and so does an old one that is not final."""
    one, other, idle = await house.client(), await house.client(), await house.client()
    old = [
        await ended(house, one, ago_ms=30 * DAY_MS + 60_000),
        await ended(house, one, ago_ms=400 * DAY_MS, fails=True),
        await ended(house, other, ago_ms=31 * DAY_MS),
    ]
    young = await ended(house, one, ago_ms=30 * DAY_MS - 60_000)
    stuck = await house.submitted(one)
    await house.submitted_ago(stuck, 40 * DAY_MS)

    erased = await retention(house).erase_once()
    again = await retention(house).erase_once()

    assert (erased, again) == (len(old), 0)
    assert (await left(house, one), await left(house, other)) == ({young.id, stuck.id}, set())
    for match in old:
        assert await house.field(match, "erased_at_ms") != ""
        assert await house.field(match, "config") == ""
    for client_id in (one, other, idle):
        assert (await house.books(client_id)).drifts == ()


async def test_rounds_are_bounded_and_the_next_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client with many old matches takes several rounds; none of them is skipped."""
    monkeypatch.setattr(retention_module, "_PAGE", 2)
    monkeypatch.setattr(retention_module, "_MOST_A_CLIENT", 3)
    client_id = await house.client()
    for number in range(7):
        await ended(house, client_id, ago_ms=31 * DAY_MS + number)

    rounds = [await retention(house).erase_once() for _ in range(3)]

    assert rounds == [4, 3, 0]
    assert await left(house, client_id) == set()


async def test_what_cannot_be_erased_keeps_nothing_else(
    house: House, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of stuck matches and a damaged record are passed over."""
    monkeypatch.setattr(retention_module, "_PAGE", 2)
    client_id = await house.client()
    for _ in range(3):
        await house.submitted_ago(await house.submitted(client_id), 50 * DAY_MS)
    damaged = await ended(house, client_id, ago_ms=45 * DAY_MS)
    await house.set_field(damaged, "created_at_ms", "never")
    old = await ended(house, client_id, ago_ms=40 * DAY_MS)

    erased = await retention(house).erase_once()

    assert erased == 1
    assert await house.field(old, "erased_at_ms") != ""
    assert await house.field(damaged, "erased_at_ms") == ""
