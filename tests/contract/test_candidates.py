"""Contract §3 at the routes of candidates and corpora, against the running system."""

import asyncio
import json
import re

import pytest

from tests.support.deepsearch import CANDIDATES, CORPORA, ENGINEER, NURSE, DeepSearch, candidate, parsed_cv
from tests.support.live import RestClient, assert_error, bad_fields
from tests.support.system import System

pytestmark = pytest.mark.system

TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
STATE_KEYS = {
    "external_id", "embedding_status", "content_hash", "embedding_model", "embedding_dims", "created_at", "updated_at", "tags",
    "upload_id",
}  # fmt: skip


@pytest.fixture
def corpora(client: RestClient) -> DeepSearch:
    return DeepSearch(client)


def summary(accepted: int = 0, updated: int = 0, unchanged: int = 0, failed: int = 0) -> dict[str, int]:
    return {"accepted": accepted, "updated": updated, "unchanged": unchanged, "failed": failed}


async def test_a_candidate_is_accepted_then_unchanged_then_updated(corpora: DeepSearch) -> None:
    """Content is the parsed CV, whatever its spelling: order of keys is none."""
    first = await corpora.ingested("c", candidate("a"))
    assert first == {
        "results": [{"external_id": "a", "status": "accepted", "embedding_status": "embedded"}],
        "summary": summary(accepted=1),
    }
    turned = dict(reversed(ENGINEER.items()))
    assert (await corpora.ingested("c", candidate("a", turned)))["summary"] == summary(unchanged=1)
    assert (await corpora.ingested("c", candidate("a", NURSE)))["summary"] == summary(updated=1)


async def test_the_state_of_a_candidate(corpora: DeepSearch) -> None:
    """Every key, none of the CV; tags and upload_id change without the content."""
    await corpora.ingested("c", candidate("a", tags=["x"], upload_id="u-1"))
    body = (await corpora.one("c", "a")).json()
    assert set(body) == STATE_KEYS
    assert (body["external_id"], body["embedding_status"], body["tags"], body["upload_id"]) == (
        "a", "embedded", ["x"], "u-1",
    )  # fmt: skip
    assert re.fullmatch(r"[0-9a-f]{64}", body["content_hash"])
    assert body["embedding_model"]
    assert body["embedding_dims"] > 0
    assert TIMESTAMP.match(body["created_at"])
    assert "Somebody" not in json.dumps(body)
    again = await corpora.ingested("c", candidate("a", tags=[]))
    assert again["summary"] == summary(unchanged=1)
    later = (await corpora.one("c", "a")).json()
    assert (later["tags"], later["upload_id"], later["content_hash"]) == ([], "u-1", body["content_hash"])


async def test_i26_results_come_in_request_order_and_repeats_are_applied_in_order(corpora: DeepSearch) -> None:
    """The same external_id twice: the later content stays."""
    body = await corpora.ingested("c", candidate("b"), candidate("a"), candidate("b", NURSE))
    assert [(row["external_id"], row["status"]) for row in body["results"]] == [
        ("b", "accepted"), ("a", "accepted"), ("b", "updated"),
    ]  # fmt: skip
    assert (await corpora.ingested("c", candidate("b", NURSE)))["summary"] == summary(unchanged=1)
    await corpora.all_embedded("c", 2)


async def test_many_changes_embed_in_the_background(corpora: DeepSearch) -> None:
    """Beyond 32 they are `pending` first, and `embedded` soon."""
    body = await corpora.ingested(
        "c", *(candidate(str(n), parsed_cv("Python", title=f"Engineer {n}")) for n in range(40))
    )
    assert body["summary"] == summary(accepted=40)
    assert {row["embedding_status"] for row in body["results"]} == {"pending"}
    await corpora.all_embedded("c", 40)


