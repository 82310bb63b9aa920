"""`POST /api/v1/cvds/candidates`: size, count, fields and corpus, in this order; then one message with all of it."""

import asyncio
import json
from typing import Any

import pytest

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.values import Permission
from services.platform.errors import AppError, Reason
from tests.integration.gateway.backend import UNAVAILABLE
from tests.integration.gateway.deepsearch.sending import CANDIDATES, MAX_BYTES, batch, candidate, fits, ingested, post
from tests.integration.gateway.house import CREDITS, House, parse

pytestmark = pytest.mark.redis


def filled(size: int, **changes: Any) -> bytes:
    """A batch of one candidate, of exactly `size` bytes."""
    empty = len(json.dumps(batch(candidate(parsed_cv={"text": ""}, **changes))).encode())
    return json.dumps(batch(candidate(parsed_cv={"text": "x" * (size - empty)}, **changes))).encode()


async def test_a_batch_is_answered_in_its_order(house: House) -> None:
    """A result each, a sum of each kind, nothing said of errors where there is none."""
    await ingested(house, candidate("b"), candidate("c"))
    house.backend.corpus.unembeddable.add("bad")
    body = await ingested(house, candidate("c"), candidate("a"), candidate("b", parsed_cv=[]), candidate("bad"))
    assert body == {
        "results": [
            {"external_id": "c", "status": "unchanged", "embedding_status": "embedded"},
            {"external_id": "a", "status": "accepted", "embedding_status": "embedded"},
            {"external_id": "b", "status": "updated", "embedding_status": "embedded"},
            {
                "external_id": "bad", "status": "accepted", "embedding_status": "failed",
                "error": "It holds no text.",
            },
        ],
        "summary": {"accepted": 1, "updated": 1, "unchanged": 1, "failed": 1},
    }  # fmt: skip
    await fits(house, "IngestAnswer", body)


async def test_everything_sent_reaches_the_corpus_service(house: House) -> None:
    """The CV as the text it was sent in; an absent list of tags is told from an empty one."""
    text = (
        b'{"candidates": [{"parsed_cv": {"b" : 1.50, "a":"\\u00e4"}, "external_id": " \xc3\xa4 ", "corpus_id": "own",'
        b' "tags": [" x ", "x", "y"], "upload_id": "u", "other": {}}, {"external_id": "2", "parsed_cv": [], "tags": [],'
        b' "corpus_id": null}], "corpus_id": "shared", "other": [1]}'
    )
    assert (await post(house, CANDIDATES, text)).status == 200
    (asked,) = house.backend.corpus.of("IngestCandidates")
    assert (asked.caller.client_id, asked.caller.project) == (house.client.client_id, "default")
    first, second = asked.candidates
    assert (first.corpus_id, first.external_id, first.upload_id) == ("own", " ä ", "u")
    assert first.parsed_cv_json == '{"b" : 1.50, "a":"\\u00e4"}'
    assert (list(first.tags), first.has_tags) == (["x", "y"], True)
    assert (second.corpus_id, second.parsed_cv_json, list(second.tags), second.has_tags) == ("shared", "[]", [], True)
    assert not second.HasField("upload_id")


