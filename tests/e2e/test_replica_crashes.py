"""One of two replicas dies or sleeps at each step: what was answered stays true, and its index comes back equal to a rebuilt one."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable

import httpx
import pytest

from services.corpus.domain.candidate_keys import candidate_key
from tests.support.deepsearch import CANDIDATES, CORPORA, NURSE, DeepSearch, candidate, parsed_cv
from tests.support.live import AWAY, RestClient
from tests.support.redis_contents import everything_in
from tests.support.replicas import A, B, Replicas
from tools.redis_server import free_port

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

# The long way round, with seven starts of a process; its steps one by one are in tests/integration/corpus.
LONG = bool(os.environ.get("CVDEEP_LONG"))
FAST = {"CVDEEP_CORPUS_LEASE_S": "3"}


def armed(failpoint: str, **settings: str) -> dict[str, str]:
    return {**FAST, "CVDEEP_FAILPOINTS": failpoint, **settings}


async def until(what: Callable[[], Awaitable[bool]], *, within_s: float = 60) -> None:
    """Waits for what another process does: there is no event to wait for."""
    deadline = time.monotonic() + within_s
    while not await what():
        assert time.monotonic() < deadline, "it does not happen"
        await asyncio.sleep(0.05)


def people(*names: str) -> list[dict[str, object]]:
    return [candidate(name, parsed_cv("Python", f"Tool {name}")) for name in names]


async def dies_of(through_a: DeepSearch, name: str, replicas: Replicas) -> None:
    """Sends a candidate until replica A dies of it; the gateway may need a moment to find A again."""
    doomed = replicas.of.stack.processes[A]
    deadline = time.monotonic() + 60
    while doomed.poll() is None:
        assert time.monotonic() < deadline, "it does not die"
        assert (await through_a.ingest("c", *people(name))).status_code in AWAY
        await asyncio.sleep(0.1)  # another process' state: there is no event to wait for
    assert await replicas.of.died(A) == -signal.SIGKILL


@pytest.mark.skipif(not LONG, reason="seven starts of a process: set CVDEEP_LONG=1")
async def test_k15_to_k19_after_each_kill_the_index_equals_a_rebuilt_one(replicas: Replicas) -> None:
    """K15–K19: killed after the log append, in the middle of embedding, with changes not saved, in a save, between its renames."""
    of = replicas.of
    _, through_a, through_b = await replicas.with_settings()
    await through_b.ingested("c", *people("p0", "p1", "p2"))
    await replicas.rows_of_each(through_b, "c")

    # Each life of A begins with the snapshot of the one before, and ends in another way.
    await replicas.restart(A, armed("corpus.after_log_append=kill"))
    await dies_of(through_a, "p3", replicas)
    of.start(A, armed("corpus.mid_embed=kill"))
    # What the one before left is embedded by whoever hears of it; the next one dies on what it takes itself.
    await dies_of(through_a, "p4", replicas)

    seen: list[list[dict[str, object]]] = []
    for number, failpoint in enumerate(
        ("none=kill", "corpus.mid_snapshot_write=kill", "corpus.between_snapshot_renames=kill")
    ):
        of.start(A, armed(failpoint))
        await replicas.healthy()
        await through_b.all_embedded("c", 5 + number)
        await through_b.ingested("c", *people(f"q{number}"))
        rows = await replicas.rows_of_each(through_b, "c")
        assert rows[A] == rows[B]
        seen.append(rows[A])
        if failpoint == "none=kill":
            of.stack.kill_service(A)
        else:
            # It saves as it ends.
            of.stack.signal_service(A, signal.SIGTERM)
            assert await of.died(A) == -signal.SIGKILL

    of.start(A, FAST)
    assert await asyncio.to_thread(of.stack.stop_service, B) == 0
    shutil.rmtree(of.snapshots(B))
    of.start(B)
    await replicas.healthy()
    rows = await replicas.rows_of_each(through_b, "c")
    assert rows[A] == rows[B]
    assert {row["external_id"] for row in rows[B]} == {*(f"p{n}" for n in range(5)), "q0", "q1", "q2"}
    rebuilt = {row["external_id"]: {**row, "rank": 0} for row in rows[B]}
    for before in seen:
        assert all({**row, "rank": 0} == rebuilt[str(row["external_id"])] for row in before)
    assert [len(before) for before in seen] == [6, 7, 8]


async def test_k20_calls_go_on_at_the_other_replica(replicas: Replicas) -> None:
    """K20: a gateway that knows both loses one in the middle of a search: no caller sees it, and each search ends once."""
    of = replicas.of
    client, _, _ = await replicas.with_settings()
    both = f"ipv4:127.0.0.1:{of.port(A)},127.0.0.1:{of.port(B)}"
    port = free_port()
    of.stack.start_service("gateway", label="gateway-ab", port=port, extra={"CVDEEP_CORPUS_TARGET": both})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:
        search = DeepSearch(RestClient(http=http, client_id=client.client_id, key=client.key))
        await search.client.get_patiently(CORPORA)
        await search.ingested("c", candidate("engineer"), candidate("nurse", NURSE))
        undisturbed = await search.ended(await search.started("c"))
        await replicas.restart(A, armed("search.after_claim=kill"))
        doomed, runs = of.stack.processes[A], list[str]()
        deadline = time.monotonic() + 60
        while doomed.poll() is None or len(runs) < 10:
            assert time.monotonic() < deadline, "the replica never took a search"
            runs.append(await search.started("c"))
        assert await of.died(A) == -signal.SIGKILL
        for run_id in runs:
            run = await search.ended(run_id)
            assert (run["status"], run["results"]) == ("finished", undisturbed["results"])
    of.stack.stop_service("gateway-ab")


async def test_k21_a_replica_that_slept_cannot_touch_what_went_on(replicas: Replicas) -> None:
    """K21: stopped with work in hand while another does it, changes it and erases it; awake again, it is refused in everything."""
    of, names = replicas.of, ["p0", "p1", "p2", "p3"]
    client, through_a, through_b = await replicas.with_settings(b=armed("corpus.mid_embed=pause:8"))
    before = of.log(B).count("corpus.mid_embed")
    call = asyncio.create_task(through_b.ingested("c", *people(*names)))

    async def b_holds_all() -> bool:
        return of.log(B).count("corpus.mid_embed") == before + len(names)

    await until(b_holds_all)
    of.stack.signal_service(B, signal.SIGSTOP)
    try:
        # One of them gets another content, one goes, two are done by A when the lease has ended.
        await through_a.ingested("c", candidate("p0", NURSE))
        assert (await through_a.delete(f"{CANDIDATES}/p3", corpus_id="c")).status_code == 204
        await through_a.all_embedded("c", 3)
        stored = await of_client(replicas, client)
    finally:
        of.stack.signal_service(B, signal.SIGCONT)

    # B answers once it has tried to store all four.
    answered = {row["external_id"]: row["embedding_status"] for row in (await call)["results"]}
    assert answered == {"p0": "pending", "p1": "embedded", "p2": "embedded", "p3": "pending"}
    assert await of_client(replicas, client) == stored
    found = await replicas.rows_of_each(through_b, "c")
    assert found[A] == found[B]
    assert {row["external_id"] for row in found[B]} == {"p0", "p1", "p2"}


async def test_k21_a_search_that_slept_is_refused(replicas: Replicas) -> None:
    """K21: another replica has ended the run meanwhile; the one that wakes up changes nothing of it."""
    of = replicas.of
    client, through_a, through_b = await replicas.with_settings(b=armed("search.before_finish=pause:8"))
    await through_a.ingested("c", candidate("engineer"), candidate("nurse", NURSE))
    reached = of.log(B).count("search.before_finish")
    of.stack.signal_service(A, signal.SIGSTOP)
    run_id = await through_b.started("c")

    async def b_has_it() -> bool:
        return of.log(B).count("search.before_finish") > reached

    await until(b_has_it)
    of.stack.signal_service(B, signal.SIGSTOP)
    of.stack.signal_service(A, signal.SIGCONT)
    try:
        ended = await through_a.ended(run_id)
        assert (ended["status"], len(ended["results"])) == ("finished", 2)
        before = await of_client(replicas, client)
    finally:
        of.stack.signal_service(B, signal.SIGCONT)

    async def b_knows() -> bool:
        return of.ran(B).get(run_id) == "lost"

    await until(b_knows)
    assert of.ran(A)[run_id] == "finished"
    assert await of_client(replicas, client) == before


async def test_an_erased_candidate_is_gone_from_both_replicas_and_from_restored_snapshots(replicas: Replicas) -> None:
    """Searched for by its own words: in no answer of either replica, before and after restarts, nor in a restored old snapshot."""
    of = replicas.of
    client, through_a, through_b = await replicas.with_settings()
    words = "Restored Eolianharps of the Quillwort collection"
    ada = parsed_cv("Eolianharps", title="Restorer", company="Quillwort")
    ada["work"][0]["highlights"] = [words]
    await through_a.ingested("c", candidate("ada-external-id", ada, tags=["harps"]), *people("p0", "p1"))
    # A plan of this position is kept, so not every word of hers is in it.
    own_words = {"position_id": "own", "position_metadata": {"text": "Restored Eolianharps"}}

    async def found_by(label: str) -> list[str]:
        rows = await replicas.rows_of_each(through_b, "c", **own_words)
        return [row["external_id"] for row in rows[label]]

    assert (await found_by(A))[0] == (await found_by(B))[0] == "ada-external-id"
    finished = await through_a.started("c", **own_words)
    assert len((await through_a.ended(finished))["results"]) == 3
    await replicas.restart(A)
    key = candidate_key("ada-external-id").encode()
    backup = of.stack.directory / "backup"
    shutil.copytree(of.snapshots(A), backup)
    assert any(key in path.read_bytes() for path in backup.rglob("*.columns"))

    assert (await through_b.delete(f"{CANDIDATES}/ada-external-id", corpus_id="c")).status_code == 204
    assert sorted(await found_by(A)) == sorted(await found_by(B)) == ["p0", "p1"]
    assert len((await through_a.ended(finished))["results"]) == 2
    held = b"\n".join(await of_client(replicas, client))
    for trace in (b"Quillwort", b"quillwort", b"Restorer", b"ada-external-id", b'["harps"]', b"somebody@example"):
        assert trace not in held, trace

    for label in (A, B):
        assert await asyncio.to_thread(of.stack.stop_service, label) == 0
        shutil.rmtree(of.snapshots(label), ignore_errors=True)
        shutil.copytree(backup, of.snapshots(label))
        of.start(label)
    await replicas.healthy()
    assert sorted(await found_by(A)) == sorted(await found_by(B)) == ["p0", "p1"]
    assert not any(key in path.read_bytes() for label in (A, B) for path in of.snapshots(label).rglob("*.columns"))
    shutil.rmtree(backup)


async def of_client(replicas: Replicas, client: RestClient) -> list[bytes]:
    """All that lies under keys of this client."""
    lines = (await everything_in(replicas.system.redis)).split(b"\n")
    return sorted(line for line in lines if client.client_id.encode() in line.partition(b" ")[0])
