"""The slots of a worker: how many matches it takes while some of them are slow."""

import asyncio
from typing import Any, cast

from services.matcher.application.running import Outcome, Runner
from services.matcher.application.worker import Worker, WorkerLimits
from services.matcher.domain.match import Claim
from services.matcher.ports import Bell, Bells, RunStore, SweepStore


class Scene:
    """A worker with endless bells, whose matches run until the test ends them."""

    def __init__(self, **limits: int) -> None:
        self.ends: list[asyncio.Future[Outcome]] = []
        parts = cast("Any", self)
        self.worker = Worker(
            cast("Bells", parts),
            cast("RunStore", parts),
            cast("SweepStore", parts),
            cast("Runner", parts),
            limits=WorkerLimits(**limits, listen_s=0.0),
        )

    async def listen(self, *, timeout_s: float) -> list[Bell]:
        await asyncio.sleep(timeout_s)
        return [cast("Bell", object())]

    async def claim(self, bell: Bell) -> Claim:
        return cast("Claim", bell)

    def run(self, claim: Claim) -> asyncio.Future[Outcome]:
        self.ends.append(asyncio.get_running_loop().create_future())
        return self.ends[-1]

    async def leave(self) -> None:
        """Bells are left without a word."""

    async def sweep(self, client_id: str, match_id: str, *, unanswered: str) -> None:
        """No bell is handed back."""

    async def settled(self) -> int:
        """Lets the worker take what it will, and says how many run."""
        for _ in range(200):
            await asyncio.sleep(0)
        return sum(not end.done() for end in self.ends)


async def _observed(scene: Scene, steps: list[int | None]) -> list[int]:
    """How many run after each step: widened by so many, or, for None, one match ended."""
    loop = asyncio.create_task(scene.worker.run())
    running = [await scene.settled()]
    for step in steps:
        if step is None:
            next(end for end in scene.ends if not end.done()).set_result(Outcome.FINISHED)
        else:
            scene.worker.widen(step)
        running.append(await scene.settled())
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    for end in scene.ends:
        end.cancel()
    return running


async def test_a_match_whose_document_is_slow_lends_its_slot() -> None:
    """While two are aside, two more run; as they end, the slots are taken back."""
    assert await _observed(Scene(concurrency=2), [1, 1, -1, None, None]) == [2, 3, 4, 4, 3, 3]


async def test_a_flood_of_slow_matches_leaves_no_slot_blocked() -> None:
    """However many are aside, as many run beside them as ever."""
    assert await _observed(Scene(concurrency=1), [1] * 20) == list(range(1, 22))


async def test_a_slot_lent_twice_in_a_row_is_one_slot() -> None:
    """A loan that comes back while another goes out changes nothing."""
    assert await _observed(Scene(concurrency=1), [1, -1, 1, -1, None, None]) == [1, 2, 2, 2, 2, 1, 1]
