"""Bulk sync at the gateway: bodies of any length and any manners, handed on in parts that are sent until they are counted."""

import asyncio
import gzip
import json
from typing import Any

import grpc
import pytest

from cvdeep.corpus.v1 import sync_pb2 as pb
from services.platform.accounts.provisioning import provision_client
from services.platform.accounts.values import Permission
from services.platform.errors import AppError, Reason
from tests.integration.gateway.conftest import MakeHouse
from tests.integration.gateway.deepsearch.sending import CORPORA, candidate, fits
from tests.integration.gateway.house import House, Reply, parse

pytestmark = pytest.mark.redis

SYNC = f"{CORPORA}/c/sync"
NDJSON = "application/x-ndjson"


def ndjson(*values: Any) -> bytes:
    return b"".join(value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n" for value in values)


async def sync(house: House, body: bytes, path: str = SYNC, **headers: Any) -> Reply:
    return await house.call("POST", path, data=body, **({"Content_Type": NDJSON} | headers))


def head(house: House, *lines: str, path: str = SYNC) -> bytes:
    rows = [f"POST {path} HTTP/1.1", "Host: x", f"X-API-Key: {house.client.plain_key}", f"Content-Type: {NDJSON}"]
    return "\r\n".join([*rows, *lines, "", ""]).encode()


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def until(condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_file_is_handed_on_and_answered_once_it_was_read(house: House) -> None:
    """Open, lines in order with their numbers, errors, close; the id in the answer is that of all of them."""
    reply = await sync(house, ndjson(candidate("a", tags=["x"]), b"\n", b"rubbish\n", candidate("b", upload_id="u")))
    assert reply.status == 202
    await fits(house, "SyncAnswer", reply.json)
    assert reply.json["status"] == "processing"
    syncs = house.backend.syncs
    (opened,), (closed,) = syncs.opened, syncs.closed
    assert (opened.corpus_id, opened.mode, opened.caller.client_id) == (
        "c",
        pb.SYNC_MODE_UPSERT,
        house.client.client_id,
    )
    assert {opened.sync_id, closed.sync_id, *(part.sync_id for part in syncs.parts.values())} == {reply.json["id"]}
    assert [(line.line, line.candidate.external_id) for line in syncs.lines] == [(1, "a"), (4, "b")]
    assert [(error.line, error.code) for error in syncs.errors] == [(3, "INVALID_INPUT")]
    assert (list(syncs.lines[0].candidate.tags), syncs.lines[1].candidate.upload_id) == (["x"], "u")
    assert closed.complete


@pytest.mark.parametrize(("query", "mode"), [("", 1), ("?mode=upsert", 1), ("?mode=mirror", 2)])
async def test_the_mode_is_upsert_unless_it_is_said(house: House, query: str, mode: int) -> None:
    """By a parameter of the query."""
    assert (await sync(house, b"", SYNC + query)).status == 202
    assert house.backend.syncs.opened[0].mode == mode


@pytest.mark.parametrize(
    ("path", "headers", "field"),
    [
        (f"{SYNC}?mode=both", {}, "mode"),
        (f"{SYNC}?mode=", {}, "mode"),
        (f"{SYNC}?mode=upsert&mode=mirror", {}, "mode"),
        (f"{CORPORA}/{'x' * 256}/sync", {}, "corpus_id"),
        (f"{CORPORA}/a%0Ab/sync", {}, "corpus_id"),
        (f"{CORPORA}/%FF/sync", {}, "corpus_id"),
        (SYNC, {"Content_Type": "application/json"}, "Content-Type"),
        (SYNC, {"Content_Type": "text/plain"}, "Content-Type"),
        (SYNC, {"Content_Type": f"{NDJSON}; charset=latin-1"}, "Content-Type"),
        (SYNC, {"Content_Encoding": "br"}, "body"),
        (SYNC, {"Content_Encoding": "gzip, gzip"}, "body"),
    ],
)
async def test_what_is_wrong_before_the_body_opens_nothing(
    house: House, path: str, headers: dict[str, str], field: str
) -> None:
    """One bad field, named as other routes name it."""
    reply = await sync(house, ndjson(candidate()), path, **headers)
    assert set(reply.bad_fields) == {field}
    assert house.backend.syncs.opened == []


async def test_a_key_without_the_permission_is_refused(house: House) -> None:
    """403, and nothing was opened."""
    poor = await provision_client(house.redis, name="Poor", credits_granted=1, permissions=[Permission.CVDEEPMATCH])
    reply = await sync(house, ndjson(candidate()), key=poor.plain_key)
    assert (reply.status, reply.error["code"]) == (403, "MISSING_PERMISSION")
    assert house.backend.syncs.opened == []


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
async def test_gzip_is_inflated(house: House, coding: str) -> None:
    """Members one behind the other, too."""
    body = gzip.compress(ndjson(candidate("a"))) + gzip.compress(ndjson(candidate("b")))
    assert (await sync(house, body, Content_Encoding=coding)).status == 202
    assert [line.candidate.external_id for line in house.backend.syncs.lines] == ["a", "b"]
    assert house.backend.syncs.closed[0].complete


async def test_a_torn_gzip_stream_is_answered_with_the_id_of_a_failed_sync(house: House) -> None:
    """What could be read was applied; the poll says where it broke."""
    body = gzip.compress(ndjson(*(candidate(str(number)) for number in range(200))))
    reply = await sync(house, body[:-9], Content_Encoding="gzip")
    assert reply.status == 202
    syncs = house.backend.syncs
    assert not syncs.closed[0].complete
    assert [error.line for error in syncs.errors] == [len(syncs.lines) + 1]


async def test_many_lines_go_in_parts_in_their_order(house: House) -> None:
    """None is lost, whatever pieces the connection cuts them into."""
    names = [str(number) for number in range(1000)]
    assert (await sync(house, ndjson(*(candidate(name) for name in names)))).status == 202
    syncs = house.backend.syncs
    assert [line.candidate.external_id for line in syncs.lines] == names
    assert list(syncs.parts) == list(range(1, len(syncs.parts) + 1))
    assert max(len(part.lines) for part in syncs.parts.values()) == 64


@pytest.mark.parametrize(
    "failure", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, AppError(Reason.SERVICE_WARMING, "x")]
)
@pytest.mark.parametrize("method", ["OpenSync", "SyncLines", "CloseSync"])
async def test_a_call_that_got_no_answer_is_sent_again(house: House, method: str, failure: Any) -> None:
    """For as long as the gateway is patient: a replica that restarts ends no upload."""
    house.backend.syncs.failures[method].extend([failure] * 2)
    assert (await sync(house, ndjson(candidate()))).status == 202
    assert not house.backend.syncs.failures[method]
    assert house.backend.syncs.closed[-1].complete


async def test_a_part_that_was_applied_unheard_is_sent_again_under_its_number(house: House) -> None:
    """So that whoever counts can count it once."""
    house.backend.syncs.after_commit.append(grpc.StatusCode.DEADLINE_EXCEEDED)
    assert (await sync(house, ndjson(*(candidate(str(number)) for number in range(100))))).status == 202
    assert list(house.backend.syncs.parts) == [1, 2]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
async def test_long_lines_of_many_syncs_take_turns(make_house: MakeHouse, coding: str) -> None:
    """All of them arrive, although few are held at once; beside them others are served."""
    house = await make_house()
    body = ndjson(*(candidate(str(number), parsed_cv=["x" * 3_000_000]) for number in range(2)))
    sent = gzip.compress(body) if coding == "gzip" else body
    async with asyncio.timeout(60):
        replies = await asyncio.gather(*(sync(house, sent, Content_Encoding=coding) for _ in range(5)))
    assert [reply.status for reply in replies] == [202] * 5
    assert all(closed.complete for closed in house.backend.syncs.closed)


async def test_patience_ends(make_house: MakeHouse) -> None:
    """503 and where to start anew: the whole file can be sent again."""
    house = await make_house(sync_patience_s=0.01)
    house.backend.syncs.failures["SyncLines"].extend([grpc.StatusCode.UNAVAILABLE] * 100)
    reply = await sync(house, ndjson(candidate()))
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")
    assert [closed.complete for closed in house.backend.syncs.closed] == [False]


async def test_a_sync_that_was_given_up_ends_the_upload(house: House) -> None:
    """Its lines would be nobody's: the client is told to send the file again."""
    house.backend.syncs.failures["SyncLines"].append(AppError(Reason.NOT_FOUND, "The sync takes no more lines."))
    reply = await sync(house, ndjson(candidate()))
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")
    assert reply.headers["connection"] == "close"


async def test_a_client_that_breaks_off_leaves_a_failed_sync_with_what_it_sent(house: House) -> None:
    """Whole lines are applied; the close says that it was not the end."""
    _, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head(house, "Content-Length: 100000") + ndjson(candidate("a"), b'{"external_id": "torn'))
    await writer.drain()
    syncs = house.backend.syncs
    await until(lambda: syncs.parts)
    writer.transport.abort()
    await until(lambda: syncs.closed)
    assert not syncs.closed[0].complete
    assert [line.candidate.external_id for line in syncs.lines] == ["a"]


