"""Knows which components work, asking each at most once a second however many ask us."""

import asyncio
import time
from collections.abc import Callable, Mapping

from services.gateway.ports import Probe

OK = "ok"
FAILING = "failing"


class HealthBoard:
    """The state of every component; `draining` is set once this gateway is about to end."""

    def __init__(
        self,
        probes: Mapping[str, Probe],
        *,
        needed: frozenset[str],
        timeout_s: float = 1.0,
        fresh_s: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes a board of named probes; without a `needed` one the main job cannot be done."""
        self._probes = probes
        self._needed = needed
        self._timeout_s = timeout_s
        self._fresh_s = fresh_s
        self._clock = clock
        self._asked: asyncio.Task[dict[str, str]] | None = None
        self._asked_at = float("-inf")
        self.draining = False

    async def components(self) -> dict[str, str]:
        """Returns component → `ok` or `failing`."""
        now = self._clock()
        if self._asked is None or (self._asked.done() and now - self._asked_at >= self._fresh_s):
            self._asked_at = now
            self._asked = asyncio.create_task(self._ask_all())
        # One caller that goes away must not take the answer from the others.
        return dict(await asyncio.shield(self._asked))

    def is_degraded(self, components: Mapping[str, str]) -> bool:
        """Tells whether the main job cannot be done here."""
        return self.draining or any(components[name] != OK for name in self._needed)

    async def _ask_all(self) -> dict[str, str]:
        states = await asyncio.gather(*(self._ask(probe) for probe in self._probes.values()))
        return dict(zip(self._probes, states, strict=True))

    async def _ask(self, probe: Probe) -> str:
        try:
            async with asyncio.timeout(self._timeout_s):
                return OK if await probe() else FAILING
        except Exception:  # noqa: BLE001 - however a component fails, it fails
            return FAILING
