"""Erasure of matches on a real Redis: nothing of the person stays, the books do."""

import json
from typing import Any

import pytest
from redis.asyncio import Redis

from services.matcher.adapters.names import record_key
from services.matcher.application.erasure import Erasure
from services.matcher.application.reading import Reading
from services.matcher.application.sweeper import Sweeper
from services.matcher.domain.listing import Filters
from services.matcher.domain.match import NewMatch, RunResult
from services.matcher.ports import Erased, LostError, ResultNote
from services.notifier.adapters.redis_deliveries import RedisDeliveries
from services.notifier.adapters.redis_outbox import RedisOutbox
from services.notifier.domain.delivery import Attempt, DeliveryStatus, DueEvent, LeasedEvent, Outcome
from services.notifier.domain.schedule import Verdict
from services.platform.accounts.account_keys import account_key
from services.platform.errors import AppError, Reason
from services.platform.outbox.keys import attempts_key, event_key
from tests.integration.matcher.house import PDF, House, failure_of, new_id, new_match, result_of
from tests.support.redis_contents import everything_in
from tests.unit.matcher.fakes import FakeGauges

pytestmark = pytest.mark.redis

MARK = "Zyxwvut"
"""Stands in everything of the person and of the client: wherever it is found, something was left."""

PERSONAL: dict[str, Any] = {
    "position_id": f"{MARK}-position",
    "job_description": f"{MARK} looks for a baker.",
    "config_json": json.dumps({"requirements": {}, "note": MARK}),
    "webhook_url": f"https://hooks.example.com/{MARK}",
    "metadata": {MARK: MARK},
    "tags": (MARK,),
    "external_id": MARK,
    "project": MARK,
    "request_id": MARK,
}
RESULT = RunResult(
    json.dumps({"name": MARK, "text": MARK}), json.dumps({"details": MARK}), json.dumps({"overall_score": 0.5})
)
EVENT = "evt_1"


async def personal_match(house: House, client_id: str, **changes: Any) -> NewMatch:
    match = new_match(client_id, **{**PERSONAL, **changes})
    await house.intake.submit(match, cv_pdf=PDF + MARK.encode())
    return match


async def finished(house: House, client_id: str, **changes: Any) -> NewMatch:
    match = await personal_match(house, client_id, **changes)
    claim = await house.claimed(match)
    body = result_of(claim, event_id=EVENT).event_body
    at_ms = claim.row.created_at_ms  # in the past already: the event is due at once, however fast the machine
    await house.runs.finish(claim, ResultNote(result=RESULT, at_ms=at_ms, event_id=EVENT, event_body=body))
    return match


async def marked(redis: Redis) -> bool:
    return MARK.encode() in await everything_in(redis)


async def lease(redis: Redis, client_id: str, event_id: str = EVENT) -> LeasedEvent | None:
    event = DueEvent(client_id=client_id, event_id=event_id, host="hooks.example.com", due_at_ms=0)
    return await RedisOutbox(redis).lease(event, lease_ms=60_000)


async def leased(redis: Redis, client_id: str) -> LeasedEvent:
    found = await lease(redis, client_id)
    assert found is not None
    return found


def attempt(outcome: Outcome) -> Attempt:
    return Attempt(at_ms=1, http_status=0, duration_ms=1, outcome=outcome)


@pytest.mark.parametrize("state", ["queued", "running", "released", "finished", "failed", "delivered"])
async def test_nothing_of_the_person_stays(house: House, redis: Redis, state: str) -> None:
    """Whatever state the match is in: no key holds the CV, the parse, the result, a text, metadata or the URL."""
    client_id = await house.client()
    if state in ("finished", "delivered"):
        match = await finished(house, client_id)
        if state == "delivered":
            event = await leased(redis, client_id)
            await RedisOutbox(redis).record(event, attempt(Outcome.DELIVERED), Verdict(DeliveryStatus.DELIVERED))
    else:
        match = await personal_match(house, client_id)
        claim = None if state == "queued" else await house.claimed(match)
        if claim and state == "released":
            await house.runs.release(claim, delay_ms=0, forgive=False)
        elif claim and state == "failed":
            await house.runs.fail(claim, failure_of(claim))
    assert await marked(redis)

    await Erasure(house.erasing).erase(client_id, match.id)

    assert not await marked(redis)
    assert await house.outbox(client_id) == []
    assert await house.bells_waiting(client_id) == 0
    charged = 3 if state in ("finished", "delivered") else 0
    found = await house.books(client_id)
    assert (found.drifts, found.matches, found.books.charged, found.books.held) == ((), 1, charged, 0)


