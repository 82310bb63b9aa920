"""Doorbells over Redis Streams."""

import pytest
from redis.asyncio import Redis

from services.matcher.adapters.names import WORKERS_GROUP, stream_key_of
from services.matcher.adapters.redis_bells import RedisBells
from tests.integration.matcher.house import House

pytestmark = pytest.mark.redis


async def test_bells_rung_before_any_worker_existed_are_heard(house: House) -> None:
    """The first worker hears what was accepted before it."""
    match = await house.submitted(await house.client())
    bells = house.bells()
    await bells.open()
    await bells.open()

    heard = await bells.listen(timeout_s=0.1)

    assert [bell.match_id for bell in heard] == [match.id]


async def test_bells_of_all_partitions_come_oldest_first(house: House) -> None:
    """One call hears every partition, in the order of ringing."""
    matches = [await house.submitted(await house.client()) for _ in range(8)]
    bells = house.bells()
    await bells.open()

    heard = [bell.match_id for bell in await bells.listen(timeout_s=0.1)]

    assert heard == [match.id for match in matches if match.id in heard]
    assert len(heard) == len({stream_key_of(match.client_id) for match in matches})


async def test_each_bell_is_heard_by_one_worker(house: House) -> None:
    """Two workers share the bells."""
    client_id = await house.client()
    matches = {(await house.submitted(client_id)).id for _ in range(2)}
    one, two = house.bells("w_one"), house.bells("w_two")
    await one.open()

    heard = [*await one.listen(timeout_s=0.1), *await two.listen(timeout_s=0.1)]

    assert {bell.match_id for bell in heard} == matches
    assert await two.listen(timeout_s=0.01) == []


async def test_unanswered_bells_are_taken_over(house: House) -> None:
    """What a worker heard and left is taken by one that is free, as many as it asks for."""
    client_id = await house.client()
    for _ in range(2):
        await house.submitted(client_id)
    busy, free = house.bells("w_busy"), house.bells("w_free")
    await busy.open()
    left = [*await busy.listen(timeout_s=0.1), *await busy.listen(timeout_s=0.1)]

    taken = await free.take_over(count=1)

    assert [bell.match_id for bell in taken] == [left[0].match_id]


async def test_a_fresh_bell_is_not_taken_over(house: House, redis: Redis) -> None:
    """Whoever heard it gets its time to answer."""
    await house.submitted(await house.client())
    busy = house.bells("w_busy")
    await busy.open()
    await busy.listen(timeout_s=0.1)

    assert await house.bells("w_free", unanswered_ms=60_000).take_over(count=5) == []


async def test_listening_survives_an_emptied_redis(house: House, redis: Redis) -> None:
    """Without its groups, listening makes them again and goes on."""
    bells = house.bells()
    await bells.open()
    await redis.flushall()

    assert await bells.listen(timeout_s=0.1) == []
    match = await house.submitted(await house.client())
    assert [bell.match_id for bell in await bells.listen(timeout_s=0.1)] == [match.id]


async def test_leaving_forgets_the_worker(house: House, redis: Redis) -> None:
    """After leaving, no consumer of that name is left."""
    client_id = await house.client()
    bells = RedisBells(redis, partitions=[int(stream_key_of(client_id).split("{p")[1][:2])], worker_id="w_one")
    await bells.open()
    await bells.listen(timeout_s=0.01)

    await bells.tidy()
    await bells.leave()

    assert await redis.xinfo_consumers(stream_key_of(client_id), WORKERS_GROUP) == []
