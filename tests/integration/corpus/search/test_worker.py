"""Searches from their start to their rows."""

import asyncio
import json
from typing import Any

import pytest

from services.corpus.adapters import names, run_names
from services.corpus.domain.candidate_keys import candidate_key, corpus_key
from services.corpus.domain.search_run import RunStatus
from services.platform.errors import AppError, Reason
from tests.integration.corpus.search.house import CORPUS, METADATA, House, engineer, new_client_id, new_run

pytestmark = pytest.mark.redis
PEOPLE = {
    "nobody": engineer("cooking", years=1),
    "all": engineer("Python", "Go", "Kafka", years=6),
    "some": engineer("Python", years=5),
}


async def test_rows_come_best_first_and_say_nothing_of_the_cv(house: House) -> None:
    """A row has the contract's fields and no text of the CV."""
    client = new_client_id()
    await house.ingest(client, PEOPLE, tags=("berlin",))
    rows = await house.search(new_run(client))
    assert [row["external_id"] for row in rows] == ["all", "some", "nobody"]
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert set(rows[0]) == {
        *("rank", "external_id", "score", "breakdown", "matched", "missing", "experience_years", "tags")
    }
    assert rows[0]["tags"] == ["berlin"]
    assert rows[0]["breakdown"].keys() == {"workExperience", "skills"}
    assert {"Python", "Go", "Kafka"} <= set(rows[0]["matched"])
    assert {"Python", "Go", "Kafka"} <= set(rows[2]["missing"])
    assert 6 <= rows[0]["experience_years"] <= 7
    assert "kept them running" not in json.dumps(rows)


async def test_a_finished_run_keeps_nothing_of_the_position_but_its_requirements(house: House) -> None:
    """The metadata leaves with the end, and run and rows leave after 30 days."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    run = new_run(client)
    await house.search(run)
    record = await house.record(run)
    assert "metadata" not in record
    assert record["total"] == "3"
    for key in (
        run_names.run_key(client, run.id),
        run_names.rows_key(client, run.id),
        run_names.order_key(client, run.id),
    ):
        assert 29 * 86_400_000 < await house.redis.pttl(key) <= 30 * 86_400_000
    assert not await house.queued(client)


@pytest.mark.parametrize("metadata", [METADATA, METADATA["requirements"], {"title": "Backend Engineer", "text": "Go"}])
async def test_a_position_may_be_whole_bare_or_any_text(house: House, metadata: dict[str, Any]) -> None:
    """All three yield rows with a score and a breakdown."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    rows = await house.search(new_run(client, position_metadata_json=json.dumps(metadata)))
    assert rows[0]["external_id"] == "all"
    assert all(0 <= row["score"] <= 1 and row["breakdown"] for row in rows)


async def test_t03_an_unknown_corpus_another_clients_and_an_empty_one_look_alike(house: House) -> None:
    """A finished run without rows, and nothing that tells them apart."""
    owner, other = new_client_id(), new_client_id()
    await house.ingest(owner, PEOPLE)
    await house.ingest(other, {}, corpus_id="empty")
    shown = []
    for corpus_id in (CORPUS, "empty", "never heard of"):
        run = new_run(other, corpus_id=corpus_id)
        assert await house.search(run) == []
        found = (await house.searching.run(other, run.id)).run
        shown.append((found.status, found.total_candidates, found.error_code))
    assert set(shown) == {(RunStatus.FINISHED, 0, "")}


async def test_another_clients_run_is_not_found(house: House) -> None:
    """Its id answers as one that does not exist."""
    client = new_client_id()
    run = new_run(client)
    await house.search(run)
    for read in (
        house.searching.run(new_client_id(), run.id),
        house.searching.run(client, "cvds_*"),
        house.searching.results(new_client_id(), run.id, limit=1, cursor=""),
    ):
        with pytest.raises(AppError) as caught:
            await read
        assert caught.value.reason is Reason.NOT_FOUND


