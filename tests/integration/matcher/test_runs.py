"""The life of a match after its acceptance: claim, renew, finish, fail, release, on a real Redis."""

import asyncio
import json

import pytest
from redis.asyncio import Redis

from services.matcher.ports import LostError
from services.platform.accounts.account_keys import account_key, holds_key
from services.platform.outbox.keys import event_key
from tests.integration.matcher.house import RESULT, House, failure_of, result_of

pytestmark = pytest.mark.redis

URL = "https://hooks.example.com/match"


async def test_a_claim_tells_all_that_a_run_needs(house: House) -> None:
    """Claim gives job, config, webhook, times, epoch 1 and attempt 1, and answers the bell."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL, tags=("a", "b"), metadata={"k": "1"}, external_id="e")

    claim = await house.claimed(match)

    assert (claim.epoch, claim.attempts, claim.price) == (1, 1, 3)
    assert (claim.job_description, claim.config_json) == (match.job_description, match.config_json)
    assert (claim.webhook_url, claim.row.tags, claim.row.metadata) == (URL, ("a", "b"), {"k": "1"})
    assert claim.row.external_id == "e"
    assert claim.row.started_at_ms >= claim.row.created_at_ms > 0
    assert 15 * 60_000 - 5_000 < claim.remaining_ms <= 15 * 60_000
    assert await house.bells_waiting(client_id) == 0


async def test_a_match_is_claimed_once_whoever_races(house: House) -> None:
    """Twenty workers that hear the same bell: one claim."""
    match = await house.submitted(await house.client())
    bell = await house.bell_of(match)

    claims = await asyncio.gather(*(house.runs.claim(bell) for _ in range(20)))

    assert sum(claim is not None for claim in claims) == 1


async def test_a_resent_claim_gets_the_same_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library sends a claim again whose answer was lost: the same epoch and attempt, not a refusal."""
    match = await house.submitted(await house.client())
    bell = await house.bell_of(match)
    monkeypatch.setattr("services.matcher.adapters.redis_runs.secrets.token_hex", lambda _: "same")

    first = await house.runs.claim(bell)
    again = await house.runs.claim(bell)

    assert first is not None
    assert again is not None
    assert (again.epoch, again.attempts) == (first.epoch, first.attempts) == (1, 1)


async def test_a_bell_for_nothing_is_answered_with_nothing(house: House) -> None:
    """A bell of a match that ended is dropped and claims nothing."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    bell = await house.bell_of(match)
    claim = await house.claimed(match)
    await house.runs.finish(claim, result_of(claim))

    assert await house.runs.claim(bell) is None
    assert await house.bells_waiting(client_id) == 0


async def test_c03_success_charges_once_and_leaves_nothing_behind(house: House) -> None:
    """Balance down by the price, one ledger row, no hold, no CV, no job text, not active."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)

    await house.runs.finish(claim, result_of(claim))

    books = await house.books(client_id)
    assert (books.books.balance, books.books.held, books.books.charged, books.drifts) == (297, 0, 3, ())
    assert (await house.ledger(client_id))[0] == {"type": "charge", "run_id": match.id}
    assert not await house.cv_stored(match)
    assert await house.field(match, "job_description") == ""
    assert await house.field(match, "cv2jd_result") == RESULT.cv2jd_result_json
    assert await house.library.active_ids(client_id) == frozenset()


async def test_c04_failure_charges_nothing_and_frees_the_hold(house: House) -> None:
    """A failed run leaves the balance as it was, once."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)

    await house.runs.fail(claim, failure_of(claim))
    await house.runs.fail(claim, failure_of(claim))

    books = await house.books(client_id)
    assert (books.books.balance, books.books.held, books.books.charged, books.drifts) == (300, 0, 0, ())
    assert (await house.field(match, "error_code"), await house.field(match, "status")) == ("CV_NO_TEXT", "failed")
    assert not await house.cv_stored(match)


async def test_c05_a_worker_that_died_before_finishing_is_replaced(house: House) -> None:
    """The match is claimed again with a higher epoch and charged once."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    await house.claimed(match)
    await house.lapse(match)
    await house.sweeps.sweep(client_id, match.id)

    second = await house.claimed(match)
    await house.runs.finish(second, result_of(second))

    assert (second.epoch, second.attempts) == (2, 2)
    assert second.row.started_at_ms == int(await house.field(match, "started_at_ms"))
    assert (await house.books(client_id)).books.charged == 3


async def test_c07_k13_the_late_finish_of_a_replaced_worker_changes_nothing(house: House) -> None:
    """A paused worker resumes after its match went to another: it is refused, before and after the other's end."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL)
    stale = await house.claimed(match)
    await house.lapse(match)
    await house.sweeps.sweep(client_id, match.id)
    fresh = await house.claimed(match)

    for step in (house.runs.finish(stale, result_of(stale)), house.runs.fail(stale, failure_of(stale))):
        with pytest.raises(LostError):
            await step
    with pytest.raises(LostError):
        await house.runs.renew(stale)
    await house.runs.finish(fresh, result_of(fresh, event_id="evt_fresh"))
    before = await house.everything()
    for step in (house.runs.finish(stale, result_of(stale)), house.runs.fail(stale, failure_of(stale))):
        with pytest.raises(LostError):
            await step
    await house.runs.release(stale, delay_ms=0, forgive=True)

    assert await house.everything() == before
    assert await house.events(client_id) == ["evt_fresh"]


async def test_c09_a_finish_whose_answer_was_lost_charges_once(house: House) -> None:
    """Sent three times, done once."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL)
    claim = await house.claimed(match)
    note = result_of(claim)

    await house.runs.finish(claim, note)
    once = await house.everything()
    await house.runs.finish(claim, note)
    await house.runs.finish(claim, note)

    assert await house.everything() == once
    assert (await house.books(client_id)).books.charged == 3


