"""The pool of reader processes: what a child does is an outcome, and the pool stays whole."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.matcher.adapters.pdf.pool import ReaderPool, ReadTimes
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.failure import FailureCode, MatchFailure
from services.matcher.ports import TransientError
from tests.integration.pdf.conftest import MakePool, children_of, parents
from tests.integration.pdf.hostile import plain_text
from tests.support.until import until

GOOD = plain_text(["Engineer at Acme, Berlin", "Led a team of nine engineers and built a platform"])


def seed_of(pool: ReaderPool) -> int:
    """What all children of a pool are forked from."""
    parent_of = parents()
    (seed,) = {parent_of[pid] for pid in pool.pids}
    return seed


def moody(word: str) -> bytes:
    return plain_text([f"{word} goes the reader of this document", "whatever else the document may say"])


async def failure_of(pool: ReaderPool, pdf: bytes) -> FailureCode:
    with pytest.raises(MatchFailure) as caught:
        await pool.read(pdf)
    return caught.value.code


async def test_a_cv_is_read_and_typed(make_pool: MakePool) -> None:
    """A good file comes back as a typed value, with its links, pages and reader."""
    pool = await make_pool()
    cv = await pool.read(GOOD)
    assert [line.text for line in cv.profile.other] == [
        "Engineer at Acme, Berlin",
        "Led a team of nine engineers and built a platform",
    ]
    assert (cv.pages, cv.pages_read, cv.reader) == (1, 1, "pypdfium2")


async def test_children_are_warm_and_reused(make_pool: MakePool) -> None:
    """Documents one after the other are read by the same process."""
    pool = await make_pool()
    before = pool.pids
    for _ in range(5):
        await pool.read(GOOD)
    assert pool.pids == before


async def test_times_of_each_document_are_observed() -> None:
    """The observer hears of every document with its outcome and what its two steps took."""
    heard: list[ReadTimes] = []
    pool = ReaderPool(
        PoolSettings(size=1), structure="tests.integration.pdf.plain_structure:read_cv", observe=heard.append
    )
    await pool.start()
    await pool.read(GOOD)
    await failure_of(pool, b"%PDF-")
    await pool.close()
    assert [times.outcome for times in heard] == ["read", "CV_UNREADABLE"]
    assert heard[0].extract_s > 0
    assert heard[0].structure_s > 0


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Crash", FailureCode.CV_UNREADABLE),
        ("Sleep", FailureCode.CV_TOO_COMPLEX),
        ("Loop", FailureCode.CV_TOO_COMPLEX),
        ("Allocate", FailureCode.CV_TOO_COMPLEX),
        ("Babble", FailureCode.CV_UNREADABLE),
    ],
)
async def test_a_child_that_fails_is_an_outcome_and_is_replaced(
    make_pool: MakePool, word: str, code: FailureCode
) -> None:
    """A crash, a hang, a spin, a lack of memory and nonsense on the pipe each fail that document alone."""
    pool = await make_pool(structure="moody_structure", wall_s=8.0 if word == "Loop" else 2.0, cpu_s=4)
    before = pool.pids
    assert await failure_of(pool, moody(word)) is code
    await until(lambda: len(pool.pids) == 1)
    assert pool.pids != before
    assert (await pool.read(GOOD)).pages == 1


async def test_a_fault_of_our_own_step_says_so_and_quotes_nothing(make_pool: MakePool) -> None:
    """An exception of the structure step is PIPELINE_FAILED, not a bad CV, and its text stays in the child."""
    pool = await make_pool(structure="moody_structure")
    with pytest.raises(MatchFailure) as caught:
        await pool.read(moody("Raise"))
    assert caught.value.code is FailureCode.PIPELINE_FAILED
    assert "reader of this" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_what_a_child_prints_reaches_nobody(make_pool: MakePool, capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output and error of a child could quote the CV: they go nowhere and do not disturb the protocol."""
    pool = await make_pool(structure="moody_structure")
    cv = await pool.read(moody("Print"))
    assert len(cv.profile.other) == 2
    out, err = capfd.readouterr()
    assert "reader of this" not in out + err


