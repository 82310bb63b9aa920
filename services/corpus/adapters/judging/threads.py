"""Judges candidates in threads of this process: beside the event loop, but no faster than one core."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from engine.remember import forget
from services.corpus.adapters.judging.work import judge
from services.corpus.domain.candidate import CandidateRecord
from services.corpus.domain.search_ranking import Judgement, Sought
from services.platform.telemetry.logging import get_logger

_log = get_logger()


class JudgeThreads:
    """Implements `Judges`."""

    def __init__(self, *, threads: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="judge")

    async def start(self) -> None:
        """Needs nothing."""

    async def judge(self, sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
        """Judges candidates, those with a damaged record left out."""
        judgement = await asyncio.get_running_loop().run_in_executor(self._pool, _judge, sought, records)
        note_damaged(judgement)
        return judgement

    async def close(self) -> None:
        """Lets go of the threads; what has not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def note_damaged(judgement: Judgement) -> None:
    """Logs the keys of damaged records."""
    for key in judgement.damaged:
        _log.error("search.candidate_skipped", candidate=key)


def _judge(sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
    try:
        return judge(sought, records)
    finally:
        # Nothing of a CV stays in memory through the engine.
        forget()
