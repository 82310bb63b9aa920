"""What the submit script accepts and refuses, on a real Redis."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from services.matcher.adapters.names import cv_key, replay_key
from services.matcher.adapters.redis_intake import IntakeLimits
from services.matcher.domain.match import MatchStatus, NewMatch
from services.matcher.ports import Accepted
from services.platform.accounts.account_keys import account_key
from services.platform.errors import AppError, Reason
from tests.integration.matcher.house import PDF, House, failure_of, new_id, new_match, result_of

pytestmark = pytest.mark.redis

ODD_KEYS = ("a" * 1_000_000, "\0", "\r\n", "🥖", "../x", "*", "{x}", "a:b", " ")


async def test_i01_a_hundred_submits_with_one_key_make_one_match(house: House) -> None:
    """100 concurrent submits with one key give one id, one hold, one bell, and 99 replays."""
    client_id = await house.client()
    matches = [new_match(client_id, idempotency_key="once") for _ in range(100)]

    answers = await asyncio.gather(*(house.intake.submit(match, cv_pdf=PDF) for match in matches))

    assert len({answer.match_id for answer in answers}) == 1
    assert sum(answer.replay for answer in answers) == 99
    books = await house.books(client_id)
    assert (books.drifts, books.matches, books.books.held) == ((), 1, 3)
    assert await house.bells_waiting(client_id) == 1
    assert [match.id for match in matches if await house.cv_stored(match)] == [answers[0].match_id]


async def test_i03_the_same_key_with_another_body_gives_the_original_and_says_so(house: House) -> None:
    """A different fingerprint under a known key is a replay with `mismatch`, never a second match."""
    client_id = await house.client()
    first = await house.submitted(client_id, idempotency_key="k")
    other = new_match(client_id, idempotency_key="k", fingerprint="bb" * 32)

    answer = await house.intake.submit(other, cv_pdf=PDF)
    found = await house.intake.find_replay(client_id, idempotency_key="k", fingerprint="bb" * 32)

    assert answer == Accepted(first.id, replay=True, mismatch=True)
    assert found is not None
    assert (found.match_id, found.mismatch) == (first.id, True)
    assert not await house.cv_stored(other)


async def test_i05_the_same_key_of_two_clients_makes_two_matches(house: House) -> None:
    """A key's scope is the client."""
    one, two = await house.client(), await house.client()

    first = await house.submitted(one, idempotency_key="k")
    answer = await house.intake.submit(new_match(two, idempotency_key="k"), cv_pdf=PDF)

    assert not answer.replay
    assert answer.match_id != first.id


async def test_i08_a_key_holds_for_a_day_and_not_longer(house: House, redis: Redis) -> None:
    """The key stands for its match until its 24 hours are over; then it makes a new match."""
    client_id = await house.client()
    first = await house.submitted(client_id, idempotency_key="k")
    key = replay_key(client_id, "k")

    left_ms = await redis.pttl(key)
    await redis.pexpire(key, 0)
    second = await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)

    assert 24 * 3_600_000 - 60_000 < left_ms <= 24 * 3_600_000
    assert not second.replay
    assert second.match_id != first.id


@pytest.mark.parametrize("end", ["queued", "running", "finished", "failed"])
async def test_i09_a_key_replays_at_every_point_of_the_matchs_life(house: House, end: str) -> None:
    """Queued, running, finished or failed: the original id each time."""
    client_id = await house.client()
    first = await house.submitted(client_id, idempotency_key="k")
    if end != "queued":
        claim = await house.claimed(first)
        if end == "finished":
            await house.runs.finish(claim, result_of(claim))
        if end == "failed":
            await house.runs.fail(claim, failure_of(claim))

    answer = await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)

    assert answer == Accepted(first.id, replay=True)
    assert await house.field(first, "status") == end


async def test_i10_a_replay_is_decided_before_credits(house: House) -> None:
    """With nothing left, a known key still replays."""
    client_id = await house.client(granted=3)
    first = await house.submitted(client_id, idempotency_key="k")

    answer = await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)

    assert answer == Accepted(first.id, replay=True)


async def test_i14_a_refusal_does_not_burn_the_key(house: House) -> None:
    """402 first, credits, then the same key is accepted."""
    client_id = await house.client(granted=0)
    match = new_match(client_id, idempotency_key="k")
    with pytest.raises(AppError) as refused:
        await house.intake.submit(match, cv_pdf=PDF)
    await house.grant(client_id, 3)

    answer = await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)

    assert refused.value.reason is Reason.INSUFFICIENT_CREDITS
    assert refused.value.numbers == {"required": 3, "balance": 0, "available": 0}
    assert not answer.replay
    assert not await house.cv_stored(match)