async def test_an_idle_child_that_dies_is_replaced(make_pool: MakePool) -> None:
    """The system may take a child at any time; the next document does not notice."""
    pool = await make_pool()
    (victim,) = pool.pids
    os.kill(victim, signal.SIGKILL)
    await until(lambda: victim not in pool.pids)
    assert (await pool.read(GOOD)).pages == 1


async def test_a_child_is_replaced_after_its_share_of_documents(make_pool: MakePool) -> None:
    """No child reads for ever: what a library leaks is bounded."""
    pool = await make_pool(documents=2)
    before = pool.pids
    for _ in range(3):
        await pool.read(GOOD)
    assert not before & pool.pids


async def test_cancelling_a_read_ends_its_child(make_pool: MakePool) -> None:
    """A read that nobody waits for any more costs nothing any more."""
    pool = await make_pool(structure="moody_structure")
    before = pool.pids
    reading = asyncio.create_task(pool.read(moody("Sleep")))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not before & children_of(os.getpid())
    assert (await pool.read(GOOD)).pages == 1


async def test_the_death_of_the_seed_is_no_fault_of_a_cv_and_is_mended(make_pool: MakePool) -> None:
    """When what all children are forked from dies, they die with it: their CVs may be read again, and the next one is read."""
    pool = await make_pool(structure="moody_structure")
    seed = seed_of(pool)
    reading = asyncio.create_task(pool.read(moody("Sleep")))
    await asyncio.sleep(0)

    os.kill(seed, signal.SIGKILL)

    with pytest.raises(TransientError):
        await reading
    assert (await pool.read(GOOD)).pages == 1
    assert seed not in children_of(os.getpid())


async def test_children_are_forked_from_one_seed_that_has_read_before(make_pool: MakePool) -> None:
    """A made-up CV is read before the first real one, by the seed alone: no child has anything of another's document."""
    pool = await make_pool(size=2, warm_ups=1)
    assert parents()[seed_of(pool)] == os.getpid()
    assert (await pool.read(GOOD)).profile.other


async def test_as_many_children_stand_ready_as_are_in_use(make_pool: MakePool) -> None:
    """What takes the place of one that steps aside or ends is there already; after it there are as many as before."""
    pool = await make_pool(size=2, documents=1)
    seed = seed_of(pool)
    await until(lambda: len(children_of(seed) - pool.pids) == 2)
    first, standing = pool.pids, children_of(seed) - pool.pids
    await pool.read(GOOD)
    await until(lambda: len(pool.pids & standing) == 1)
    await until(lambda: len(children_of(seed) - pool.pids - first) == 2)


async def test_closing_ends_all_children_and_fails_no_cv(make_pool: MakePool) -> None:
    """A shutdown is no fault of the CVs being read or waiting: they may be read again later."""
    pool = await make_pool(structure="moody_structure")
    reads = [asyncio.create_task(pool.read(moody("Sleep"))) for _ in range(3)]
    await asyncio.sleep(0)
    before = pool.pids
    await pool.close()
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TransientError] * 3
    assert not before & children_of(os.getpid())
    with pytest.raises(TransientError):
        await pool.read(GOOD)


async def test_a_pool_that_cannot_start_says_so() -> None:
    """A structure step that cannot be imported is found at the start, not with the first CV."""
    pool = ReaderPool(PoolSettings(size=2), structure="tests.integration.pdf.absent:read_cv")
    with pytest.raises(RuntimeError, match="could not be started"):
        await pool.start()
    assert pool.pids == frozenset()


async def test_children_end_with_a_parent_that_is_killed() -> None:
    """A worker that is killed leaves no reader behind."""
    script = """
import asyncio, sys
from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
async def main():
    pool = ReaderPool(PoolSettings(size=2), structure="tests.integration.pdf.plain_structure:read_cv")
    await pool.start()
    print(*pool.pids, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in (await asyncio.to_thread(parent.stdout.readline)).split()]
        assert len(children) == 2
        parent.kill()
    await until(lambda: not any(_runs(pid) for pid in children))


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
