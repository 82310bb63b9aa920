"""Callers share a run only when it began after they asked."""

import asyncio

import pytest

from services.corpus.application.index.rounds import Rounds


class Counted:
    """Work that counts its runs and waits for a gate."""

    def __init__(self) -> None:
        self.begun = 0
        self.gate = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        mine = self.begun
        await self.gate.wait()
        return mine


async def settled() -> None:
    """Lets everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_comes_during_a_run_shares_the_next() -> None:
    """A run that has begun may have read too early for a new caller; one more serves all who came since."""
    work = Counted()
    rounds = Rounds(work)
    first = asyncio.create_task(rounds.begun_after_now())
    await settled()
    later = [asyncio.create_task(rounds.begun_after_now()) for _ in range(5)]
    await settled()
    assert work.begun == 1
    work.gate.set()
    assert await first == 1
    assert await asyncio.gather(*later) == [2] * 5


async def test_a_cancelled_caller_leaves_the_run_to_the_others() -> None:
    """One search given up does not fail those that wait with it."""
    work = Counted()
    rounds = Rounds(work)
    given_up, stays = (asyncio.create_task(rounds.begun_after_now()) for _ in range(2))
    await settled()
    given_up.cancel()
    work.gate.set()
    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await given_up


async def test_a_failure_reaches_its_callers_and_no_other() -> None:
    """The next run begins as if nothing had been."""
    outcomes = iter([RuntimeError("away"), None])

    async def work() -> str:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome
        return "there"

    rounds = Rounds(work)
    with pytest.raises(RuntimeError, match="away"):
        await rounds.begun_after_now()
    assert await rounds.begun_after_now() == "there"
    await rounds.settle()
