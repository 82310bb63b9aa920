"""The state of the components: asked together, seldom, and with a deadline."""

import asyncio
from collections.abc import Callable

from services.gateway.application.health import HealthBoard
from services.gateway.ports import Probe


async def well() -> bool:
    return True


async def ill() -> bool:
    return False


async def broken() -> bool:
    raise ConnectionRefusedError


async def silent() -> bool:
    await asyncio.Event().wait()
    return True


def board(*, clock: Callable[[], float] = lambda: 0.0, **probes: Probe) -> HealthBoard:
    return HealthBoard(probes, needed=frozenset(probes) - {"notifier"}, timeout_s=0.01, fresh_s=1.0, clock=clock)


async def test_each_component_has_its_state() -> None:
    """Refusing, raising and staying silent are all failing."""
    checked = board(redis=well, matcher=ill, corpus=broken, notifier=silent)
    states = await checked.components()
    assert states == {"redis": "ok", "matcher": "failing", "corpus": "failing", "notifier": "failing"}
    assert checked.is_degraded(states)


async def test_a_failing_notifier_alone_is_no_outage() -> None:
    """It is shown, and matches can still be done."""
    checked = board(redis=well, notifier=ill)
    states = await checked.components()
    assert states["notifier"] == "failing"
    assert not checked.is_degraded(states)


async def test_an_ending_gateway_is_degraded_whatever_works() -> None:
    """Load balancers must see it."""
    checked = board(redis=well)
    checked.draining = True
    assert checked.is_degraded(await checked.components())


async def test_components_are_asked_once_a_second_however_many_ask() -> None:
    """Health needs no key: it must not be a way to make work."""
    asked, now = 0, 0.0

    async def count() -> bool:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return True

    checked = board(clock=lambda: now, redis=count)
    await asyncio.gather(*(checked.components() for _ in range(50)))
    now = 0.99
    await checked.components()
    assert asked == 1
    now = 1.0
    await checked.components()
    assert asked == 2


async def test_a_caller_who_leaves_does_not_take_the_answer_along() -> None:
    """The question goes on for the others."""
    release = asyncio.Event()

    async def slow() -> bool:
        await release.wait()
        return True

    checked = HealthBoard({"redis": slow}, needed=frozenset({"redis"}), timeout_s=30, clock=lambda: 0.0)
    leaver, stayer = (asyncio.create_task(checked.components()) for _ in range(2))
    await asyncio.sleep(0)
    leaver.cancel()
    release.set()
    assert await stayer == {"redis": "ok"}
