"""A flood of costly documents: who else sends some, and what is read all the same, does not depend on it."""

import asyncio
import os

import pytest

from services.matcher.adapters.pdf.pool import ReaderPool
from services.matcher.domain.failure import FailureCode
from services.matcher.ports import CrowdedError
from tests.integration.pdf.conftest import MakePool
from tests.integration.pdf.hostile import nested_forms, one_page, self_drawing_form, stream
from tests.integration.pdf.test_lanes import SPIN, end, spins
from tests.integration.pdf.test_pool import GOOD, failure_of, moody
from tests.support.until import until

# Opens, but has no text for the first reader.
NO_TEXT = one_page(stream(b"0 0 1 rg 100 100 300 300 re f"))


async def ended_in_order(pool: ReaderPool, documents: list[tuple[str, bytes, str]]) -> str:
    """Reads (name, file, owner) all at once; returns the names as they ended."""
    order: list[str] = []

    async def one(name: str, pdf: bytes, owner: str) -> None:
        await asyncio.gather(pool.read(pdf, owner=owner), return_exceptions=True)
        order.append(name)

    await asyncio.gather(*(one(*document) for document in documents))
    return "".join(order)


async def test_one_owners_crowd_does_not_stand_before_anothers_document(make_pool: MakePool) -> None:
    """Behind twenty of one owner's, another's only document is read as one of the first."""
    pool = await make_pool(size=1)

    order = await ended_in_order(pool, [*(("a", GOOD, "crowd") for _ in range(20)), ("b", GOOD, "other")])

    assert "b" in order[:3]


async def test_what_needs_the_second_reader_waits_for_what_does_not(make_pool: MakePool) -> None:
    """The slow reader's turn comes when no document waits for the fast one, those included that came meanwhile."""
    pool = await make_pool(size=1)
    order: list[str] = []

    async def one(name: str, pdf: bytes, times: int) -> None:
        for _ in range(times):
            await asyncio.gather(pool.read(pdf), return_exceptions=True)
            order.append(name)

    # Two at a time, of which one always waits.
    await asyncio.gather(one("z", NO_TEXT, 1), one("a", GOOD, 3), one("a", GOOD, 3))

    assert "".join(order) in {"aaaaaz", "aaaaaza", "aaaaaaz"}


async def test_a_file_that_was_slow_is_known_again(make_pool: MakePool) -> None:
    """The same file sent again does not stand in the way even for the moment it takes to see that it is slow."""
    pool = await make_pool(structure="moody_structure", size=1, cpu_s=60, aside_cpu_s=0.1)
    await pool.read(moody("Labour"))
    await until(lambda: len(pool.pids) == 1)
    (warm,) = pool.pids

    again = asyncio.create_task(pool.read(moody("Labour")))
    await until(lambda: len(pool.pids) == 2)
    (aside,) = pool.pids - {warm}
    priority = os.getpriority(os.PRIO_PROCESS, aside)
    await again

    assert priority > os.getpriority(os.PRIO_PROCESS, 0)
    assert pool.pids >= {warm}


async def test_slow_documents_past_what_may_wait_are_given_back(make_pool: MakePool) -> None:
    """Without memory for one that waits, the next slow one is refused for now; good ones are read, and the first goes on."""
    pool = await make_pool(structure="moody_structure", size=1, slow=1, slow_waiting_mb=0, **SPIN)
    slow = spins(pool, 1)
    await until(lambda: len(pool.pids) == 2)

    with pytest.raises(CrowdedError):
        await pool.read(moody("Loop") + b"%")

    assert (await pool.read(GOOD)).pages == 1
    assert not slow[0].done()
    await end(slow)


async def test_half_of_what_may_wait_is_left_to_other_owners(make_pool: MakePool) -> None:
    """Whoever fills the waiting room fills half of it: another's slow document still finds a place."""
    pool = await make_pool(structure="moody_structure", size=1, slow=1, slow_waiting_mb=2, **SPIN)
    slow = [asyncio.create_task(pool.read(moody("Loop"), owner="crowd"))]
    await until(lambda: len(pool.pids) == 2)
    # Known to be slow, each goes to the waiting room at once.
    slow += [asyncio.create_task(pool.read(moody("Loop"), owner="crowd")) for _ in range(2)]
    other = asyncio.create_task(pool.read(moody("Loop"), owner="other"))
    done, _ = await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED)

    (refused,) = done
    assert isinstance(refused.exception(), CrowdedError)
    assert not other.done()
    await end([*slow, other])


async def test_working_or_waiting_for_a_processor_is_not_ended_by_the_clock(make_pool: MakePool) -> None:
    """Half a second of work is read though the clock allows a tenth: whether a file is read does not depend on the load."""
    pool = await make_pool(structure="moody_structure", size=1, wall_s=0.1, aside_cpu_s=60.0, aside_wall_s=60.0)

    assert len((await pool.read(moody("Labour"))).profile.other) == 2


@pytest.mark.parametrize("make", [self_drawing_form, nested_forms], ids=["p03", "p04"])
async def test_what_shows_no_text_is_ended_sooner(make_pool: MakePool, make: object) -> None:
    """Both readers together may work for ten minutes here, without text for a fifth of a second each."""
    pool = await make_pool(size=1, cpu_s=1_200, wall_s=600.0, textless_end_cpu_s=0.2)
    assert callable(make)

    assert await failure_of(pool, make()) is FailureCode.CV_TOO_COMPLEX


async def test_text_gives_a_document_its_whole_time(make_pool: MakePool) -> None:
    """What has shown text is not ended for working longer than what has none may."""
    pool = await make_pool(structure="moody_structure", size=1, textless_end_cpu_s=0.2)

    assert len((await pool.read(moody("Labour"))).profile.other) == 2