async def test_clients_meet_it_no_more(house: House) -> None:
    """Polls answer 404, the list passes it over with and without filters, its neighbours stay."""
    client_id = await house.client()
    match, neighbour = await finished(house, client_id), await house.submitted(client_id)
    reading = Reading(house.library)

    await Erasure(house.erasing).erase(client_id, match.id)

    for _ in range(2):
        with pytest.raises(AppError) as polled:
            await reading.match(client_id, match.id)
        assert polled.value.reason is Reason.REQUEST_NOT_FOUND
    for filters in (Filters(), Filters(created_after_ms=0)):
        page = await reading.page(client_id, filters, limit=10, cursor="")
        assert [row.id for row in page.rows] == [neighbour.id]


async def test_a_list_that_had_it_in_hand_does_not_stumble(house: House) -> None:
    """Erased between the look at the index and the look at the rows."""
    client_id = await house.client()
    match, neighbour = await finished(house, client_id), await house.submitted(client_id)

    await house.erasing.erase(client_id, match.id)

    rows = await house.library.rows(client_id, [match.id, neighbour.id])
    assert [row.id for row in rows] == [neighbour.id]


async def test_an_operator_sees_that_it_was_erased(house: House) -> None:
    """The life of an erased match is its status, its price and the time it went."""
    client_id = await house.client()
    match = await finished(house, client_id)

    await Erasure(house.erasing).erase(client_id, match.id)
    fields = await Reading(house.library).inspect(client_id, match.id)

    assert (fields["id"], fields["status"], fields["price"], fields["credits_charged"]) == (
        match.id,
        "finished",
        "3",
        "3",
    )
    assert fields["erased_at"].endswith("Z")
    assert (fields["created_at"], fields["cv_stored"], fields["webhook"]) == ("", "no", "no")


async def test_a_worker_that_still_runs_it_can_write_nothing_back(house: House, redis: Redis) -> None:
    """It cannot renew, finish, fail or release, and the hold is free for another match."""
    client_id = await house.client(granted=3)
    match = await personal_match(house, client_id)
    claim = await house.claimed(match)

    await Erasure(house.erasing).erase(client_id, match.id)
    before = await house.everything()
    with pytest.raises(LostError):
        await house.runs.renew(claim)
    with pytest.raises(LostError):
        await house.runs.finish(claim, result_of(claim))
    with pytest.raises(LostError):
        await house.runs.fail(claim, failure_of(claim))
    await house.runs.release(claim, delay_ms=0, forgive=True)

    assert await house.runs.cv_of(claim) is None
    assert await house.everything() == before
    assert not await marked(redis)
    record: Any = await redis.hgetall(record_key(client_id, match.id))
    assert (record[b"status"], record[b"error_code"]) == (b"failed", b"PIPELINE_FAILED")
    await house.submitted(client_id)


async def test_a_bell_heard_before_and_a_sweeper_find_nothing_to_do(house: House) -> None:
    """Neither claims, rings or ends what was erased while it waited."""
    client_id = await house.client()
    match = await personal_match(house, client_id)
    bell = await house.bell_of(match)
    await house.bells().open()

    await Erasure(house.erasing).erase(client_id, match.id)
    swept = await house.sweeps.sweep(client_id, match.id)
    sweeper = Sweeper(house.sweeps, house.bells(), event_ids=lambda: EVENT, gauges=FakeGauges(), every_s=1.0)
    await sweeper.sweep_once()

    assert swept.verdict == "gone"
    assert await house.runs.claim(bell) is None
    assert (await house.books(client_id)).drifts == ()


async def test_erasing_again_changes_nothing(house: House) -> None:
    """The second time is a success, and not a byte differs after it."""
    client_id = await house.client()
    match = await finished(house, client_id)

    first = await house.erasing.erase(client_id, match.id)
    before = await house.everything()
    second = await house.erasing.erase(client_id, match.id)
    await Erasure(house.erasing).erase(client_id, match.id)

    assert (first, second) == (Erased.ERASED, Erased.ALREADY)
    assert await house.everything() == before


async def test_an_unknown_match_is_said_to_be_unknown(house: House) -> None:
    """One that never was, another client's, and what is no id: nothing is written for any of them."""
    owner, other = await house.client(), await house.client()
    match = await finished(house, owner)
    before = await house.everything()

    for client_id, match_id in ((owner, new_id()), (other, match.id), (owner, "x"), ("cl_x:match", match.id)):
        with pytest.raises(AppError) as refused:
            await Erasure(house.erasing).erase(client_id, match_id)
        assert refused.value.reason is Reason.REQUEST_NOT_FOUND

    assert await house.everything() == before


