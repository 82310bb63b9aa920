"""The sweeper keeps the queue moving whatever died, on a real Redis."""

import asyncio
import json

import pytest
from redis.asyncio import Redis

from services.matcher.adapters.names import WORKERS_GROUP, stream_key_of
from services.matcher.application.sweeper import Sweeper
from services.matcher.ports import Verdict
from services.platform.accounts.account_keys import account_key
from services.platform.outbox.keys import event_key
from tests.integration.matcher.house import House, new_match, result_of
from tests.unit.matcher.fakes import FakeGauges

pytestmark = pytest.mark.redis

URL = "https://hooks.example.com/match"


def sweeper(house: House, worker_id: str = "w_sweeper") -> Sweeper:
    return Sweeper(
        house.sweeps, house.bells(worker_id), event_ids=lambda: "evt_swept", gauges=FakeGauges(), every_s=1.0
    )


async def test_a_waiting_match_is_left_alone(house: House) -> None:
    """A bell that nobody has heard yet is not rung twice."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    await house.bells().open()
    await house.look_now(match)

    swept = await house.sweeps.sweep(client_id, match.id)

    assert swept.verdict is Verdict.FINE
    assert await house.bells_waiting(client_id) == 1
    assert await house.sweeps.due(count=10) == []


async def test_a_match_waits_for_its_first_worker(house: House) -> None:
    """Before any worker ever listened, the bell waits too."""
    client_id = await house.client()
    match = await house.submitted(client_id)

    assert (await house.sweeps.sweep(client_id, match.id)).verdict is Verdict.FINE


async def test_a_lost_bell_is_rung_again(house: House, redis: Redis) -> None:
    """The stream is gone, the match is not: it rings again and is run."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    await redis.delete(stream_key_of(client_id))
    await house.bells().open()
    await house.look_now(match)

    await sweeper(house).sweep_once()

    (bell,) = await house.bells().listen(timeout_s=0.1)
    assert bell.match_id == match.id
    assert await house.runs.claim(bell) is not None


async def test_k05_a_bell_heard_by_a_worker_that_died_rings_again(house: House) -> None:
    """Heard and never answered: after a while the sweeper rings anew, and there is one bell only."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    dead = house.bells("w_dead")
    await dead.open()
    assert len(await dead.listen(timeout_s=0.1)) == 1
    house.sweeps._answer_ms = 0
    await house.look_now(match)

    await sweeper(house).sweep_once()

    heard = await house.bells("w_alive").listen(timeout_s=0.1)
    assert [bell.match_id for bell in heard] == [match.id]
    assert await house.bells_waiting(client_id) == 1


async def test_a_bell_that_died_with_its_worker_rings_again(house: House, redis: Redis) -> None:
    """A consumer deleted together with what it had heard takes no match with it."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    dead = house.bells("w_dead")
    await dead.open()
    await dead.listen(timeout_s=0.1)
    await redis.xgroup_delconsumer(stream_key_of(client_id), WORKERS_GROUP, "w_dead")
    await house.look_now(match)

    await sweeper(house).sweep_once()

    assert [bell.match_id for bell in await house.bells("w_alive").listen(timeout_s=0.1)] == [match.id]


async def test_a_bell_just_heard_is_left_to_who_heard_it(house: House) -> None:
    """A worker between hearing and claiming is not disturbed."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    bells = house.bells()
    await bells.open()
    (bell,) = await bells.listen(timeout_s=0.1)
    await house.look_now(match)

    swept = await house.sweeps.sweep(client_id, match.id)

    assert swept.verdict is Verdict.FINE
    assert await house.runs.claim(bell) is not None


async def test_k06_a_lapsed_lease_rings_again_and_a_live_one_does_not(house: House) -> None:
    """Only a match whose worker is silent is offered anew."""
    client_id = await house.client()
    silent, alive = await house.submitted(client_id), await house.submitted(client_id)
    await house.claimed(silent)
    await house.claimed(alive)
    await house.lapse(silent)
    await house.look_now(alive)

    await sweeper(house).sweep_once()

    heard = house.bells()
    await heard.open()
    assert [bell.match_id for bell in await heard.listen(timeout_s=0.1)] == [silent.id]


async def test_k14_a_match_that_kills_five_workers_is_failed(house: House, redis: Redis) -> None:
    """After five lost attempts: failed, hold released, event written, no sixth claim."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL)
    for attempt in range(1, 6):
        assert (await house.claimed(match)).attempts == attempt
        await house.lapse(match)
        if attempt < 5:
            await sweeper(house).sweep_once()
    assert await house.runs.claim(await house.bell_of(match)) is None

    await sweeper(house).sweep_once()

    assert (await house.field(match, "status"), await house.field(match, "error_code")) == ("failed", "PIPELINE_FAILED")
    books = await house.books(client_id)
    assert (books.books.held, books.books.charged, books.drifts) == (0, 0, ())
    body = json.loads(await redis.hget(event_key(client_id, "evt_swept"), "body") or "")
    assert (body["event"], body["error"]["code"]) == ("cvdeepmatch.failed", "PIPELINE_FAILED")