async def test_broken_chunks_leave_a_failed_sync(house: House) -> None:
    """400, naming the sync; the line that was whole is applied."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head(house, "Transfer-Encoding: chunked") + chunk(ndjson(candidate("a"))))
    await until(lambda: house.backend.syncs.parts)
    writer.write(b"zz\r\nrubbish")
    async with asyncio.timeout(10):
        reply = parse(await reader.read())
    writer.close()
    (words,) = reply.bad_fields["body"]
    assert house.backend.syncs.opened[0].sync_id in words
    assert [line.candidate.external_id for line in house.backend.syncs.lines] == ["a"]
    assert not house.backend.syncs.closed[0].complete


@pytest.mark.parametrize("drips", [False, True])
async def test_a_body_that_stalls_is_let_go(make_house: MakeHouse, *, drips: bool) -> None:
    """A line has as long as any body to come whole; a byte now and then does not help."""
    house = await make_house(body_timeout_s=1.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head(house, "Transfer-Encoding: chunked") + chunk(ndjson(candidate("a"))))

    async def drip() -> None:
        while True:
            writer.write(chunk(b"x"))
            await asyncio.sleep(0.1)

    task = asyncio.create_task(drip()) if drips else None
    async with asyncio.timeout(15):
        raw = await reader.readuntil(b"stands")
    if task is not None:
        task.cancel()
    writer.close()
    assert raw.startswith(b"HTTP/1.1 400 ")
    assert house.backend.syncs.opened[0].sync_id.encode() in raw
    assert [line.candidate.external_id for line in house.backend.syncs.lines] == ["a"]
    await until(lambda: house.backend.syncs.closed)
    assert not house.backend.syncs.closed[0].complete


async def test_a_slow_body_is_let_come_and_applied_while_it_comes(make_house: MakeHouse) -> None:
    """However long it takes in all: each line counts from its arrival, and has a deadline of its own."""
    house = await make_house(body_timeout_s=1.5)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head(house, "Transfer-Encoding: chunked", "Connection: close"))
    for number in range(3):
        writer.write(chunk(ndjson(candidate(str(number)))))
        # Without a further byte: it does not wait for its part to be full.
        await until(lambda number=number: len(house.backend.syncs.lines) == number + 1)
    writer.write(b"0\r\n\r\n")
    async with asyncio.timeout(10):
        raw = await reader.read()
    writer.close()
    assert raw.startswith(b"HTTP/1.1 202 ")
    assert house.backend.syncs.closed[0].complete


async def test_expect_100_continue_is_answered_once_the_sync_is_open(house: House) -> None:
    """As curl asks for it with any large body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    body = ndjson(candidate())
    writer.write(head(house, f"Content-Length: {len(body)}", "Expect: 100-continue", "Connection: close"))
    async with asyncio.timeout(10):
        assert await reader.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert house.backend.syncs.opened
        writer.write(body)
        assert b"HTTP/1.1 202 " in await reader.read()
    writer.close()