async def test_a_resent_submit_does_not_bring_it_back(house: House, redis: Redis) -> None:
    """Neither the library's resend of the same id nor the client's of the same key: the id is known, the match is not."""
    client_id = await house.client()
    match = await personal_match(house, client_id, idempotency_key="k")

    await Erasure(house.erasing).erase(client_id, match.id)
    resent = await house.intake.submit(match, cv_pdf=PDF + MARK.encode())
    replayed = await house.intake.submit(
        new_match(client_id, **PERSONAL, idempotency_key="k"), cv_pdf=PDF + MARK.encode()
    )

    assert (resent.match_id, replayed.match_id, replayed.replay) == (match.id, match.id, True)
    assert not await marked(redis)
    assert await house.library.poll(client_id, match.id) is None


async def test_an_event_that_waits_is_never_sent(house: House, redis: Redis) -> None:
    """It is exhausted without an attempt; asking for another attempt finds nothing to send."""
    client_id = await house.client()
    match = await finished(house, client_id)

    await Erasure(house.erasing).erase(client_id, match.id)
    delivery = await RedisDeliveries(redis).get(client_id, EVENT)

    assert delivery is not None
    assert (delivery.status, delivery.attempts, delivery.next_attempt_at_ms) == (DeliveryStatus.EXHAUSTED, (), 0)
    assert await lease(redis, client_id) is None
    assert await RedisDeliveries(redis).retry(client_id, EVENT) is False
    assert await lease(redis, client_id) is None
    assert await redis.pttl(event_key(client_id, EVENT)) > 0


async def test_an_attempt_under_way_records_nothing(house: House, redis: Redis) -> None:
    """What was sent cannot be called back, but no retry follows."""
    client_id = await house.client()
    match = await finished(house, client_id)
    outbox = RedisOutbox(redis)
    await outbox.record(
        await leased(redis, client_id), attempt(Outcome.TIMEOUT), Verdict(DeliveryStatus.PENDING, wait_ms=0)
    )
    event = await leased(redis, client_id)

    await Erasure(house.erasing).erase(client_id, match.id)
    recorded = await outbox.record(event, attempt(Outcome.TIMEOUT), Verdict(DeliveryStatus.PENDING, wait_ms=0))

    assert recorded is False
    assert await house.outbox(client_id) == []
    assert await redis.pttl(attempts_key(client_id, EVENT)) > 0


async def test_a_match_that_ends_just_before_takes_its_event_along(house: House, redis: Redis) -> None:
    """Between the look at the record and the step it finishes: the step looks again and erases the event too."""
    client_id = await house.client()
    match = await personal_match(house, client_id)
    claim = await house.claimed(match)
    step = house.erasing._once
    answers: list[str] = []

    async def late(*args: Any, **named: Any) -> str:
        if not answers:
            await house.runs.finish(claim, result_of(claim))
        answers.append(await step(*args, **named))
        return answers[-1]

    house.erasing._once = late  # type: ignore[method-assign]
    await Erasure(house.erasing).erase(client_id, match.id)

    assert answers == ["look", "erased"]
    assert not await marked(redis)
    assert await house.outbox(client_id) == []
    assert (await house.books(client_id)).drifts == ()


async def test_corrupt_books_stop_the_end_of_a_running_match_only(house: House, redis: Redis) -> None:
    """The hold of a running match cannot be let go: nothing is written. What has ended is erased all the same."""
    client_id = await house.client()
    done, running = await finished(house, client_id), await personal_match(house, client_id)
    await redis.hset(account_key(client_id), "held", "x")
    before = await house.everything()

    with pytest.raises(AppError) as refused:
        await Erasure(house.erasing).erase(client_id, running.id)
    assert refused.value.reason is Reason.INTERNAL_ERROR
    assert await house.everything() == before

    assert await house.erasing.erase(client_id, done.id) is Erased.ERASED


async def test_the_books_know_an_erased_match(house: House, redis: Redis) -> None:
    """Reconcile judges what is left of it like any match, and misses it when it is gone."""
    client_id = await house.client()
    match = await finished(house, client_id)
    await Erasure(house.erasing).erase(client_id, match.id)
    assert (await house.books(client_id)).drifts == ()

    await house.set_field(match, "credits_charged", 0)
    uncharged = await house.books(client_id)
    await redis.delete(record_key(client_id, match.id))
    missing = await house.books(client_id)

    assert uncharged.drifts == (f"finished match {match.id} was not charged",)
    assert missing.drifts == (f"ledger row of unknown match {match.id}",)
