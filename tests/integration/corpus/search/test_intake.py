"""Searches as they are accepted."""

import asyncio
import json

import pytest
from redis.asyncio import Redis

from cvdeep.common.v1 import common_pb2
from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.corpus.adapters import run_names
from services.corpus.servicer.search import SearchCalls
from services.platform.errors import AppError, Reason
from tests.integration.corpus.search.house import (
    METADATA,
    House,
    engineer,
    new_client_id,
    new_run,
    new_run_id,
)

pytestmark = pytest.mark.redis


async def test_a_hundred_starts_with_one_key_make_one_run(house: House) -> None:
    """One is new, all others are replays of it."""
    client = new_client_id()
    runs = [new_run(client, idempotency_key="k-1") for _ in range(100)]
    started = await asyncio.gather(*(house.searching.start(run) for run in runs))
    assert len({each.run_id for each in started}) == 1
    assert sum(not each.replay for each in started) == 1
    assert len(await house.queued(client)) == 1
    assert await house.searching.find_replay(client, idempotency_key="k-1") == started[0].run_id


async def test_a_key_is_the_clients_own_and_lasts_a_day(house: House) -> None:
    """Another client's same key stands for nothing, and a key leaves after 24 hours."""
    client = new_client_id()
    await house.searching.start(new_run(client, idempotency_key="k"))
    for who, key in ((new_client_id(), "k"), (client, "K"), (client, "")):
        with pytest.raises(AppError) as caught:
            await house.searching.find_replay(who, idempotency_key=key)
        assert caught.value.reason is Reason.NOT_FOUND
    left_ms = await house.redis.pttl(run_names.search_replay_key(client, "k"))
    assert 23 * 3_600_000 < left_ms <= 24 * 3_600_000


async def test_a_start_that_is_sent_again_is_the_same_start(house: House) -> None:
    """The same id changes nothing, also after the run has ended."""
    client = new_client_id()
    run = new_run(client, idempotency_key="k")
    for _ in range(2):
        assert not (await house.searching.start(run)).replay
    await house.worker.do(await house.claim(run))
    assert (await house.searching.start(run)).run_id == run.id
    assert await house.queued(client) == []
    replayed = await house.searching.start(new_run(client, idempotency_key="k"))
    assert (replayed.run_id, replayed.replay) == (run.id, True)


async def test_a_full_queue_refuses_and_keeps_no_key(redis: Redis) -> None:
    """A refusal has no effect: the same key is free afterwards."""
    house = House(redis, most_queued=1)
    client = new_client_id()
    first = new_run(client)
    await house.searching.start(first)
    with pytest.raises(AppError) as caught:
        await house.searching.start(new_run(client, idempotency_key="k"))
    assert caught.value.reason is Reason.RATE_LIMITED
    assert caught.value.retry_after_s
    await house.worker.do(await house.claim(first))
    assert not (await house.searching.start(new_run(client, idempotency_key="k"))).replay


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"id": "cvds_../../x"}, "run_id"),
        ({"top_n": 0}, "top_n"),
        ({"top_n": 1001}, "top_n"),
        ({"position_metadata_json": "{}"}, "position_metadata"),
        ({"position_metadata_json": "[1]"}, "position_metadata"),
        ({"position_metadata_json": "{"}, "position_metadata"),
        ({"position_metadata_json": '{"skills": {}}'}, "position_metadata.skills.importance"),
    ],
)
async def test_a_search_that_makes_no_sense_is_refused(house: House, changes: dict[str, object], path: str) -> None:
    """With the path of each bad field, and without any effect."""
    client = new_client_id()
    with pytest.raises(AppError) as caught:
        await house.searching.start(new_run(client, **changes))
    assert path in caught.value.fields
    assert await house.queued(client) == []


async def test_a_run_that_is_no_longer_kept_leaves_the_list(house: House) -> None:
    """Its place is passed over, and dropped with a later start."""
    client = new_client_id()
    runs = [new_run(client) for _ in range(3)]
    for run in runs:
        await house.searching.start(run)
    await house.redis.delete(run_names.run_key(client, runs[1].id))
    old = f"{1_000_000_000_000:013d}/{new_run_id()}"
    await house.redis.zadd(run_names.runs_key(client), {old: 0})
    page = await house.searching.runs(client, limit=10, cursor="")
    assert {run.id for run in page.runs} == {runs[0].id, runs[2].id}
    await house.searching.start(new_run(client))
    assert await house.redis.zscore(run_names.runs_key(client), old) is None


@pytest.mark.parametrize(("limit", "cursor"), [(0, ""), (101, ""), (10, "nonsense")])
async def test_pages_that_make_no_sense_are_refused(house: House, limit: int, cursor: str) -> None:
    """A limit outside 1 to 100 and a cursor nobody gave out."""
    client = new_client_id()
    run = new_run(client)
    await house.searching.start(run)
    for read in (
        house.searching.runs(client, limit=limit, cursor=cursor),
        house.searching.results(client, run.id, limit=limit, cursor=cursor),
    ):
        with pytest.raises(AppError) as caught:
            await read
        assert caught.value.reason is Reason.INVALID_INPUT


async def test_the_calls_carry_a_run_from_start_to_rows(house: House) -> None:
    """What a caller of the service sees: pending, then finished with rows, in a list."""
    client = new_client_id()
    await house.ingest(client, {"a": engineer("Go"), "b": engineer("cooking")})
    rpcs = SearchCalls(house.searching)
    caller = common_pb2.Caller(client_id=client)
    context = None
    request = pb.StartSearchRequest(
        caller=caller,
        run_id=new_run_id(),
        corpus_id="engineers",
        position_id="p",
        position_metadata_json=json.dumps(METADATA),
        top_n=2,
        idempotency_key="k",
    )
    started = await rpcs.StartSearch(request, context)  # type: ignore[arg-type]
    pending = await rpcs.GetRun(pb.GetRunRequest(caller=caller, run_id=started.run_id), context)  # type: ignore[arg-type]
    assert (pending.run.status, pending.rows_json) == (pb.RUN_STATUS_PENDING, "")
    claim = await house.worker.next_claim()
    assert claim is not None
    await house.worker.do(claim)
    found = await rpcs.GetRun(pb.GetRunRequest(caller=caller, run_id=started.run_id), context)  # type: ignore[arg-type]
    assert found.run.status == pb.RUN_STATUS_FINISHED
    assert [row["external_id"] for row in json.loads(found.rows_json)] == ["a", "b"]
    page = await rpcs.ListRunResults(
        pb.ListRunResultsRequest(caller=caller, run_id=started.run_id, limit=1),
        context,  # type: ignore[arg-type]
    )
    assert json.loads(page.rows_json) == json.loads(found.rows_json)[:1]
    assert page.next_cursor
    listed = await rpcs.ListRuns(pb.ListRunsRequest(caller=caller, limit=5), context)  # type: ignore[arg-type]
    assert [run.id for run in listed.runs] == [started.run_id]
    replay = await rpcs.FindReplay(pb.FindReplayRequest(caller=caller, idempotency_key="k"), context)  # type: ignore[arg-type]
    assert replay.run_id == started.run_id
