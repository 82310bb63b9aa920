"""Judging in processes: the same numbers however many there are, and nothing lost whatever becomes of them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from engine.profile import Profile
from services.corpus.adapters.judging.pool import JudgePool, JudgeTimes
from services.corpus.adapters.judging.threads import JudgeThreads
from services.corpus.adapters.judging.work import judge
from services.corpus.application.search.finding import Finder, FindLimits
from services.corpus.domain.search_ranking import Judgement
from services.corpus.domain.search_run import Run, RunStatus
from services.corpus.ports.candidates import TransientError
from services.corpus.ports.search import Judges
from tests.fakes.profiles import config, job, profile, skills
from tests.fakes.search import MemoryCorpora, MemoryPlans, RecordingSearchMeter, WordEmbedder, position, record, stored
from tests.support import until as waits

METADATA = {"name": "Backend Engineer", **config(hard_skills=["Go", "Kafka"], minimal_qualifications=["3 years of Go"])}
_, SOUGHT = position(METADATA)
until = partial(waits.until, within_s=20.0)


def person(number: int) -> Profile:
    """Profiles that differ in what they show, some of them alike."""
    lines = [
        f"Built service {place} in {('Go', 'Kafka', 'Perl')[(number + place) % 3]}." for place in range(number % 4)
    ]
    return profile(job("Backend Engineer", *lines, start=f"{2012 + number % 11}-01"), skills=skills("Docker", "Go"))


RECORDS = [record(stored(f"c{number}", person(number))) for number in range(30)]
JUDGED = judge(SOUGHT, RECORDS)
EXPECTED = JUDGED.scored


@pytest.fixture
async def pool() -> AsyncIterator[JudgePool]:
    """One warm process."""
    made = JudgePool(processes=1, times=JudgeTimes(look_s=0.05, restart_s=0.01))
    await made.start()
    await until(lambda: len(made.pids) == 1)
    yield made
    await made.close()


def pid_of(pool: JudgePool) -> int:
    (pid,) = pool.pids
    return pid


async def begun(pool: JudgePool) -> asyncio.Task[Judgement]:
    """Judging under way in a process that does not go on."""
    os.kill(pid_of(pool), signal.SIGSTOP)
    task: asyncio.Task[Judgement] = asyncio.create_task(pool.judge(SOUGHT, RECORDS))
    await asyncio.sleep(0)
    await until(pool.busy)
    return task


async def test_a_process_gives_the_numbers_of_this_one(pool: JudgePool) -> None:
    """To the last bit, in the order of the records, for one order after another."""
    assert (await pool.judge(SOUGHT, RECORDS)).scored == EXPECTED
    assert (await pool.judge(SOUGHT, RECORDS[:3])).scored == EXPECTED[:3]
    assert (await pool.judge(SOUGHT, [])).scored == ()


async def test_a_process_hands_over_what_it_had_to_read(pool: JudgePool) -> None:
    """Byte for byte what this one reads; of candidates that come with it nothing is read again, and the numbers stay."""
    readings = dict((await pool.judge(SOUGHT, RECORDS)).readings)
    assert readings == dict(JUDGED.readings)
    assert len(readings) == len(RECORDS)
    known = [replace(each, readings=readings[each.candidate_key]) for each in RECORDS]
    again = await pool.judge(SOUGHT, [*known[:9], *RECORDS[9:12], *known[12:]])
    assert again.scored == EXPECTED
    assert [key for key, _ in again.readings] == [each.candidate_key for each in RECORDS[9:12]]


@pytest.mark.parametrize(
    ("judges", "chunk"), [(JudgePool(processes=3), 1), (JudgePool(processes=1), 7), (JudgeThreads(threads=2), 4)]
)
async def test_rows_are_the_same_whoever_judges(judges: Judges, chunk: int) -> None:
    """However many processes or threads there are, and whichever chunk is done first."""
    corpora = MemoryCorpora()
    corpora.put("cl", "c", *(stored(f"c{number}", person(number)) for number in range(30)))
    finder = Finder(
        corpora, corpora, WordEmbedder(), MemoryPlans(),
        judges=judges, meter=RecordingSearchMeter(), limits=FindLimits(chunk=chunk),
    )  # fmt: skip
    await judges.start()
    run = Run("cvds_1", RunStatus.PENDING, "c", "p", False, 30, 1_795_302_000_000)
    ranked = await finder.find("cl", run, position_metadata_json=json.dumps(METADATA))
    await judges.close()
    assert list(ranked.rows) == sorted(EXPECTED, key=lambda row: (-row.score, row.external_id))


async def test_a_process_that_dies_at_work_loses_nothing(pool: JudgePool) -> None:
    """What it had is judged here, and another takes its place."""
    task, killed = await begun(pool), pid_of(pool)
    os.kill(killed, signal.SIGKILL)
    assert (await task).scored == EXPECTED
    await until(lambda: len(pool.pids) == 1 and killed not in pool.pids)
    assert (await pool.judge(SOUGHT, RECORDS)).scored == EXPECTED


async def test_a_process_that_died_idle_is_not_asked(pool: JudgePool) -> None:
    """Searches go on at once."""
    os.kill(pid_of(pool), signal.SIGKILL)
    assert (await pool.judge(SOUGHT, RECORDS)).scored == EXPECTED


async def test_without_any_process_it_is_judged_here() -> None:
    """Before the first is warm, for example."""
    pool = JudgePool(processes=0)
    await pool.start()
    assert (await pool.judge(SOUGHT, RECORDS)).scored == EXPECTED
    await pool.close()


async def test_damaged_records_are_left_out_and_end_no_process(pool: JudgePool) -> None:
    """Bytes that are no profile, evidence that does not fit."""
    before = pool.pids
    damaged = [replace(RECORDS[0], profile=b"{"), RECORDS[1], replace(RECORDS[2], evidence=RECORDS[2].evidence[:-2])]
    assert (await pool.judge(SOUGHT, damaged)).scored == EXPECTED[1:2]
    assert pool.pids == before


async def test_an_order_that_breaks_is_an_error_and_the_next_is_judged(pool: JudgePool) -> None:
    """What the worker of searches sees as a failed attempt."""
    with pytest.raises(ValueError, match="Expecting"):
        await pool.judge(replace(SOUGHT, position_metadata_json="{"), RECORDS)
    assert (await pool.judge(SOUGHT, RECORDS)).scored == EXPECTED


async def test_an_order_that_hangs_ends_with_its_process() -> None:
    """The search's attempt fails in bounded time."""
    pool = JudgePool(processes=1, times=JudgeTimes(order_s=0.2))
    await pool.start()
    await until(lambda: len(pool.pids) == 1)
    hung = pid_of(pool)
    with pytest.raises(TimeoutError):
        await (await begun(pool))
    await until(lambda: hung not in pool.pids)
    await pool.close()


async def test_a_cancelled_order_leaves_no_answer_behind(pool: JudgePool) -> None:
    """The next order never gets the answer of the one before."""
    task = await begun(pool)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await pool.judge(SOUGHT, RECORDS[5:6])).scored == EXPECTED[5:6]


async def test_closing_ends_processes_and_what_they_do(pool: JudgePool) -> None:
    """Waiting for nobody; later calls are refused likewise."""
    pid, task = pid_of(pool), await begun(pool)
    await pool.close()
    with pytest.raises(TransientError):
        await task
    with pytest.raises(TransientError):
        await pool.judge(SOUGHT, RECORDS)
    assert not Path(f"/proc/{pid}").exists()


async def test_processes_end_with_a_parent_that_is_killed() -> None:
    """No process is left behind by a crash."""
    code = (
        "import asyncio\n"
        "from services.corpus.adapters.judging.pool import JudgePool\n"
        "async def main():\n"
        "    pool = JudgePool(processes=1)\n"
        "    await pool.start()\n"
        "    while not pool.pids: await asyncio.sleep(0.01)\n"
        "    print(*pool.pids, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(await asyncio.to_thread(parent.stdout.readline))
    parent.kill()
    parent.wait()
    await until(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes())