async def test_too_many_syncs_of_one_client_at_once_are_refused(make_house: MakeHouse) -> None:
    """What reading them takes in memory is bounded as for any upload."""
    house = await make_house(uploads_mib=48, upload_wait_s=0.05)
    writers = []
    for number in range(2):
        _, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(head(house, "Transfer-Encoding: chunked"))
        writers.append(writer)
        await until(lambda number=number: len(house.backend.syncs.opened) == number + 1)
    reply = await sync(house, ndjson(candidate()))
    assert (reply.status, reply.error["code"]) == (429, "RATE_LIMITED")
    for writer in writers:
        writer.close()


async def test_a_sync_shows_its_counts_and_errors(house: House) -> None:
    """Every key of the contract; another client's sync is none."""
    sync_id = "sync_" + "a" * 22
    house.backend.syncs.syncs[house.client.client_id, sync_id] = pb.Sync(
        id=sync_id, status=pb.SYNC_STATUS_FINISHED, received=10, accepted=1, updated=2, unchanged=3, failed=4, deleted=5,
        errors=[
            pb.SyncError(line=3, external_id="x", code="INVALID_INPUT", message="m."),
            pb.SyncError(line=4, code="PAYLOAD_TOO_LARGE", message="n."),
        ],
    )  # fmt: skip
    body = (await house.get(f"/api/v1/cvds/syncs/{sync_id}")).json
    assert body == {
        "id": sync_id, "status": "finished", "received": 10, "accepted": 1, "updated": 2, "unchanged": 3, "failed": 4,
        "deleted": 5,
        "errors": [
            {"line": 3, "external_id": "x", "code": "INVALID_INPUT", "message": "m."},
            {"line": 4, "code": "PAYLOAD_TOO_LARGE", "message": "n."},
        ],
    }  # fmt: skip
    await fits(house, "SyncBody", body)
    other = await provision_client(house.redis, name="Other", credits_granted=1)
    for path, key in ((sync_id, other.plain_key), ("nonsense", None), ("sync_" + "b" * 22, None)):
        reply = await house.get(f"/api/v1/cvds/syncs/{path}", key=key)
        assert (reply.status, reply.error["code"]) == (404, "NOT_FOUND")
