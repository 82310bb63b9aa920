"""Two corpus processes serve the same corpora at once: what one has answered the other finds, whatever goes on beside it."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.deepsearch import CANDIDATES, DeepSearch, candidate, parsed_cv
from tests.support.replicas import NO_SEARCHES, A, B, Replicas
from tests.support.soak import Soak

pytestmark = [pytest.mark.system, pytest.mark.timeout(1800)]

# The long ways round are for a person to start: 1000 rounds, 60 seconds.
ROUNDS = int(os.environ.get("CVDEEP_RYW_ROUNDS", "100"))
SOAK_S = float(os.environ.get("CVDEEP_SOAK_S", "5"))
_LANES = 4


_SKILLS = (
    "Python",
    "PostgreSQL",
    "Kubernetes",
    "triage",
    "welding",
    "payroll",
    "Java",
    "accounting",
    "German",
    "sales",
)


def some_cv(chosen: random.Random) -> Any:
    """A small CV that is most likely like no other."""
    return parsed_cv(*chosen.sample(_SKILLS, 2), company=f"Company {chosen.randrange(10**9)}")


@asynccontextmanager
async def beside(*loads: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Repeats each load while the block runs; the failure of one is the test's."""
    ended = asyncio.Event()

    async def repeat(load: Callable[[], Awaitable[None]]) -> None:
        while not ended.is_set():
            await load()

    async with asyncio.TaskGroup() as group:
        for load in loads:
            group.create_task(repeat(load))
        try:
            yield
        finally:
            ended.set()


def writes(through: DeepSearch, corpus_id: str, name: str) -> Callable[[], Awaitable[None]]:
    """A load: changes and erases a few candidates of its own, again and again."""
    chosen = random.Random(name)

    async def write() -> None:
        external_id = f"{name}-{chosen.randrange(10)}"
        if chosen.random() < 0.2:
            answer = await through.delete(f"{CANDIDATES}/{external_id}", corpus_id=corpus_id)
            assert answer.status_code == 204, answer.text
        else:
            await through.ingested(corpus_id, candidate(external_id, some_cv(chosen)))

    return write


async def test_what_one_replica_answered_the_other_finds_at_once(replicas: Replicas) -> None:
    """An ingest answered `embedded` by A is in the next search done by B, and an erased one in none, while both are written to."""
    # A does no search: B's index is the one that must know.
    _, a, b = await replicas.with_settings(a=NO_SEARCHES)
    before = {label: len(replicas.of.ran(label)) for label in (A, B)}
    missed: list[str] = []
    lingering: list[str] = []

    async def rounds(lane: int) -> None:
        chosen = random.Random(lane)
        for number in range(lane, ROUNDS, _LANES):
            name = f"new-{number}"
            body = await a.ingested("c", candidate(name, some_cv(chosen)))
            assert body["results"][0]["embedding_status"] == "embedded"
            found = await b.found("c", top_n=1000)
            if name not in found:
                missed.append(name)
            # The one before was erased in the round before.
            if f"new-{number - _LANES}" in found:
                lingering.append(name)
            assert (await a.delete(f"{CANDIDATES}/{name}", corpus_id="c")).status_code == 204

    async with beside(writes(a, "c", "load-a"), writes(b, "c", "load-b")):
        await asyncio.gather(*(rounds(lane) for lane in range(_LANES)))
    replicas.of.assert_alive()
    assert (missed, lingering) == ([], [])
    assert {label: len(replicas.of.ran(label)) - before[label] for label in (A, B)} == {A: 0, B: ROUNDS}


async def test_i24_the_same_batch_of_500_through_both_at_once_is_one(replicas: Replicas) -> None:
    """I24: each candidate is accepted once and unchanged once, and both replicas hold one vector of each."""
    _, a, b = await replicas.with_settings()
    batch = [candidate(f"c{number}", parsed_cv("Python", title=f"Engineer {number % 20}")) for number in range(500)]
    left, right = await asyncio.gather(a.ingested("c", *batch), b.ingested("c", *batch))
    statuses = [{one["status"], other["status"]} for one, other in zip(left["results"], right["results"], strict=True)]
    assert statuses == [{"accepted", "unchanged"}] * 500
    await a.all_embedded("c", 500)
    runs = [await through.ended(await through.started("c", top_n=1000)) for through in (a, b, a, b)]
    assert {run["total_candidates"] for run in runs} == {500}
    assert (await a.ingested("c", *batch))["summary"]["unchanged"] == 500


async def test_f01_t05_searches_beside_changes_of_two_clients(replicas: Replicas) -> None:
    """F01, T05: no process dies, no run fails, none shows another's candidate, one erased before it began, or misses one."""
    await replicas.with_settings()
    soak = Soak(replicas, clients=[await replicas.system.new_client() for _ in range(2)], corpora=("x", "y", "z"))
    await soak.run(for_s=SOAK_S, writers=4, searchers=4)
    replicas.of.assert_alive()
    assert soak.wrong == []
    assert all(soak.done_by_each())
    print(soak.counted)  # noqa: T201 - the figures are what the long run is for