async def test_i18_ten_resends_of_one_submit_are_one_submit(house: House) -> None:
    """The client library sends the same submit again: the same success, one hold, one bell."""
    client_id = await house.client()
    match = new_match(client_id, idempotency_key="k")

    answers = [await house.intake.submit(match, cv_pdf=PDF) for _ in range(10)]

    assert answers == [Accepted(match.id)] * 10
    assert (await house.books(client_id)).books.held == 3
    assert await house.bells_waiting(client_id) == 1


async def test_i18_a_late_resend_does_not_revive_the_cv_of_an_ended_match(house: House) -> None:
    """A resend after the end answers the same success and stores nothing."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    await house.runs.finish(claim, result_of(claim))

    answer = await house.intake.submit(match, cv_pdf=PDF)

    assert answer == Accepted(match.id)
    assert not await house.cv_stored(match)


@pytest.mark.parametrize("key", ODD_KEYS, ids=range(len(ODD_KEYS)))
async def test_i19_no_key_of_a_client_shapes_a_key_of_ours(house: House, redis: Redis, key: str) -> None:
    """Whatever a key holds, it becomes 64 hexadecimal digits of one key name, and works."""
    client_id = await house.client()

    first = await house.submitted(client_id, idempotency_key=key)
    again = await house.intake.submit(new_match(client_id, idempotency_key=key), cv_pdf=PDF)

    assert again == Accepted(first.id, replay=True)
    names = [name async for name in redis.scan_iter("cvdeep:*:idem:*")]
    assert names == [replay_key(client_id, key).encode()]
    assert len(names[0].rpartition(b":")[2]) == 64


async def test_i20_without_a_key_each_submit_is_a_match(house: House) -> None:
    """No key, no replay."""
    client_id = await house.client()

    answers = [await house.intake.submit(new_match(client_id), cv_pdf=PDF) for _ in range(3)]

    assert len({answer.match_id for answer in answers}) == 3


async def test_i22_two_bodies_race_for_one_key_and_the_loser_is_told(house: House) -> None:
    """Concurrent submits of two bodies with one key: one match, exactly one mismatch."""
    client_id = await house.client()
    matches = [new_match(client_id, idempotency_key="k", fingerprint=mark * 32) for mark in ("aa", "bb")]

    answers = await asyncio.gather(*(house.intake.submit(match, cv_pdf=PDF) for match in matches))

    assert len({answer.match_id for answer in answers}) == 1
    assert sorted((answer.replay, answer.mismatch) for answer in answers) == [(False, False), (True, True)]


async def test_c01_a_hundred_submits_with_credit_for_one(house: House) -> None:
    """One is accepted, 99 are told INSUFFICIENT_CREDITS with the numbers."""
    client_id = await house.client(granted=3)

    answers = await asyncio.gather(
        *(house.intake.submit(new_match(client_id), cv_pdf=PDF) for _ in range(100)), return_exceptions=True
    )

    refused = [answer for answer in answers if isinstance(answer, AppError)]
    assert {error.reason for error in refused} == {Reason.INSUFFICIENT_CREDITS}
    assert (len(refused), sum(isinstance(answer, Accepted) for answer in answers)) == (99, 1)
    assert refused[0].numbers == {"required": 3, "balance": 3, "available": 0}
    assert (await house.books(client_id)).drifts == ()


async def test_c02_credit_for_seven_makes_seven(house: House) -> None:
    """Fifty at once with credit for seven: exactly seven, and one credit stays over."""
    client_id = await house.client(granted=22)

    answers = await asyncio.gather(
        *(house.intake.submit(new_match(client_id), cv_pdf=PDF) for _ in range(50)), return_exceptions=True
    )

    assert sum(isinstance(answer, Accepted) for answer in answers) == 7
    books = (await house.books(client_id)).books
    assert (books.balance, books.held) == (22, 21)


@pytest.mark.parametrize("balance", ["-3", "3.5", "x", "9" * 40, "1e9", " 3"])
async def test_c13_a_damaged_balance_is_refused_closed(house: House, redis: Redis, balance: str) -> None:
    """Anything but a whole number of credits stops a submit before it changes anything."""
    client_id = await house.client()
    await redis.hset(account_key(client_id), "balance", balance)
    before = await house.everything()

    with pytest.raises(AppError) as refused:
        await house.intake.submit(new_match(client_id), cv_pdf=PDF)

    assert refused.value.reason is Reason.INTERNAL_ERROR
    assert await house.everything() == before


async def test_c13_a_missing_balance_is_no_balance(house: House, redis: Redis) -> None:
    """A client without an account has no credits."""
    client_id = await house.client(granted=0)
    await redis.delete(account_key(client_id))

    with pytest.raises(AppError) as refused:
        await house.intake.submit(new_match(client_id), cv_pdf=PDF)

    assert refused.value.reason is Reason.INSUFFICIENT_CREDITS


async def test_a_full_partition_refuses_with_a_time_to_come_back(redis: Redis) -> None:
    """Beyond the partition's limit a submit is RATE_LIMITED and changes nothing."""
    house = House(redis, limits=IntakeLimits(most_queued=2, retry_after_s=7))
    client_id = await house.client()
    await house.submitted(client_id)
    await house.submitted(client_id)
    before = await house.everything()

    with pytest.raises(AppError) as refused:
        await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)

    assert (refused.value.reason, refused.value.retry_after_s) == (Reason.RATE_LIMITED, 7)
    assert await house.everything() == before


