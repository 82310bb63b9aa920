"""Candidates and corpora: read, listed and erased."""

from urllib.parse import quote

import pytest

from services.platform.accounts.provisioning import provision_client
from services.platform.errors import AppError, Reason
from tests.integration.gateway.backend import UNAVAILABLE
from tests.integration.gateway.deepsearch.sending import CANDIDATES, CORPORA, candidate, fits, ingested
from tests.integration.gateway.house import House

pytestmark = pytest.mark.redis

NAMES = ["a", "a b", "a/b", "ä", "a\u0308", "A", "%", "%2F", "a?b=c&d", "..", "#", "+", " ", "😀", "x" * 255]


def path_of(external_id: str) -> str:
    return f"{CANDIDATES}/{quote(external_id, safe='')}"


async def test_a_candidate_shows_its_state(house: House) -> None:
    """Every key of the contract; the parsed CV is not among them."""
    await ingested(house, candidate("a", tags=["x"], upload_id="u"), candidate("b"))
    body = (await house.get(f"{path_of('a')}?corpus_id=c")).json
    assert body == {
        "external_id": "a", "embedding_status": "embedded", "content_hash": body["content_hash"],
        "embedding_model": "m", "embedding_dims": 384, "created_at": "2026-11-18T11:06:40.123Z",
        "updated_at": "2026-11-18T11:06:40.123Z", "tags": ["x"], "upload_id": "u",
    }  # fmt: skip
    await fits(house, "CandidateBody", body)
    other = (await house.get(f"{path_of('b')}?corpus_id=c")).json
    assert (other["tags"], other["upload_id"]) == (None, None)
    await fits(house, "CandidateBody", other)


@pytest.mark.parametrize("name", NAMES)
async def test_j20_any_name_can_be_asked_for_and_erased(house: House, name: str) -> None:
    """Percent-encoded in the path; bytes decide, nothing is normalised."""
    # A client library would tidy `..` up before it sends it.
    encoded = quote(name, safe="").replace(".", "%2E")
    await ingested(house, *(candidate(other) for other in NAMES))
    key = f"X-API-Key: {house.client.plain_key}\r\nHost: x\r\nConnection: close\r\n\r\n"
    found = await house.raw(f"GET {CANDIDATES}/{encoded}?corpus_id=c HTTP/1.1\r\n{key}".encode())
    assert found.startswith(b"HTTP/1.1 200 ")
    erased = await house.raw(f"DELETE {CANDIDATES}/{encoded}?corpus_id=c HTTP/1.1\r\n{key}".encode())
    assert erased.startswith(b"HTTP/1.1 204 ")
    assert {external_id for _, _, external_id in house.backend.corpus.kept} == set(NAMES) - {name}


@pytest.mark.parametrize("name", ["%FF", "%EF%BF%BD", "%00", "a%0A", "x" * 256, "nobody"])
async def test_a_name_nobody_has_is_not_found_and_erased_already(house: House, name: str) -> None:
    """What cannot be a name is as one that nobody has: broken UTF-8 is not the character that stands for it."""
    await ingested(house, candidate("a"))
    reply = await house.get(f"{CANDIDATES}/{name}?corpus_id=c")
    assert (reply.status, reply.error["code"]) == (404, "NOT_FOUND")
    erased = await house.call("DELETE", f"{CANDIDATES}/{name}?corpus_id=c")
    assert (erased.status, erased.body) == (204, b"")


async def test_t03_another_clients_candidate_is_not_found(house: House) -> None:
    """The same answer as for one that does not exist, erasure included, which leaves it."""
    await ingested(house, candidate("a"))
    other = (await provision_client(house.redis, name="Other", credits_granted=0)).plain_key
    theirs = await house.get(f"{path_of('a')}?corpus_id=c", key=other)
    nobodys = await house.get(f"{path_of('z')}?corpus_id=c", key=other)
    assert (theirs.status, theirs.error["code"]) == (nobodys.status, nobodys.error["code"]) == (404, "NOT_FOUND")
    assert theirs.error["message"] == nobodys.error["message"]
    for path in (f"{path_of('a')}?corpus_id=c", f"{CORPORA}/c"):
        assert (await house.call("DELETE", path, key=other)).status == 204
    assert (await house.get(f"{CANDIDATES}?corpus_id=c", key=other)).json == {"data": [], "next_cursor": None}
    assert (await house.get(f"{path_of('a')}?corpus_id=c")).status == 200


