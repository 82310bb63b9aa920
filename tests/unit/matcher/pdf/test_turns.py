"""Turns at a thing that several owners want."""

import asyncio

import pytest

from services.matcher.adapters.pdf.turns import Turns


class GoneError(Exception):
    """The queue is closed."""


class Scene:
    """One thing, and a note of who had it; whoever has it uses it for as much as it was told."""

    def __init__(self) -> None:
        self.turns: Turns[str] = Turns(usual=1.0, closed=GoneError)
        self.order: list[str] = []

    def want(self, owner: str, *, use: float = 1.0, behind: bool = False) -> asyncio.Task[None]:
        return asyncio.create_task(self._want(owner, use, behind=behind))

    async def _want(self, owner: str, use: float, *, behind: bool) -> None:
        thing = await self.turns.get(owner, behind=behind)
        self.order.append(owner)
        await asyncio.sleep(0)
        self.turns.settle(owner, use)
        self.turns.put(thing)


async def _order(scene: Scene, *wanting: asyncio.Task[None]) -> str:
    await asyncio.sleep(0)
    scene.turns.put("thing")
    await asyncio.gather(*wanting)
    return "".join(scene.order)


async def test_a_crowd_of_one_owner_does_not_stand_before_another() -> None:
    """However many of a's wait, b's come every other time."""
    scene = Scene()

    order = await _order(scene, *(scene.want("a") for _ in range(6)), *(scene.want("b") for _ in range(2)))

    assert order == "ababaaaa"


async def test_an_owner_that_uses_much_is_served_less_often() -> None:
    """Shares are of what is used, not of how often: three of b's for each of a's."""
    scene = Scene()

    order = await _order(
        scene, *(scene.want("a", use=3.0) for _ in range(3)), *(scene.want("b", use=1.0) for _ in range(6))
    )

    assert order == "abbbabbba"


async def test_nobody_saves_up() -> None:
    """Who wanted nothing while others were served starts level with them."""
    scene = Scene()
    first = [scene.want("a") for _ in range(6)]
    await asyncio.sleep(0)
    scene.turns.put("thing")
    while len(scene.order) < 3:
        await asyncio.sleep(0)
    late = [scene.want("b") for _ in range(3)]
    await asyncio.gather(*first, *late)

    assert "".join(scene.order) == "aaaababab"


async def test_who_asks_from_behind_waits_for_all_others_but_not_for_ever() -> None:
    """After eight before it, one from behind has its turn."""
    scene = Scene()

    behind = [scene.want("z", behind=True) for _ in range(2)]
    order = await _order(scene, *behind, *(scene.want("a") for _ in range(10)))

    assert order == "aaaaaaaazaaz"


async def test_whoever_gives_up_leaves_its_place_to_the_next() -> None:
    """Cancelled while waiting, or in the very moment it was its turn: the thing is not lost."""
    scene = Scene()
    waiting, served = scene.want("a"), scene.want("b")
    await asyncio.sleep(0)
    waiting.cancel()
    scene.turns.put("thing")
    served.cancel()
    await asyncio.gather(waiting, served, return_exceptions=True)

    assert scene.order == []
    assert await asyncio.wait_for(scene.turns.get("c"), 1) == "thing"


async def test_nothing_is_taken_past_those_who_wait() -> None:
    """At once, a thing is had only where one is free and nobody waits."""
    turns: Turns[str] = Turns(usual=1.0, closed=GoneError)
    assert turns.take("a") is None
    turns.put("thing")
    assert turns.take("a") == "thing"
    waiting = asyncio.create_task(turns.get("b"))
    await asyncio.sleep(0)
    turns.put("thing")
    turns.put("other")
    await waiting

    assert turns.take("a") == "other"


async def test_closing_ends_all_waiting() -> None:
    """Those who wait, and those who come later, hear that it is over."""
    turns: Turns[str] = Turns(usual=1.0, closed=GoneError)
    waiting = [asyncio.create_task(turns.get("a")), asyncio.create_task(turns.get("b", behind=True))]
    await asyncio.sleep(0)
    turns.close()

    assert [type(error) for error in await asyncio.gather(*waiting, return_exceptions=True)] == [GoneError] * 2
    with pytest.raises(GoneError):
        await turns.get("a")
