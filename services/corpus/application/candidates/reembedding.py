"""Embeds candidates anew when the model, or the way a profile becomes vectors, has changed.

Replicas of the old and the new kind may run side by side for a while. Candidates are embedded for one edition at a time, the
leading one: of those heard of lately, the one that came up last. Processes of any other leave the background to it. The change
logs say what is out of date; each process follows them on its own, and marking is conditional and fenced by a new version, so that
it can stop anywhere, begin again, or be done by several at once.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from services.corpus.domain.edition import Edition
from services.corpus.ports.candidates import TransientError
from services.corpus.ports.reembedding import Editions, FollowedCorpus, ReembeddingMeter, ReembeddingStore
from services.platform.tasks import end_tasks
from services.platform.telemetry.logging import get_logger

_log = get_logger()


@dataclass(frozen=True, slots=True)
class ReembeddingLimits:
    """How fast candidates are marked.

    Attributes:
        most_waiting: candidates that may wait in a partition for more to be marked: what is sent anew waits behind no more.
        page: changes read at once.
        announce_s: how often a process says that it is alive, and learns who leads.
        settle_s: the time between a process's beginning to lead and its first mark; by then all others know that it does.
        busy_pause_s: the pause while there is more to mark.
        idle_pause_s: the pause when there is not.
    """

    most_waiting: int = 128
    page: int = 256
    announce_s: float = 2.0
    settle_s: float = 5.0
    busy_pause_s: float = 0.25
    idle_pause_s: float = 10.0


class Reembedding:
    """One process's part: says which edition it is of, and while that leads marks what is of another."""

    def __init__(
        self,
        store: ReembeddingStore,
        editions: Editions,
        meter: ReembeddingMeter,
        *,
        edition: Callable[[], Edition],
        limits: ReembeddingLimits,
    ) -> None:
        """Takes `edition`, which is asked for once the model is loaded."""
        self._store = store
        self._editions = editions
        self._meter = meter
        self._edition = edition
        self._limits = limits
        self._leads = True
        self._followed: dict[tuple[str, str], int] = {}
        self._task: asyncio.Task[None] | None = None

    def leads(self) -> bool:
        """Whether candidates are embedded for this process's edition."""
        return self._leads

    async def start(self) -> None:
        """Says that this process is there and begins to look; raises `TransientError` when the store is away."""
        await self.announce()
        self._task = asyncio.create_task(self._run())

    async def leave(self) -> None:
        """Ends; whatever was marked stays so, and is embedded by whoever leads."""
        if self._task is not None:
            await end_tasks([self._task])

    async def announce(self) -> None:
        """Says that a process of this edition is alive, and learns whether it leads."""
        edition = self._edition()
        leading = await self._editions.announce(edition)
        leads = leading == str(edition)
        if leads != self._leads:
            _log.info("reembedding.leads" if leads else "reembedding.stands_back")
        self._leads = leads
        self._meter.leads(yes=leads)

    async def mark(self) -> bool:
        """Marks as many as may wait now; says whether there is more, or nothing as long as another edition leads."""
        if not self._leads:
            return False
        more = False
        for partition in self._store.partitions:
            room: int | None = None
            for corpus in await self._store.corpora(partition):
                followed = self._followed.get((corpus.client_id, corpus.corpus), 0)
                if corpus.seq <= followed:
                    continue
                if room is None:
                    room = self._limits.most_waiting - await self._store.depth(partition)
                marked, is_done = await self._follow(corpus, after=followed, room=room)
                room -= marked
                more = more or not is_done
        return more

    async def _follow(self, corpus: FollowedCorpus, *, after: int, room: int) -> tuple[int, bool]:
        """Follows a corpus' log for a page; returns how many were marked, and whether the log ended."""
        edition, place = self._edition(), (corpus.client_id, corpus.corpus)
        changes = await self._store.changes(corpus, edition, after=after, count=self._limits.page)
        stale: list[str] = []
        reached = after
        for change in changes:
            if change.is_stale:
                if len(stale) >= room:
                    break
                stale.append(change.candidate)
            reached = change.seq
        marked = await self._store.embed_again(corpus, stale, edition) if stale else 0
        if marked:
            self._meter.embedding_again(marked)
            _log.info("reembedding.marked", count=marked)
        is_whole = not changes or (reached == changes[-1].seq and len(changes) < self._limits.page)
        # All changes up to the number read before were in the log by then.
        self._followed[place] = max(reached, corpus.seq) if is_whole else reached
        return marked, is_whole

    async def _run(self) -> None:
        now = asyncio.get_running_loop().time
        announce_at, mark_at = now() + self._limits.announce_s, now() + self._limits.settle_s
        while True:
            # Spread out, so that many processes do not all look at the same moment.
            pause_s = max(0.0, min(announce_at, mark_at) - now())
            await asyncio.sleep(pause_s * random.uniform(1.0, 1.2))  # noqa: S311 - no secret
            try:
                if now() >= announce_at:
                    announce_at = now() + self._limits.announce_s
                    led = self._leads
                    await self.announce()
                    if not led:
                        mark_at = now() + self._limits.settle_s
                if now() >= mark_at:
                    mark_at = now() + self._limits.idle_pause_s
                    if await self.mark():
                        mark_at = now() + self._limits.busy_pause_s
            except TransientError:
                pass
            except Exception as error:  # noqa: BLE001 - the background must not end; what failed is tried at the next look
                _log.error("reembedding.broke", error=type(error).__name__)
