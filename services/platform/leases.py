"""Work under a lease: kept by a task that does not do the work, ended when the lease is lost, given back when cancelled."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

_FIRST_WAIT_S = 0.05
_LONGEST_WAIT_S = 2.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leases:
    """How leases of one kind of work are kept.

    Attributes:
        lease_s: how long the store gives one.
        renew_every_s: how often it is renewed; ten times as often while the store is away.
        lost: what the store raises when the work is another's.
        away: what it raises for what a later try may not meet.
    """

    lease_s: float
    renew_every_s: float
    lost: type[Exception]
    away: type[Exception]

    async def hold(
        self,
        work: Coroutine[Any, Any, T],
        *,
        renew: Callable[[], Awaitable[None]],
        give_back: Callable[[], Awaitable[None]],
    ) -> T | None:
        """Does the work while it keeps its lease.

        Returns what the work does; None when the lease was lost first: the work is cut off, its result would be refused anyway.
        When cancelled, the work is cut off first and then given back.
        """
        doing = asyncio.ensure_future(work)
        keeping = asyncio.ensure_future(self._keep(renew))
        try:
            await asyncio.wait({doing, keeping}, return_when=asyncio.FIRST_COMPLETED)
            return doing.result() if doing.done() else None
        except asyncio.CancelledError:
            await _cut_off(doing)
            await give_back()
            raise
        finally:
            await _cut_off(doing, keeping)

    async def insist(self, step: Callable[[], Awaitable[T]]) -> T:
        """Repeats an idempotent step while the store is away; losing the lease ends it from outside."""
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                return await step()
            except self.away:
                await asyncio.sleep(wait_s)
                wait_s = min(_LONGEST_WAIT_S, wait_s * 2)

    async def _keep(self, renew: Callable[[], Awaitable[None]]) -> None:
        """Renews the lease for as long as it can; returns when the work is no longer this worker's."""
        now = asyncio.get_running_loop().time
        holds_until = now() + self.lease_s
        pause_s = self.renew_every_s
        while True:
            await asyncio.sleep(pause_s)
            asked_at = now()
            try:
                await renew()
            except self.lost:
                return
            except self.away:
                if now() >= holds_until:
                    return
                pause_s = self.renew_every_s / 10
            else:
                holds_until = asked_at + self.lease_s
                pause_s = self.renew_every_s


async def _cut_off(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
