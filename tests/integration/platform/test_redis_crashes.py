"""A Redis that is killed, damaged, slow or cut off: each step is whole or absent, and nothing happens twice."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.matcher.adapters.names import active_key_of, record_key
from services.matcher.domain.match import NewMatch
from services.matcher.ports import TransientError
from services.platform.accounts.account_keys import holds_key
from services.platform.storage.redis import connect
from tests.integration.matcher.house import PDF, House, new_match, result_of
from tests.integration.platform.slow_link import SlowLink, slow_link
from tools.redis_server import RedisServer, free_port

pytestmark = [pytest.mark.redis, pytest.mark.timeout(90)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of the test's own, to be hurt."""
    server = RedisServer(directory=tmp_path / "redis", port=free_port())
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def house(server: RedisServer) -> AsyncIterator[House]:
    redis = connect(server.url)
    yield House(redis)
    await redis.aclose()


async def assert_whole(house: House, client_id: str) -> set[str]:
    """Each match has all of its parts; returns the ids of those that there are."""
    redis: Any = house.redis
    held = {run_id.decode() for run_id in await redis.hkeys(holds_key(client_id))}
    active = {member.decode().split("/")[-1] for member in await redis.zrange(active_key_of(client_id), 0, -1)}
    books = await house.books(client_id)
    assert books.drifts == ()
    assert (books.matches, held) == (len(held), active)
    return held


async def test_k29_k30_a_redis_killed_under_submits_keeps_every_step_whole(server: RedisServer, house: House) -> None:
    """K29, K30: what was acknowledged is there after a restart; what was not is there with all of its parts, or not at all."""
    client_id = await house.client(granted=3_000)
    acknowledged: list[str] = []
    enough = asyncio.Event()

    async def submit_on_and_on() -> None:
        while True:
            try:
                acknowledged.append((await house.submitted(client_id)).id)
            except RedisError:
                return
            if len(acknowledged) == 40:
                enough.set()

    submitting = [asyncio.create_task(submit_on_and_on()) for _ in range(8)]
    async with asyncio.timeout(60):
        await enough.wait()
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*submitting)
    server.start()

    assert await assert_whole(house, client_id) >= set(acknowledged)


async def test_k32_a_log_cut_short_loses_its_last_steps_whole(server: RedisServer, house: House) -> None:
    """K32: Redis starts with what stood before the cut; the books agree, and the lost match can be sent again, charged once."""
    client_id = await house.client(granted=30)
    kept = await house.submitted(client_id)
    log = next((server.directory / "appendonlydir").glob("*.incr.aof"))
    before = log.stat().st_size
    lost = await house.submitted(client_id)
    # Past the CV, stored first and by itself, and in the middle of what the script wrote.
    cut_at = before + (log.stat().st_size - before) * 3 // 4
    server.kill()
    os.truncate(log, cut_at)
    server.start()

    assert await assert_whole(house, client_id) == {kept.id}
    assert await house.cv_stored(lost)
    assert not await house.redis.exists(record_key(client_id, lost.id))
    assert (await house.intake.submit(lost, cv_pdf=PDF)).match_id == lost.id
    assert await assert_whole(house, client_id) == {kept.id, lost.id}


@pytest.fixture
async def link(server: RedisServer) -> AsyncIterator[SlowLink]:
    async with slow_link(server.port) as link:
        yield link


@pytest.fixture
async def afar(link: SlowLink) -> AsyncIterator[House]:
    """A matcher at the other end of the link, with little patience."""
    redis = connect(link.url, timeout_s=0.2)
    yield House(redis)
    await redis.aclose()


async def ended(house: House, match: NewMatch) -> tuple[int, int, list[str]]:
    """Balance, held and the types of the rows once a match has ended."""
    books = (await house.books(match.client_id)).books
    return books.balance, books.held, [row["type"] for row in await house.ledger(match.client_id)]


async def test_k36_answers_that_get_lost_change_nothing_twice(house: House, link: SlowLink, afar: House) -> None:
    """K36: the connection ends each time Redis has done the step: it is sent again, and is done once."""
    match = new_match(await house.client(granted=30))
    await afar.redis.ping()
    for number in range(4):
        # Answers of the CV, of the script, of the resent script; the client sends a command three times.
        link.answers_to_drop = min(number, 2)
        assert (await afar.intake.submit(match, cv_pdf=PDF)).match_id == match.id
    claim = await house.claimed(match)
    for _ in range(2):
        link.answers_to_drop = 2
        await afar.runs.finish(claim, result_of(claim))

    assert link.dropped == 1 + 2 + 2 + 2 + 2
    assert await ended(house, match) == (27, 0, ["charge", "grant"])


async def test_k36_a_redis_that_is_too_slow_fails_in_time_and_the_step_counts_once(
    house: House, link: SlowLink, afar: House
) -> None:
    """K36: callers get their error while Redis goes on; when the link is well again, the same step is simply done."""
    match = new_match(await house.client(granted=30))
    await afar.redis.ping()
    link.delay_s = 5.0
    async with asyncio.timeout(4):
        with pytest.raises((RedisTimeoutError, RedisConnectionError)):
            await afar.intake.submit(match, cv_pdf=PDF)
    link.delay_s = 0.0
    await afar.intake.submit(match, cv_pdf=PDF)
    claim = await house.claimed(match)
    link.delay_s = 5.0
    async with asyncio.timeout(4):
        with pytest.raises(TransientError):
            await afar.runs.finish(claim, result_of(claim))
    link.delay_s = 0.0
    await afar.runs.finish(claim, result_of(claim))

    assert await ended(house, match) == (27, 0, ["charge", "grant"])