async def test_j12_a_body_of_exactly_the_limit_passes(house: House) -> None:
    """10 × 2^20 bytes, announced and in chunks."""
    body = filled(MAX_BYTES)
    assert len(body) == MAX_BYTES
    assert (await post(house, CANDIDATES, body)).status == 200
    head = (
        f"POST {CANDIDATES} HTTP/1.1\r\nHost: x\r\nX-API-Key: {house.client.plain_key}\r\nConnection: close\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    answer = parse(await house.raw(head.encode(), f"{len(body):x}\r\n".encode(), body, b"\r\n0\r\n\r\n"))
    assert answer.status == 200
    assert len(house.backend.corpus.of("IngestCandidates")) == 2


async def test_j12_one_byte_more_is_413_without_being_parsed(house: House) -> None:
    """Announced: before it comes. In chunks: once it has come. It need not even be JSON."""
    announced = await post(house, CANDIDATES, b"x" * (MAX_BYTES + 1))
    assert (announced.status, announced.error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    head = (
        f"POST {CANDIDATES} HTTP/1.1\r\nHost: x\r\nX-API-Key: {house.client.plain_key}\r\n"
        "Content-Type: application/json\r\n"
    )
    only_said = parse(await house.raw(f"{head}Content-Length: {MAX_BYTES + 1}\r\n\r\n".encode()))
    assert (only_said.status, only_said.error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    chunk = f"{MAX_BYTES + 1:x}\r\n".encode() + b"x" * (MAX_BYTES + 1) + b"\r\n0\r\n\r\n"
    counted = parse(await house.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode(), chunk))
    assert (counted.status, counted.error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    await fits(house, "ErrorEnvelope", announced.json)
    assert house.backend.corpus.asked == []


async def test_the_largest_batch_there_can_be_fits_one_message(house: House) -> None:
    """500 candidates of 20 KB in a corpus whose name has 1,020 bytes: gRPC takes it."""
    name = "😀" * 255
    batches = batch(*(candidate(str(n), parsed_cv={"t": "x" * 20_850}) for n in range(500)), corpus_id=name)
    body = json.dumps(batches, ensure_ascii=False).encode()
    assert MAX_BYTES - 50_000 < len(body) <= MAX_BYTES
    reply = await post(house, CANDIDATES, body)
    assert reply.json["summary"] == {"accepted": 500, "updated": 0, "unchanged": 0, "failed": 0}
    assert {key[1] for key in house.backend.corpus.kept} == {name}


async def test_j13_501_candidates_are_too_many(house: House) -> None:
    """500 pass; 501 do not, and the fields of none of them are looked at."""
    assert (await post(house, CANDIDATES, batch(*(candidate(str(n)) for n in range(500))))).status == 200
    house.backend.corpus.asked.clear()
    too_many: list[list[Any]] = [[candidate(str(n)) for n in range(501)], [{}] * 501, [1] * 501]
    for bad in too_many:
        reply = await post(house, CANDIDATES, batch(*bad))
        assert (reply.status, reply.error["code"]) == (400, "BATCH_TOO_LARGE")
    assert house.backend.corpus.asked == []


async def test_j14_size_comes_before_count(house: House) -> None:
    """501 candidates in 11 MB are too large, not too many."""
    body = json.dumps(batch(*(candidate(str(n), parsed_cv={"t": "x" * 23_000}) for n in range(501)))).encode()
    reply = await post(house, CANDIDATES, body)
    assert (reply.status, reply.error["code"]) == (413, "PAYLOAD_TOO_LARGE")


async def test_j15_a_million_empty_objects_are_too_many(house: House) -> None:
    """Told by their number, without an object made of each."""
    body = b'{"corpus_id":"c","candidates":[' + b"{}," * 999_999 + b"{}]}"
    reply = await post(house, CANDIDATES, body)
    assert (reply.status, reply.error["code"]) == (400, "BATCH_TOO_LARGE")


async def test_all_bad_fields_are_named_at_once(house: House) -> None:
    """Each with its path, those of the first and of the last candidate alike."""
    reply = await post(
        house,
        CANDIDATES,
        batch(
            candidate(""),
            candidate("a" * 256, corpus_id="x" * 256),
            candidate("a\nb", corpus_id="c\x7f", tags="x", upload_id=3),
            {"external_id": 5, "parsed_cv": "text"},
            7,
            {"tags": ["x" * 41]},
            candidate(tags=[str(n) for n in range(21)], upload_id=""),
        ),
    )
    assert reply.bad_fields == {
        "candidates[0].external_id": ["must have at least 1 character(s)"],
        "candidates[1].external_id": ["must have at most 255 characters"],
        "candidates[1].corpus_id": ["must have at most 255 characters"],
        "candidates[2].external_id": ["must not hold control characters"],
        "candidates[2].corpus_id": ["must not hold control characters"],
        "candidates[2].tags": ["must be a JSON array of strings"],
        "candidates[2].upload_id": ["must be a string"],
        "candidates[3].external_id": ["must be a string"],
        "candidates[3].parsed_cv": ["must be an object or an array"],
        "candidates[4]": ["must be an object"],
        "candidates[5].external_id": ["is required"],
        "candidates[5].parsed_cv": ["is required"],
        "candidates[5].tags": ["must have tags of 1 to 40 characters"],
        "candidates[6].tags": ["must have at most 20 distinct tags"],
        "candidates[6].upload_id": ["must have at least 1 character(s)"],
    }
    assert house.backend.corpus.asked == []


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"corpus_id": "c"}, "candidates"), ({"corpus_id": "c", "candidates": []}, "candidates"),
        ({"corpus_id": "c", "candidates": {}}, "candidates"), ({"corpus_id": "c", "candidates": None}, "candidates"),
        ({"corpus_id": "\0", "candidates": []}, "body"), ([], "body"), ("x", "body"), (None, "body"), (3, "body"),
        (b"", "body"), (b"{", "body"), (b'{"candidates":[{}]', "body"), (b'{"a":1,"a":2}', "body"),
        (b'{"candidates":[{"external_id":"a","external_id":"b"}]}', "body"), (b'{"x":"\\ud800"}', "body"),
        (b'{"x":NaN}', "body"), (b'{"x":1e999}', "body"), (b'{"x":"\xff"}', "body"), (b'{"x":' + b"[" * 5000, "body"),
        (b"\xef\xbb\xbf{}", "body"), (b'{"candidates":[]} x', "body"), ('{"x":1}'.encode("utf-16"), "body"),
    ],
)  # fmt: skip
async def test_j23_what_is_no_batch_is_invalid_input(house: House, value: Any, field: str) -> None:
    """Whatever the JSON, or if it is none: one plain answer."""
    reply = await post(house, CANDIDATES, value)
    assert set(reply.bad_fields) == {field}


