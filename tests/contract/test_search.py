"""Contract §3 at the routes of searches, against the running system."""

import asyncio
import json
import re
from typing import Any

import pytest

from tests.support.deepsearch import CANDIDATES, CORPORA, NURSE, POSITION, RUNS, DeepSearch, candidate, parsed_cv
from tests.support.live import RestClient, assert_error, bad_fields
from tests.support.system import System

pytestmark = pytest.mark.system

RUN_ID = re.compile(r"^cvds_[0-9A-Za-z]{22}$")
TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
RUN_KEYS = {
    "id", "status", "corpus_id", "position_id", "is_job_updated", "top_n", "created_at", "completed_at",
    "total_candidates", "results", "results_pending", "error",
}  # fmt: skip
ROW_KEYS = {"rank", "external_id", "score", "breakdown", "matched", "missing", "experience_years", "tags"}


@pytest.fixture
async def search(client: RestClient) -> DeepSearch:
    """A corpus `c` of an engineer and a nurse."""
    found = DeepSearch(client)
    body = await found.ingested("c", candidate("nurse", NURSE), candidate("engineer", tags=["x"]))
    assert {row["embedding_status"] for row in body["results"]} == {"embedded"}
    return found


async def test_a_search_finds_whom_it_is_for_first(search: DeepSearch) -> None:
    """200 pending, then finished with rows of every key, best first, and nothing of the CV."""
    answer = await search.search("c")
    assert answer.status_code == 200
    assert set(answer.json()) == {"id", "status"}
    assert RUN_ID.match(answer.json()["id"])
    assert answer.json()["status"] == "pending"
    run = await search.ended(answer.json()["id"])
    assert set(run) == RUN_KEYS
    assert (run["status"], run["corpus_id"], run["position_id"], run["error"]) == ("finished", "c", "backend-1", None)
    assert (run["is_job_updated"], run["top_n"], run["results_pending"]) == (False, 100, False)
    assert run["total_candidates"] == 2
    assert TIMESTAMP.match(run["created_at"])
    assert run["created_at"] <= run["completed_at"]
    rows = run["results"]
    assert [row["external_id"] for row in rows] == ["engineer", "nurse"]
    assert [row["rank"] for row in rows] == [1, 2]
    assert all(set(row) == ROW_KEYS for row in rows)
    assert 0 <= rows[1]["score"] < rows[0]["score"] <= 1
    assert {"workExperience", "skills"} <= set(rows[0]["breakdown"])
    assert "Python" in rows[0]["matched"]
    assert "Python" in rows[1]["missing"]
    assert rows[0]["tags"] == ["x"]
    text = json.dumps(run)
    assert all(word not in text for word in ("Somebody", "example.com", "Acme", "every day", "City Hospital"))


async def test_the_same_search_gives_the_same_rows(search: DeepSearch) -> None:
    """To the last bit, whether the plan was kept or made anew."""
    runs = [await search.ended(await search.started("c", job_updated=updated)) for updated in (False, False, True)]
    assert len({json.dumps(run["results"]) for run in runs}) == 1
    assert runs[2]["is_job_updated"] is True


@pytest.mark.parametrize("metadata", [POSITION["requirements"], {"description": "A backend engineer who knows Python"}])
async def test_bare_requirements_and_plain_text_work_too(search: DeepSearch, metadata: object) -> None:
    """The engineer comes first all the same."""
    assert (await search.found("c", position_metadata=metadata, position_id="other"))[0] == "engineer"


