"""Contract §3, bulk sync: every sentence, against the running system."""

import asyncio
import gzip
import json
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.deepsearch import CORPORA, NURSE, DeepSearch, candidate, parsed_cv
from tests.support.live import RestClient, assert_error, bad_fields
from tests.support.system import System

pytestmark = pytest.mark.system

NDJSON = "application/x-ndjson"
COUNTS = ("received", "accepted", "updated", "unchanged", "failed", "deleted")
# A longer one is sent by hand: `CVDEEP_SYNC_BODY_MB=1000 pytest --timeout 900 tests/contract/test_sync.py -k flat`.
BODY_MB = int(os.environ.get("CVDEEP_SYNC_BODY_MB", "48"))


@pytest.fixture
def corpora(client: RestClient) -> DeepSearch:
    return DeepSearch(client)


def ndjson(*values: Any) -> bytes:
    return b"".join(value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n" for value in values)


async def send(corpora: DeepSearch, body: bytes, *, corpus_id: str = "c", query: str = "", **headers: str) -> Any:
    return await corpora.post(f"{CORPORA}/{corpus_id}/sync{query}", body, **({"Content-Type": NDJSON} | headers))


async def ended(corpora: DeepSearch, sync_id: str) -> dict[str, Any]:
    """Waits until a sync has ended and returns its body."""
    async with asyncio.timeout(60):
        while True:
            body: dict[str, Any] = (await corpora.client.get_patiently(f"/api/v1/cvds/syncs/{sync_id}")).json()
            if body["status"] != "processing":
                return body
            await asyncio.sleep(0.05)  # another process' state: there is no event to wait for


async def synced(corpora: DeepSearch, body: bytes, **how: str) -> dict[str, Any]:
    """Syncs and returns how it ended; the answer must be 202."""
    answer = await send(corpora, body, **how)
    assert answer.status_code == 202, answer.text
    return await ended(corpora, answer.json()["id"])


def counts(body: dict[str, Any]) -> tuple[int, ...]:
    return tuple(body[name] for name in COUNTS)


async def names(corpora: DeepSearch, corpus_id: str = "c") -> set[str]:
    page = (await corpora.client.get("/api/v1/cvds/candidates", corpus_id=corpus_id, limit=100)).json()
    return {row["external_id"] for row in page["data"]}


async def test_a_sync_is_answered_with_its_id(corpora: DeepSearch) -> None:
    """202 `{id: "sync_…", status: "processing"}`; the poll has exactly the keys of the contract."""
    answer = await send(corpora, ndjson(candidate("a"), candidate("b", NURSE)))
    assert answer.status_code == 202
    assert set(answer.json()) == {"id", "status"}
    assert re.fullmatch(r"sync_[0-9A-Za-z]{22}", answer.json()["id"])
    assert answer.json()["status"] == "processing"
    body = await ended(corpora, answer.json()["id"])
    assert set(body) == {"id", "status", *COUNTS, "errors"}
    assert (body["id"], body["status"], counts(body)) == (answer.json()["id"], "finished", (2, 2, 0, 0, 0, 0))
    await corpora.all_embedded("c", 2)
    assert (await corpora.found("c"))[0] == "a"


async def test_lines_are_new_changed_known_or_broken(corpora: DeepSearch) -> None:
    """Each by the rules of a batch; a broken one is left out and told of, without its content."""
    await corpora.ingested("c", candidate("known"), candidate("changed"))
    broken = {"external_id": "broken", "parsed_cv": "a secret", "tags": ["another secret"]}
    body = await synced(
        corpora, ndjson(candidate("known"), candidate("changed", NURSE), candidate("new"), broken, b"secret\n")
    )
    assert (body["status"], counts(body)) == ("finished", (5, 1, 1, 1, 2, 0))
    assert [(error["line"], error.get("external_id"), error["code"]) for error in body["errors"]] == [
        (4, "broken", "INVALID_INPUT"), (5, None, "INVALID_INPUT"),
    ]  # fmt: skip
    assert all(set(error) <= {"line", "external_id", "code", "message"} for error in body["errors"])
    assert "secret" not in json.dumps(body)
    assert await names(corpora) == {"known", "changed", "new"}


async def test_the_first_hundred_errors_are_shown(corpora: DeepSearch) -> None:
    """All are counted."""
    body = await synced(corpora, b"x\n" * 250 + ndjson(candidate("a")))
    assert (body["failed"], body["accepted"], len(body["errors"])) == (250, 1, 100)
    assert [error["line"] for error in body["errors"]] == list(range(1, 101))


@pytest.mark.parametrize("packed", [False, True])
async def test_there_is_no_limit_of_a_batch(corpora: DeepSearch, *, packed: bool) -> None:
    """More than 500 candidates, plain or gzip."""
    body = ndjson(*(candidate(str(number), {"skills": ["Python"]}) for number in range(601)))
    headers = {"Content-Encoding": "gzip"} if packed else {}
    result = await synced(corpora, gzip.compress(body) if packed else body, **headers)
    assert (result["status"], counts(result)) == ("finished", (601, 601, 0, 0, 0, 0))


async def test_upsert_is_the_mode_unless_another_is_named(corpora: DeepSearch) -> None:
    """What the file did not name stays; an unknown mode is refused by its name."""
    await corpora.ingested("c", candidate("stays"))
    for query in ("", "?mode=upsert"):
        assert (await synced(corpora, ndjson(candidate("a")), query=query))["deleted"] == 0
    assert set(bad_fields(await send(corpora, ndjson(candidate("a")), query="?mode=replace"))) == {"mode"}
    assert await names(corpora) == {"stays", "a"}


async def test_mirror_deletes_what_the_file_did_not_name(corpora: DeepSearch) -> None:
    """Erased as by a delete: gone from the list and from searches, finished ones too; other corpora are left."""
    await corpora.ingested("c", candidate("kept"), candidate("gone", parsed_cv("Python", "PostgreSQL")))
    await corpora.ingested("other", candidate("gone"))
    run_id = await corpora.started("c")
    assert "gone" in {row["external_id"] for row in (await corpora.ended(run_id))["results"]}
    body = await synced(corpora, ndjson(candidate("kept"), candidate("new")), query="?mode=mirror")
    assert (body["status"], counts(body)) == ("finished", (2, 1, 0, 1, 0, 1))
    assert await names(corpora) == {"kept", "new"}
    assert await names(corpora, "other") == {"gone"}
    assert "gone" not in {row["external_id"] for row in (await corpora.ended(run_id))["results"]}
    await corpora.all_embedded("c", 2)
    assert set(await corpora.found("c")) == {"kept", "new"}


@pytest.mark.parametrize("flaw", ["broken line", "too long a line", "torn gzip", "nobody"])
async def test_mirror_deletes_only_after_a_whole_file_without_a_broken_line(corpora: DeepSearch, flaw: str) -> None:
    """Otherwise what is good of it is applied, and nothing is deleted. A file that names nobody is no order to delete all."""
    await corpora.ingested("c", candidate("stays"))
    good = ndjson(candidate("a"))
    body, headers, status = {
        "broken line": (good + b"{}\n", {}, "finished"),
        "too long a line": (b'"' + b"x" * (10 * 2**20) + b'"\n' + good, {}, "finished"),
        "torn gzip": (gzip.compress(good)[:-4], {"Content-Encoding": "gzip"}, "failed"),
        "nobody": (b"\n\n", {}, "failed"),
    }[flaw]
    result = await synced(corpora, body, query="?mode=mirror", **headers)
    assert (result["status"], result["deleted"]) == (status, 0)
    assert result["errors"]
    assert await names(corpora) == ({"stays"} if flaw == "nobody" else {"stays", "a"})


async def test_a_body_that_breaks_off_fails_and_deletes_nothing(system: System, corpora: DeepSearch) -> None:
    """What came whole was applied."""
    await corpora.ingested("c", candidate("stays"))
    _, writer = await asyncio.open_connection("127.0.0.1", system.stack.gateway_port)
    head = f"POST {CORPORA}/c/sync?mode=mirror HTTP/1.1\r\nHost: x\r\nX-API-Key: {corpora.client.key}\r\n"
    writer.write(f"{head}Content-Type: {NDJSON}\r\nContent-Length: 1000000\r\n\r\n".encode() + ndjson(candidate("a")))
    await writer.drain()
    async with asyncio.timeout(20):
        while await names(corpora) != {"stays", "a"}:
            await asyncio.sleep(0.05)  # another process' state: there is no event to wait for
        writer.transport.abort()
        while await names_of_open_mirrors(system, corpora):
            await asyncio.sleep(0.05)
    assert await names(corpora) == {"stays", "a"}


async def names_of_open_mirrors(system: System, corpora: DeepSearch) -> list[bytes]:
    return [key async for key in system.redis.scan_iter(match=f"*{corpora.client.client_id}*:mirrors")]


async def test_what_comes_before_the_body_is_checked_before_it(corpora: DeepSearch) -> None:
    """Type and coding, as other routes name them."""
    line = ndjson(candidate("a"))
    for kind in ("application/json", "text/plain"):
        assert set(bad_fields(await send(corpora, line, **{"Content-Type": kind}))) == {"Content-Type"}
    assert set(bad_fields(await send(corpora, line, **{"Content-Encoding": "br"}))) == {"body"}
    assert set(bad_fields(await send(corpora, line, corpus_id="x" * 256))) == {"corpus_id"}
    assert await names(corpora) == set()


async def test_a_lines_own_corpus_must_be_that_of_the_path(corpora: DeepSearch) -> None:
    """A sync writes to one corpus; what names another is a mistake."""
    body = await synced(
        corpora, ndjson(candidate("a", corpus_id="c"), candidate("b", corpus_id="d"), candidate("e", corpus_id=""))
    )
    assert (body["accepted"], [error["line"] for error in body["errors"]]) == (1, [2, 3])
    assert await names(corpora, "d") == set()


async def test_syncs_are_a_clients_own_and_need_the_permission(system: System, corpora: DeepSearch) -> None:
    """Another client's id answers as none; without `cvdeepsearch` nothing is answered; a sync spends the minute's budget."""
    sync_id = (await send(corpora, ndjson(candidate("a")))).json()["id"]
    stranger = await system.new_client()
    for client, asked in ((stranger, sync_id), (corpora.client, "sync_" + "0" * 22), (corpora.client, "nonsense")):
        assert_error(await client.get(f"/api/v1/cvds/syncs/{asked}"), 404, "NOT_FOUND")
    poor = DeepSearch(await system.another_key(corpora.client, permissions=("cvdeepmatch",)))
    assert_error(await send(poor, ndjson(candidate("a"))), 403, "MISSING_PERMISSION")
    assert_error(await poor.client.get(f"/api/v1/cvds/syncs/{sync_id}"), 403, "MISSING_PERMISSION")
    slow = DeepSearch(await system.another_key(corpora.client, per_minute=1))
    assert (await send(slow, ndjson(candidate("a")))).status_code == 202
    assert_error(await send(slow, ndjson(candidate("a"))), 429, "RATE_LIMIT_EXCEEDED")
    assert (await slow.client.get(f"/api/v1/cvds/syncs/{sync_id}")).status_code == 200


async def test_memory_stays_flat_whatever_the_size(system: System, corpora: DeepSearch) -> None:
    """The gateway's peak while tens of MB go through it is a fraction of them."""
    lines = [ndjson(candidate(str(number), parsed_cv("Python") | {"pad": "x" * 200_000})) for number in range(10)]
    times = BODY_MB * 2**20 // sum(map(len, lines))

    async def body() -> AsyncIterator[bytes]:
        for _ in range(times):
            for line in lines:
                yield line

    await synced(corpora, b"".join(lines))
    gateway = system.stack.processes["gateway"].pid
    before = peak_mib(gateway, forget=True)
    answer = await corpora.client.http.post(
        f"{CORPORA}/c/sync", content=body(), headers={"X-API-Key": corpora.client.key, "Content-Type": NDJSON},
        timeout=600,
    )  # fmt: skip
    assert answer.status_code == 202, answer.text
    assert counts(await ended(corpora, answer.json()["id"])) == (times * 10, 0, 0, times * 10, 0, 0)
    assert peak_mib(gateway) - before < min(24, BODY_MB / 2)


def peak_mib(pid: int, *, forget: bool = False) -> float:
    """The most memory a process has held, since its peak was last forgotten."""
    if forget:
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    (kib,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(kib) / 1024
