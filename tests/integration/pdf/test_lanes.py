"""Slow documents step aside: whoever sends them, the next documents are read meanwhile."""

import asyncio
import os

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.adapters.pdf.settings import PoolSettings
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode
from services.matcher.ports import TransientError
from tests.integration.pdf.conftest import MakePool, children_of
from tests.integration.pdf.hostile import nested_forms
from tests.integration.pdf.test_pool import GOOD, failure_of, moody
from tests.support.until import until

# Spins for much longer than a test takes.
SPIN = {"cpu_s": 600, "wall_s": 600.0, "aside_cpu_s": 0.1}


def spins(pool: ReaderPool, count: int) -> list[asyncio.Task[ReadCv]]:
    return [asyncio.create_task(pool.read(moody("Loop"))) for _ in range(count)]


async def end(tasks: list[asyncio.Task[ReadCv]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_p26_good_documents_are_read_beside_as_many_slow_ones_as_the_pool_has_places(
    make_pool: MakePool,
) -> None:
    """Two that never end hold both places for a moment only; sixteen others are read meanwhile."""
    pool = await make_pool(structure="moody_structure", size=2, **SPIN)
    slow = spins(pool, 2)

    read = await asyncio.gather(*(pool.read(GOOD) for _ in range(16)))

    assert [cv.pages for cv in read] == [1] * 16
    assert not any(task.done() for task in slow)
    await end(slow)
    await until(lambda: len(pool.pids) == 2)


async def test_slow_documents_past_the_lane_start_again_when_there_is_room(make_pool: MakePool) -> None:
    """With room for one, the others wait without a child; the good are read, and the pool has never more children than it may."""
    pool = await make_pool(structure="moody_structure", size=1, slow=1, **SPIN)
    slow = spins(pool, 3)

    cv = await pool.read(GOOD)

    assert cv.pages == 1
    assert not any(task.done() for task in slow)
    assert len(pool.pids) <= 2
    await end(slow)
    await until(lambda: len(pool.pids) == 1)


async def test_a_document_that_waited_for_room_is_read_from_its_beginning(make_pool: MakePool) -> None:
    """What was given up for want of room loses nothing but time."""
    pool = await make_pool(structure="moody_structure", size=1, slow=1, cpu_s=60, wall_s=60.0, aside_cpu_s=0.1)

    read = await asyncio.gather(*(pool.read(moody("Labour")) for _ in range(3)))

    assert [len(cv.profile.other) for cv in read] == [2, 2, 2]


async def test_a_slow_document_is_read_at_low_priority_by_a_child_that_ends_with_it(make_pool: MakePool) -> None:
    """What takes long takes only what others leave, and its child, whose priority cannot rise again, goes."""
    pool = await make_pool(structure="moody_structure", size=1, **SPIN)
    (first,) = pool.pids
    slow = spins(pool, 1)

    await until(lambda: len(pool.pids) == 2)
    priorities = {pid: os.getpriority(os.PRIO_PROCESS, pid) for pid in pool.pids}
    await end(slow)

    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert priorities[first] > own
    assert [priority for pid, priority in priorities.items() if pid != first] == [own]
    await until(lambda: len(pool.pids) == 1)
    assert first not in pool.pids


async def test_a_document_that_waits_without_working_steps_aside_by_the_clock(make_pool: MakePool) -> None:
    """A child that hangs uses no processor time; it does not keep its place either."""
    pool = await make_pool(structure="moody_structure", size=1, wall_s=600.0, aside_wall_s=0.1)
    hanging = asyncio.create_task(pool.read(moody("Sleep")))

    assert (await pool.read(GOOD)).pages == 1
    assert not hanging.done()
    await end([hanging])


async def test_a_document_that_shows_no_text_steps_aside_sooner(make_pool: MakePool) -> None:
    """What unpacks for ever is known by a few hundredths of a second without text; a good document is known by its text."""
    never = {"aside_cpu_s": 600.0, "aside_wall_s": 600.0, "cpu_s": 600, "wall_s": 600.0}
    pool = await make_pool(size=1, textless_cpu_s=0.02, **never)
    bomb = asyncio.create_task(pool.read(nested_forms()))

    read = await asyncio.gather(*(pool.read(GOOD) for _ in range(4)))

    assert [cv.pages for cv in read] == [1] * 4
    assert not bomb.done()
    await end([bomb])


async def test_a_document_that_shows_text_may_take_its_time(make_pool: MakePool) -> None:
    """Once text has been seen only the limits for all documents count: the next document waits for this one."""
    pool = await make_pool(
        structure="moody_structure", size=1, aside_cpu_s=60.0, aside_wall_s=60.0, textless_cpu_s=0.02
    )
    (child,) = pool.pids

    cv = await pool.read(moody("Labour"))

    assert len(cv.profile.other) == 2
    assert pool.pids == {child}


async def test_the_pool_tells_how_many_are_aside() -> None:
    """Whoever gives it documents hears of each that steps aside, once, and of its end; the limits hold there as well."""
    heard: list[int] = []
    pool = ReaderPool(
        PoolSettings(size=1, slow=1, cpu_s=4, aside_cpu_s=0.1),
        structure="tests.integration.pdf.moody_structure:read_cv",
        aside=heard.append,
    )
    await pool.start()

    await pool.read(GOOD)
    code = await failure_of(pool, moody("Loop"))
    await pool.close()

    assert (code, heard) == (FailureCode.CV_TOO_COMPLEX, [1, -1])


async def test_closing_ends_both_lanes_and_all_that_wait(make_pool: MakePool) -> None:
    """A shutdown fails neither what is read aside nor what waits for room there."""
    pool = await make_pool(structure="moody_structure", size=1, slow=1, **SPIN)
    before = children_of(os.getpid()) - pool.pids
    slow = spins(pool, 4)
    await until(lambda: len(pool.pids) == 2)

    await pool.close()
    outcomes = await asyncio.gather(*slow, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [TransientError] * 4
    assert children_of(os.getpid()) <= before