async def test_even_scores_are_ordered_by_the_bytes_of_the_id(house: House) -> None:
    """Rows that score alike have one order, whatever the index's."""
    client = new_client_id()
    twins = {name: engineer("Python") for name in ("é", "b", "a", "Z", "€")}
    await house.ingest(client, twins)
    rows = await house.search(new_run(client))
    assert [row["external_id"] for row in rows] == ["Z", "a", "b", "é", "€"]


async def test_pages_of_rows_join_to_the_whole_ranking(house: House) -> None:
    """A cursor goes on where its page ended, up to top_n rows."""
    client = new_client_id()
    await house.ingest(client, {f"c{number}": engineer("Python", years=number % 7 + 1) for number in range(12)})
    run = new_run(client, top_n=10)
    first = await house.search(run)
    joined: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await house.searching.results(client, run.id, limit=4, cursor=cursor)
        joined += page.rows
        cursor = page.next_cursor
        if not cursor:
            break
    assert joined == first
    assert len(joined) == 10


async def test_a_candidate_erased_during_the_search_gets_no_row(house: House) -> None:
    """Whichever comes first, erasing or finishing, the row is not there afterwards."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    record = names.candidate_hash_key(client, corpus_key(CORPUS), candidate_key("all"))
    run = new_run(client)
    await house.searching.start(run)
    claim = await house.claim(run)
    await house.redis.delete(record)
    await house.worker.do(claim)
    rows = (await house.searching.run(client, run.id)).rows or []
    assert [row["external_id"] for row in rows] == ["some", "nobody"]


async def test_a_candidate_erased_and_sent_again_during_the_search_gets_no_row(house: House) -> None:
    """What was judged is the erased content; that the name is there again does not bring it back."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    record = names.candidate_hash_key(client, corpus_key(CORPUS), candidate_key("all"))
    run = new_run(client)
    await house.searching.start(run)
    claim = await house.claim(run)
    await house.redis.hset(record, "created_at_ms", int((await house.record(run))["claimed_at_ms"]) + 1)
    await house.worker.do(claim)
    rows = (await house.searching.run(client, run.id)).rows or []
    assert [row["external_id"] for row in rows] == ["some", "nobody"]


async def test_a_corpus_erased_during_the_search_is_searched_again(house: House) -> None:
    """What was found before is not written; the next attempt sees what is there then."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    run = new_run(client)
    await house.searching.start(run)
    claim = await house.claim(run)
    await house.redis.hincrby(names.corpus_hash_key(client, corpus_key(CORPUS)), "generation", 1)
    assert await house.worker.do(claim) == "released"
    house.corpora.corpora.clear()
    await house.bend(run)
    await house.worker.do(await house.claim(run))
    found = await house.searching.run(client, run.id)
    assert (found.run.status, found.rows) == (RunStatus.FINISHED, [])


async def test_the_plan_is_cached_per_position_and_ranking_is_not(house: House) -> None:
    """Later metadata ranks, while the first plan retrieves, until the job is said to have changed."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    cook = json.dumps({"title": "Cook", "text": "cooking"})
    await house.search(new_run(client))
    first = house.corpora.asked[-1][1]
    rows = await house.search(new_run(client, position_metadata_json=cook))
    assert house.corpora.asked[-1][1] == first
    assert rows[0]["external_id"] == "nobody"
    await house.search(new_run(client, position_metadata_json=cook, job_updated=True))
    rebuilt = house.corpora.asked[-1][1]
    assert set(rebuilt) == {"cook", "cooking"}
    await house.search(new_run(client))
    assert house.corpora.asked[-1][1] == rebuilt
    await house.search(new_run(client, position_id="another"))
    assert house.corpora.asked[-1][1] == first