@pytest.mark.parametrize("claimed", [False, True])
async def test_c04_a_match_past_its_deadline_is_failed(house: House, *, claimed: bool) -> None:
    """Waiting or forgotten while running: past the deadline it ends without a charge."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    if claimed:
        await house.claimed(match)
        await house.lapse(match)
    await house.expire(match)

    await sweeper(house).sweep_once()

    assert await house.field(match, "status") == "failed"
    assert await house.field(match, "error_message") == "The match did not end in time."
    assert (await house.books(client_id)).drifts == ()


async def test_a_match_past_its_deadline_is_not_claimed(house: House) -> None:
    """A bell for it is answered with nothing; the sweeper looks at it next."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    await house.set_field(match, "deadline_at_ms", 1)

    assert await house.runs.claim(await house.bell_of(match)) is None
    assert await house.sweeps.due(count=10) == [(client_id, match.id)]


async def test_many_sweepers_fail_a_match_once(house: House) -> None:
    """Ten at once: one event, one release."""
    client_id = await house.client()
    match = await house.submitted(client_id, webhook_url=URL)
    await house.expire(match)
    ids = iter(range(100))
    sweepers = [
        Sweeper(house.sweeps, house.bells(), event_ids=lambda: f"evt_{next(ids)}", gauges=FakeGauges(), every_s=1.0)
        for _ in range(10)
    ]

    await asyncio.gather(*(one.sweep_once() for one in sweepers))

    assert len(await house.events(client_id)) == 1
    assert (await house.books(client_id)).drifts == ()


async def test_c06_an_ended_match_that_is_still_listed_is_dropped(house: House, redis: Redis) -> None:
    """A leftover in the active set disappears at the next look and charges nobody."""
    client_id = await house.client()
    match = await house.submitted(client_id)
    claim = await house.claimed(match)
    await house.runs.finish(claim, result_of(claim))
    tag = stream_key_of(client_id).removesuffix(":bells")
    await redis.zadd(f"{tag}:active", {f"{client_id}/{match.id}": 1, f"{client_id}/{new_match(client_id).id}": 1})

    await sweeper(house).sweep_once()

    assert await redis.zcard(f"{tag}:active") == 0
    assert (await house.books(client_id)).books.charged == 3


async def test_one_damaged_record_does_not_stop_the_sweep(house: House) -> None:
    """A record that cannot be read is skipped, the others are looked at."""
    client_id = await house.client()
    broken, good = await house.submitted(client_id), await house.submitted(client_id)
    await house.expire(broken)
    await house.expire(good)
    await house.set_field(broken, "tags", "{")

    await sweeper(house).sweep_once()

    assert (await house.field(broken, "status"), await house.field(good, "status")) == ("queued", "failed")


async def test_matches_that_cannot_be_ended_do_not_keep_the_others_of_their_partition_waiting(
    house: House, redis: Redis
) -> None:
    """The books of a client are corrupt, so the ends of its matches are refused: they are looked at last, not first."""
    client_id = await house.client()
    stuck = [await house.submitted(client_id) for _ in range(3)]
    for match in stuck:
        await house.expire(match)
    await redis.hset(account_key(client_id), "balance", "much")

    await sweeper(house).sweep_once()

    assert await house.sweeps.due(count=100) == []
    assert [await house.field(match, "status") for match in stuck] == ["queued"] * 3