async def test_c11_a_top_up_during_runs_is_not_lost(house: House) -> None:
    """Grants and ends interleave freely."""
    client_id = await house.client(granted=30)
    claims = [await house.claimed(await house.submitted(client_id)) for _ in range(10)]

    await asyncio.gather(
        *(house.runs.finish(claim, result_of(claim, event_id=f"evt_{claim.row.id}")) for claim in claims),
        *(house.grant(client_id, 5) for _ in range(10)),
    )

    books = await house.books(client_id)
    assert (books.books.balance, books.books.granted, books.books.charged) == (50, 80, 30)
    assert books.drifts == ()


async def test_c13_a_damaged_ledger_stops_an_end_before_it_starts(house: House, redis: Redis) -> None:
    """With a corrupt balance neither finish nor fail changes anything."""
    client_id = await house.client()
    claim = await house.claimed(await house.submitted(client_id))
    await redis.hset(account_key(client_id), "balance", "many")
    before = await house.everything()

    for step in (house.runs.finish(claim, result_of(claim)), house.runs.fail(claim, failure_of(claim))):
        with pytest.raises(Exception, match="LEDGER_CORRUPT"):
            await step

    assert await house.everything() == before


async def test_only_the_running_epoch_renews(house: House) -> None:
    """Renewal moves the lease of a running match and refuses an ended one."""
    match = await house.submitted(await house.client())
    claim = await house.claimed(match)
    await house.set_field(match, "lease_until_ms", 1)

    await house.runs.renew(claim)

    assert int(await house.field(match, "lease_until_ms")) > 1
    await house.runs.finish(claim, result_of(claim))
    with pytest.raises(LostError):
        await house.runs.renew(claim)


async def test_a_lease_that_ran_out_unnoticed_may_still_finish(house: House) -> None:
    """While nobody else took the match, a slow worker's result is taken: its work is not thrown away."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    await house.lapse(match)

    await house.runs.finish(claim, result_of(claim))

    assert await house.field(match, "status") == "finished"


async def test_a_match_given_back_on_drain_rings_at_once_and_forgives_the_attempt(house: House) -> None:
    """A worker that leaves costs its match nothing."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)

    await house.runs.release(claim, delay_ms=0, forgive=True)

    assert await house.bells_waiting(client_id) == 1
    again = await house.claimed(match)
    assert (again.epoch, again.attempts) == (2, 1)


async def test_a_match_given_back_after_trouble_waits_and_counts(house: House) -> None:
    """A failed attempt counts, and no bell rings before its delay is over."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)

    await house.runs.release(claim, delay_ms=60_000, forgive=False)
    await house.runs.release(claim, delay_ms=0, forgive=False)

    assert await house.bells_waiting(client_id) == 0
    assert await house.sweeps.due(count=10) == []
    await house.look_now(match)
    await house.sweeps.sweep(client_id, match.id)
    assert (await house.claimed(match)).attempts == 2


async def test_the_end_writes_its_webhook_event_in_the_same_step(house: House, redis: Redis) -> None:
    """The event's exact bytes are in the outbox with the end, and say what the poll will say."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL)
    claim = await house.claimed(match)
    note = result_of(claim, event_id="evt_x")

    await house.runs.finish(claim, note)

    assert await house.outbox(client_id) == ["evt_x"]
    stored = await redis.hgetall(event_key(client_id, "evt_x"))
    assert (stored[b"body"], stored[b"url"], stored[b"status"]) == (note.event_body, URL.encode(), b"pending")
    body = json.loads(stored[b"body"])
    polled = await house.library.poll(client_id, match.id)
    assert polled is not None
    assert body["event"] == "cvdeepmatch.finished"
    assert body["credits_charged"] == polled.row.credits_charged == 3
    assert polled.row.completed_at_ms == note.at_ms


async def test_without_a_webhook_there_is_no_event(house: House) -> None:
    """No URL, no outbox."""
    client_id = await house.client()
    claim = await house.claimed(await house.submitted(client_id))

    await house.runs.finish(claim, result_of(claim))

    assert (await house.outbox(client_id), await house.events(client_id)) == ([], [])


async def test_run_times_make_the_pace(house: House) -> None:
    """The queue's pace is the mean of run times; its depth counts matches that are not final."""
    client_id = await house.client()
    claim = await house.claimed(await house.submitted(client_id))
    claimed_at = int(await house.redis.hget(f"{account_key(client_id)[:-7]}match:{claim.row.id}", "claimed_at_ms") or 0)
    await house.runs.finish(claim, result_of(claim, at_ms=claimed_at + 5_000))
    await house.submitted(client_id)

    look = await house.intake.look()

    assert (look.active, look.mean_run_ms) == (1, 5_000)


async def test_c15_reconcile_names_each_drift(house: House, redis: Redis) -> None:
    """A hold that vanished, a strange hold and a lost queue place are each reported."""
    client_id = await house.client()
    bare, lost = await house.submitted(client_id), await house.submitted(client_id)
    await redis.hdel(holds_key(client_id), bare.id)
    await redis.hset(holds_key(client_id), "cvdm_strange", 3)
    await redis.zrem(f"cvdeep:{{{account_key(client_id).split('{')[1][:3]}}}:active", f"{client_id}/{lost.id}")

    found = await house.books(client_id)

    assert set(found.drifts) == {
        f"match {bare.id} is not final and has no hold",
        f"match {lost.id} is not final and not in the active set",
        "hold of unknown match cvdm_strange",
    }
    assert found.matches == 2