async def test_j13_501_candidates_are_too_many(corpora: DeepSearch) -> None:
    """`BATCH_TOO_LARGE`, and nothing is written; 500 are taken."""
    many = [candidate(str(n), parsed_cv("Go", title=f"Engineer {n}")) for n in range(501)]
    assert_error(await corpora.ingest("c", *many), 400, "BATCH_TOO_LARGE")
    assert (await corpora.client.get(CORPORA)).json()["data"] == []
    assert (await corpora.ingested("c", *many[:500]))["summary"] == summary(accepted=500)


async def test_j12_the_size_is_judged_first(corpora: DeepSearch) -> None:
    """One byte over 10 × 2^20 is 413, whatever it holds; exactly that much is taken."""
    limit = 10 * 2**20
    assert_error(await corpora.post(CANDIDATES, b"x" * (limit + 1)), 413, "PAYLOAD_TOO_LARGE")
    body = json.dumps({"corpus_id": "c", "candidates": [candidate("a")]}).encode()
    answer = await corpora.post(CANDIDATES, body + b" " * (limit - len(body)))
    assert answer.status_code == 200, answer.text


async def test_j12_500_candidates_in_just_under_10_mib_are_taken_and_found(corpora: DeepSearch) -> None:
    """The largest batch there is: its answer does not wait for the model, and all of it becomes searchable."""
    limit = 10 * 2**20
    many = [candidate(f"{n:03}", parsed_cv("Go", title=f"Engineer {n % 10}")) for n in range(500)]
    room = limit - 1 - len(json.dumps({"corpus_id": "c", "candidates": many}))
    for one in many:
        one["parsed_cv"]["basics"]["image"] = "A" * (room // 500 - len(', "image": ""'))
    body = json.dumps({"corpus_id": "c", "candidates": many}).encode()
    assert limit - 500 < len(body) < limit
    answer = await corpora.post(CANDIDATES, body)
    assert (answer.status_code, answer.json()["summary"]) == (200, summary(accepted=500))
    assert {row["embedding_status"] for row in answer.json()["results"]} == {"pending"}
    await corpora.all_embedded("c", 500, timeout_s=90)
    run = await corpora.ended(await corpora.started("c", top_n=1000))
    assert run["total_candidates"] == 500


async def test_j18_one_without_a_corpus_refuses_all(corpora: DeepSearch) -> None:
    """Nothing is written, not even the candidates before it."""
    candidates = [candidate(str(n), corpus_id="c") for n in range(10)]
    del candidates[5]["corpus_id"]
    assert_error(await corpora.ingest(None, *candidates), 400, "MISSING_CORPUS_ID")
    assert (await corpora.client.get(CORPORA)).json()["data"] == []


async def test_all_bad_fields_are_named(corpora: DeepSearch) -> None:
    """With their paths."""
    answer = await corpora.ingest("c", candidate("a"), {"external_id": ""}, candidate("b", parsed_cv="text"))
    assert set(bad_fields(answer)) == {
        "candidates[1].external_id", "candidates[1].parsed_cv", "candidates[2].parsed_cv",
    }  # fmt: skip


async def test_one_that_cannot_be_embedded_is_no_trouble_of_the_others(corpora: DeepSearch) -> None:
    """J22: 200, counted as failed, the rest can be found."""
    body = await corpora.ingested("c", candidate("a"), candidate("empty", {"nothing": []}))
    assert body["summary"] == summary(accepted=1, failed=1)
    assert body["results"][1]["embedding_status"] == "failed"
    assert body["results"][1]["error"]
    await corpora.all_embedded("c", 1)


@pytest.mark.parametrize("name", ["a/b", "ä", "a b", "%2F", "..", "x" * 255])
async def test_j20_names_may_hold_anything(corpora: DeepSearch, name: str) -> None:
    """Percent-encoded in the path."""
    await corpora.ingested(name, candidate(name))
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    answer = await corpora.client.get(f"{CANDIDATES}/{encoded}", corpus_id=name)
    assert (answer.status_code, answer.json()["external_id"]) == (200, name)
    assert (await corpora.delete(f"{CORPORA}/{encoded}")).status_code == 204
    assert_error(await corpora.client.get(f"{CANDIDATES}/{encoded}", corpus_id=name), 404, "NOT_FOUND")


async def test_lists_are_newest_first_with_filters_and_pages(corpora: DeepSearch) -> None:
    """By tag and by status; every candidate once over all pages."""
    await corpora.ingested("c", *(candidate(f"{n}", tags=["even" if n % 2 == 0 else "odd"]) for n in range(5)))
    names = []
    cursor: dict[str, str] = {}
    while True:
        page = (await corpora.client.get(CANDIDATES, corpus_id="c", limit=2, **cursor)).json()
        names += [row["external_id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert names == ["4", "3", "2", "1", "0"]
    even = (await corpora.client.get(CANDIDATES, corpus_id="c", tag="even")).json()["data"]
    assert [row["external_id"] for row in even] == ["4", "2", "0"]
    assert (await corpora.client.get(CANDIDATES, corpus_id="c", embedding_status="failed")).json()["data"] == []
    assert_error(await corpora.client.get(CANDIDATES), 400, "MISSING_CORPUS_ID")
    assert bad_fields(await corpora.client.get(CANDIDATES, corpus_id="c", cursor="nonsense"))


async def test_erasing_is_idempotent(corpora: DeepSearch) -> None:
    """204 again and again; what is erased is not found and not counted."""
    await corpora.ingested("c", candidate("a"), candidate("b"))
    for _ in range(2):
        answer = await corpora.delete(f"{CANDIDATES}/a", corpus_id="c")
        assert (answer.status_code, answer.content) == (204, b"")
    assert_error(await corpora.one("c", "a"), 404, "NOT_FOUND")
    await corpora.all_embedded("c", 1)
    for _ in range(2):
        assert (await corpora.delete(f"{CORPORA}/c")).status_code == 204
    assert (await corpora.client.get(CORPORA)).json()["data"] == []
    assert (await corpora.client.get(CANDIDATES, corpus_id="c")).json()["data"] == []
    assert (await corpora.ingested("c", candidate("a")))["summary"] == summary(accepted=1)


async def test_t03_t04_clients_and_corpora_are_apart(system: System, corpora: DeepSearch) -> None:
    """The same names elsewhere are other candidates; another client's are as none."""
    other = DeepSearch(await system.new_client())
    await corpora.ingested("c", candidate("a"))
    await corpora.ingested("d", candidate("a", NURSE))
    assert_error(await other.one("c", "a"), 404, "NOT_FOUND")
    assert (await other.client.get(CANDIDATES, corpus_id="c")).json() == {"data": [], "next_cursor": None}
    assert (await other.delete(f"{CORPORA}/c")).status_code == 204
    assert (await other.ingested("c", candidate("a")))["summary"] == summary(accepted=1)
    assert (await corpora.delete(f"{CANDIDATES}/a", corpus_id="d")).status_code == 204
    assert (await corpora.one("c", "a")).status_code == 200
    assert_error(await corpora.one("d", "a"), 404, "NOT_FOUND")


async def test_i25_the_same_batch_at_once_is_one(corpora: DeepSearch) -> None:
    """Ten at the same time: each candidate is accepted once."""
    batch = [candidate(str(n), parsed_cv("Go", title=f"Engineer {n}")) for n in range(3)]
    bodies = await asyncio.gather(*(corpora.ingested("c", *batch) for _ in range(10)))
    statuses = [row["status"] for body in bodies for row in body["results"]]
    assert statuses.count("accepted") == 3
    await corpora.all_embedded("c", 3)


async def test_the_permission_is_cvdeepsearch(system: System) -> None:
    """A key for matches only is 403 on every route."""
    client = await system.new_client(permissions=("cvdeepmatch",))
    for path in (CANDIDATES, f"{CANDIDATES}/a", CORPORA):
        assert_error(await client.get(path), 403, "MISSING_PERMISSION")
    assert_error(await DeepSearch(client).ingest("c", candidate("a")), 403, "MISSING_PERMISSION")