@pytest.mark.parametrize("own", [{}, {"corpus_id": None}, {"corpus_id": ""}, {"corpus_id": 5}, {"corpus_id": ["c"]}])
async def test_j18_one_candidate_without_a_corpus_refuses_the_whole_batch(house: House, own: Any) -> None:
    """The 250th of 500, all the others with their own: nothing is written."""
    candidates = [candidate(str(n), corpus_id="c") for n in range(500)]
    del candidates[249]["corpus_id"]
    candidates[249] |= own
    reply = await post(house, CANDIDATES, {"candidates": candidates})
    assert (reply.status, reply.error["code"]) == (400, "MISSING_CORPUS_ID")
    assert list(reply.error["details"]["fields"]) == ["candidates[249].corpus_id"]
    assert house.backend.corpus.asked == []


@pytest.mark.parametrize("shared", [{}, {"corpus_id": None}, {"corpus_id": ""}, {"corpus_id": 5}])
async def test_j18_a_corpus_of_the_batch_that_is_none_helps_nobody(house: House, shared: Any) -> None:
    """Missing, null, empty or no string."""
    reply = await post(house, CANDIDATES, {"candidates": [candidate()], **shared})
    assert (reply.status, reply.error["code"]) == (400, "MISSING_CORPUS_ID")


@pytest.mark.parametrize("own", ["", 5, False])
async def test_an_own_corpus_that_is_no_name_is_not_replaced_by_the_shared_one(house: House, own: Any) -> None:
    """A CV must not end up where nobody meant it to be; null is as absent."""
    reply = await post(house, CANDIDATES, batch(candidate(corpus_id=own)))
    assert (reply.status, reply.error["code"]) == (400, "MISSING_CORPUS_ID")


async def test_fields_come_before_the_corpus(house: House) -> None:
    """A batch with both mistakes hears of the fields first."""
    reply = await post(house, CANDIDATES, {"candidates": [candidate(""), candidate("b")]})
    assert set(reply.bad_fields) == {"candidates[0].external_id"}


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/json; charset=latin-1", "application/x-www-form-urlencoded", "application/xjson",
     "application/json; charset=utf-8; charset=utf-8", "json"],
)  # fmt: skip
async def test_j21_another_content_type_is_refused(house: House, kind: str) -> None:
    """The header is named; nothing is guessed."""
    reply = await post(house, CANDIDATES, batch(), Content_Type=kind)
    assert set(reply.bad_fields) == {"Content-Type"}


@pytest.mark.parametrize("kind", ["Application/JSON", 'application/json;charset="UTF-8"', "application/json; v=1"])
async def test_j21_parameters_and_case_do_not_matter(house: House, kind: str) -> None:
    """As long as the charset is UTF-8."""
    assert (await post(house, CANDIDATES, batch(), Content_Type=kind)).status == 200


async def test_a_compressed_body_is_refused(house: House) -> None:
    """Bodies are never inflated."""
    assert set((await post(house, CANDIDATES, batch(), Content_Encoding="gzip")).bad_fields) == {"body"}


async def test_the_key_and_its_permission_are_judged_before_the_body(house: House) -> None:
    """401, then 403; what is sent does not matter."""
    assert (await post(house, CANDIDATES, b"{", X_API_Key="")).error["code"] == "MISSING_API_KEY"
    key = await ApiKeys(house.redis).create(
        house.client.client_id, permissions=[Permission.CVDEEPMATCH], project="p", per_minute=500
    )
    reply = await post(house, CANDIDATES, b"{", X_API_Key=key.plain_key)
    assert (reply.status, reply.error["code"]) == (403, "MISSING_PERMISSION")


async def test_a_corpus_service_that_is_away_is_503(house: House) -> None:
    """The batch is not sent twice by itself: a second time it would say `unchanged` of what it had changed."""
    house.backend.corpus.failures["IngestCandidates"].append(UNAVAILABLE)
    reply = await post(house, CANDIDATES, batch())
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")
    assert len(house.backend.corpus.of("IngestCandidates")) == 1
    house.backend.corpus.failures["IngestCandidates"].append(AppError(Reason.SERVICE_WARMING, "m", retry_after_s=3))
    assert (await post(house, CANDIDATES, batch())).headers["retry-after"] == "3"


async def test_others_are_served_while_a_large_body_is_read(house: House) -> None:
    """A reading of a long body leaves the loop to everybody else."""
    sent = [f'{{"n":{n},"m":[{n}]}}' for n in range(100_000)]
    body = f'{{"corpus_id":"c","candidates":[{{"external_id":"a","parsed_cv":[{",".join(sent)}]}}]}}'.encode()
    running = asyncio.create_task(post(house, CANDIDATES, body))
    served = 0
    while not running.done():
        assert (await house.get(CREDITS)).status == 200
        served += 1
    assert (await running).status == 200
    assert served > 1