@pytest.mark.parametrize("query", ["", "?corpus_id=", "?limit=5"])
async def test_a_question_without_a_corpus_is_missing_corpus_id(house: House, query: str) -> None:
    """Reading, listing and erasing alike."""
    for method, path in (("GET", f"{CANDIDATES}/a"), ("GET", CANDIDATES), ("DELETE", f"{CANDIDATES}/a")):
        reply = await house.call(method, path + query)
        assert (reply.status, reply.error["code"]) == (400, "MISSING_CORPUS_ID")
    assert house.backend.corpus.asked == []


async def test_an_odd_query_is_invalid_input(house: House) -> None:
    """All of it at once."""
    query = f"corpus_id={'x' * 256}&embedding_status=done&tag={'t' * 41}&limit=101&cursor=%7B"
    bad = (await house.get(f"{CANDIDATES}?{query}")).bad_fields
    assert set(bad) == {"corpus_id", "embedding_status", "tag", "limit", "cursor"}
    assert set((await house.get(f"{path_of('a')}?corpus_id=a&corpus_id=b")).bad_fields) == {"corpus_id"}
    assert set((await house.get(f"{path_of('a')}?corpus_id=a%00")).bad_fields) == {"corpus_id"}


async def test_filters_reach_the_corpus_service(house: House) -> None:
    """Each under its name."""
    await house.get(f"{CANDIDATES}?corpus_id=%C3%A4&embedding_status=failed&tag=a%20b&limit=7&cursor=abc")
    (asked,) = house.backend.corpus.of("ListCandidates")
    assert (asked.corpus_id, asked.embedding_status, asked.tag) == ("ä", 3, "a b")
    assert (asked.limit, asked.cursor) == (7, "abc")
    await house.get(f"{CANDIDATES}?corpus_id=c")
    plain = house.backend.corpus.of("ListCandidates")[1]
    assert (plain.embedding_status, plain.HasField("tag"), plain.limit, plain.cursor) == (0, False, 20, "")


async def test_lists_have_data_and_next_cursor(house: House) -> None:
    """Candidates of one corpus, and the corpora with their counts."""
    await ingested(house, candidate("a"), candidate("b"), candidate("z", corpus_id="other"))
    page = (await house.get(f"{CANDIDATES}?corpus_id=c&limit=1")).json
    assert ([row["external_id"] for row in page["data"]], page["next_cursor"]) == (["a"], "bmV4dA")
    await fits(house, "CandidatePage", page)
    corpora = (await house.get(CORPORA)).json
    assert corpora["data"][0] == {
        "corpus_id": "c", "pending": 1, "embedded": 2, "failed": 3, "created_at": "2026-11-18T11:06:40.123Z"
    }  # fmt: skip
    assert [row["corpus_id"] for row in corpora["data"]] == ["c", "other"]
    await fits(house, "CorpusPage", corpora)


async def test_an_erased_corpus_takes_its_candidates_along(house: House) -> None:
    """204 without a body, and 204 again; the next request on the same connection is answered."""
    await ingested(house, candidate("a"), candidate("z", corpus_id="other"))
    for _ in range(2):
        reply = await house.call("DELETE", f"{CORPORA}/c")
        assert (reply.status, reply.body) == (204, b"")
        assert "content-type" not in reply.headers
        assert reply.headers["x-request-id"].startswith("req_")
    assert [key[1] for key in house.backend.corpus.kept] == ["other"]


async def test_a_corpus_service_that_is_away_is_503(house: House) -> None:
    """Reads and erasures are idempotent: tried again first, three times by the channel, twice by the gateway; then 503."""
    house.backend.corpus.failures["GetCandidate"].extend([UNAVAILABLE] * 6)
    reply = await house.get(f"{path_of('a')}?corpus_id=c")
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")
    assert int(reply.headers["retry-after"]) >= 1
    house.backend.corpus.failures["DeleteCandidate"].append(UNAVAILABLE)
    assert (await house.call("DELETE", f"{path_of('a')}?corpus_id=c")).status == 204


async def test_a_refusal_of_the_corpus_service_is_passed_on(house: House) -> None:
    """Such as a cursor it does not know."""
    refused = AppError(Reason.INVALID_INPUT, "m", fields={"cursor": ["is unknown"]})
    house.backend.corpus.failures["ListCorpora"].append(refused)
    assert (await house.get(f"{CORPORA}?cursor=zzz")).bad_fields == {"cursor": ["is unknown"]}