async def test_an_event_tells_of_the_end_without_rows(house: House) -> None:
    """With a webhook the run's end writes one event into the outbox; without one it writes none."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    await house.search(new_run(client))
    assert await house.events(client) == []
    run = new_run(client, webhook_url="https://hooks.example/x")
    await house.search(run)
    (event,) = await house.events(client)
    shown = (await house.searching.run(client, run.id)).run
    assert event["event"] == "cvds.run.finished"
    assert event["id"] == run.id
    assert event["total_candidates"] == 3
    assert event["created_at"].endswith("Z")
    assert event["error"] is None
    assert shown.completed_at_ms
    assert "results" not in event


async def test_k20_a_run_whose_worker_dies_is_done_by_another(house: House) -> None:
    """After the lease has run out the run is due again, and the late worker's end is refused."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    run = new_run(client, webhook_url="https://hooks.example/x")
    await house.searching.start(run)
    late = await house.claim(run)
    assert await house.other_runs.claim(client, run.id) is None
    await house.bend(run, lease_until_ms=1)
    again = await house.new_worker(house.other_runs).next_claim()
    assert again is not None
    assert again.attempts == 2
    assert await house.worker.do(again) == "finished"
    assert await house.worker.do(late) == "lost"
    assert len(await house.events(client)) == 1


async def test_a_run_that_fails_again_and_again_is_failed_with_an_event(house: House) -> None:
    """After five attempts it ends as PIPELINE_FAILED and leaves no rows."""
    client = new_client_id()
    run = new_run(client, webhook_url="https://hooks.example/x")
    await house.searching.start(run)
    outcomes = []
    for _ in range(5):
        house.embedder.troubles = [RuntimeError("the model broke")]
        await house.bend(run)
        outcomes.append(await house.worker.do(await house.claim(run)))
    assert outcomes == ["released"] * 4 + ["failed"]
    found = await house.searching.run(client, run.id)
    assert (found.run.status, found.run.error_code, found.rows) == (RunStatus.FAILED, "PIPELINE_FAILED", None)
    (event,) = await house.events(client)
    assert (event["event"], event["error"]["code"]) == ("cvds.run.failed", "PIPELINE_FAILED")
    assert (await house.searching.results(client, run.id, limit=10, cursor="")).rows == []


@pytest.mark.parametrize("bent", [{"attempts": 5}, {"deadline_at_ms": 1}])
async def test_a_hopeless_run_is_given_up_by_whoever_finds_it(house: House, bent: dict[str, int]) -> None:
    """Past its attempts or its deadline nobody does it; it fails, once."""
    client = new_client_id()
    run = new_run(client, webhook_url="https://hooks.example/x")
    await house.searching.start(run)
    await house.bend(run, **bent)
    await house.bells.open()
    assert await house.worker.next_claim() is None
    assert (await house.searching.run(client, run.id)).run.status is RunStatus.FAILED
    assert await house.queued(client) == []
    assert len(await house.events(client)) == 1


async def test_a_worker_that_leaves_gives_its_run_back_uncounted(house: House) -> None:
    """Another can take it at once."""
    client = new_client_id()
    run = new_run(client)
    await house.searching.start(run)
    claim = await house.claim(run)
    stuck = asyncio.Event()

    async def never(*_args: object, **_kwargs: object) -> None:
        stuck.set()
        await asyncio.Event().wait()

    house.finder.find = never  # type: ignore[method-assign, assignment]
    task = asyncio.create_task(house.worker.do(claim))
    await stuck.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    again = await house.other_runs.claim(client, run.id)
    assert again is not None
    assert (await house.record(run))["attempts"] == "1"


async def test_a_running_worker_does_what_rings_and_leaves_in_order(house: House) -> None:
    """Started runs are done without anybody waiting for a sweep; leaving ends the loop."""
    client = new_client_id()
    await house.ingest(client, PEOPLE)
    await house.bells.open()
    worker = house.new_worker(house.runs, listen_s=0.5)
    task = asyncio.create_task(worker.run())
    runs = [new_run(client) for _ in range(5)]
    for run in runs:
        await house.searching.start(run)
    async with asyncio.timeout(20):
        while len(house.meter.outcomes) < len(runs):
            await asyncio.sleep(0.01)
    await worker.leave(within_s=5)
    await task
    assert house.meter.outcomes == ["finished"] * 5
    listed = await house.searching.runs(client, limit=3, cursor="")
    rest = await house.searching.runs(client, limit=3, cursor=listed.next_cursor)
    shown = [(run.created_at_ms, run.id) for run in (*listed.runs, *rest.runs)]
    assert {run_id for _, run_id in shown} == {run.id for run in runs}
    assert shown == sorted(shown, reverse=True)
    assert rest.next_cursor == ""