async def test_a_busy_client_is_refused_and_others_are_not(redis: Redis) -> None:
    """A client's limit counts its own matches that are not final."""
    house = House(redis, limits=IntakeLimits(most_of_client=1))
    busy, idle = await house.client(), await house.client()
    match = await house.submitted(busy)

    with pytest.raises(AppError) as refused:
        await house.submitted(busy)
    other = await house.submitted(idle)
    claim = await house.claimed(match)
    await house.runs.finish(claim, result_of(claim))
    after = await house.submitted(busy)

    assert refused.value.reason is Reason.RATE_LIMITED
    assert await house.field(other, "status") == await house.field(after, "status") == "queued"


async def test_k02_the_cv_of_a_submit_that_never_came_ends_by_itself(house: House, redis: Redis) -> None:
    """A CV has a time to live from its first moment on, longer than its match may take."""
    client_id = await house.client()
    match = await house.submitted(client_id)

    left_ms = await redis.pttl(cv_key(client_id, match.id))

    deadline_ms = int(await house.field(match, "deadline_at_ms")) - int(await house.field(match, "created_at_ms"))
    assert deadline_ms == 15 * 60_000
    assert deadline_ms < left_ms <= 20 * 60_000


async def test_k31_a_redis_that_forgot_the_scripts_learns_them_again(house: House, redis: Redis) -> None:
    """After SCRIPT FLUSH the next submit works as before."""
    client_id = await house.client()
    await house.submitted(client_id)
    await redis.script_flush()

    match = await house.submitted(client_id)

    assert await house.field(match, "status") == MatchStatus.QUEUED


async def test_k33_a_full_redis_refuses_submits_and_finishes_what_runs(house: House, redis: Redis) -> None:
    """Out of memory: a submit changes nothing, a running match is renewed and finished, a queued one is claimed."""
    client_id = await house.client()
    running, queued, lost = [await house.submitted(client_id, webhook_url="https://x.example/h") for _ in range(3)]
    claim = await house.claimed(running)
    await house.claimed(lost)
    await house.lapse(lost)
    before = await house.everything()
    await redis.config_set("maxmemory", 1)
    try:
        with pytest.raises(OutOfMemoryError):
            await house.intake.submit(new_match(client_id, idempotency_key="k"), cv_pdf=PDF)
        untouched = await house.everything() == before
        await house.runs.renew(claim)
        await house.runs.finish(claim, result_of(claim))
        second = await house.claimed(queued)
        await house.runs.fail(second, failure_of(second, event_id="evt_2"))
        await house.sweeps.sweep(client_id, lost.id)
        polled = await house.library.poll(client_id, lost.id)
    finally:
        await redis.config_set("maxmemory", 0)

    assert untouched
    assert await house.field(running, "status") == "finished"
    assert await house.field(queued, "status") == "failed"
    assert polled is not None
    assert (await house.books(client_id)).drifts == ()


async def test_the_same_id_never_becomes_two_matches(house: House) -> None:
    """Twenty concurrent sends of one id make one match."""
    client_id = await house.client()
    match = new_match(client_id, id=new_id())

    answers = await asyncio.gather(*(house.intake.submit(match, cv_pdf=PDF) for _ in range(20)))

    assert set(answers) == {Accepted(match.id)}
    books = await house.books(client_id)
    assert (books.matches, books.books.held, books.drifts) == (1, 3, ())


async def test_a_refused_submit_leaves_the_cv_of_its_accepted_resend(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused for want of credits, sent again with the same id while the first answer is on its way: the CV stays."""
    client_id = await house.client(granted=0)
    match = new_match(client_id)
    decide = house.intake._decide

    async def decide_and_be_overtaken(submitted: NewMatch) -> list[bytes | int]:
        answer = await decide(submitted)
        monkeypatch.undo()
        await house.grant(client_id, 3)
        assert await house.intake.submit(match, cv_pdf=PDF) == Accepted(match.id)
        return answer

    monkeypatch.setattr(house.intake, "_decide", decide_and_be_overtaken)
    with pytest.raises(AppError) as refused:
        await house.intake.submit(match, cv_pdf=PDF)

    assert refused.value.reason is Reason.INSUFFICIENT_CREDITS
    assert await house.cv_stored(match)