async def test_a_run_has_at_most_top_n_rows_and_pages_of_them(client: RestClient) -> None:
    """The first 100 in the run, all of them in pages, each once."""
    found = DeepSearch(client)
    await found.ingested("c", *(candidate(f"{n}", parsed_cv("Python", title=f"Engineer {n}")) for n in range(130)))
    await found.all_embedded("c", 130)
    assert len(await found.found("c", top_n=7)) == 7
    run = await found.ended(await found.started("c", top_n=5000))
    assert (run["top_n"], run["total_candidates"], len(run["results"])) == (1000, 130, 100)
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get(f"{RUNS}/{run['id']}/results", limit=50, **cursor)).json()
        rows += page["data"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert rows[:100] == run["results"]
    assert [row["rank"] for row in rows] == list(range(1, 131))
    assert len({row["external_id"] for row in rows}) == 130
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


async def test_an_ingested_candidate_is_found_at_once(search: DeepSearch) -> None:
    """What was answered `embedded` is found by the next search; what was updated is judged anew."""
    await search.ingested("c", candidate("second", parsed_cv("Python", "PostgreSQL", title="Senior Backend Engineer")))
    assert set((await search.found("c"))[:2]) == {"engineer", "second"}
    await search.ingested("c", candidate("engineer", NURSE))
    assert (await search.found("c"))[0] == "second"


async def test_erasing_reaches_finished_runs(search: DeepSearch) -> None:
    """A candidate, then the whole corpus: gone from later searches and from the rows of this run."""
    run_id = await search.started("c")
    await search.ended(run_id)
    assert (await search.delete(f"{CANDIDATES}/engineer", corpus_id="c")).status_code == 204
    assert [row["external_id"] for row in (await search.ended(run_id))["results"]] == ["nurse"]
    rows = (await search.client.get(f"{RUNS}/{run_id}/results")).json()["data"]
    assert [row["external_id"] for row in rows] == ["nurse"]
    assert await search.found("c") == ["nurse"]
    assert (await search.delete(f"{CORPORA}/c")).status_code == 204
    assert (await search.ended(run_id))["results"] == []
    assert await search.found("c") == []


async def test_t05_a_corpus_is_searched_alone(search: DeepSearch) -> None:
    """Neither another corpus' candidates nor those of a corpus that does not exist."""
    await search.ingested("d", candidate("other"))
    assert set(await search.found("c")) == {"engineer", "nurse"}
    assert await search.found("d") == ["other"]
    assert await search.found("nowhere") == []


async def test_t03_another_clients_corpus_and_runs_are_as_none(system: System, search: DeepSearch) -> None:
    """Searched like an empty one; its runs are 404."""
    other = DeepSearch(await system.new_client())
    run_id = await search.started("c")
    assert await other.found("c") == []
    for path in (f"{RUNS}/{run_id}", f"{RUNS}/{run_id}/results", f"{RUNS}/cvds_{'0' * 22}", f"{RUNS}/x"):
        assert_error(await other.client.get(path), 404, "NOT_FOUND")


async def test_i24_a_key_stands_for_its_first_run(search: DeepSearch) -> None:
    """Twenty at once make one run; every other answer is a replay."""
    answers = await asyncio.gather(*(search.search("c", idempotency_key="k") for _ in range(20)))
    bodies = [answer.json() for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert len({body["id"] for body in bodies}) == 1
    assert sum("idempotent_replay" not in body for body in bodies) == 1
    later = (await search.search("c", idempotency_key="k", top_n=3)).json()
    assert later == {"id": bodies[0]["id"], "status": "pending", "idempotent_replay": True}
    runs = (await search.client.get(RUNS)).json()["data"]
    assert [run["id"] for run in runs] == [bodies[0]["id"]]


async def test_runs_are_listed_newest_first_without_rows(search: DeepSearch) -> None:
    """In pages."""
    ids = [await search.started("c", position_id=f"p{n}") for n in range(3)]
    page = (await search.client.get(RUNS, limit=2)).json()
    assert [run["id"] for run in page["data"]] == ids[:0:-1]
    assert all(set(run) == RUN_KEYS - {"results"} for run in page["data"])
    rest = (await search.client.get(RUNS, limit=2, cursor=page["next_cursor"])).json()
    assert ([run["id"] for run in rest["data"]], rest["next_cursor"]) == ([ids[0]], None)


async def test_all_bad_fields_are_named(search: DeepSearch) -> None:
    """Those of the requirements with their paths."""
    requirements = {"workExperience": {"from": 2, "to": 1, "importance": 9}, "skills": {}}
    answer = await search.search("", position_metadata={"name": "x", "requirements": requirements}, top_n=0)
    assert set(bad_fields(answer)) == {
        "corpus_id", "top_n", "position_metadata.requirements.workExperience.from",
        "position_metadata.requirements.workExperience.importance", "position_metadata.requirements.skills.importance",
    }  # fmt: skip
    bare = await search.search("c", position_metadata=requirements)
    assert "position_metadata.skills.importance" in bad_fields(bare)
    assert set(bad_fields(await search.search("c", position_metadata={}))) == {"position_metadata"}


async def test_webhook_urls_are_judged(search: DeepSearch) -> None:
    """http is insecure, loopback is private."""
    assert_error(await search.search("c", webhook_url="http://example.com/"), 400, "INSECURE_WEBHOOK_URL")
    assert_error(await search.search("c", webhook_url="https://127.0.0.1/"), 400, "PRIVATE_WEBHOOK_URL")


async def test_searches_are_free(system: System) -> None:
    """Neither ingest nor search needs or takes a credit."""
    search = DeepSearch(await system.new_client(credits=0))
    await search.ingested("c", candidate("a"))
    assert await search.found("c") == ["a"]
    assert (await search.client.credits())["balance"] == 0
