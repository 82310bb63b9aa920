"""Finds and ranks the candidates of a corpus for a position."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from engine.plan import Plan, plan_of
from engine.position import read_position
from engine.similarity import packed
from services.corpus.domain.search_fusion import fused
from services.corpus.domain.search_plan import RetrievalPlan, retrieval_plan
from services.corpus.domain.search_ranking import Scored, Sought, best
from services.corpus.domain.search_run import Run, month_of
from services.corpus.ports.candidates import CandidateReader
from services.corpus.ports.index import CorpusIndex
from services.corpus.ports.search import Judges, PlanCache, SearchMeter, TextEmbedder
from services.platform.errors import AppError, Reason
from services.platform.telemetry.logging import get_logger

_log = get_logger()
_BUSY = frozenset({Reason.RATE_LIMITED, Reason.SERVICE_WARMING})
_BUSY_PAUSE_S = 0.2


@dataclass(frozen=True, slots=True)
class FindLimits:
    """How many candidates are judged in full: `per_row` for each row wanted, within bounds.

    Of 2,000 variations of 100 CVs all were judged for eight jobs: the best 100 were among the first 400 found for each of them,
    among the first 300 for all but one, which would have lost ten.

    They are read and judged `chunk` at a time, and up to `chunks` of these at once: all that a search holds of them in memory.
    """

    per_row: int = 4
    least: int = 200
    most: int = 4_000
    chunk: int = 20
    chunks: int = 6

    def short_list(self, top_n: int) -> int:
        """Returns how many candidates are judged for so many rows."""
        return min(max(self.per_row * top_n, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best candidates, best first; `total` counts those that could be found at all."""

    rows: Sequence[Scored]
    total: int


class Finder:
    """Does one search."""

    def __init__(
        self,
        index: CorpusIndex,
        candidates: CandidateReader,
        embedder: TextEmbedder,
        plans: PlanCache,
        *,
        judges: Judges,
        meter: SearchMeter,
        limits: FindLimits,
    ) -> None:
        self._index = index
        self._candidates = candidates
        self._embedder = embedder
        self._plans = plans
        self._judges = judges
        self._meter = meter
        self._limits = limits

    async def find(self, client_id: str, run: Run, *, position_metadata_json: str) -> Ranked:
        """Returns the best `run.top_n` candidates of the corpus; none for a corpus that is empty or does not exist.

        "Present" is the month in which the run was created, so that a run done again gives the same numbers.
        """
        started = perf_counter()
        position = read_position(json.loads(position_metadata_json))
        plan = plan_of(position.requirements, job_description=position.job_description)
        retrieval = await self._retrieval(client_id, run, plan)
        texts = tuple(dict.fromkeys((*plan.texts, *retrieval.texts)))
        by_text, model = await self._embed(tuple(text for text in texts if text.strip()))
        started = self._noted("plan", started)
        vector = retrieval.vector(np.stack([by_text[text] for text in retrieval.texts]))
        most = self._limits.short_list(run.top_n)
        found = await self._index.search(client_id, run.corpus_id, vector, retrieval.terms, most)
        keys = fused([[key for key, _ in found.dense], [key for key, _ in found.lexical]], most=most)
        self._noted("retrieve", started)
        scored = await self._ranked(
            client_id,
            run.corpus_id,
            keys,
            model=model,
            sought=Sought(
                position_metadata_json,
                vectors=packed(np.stack([by_text[text] for text in plan.texts])).astype("<i2").tobytes(),
                dims=len(vector),
                as_of=month_of(run.created_at_ms),
            ),
        )
        return Ranked(best(scored, top_n=run.top_n), found.total)

    async def _ranked(
        self, client_id: str, corpus_id: str, keys: Sequence[str], *, model: str, sought: Sought
    ) -> list[Scored]:
        """Judges candidates a chunk at a time, some chunks at once: while some are judged others are read."""
        started, read_s, judge_s, scored, fresh = perf_counter(), 0.0, 0.0, list[Scored](), list[tuple[str, bytes]]()
        places = asyncio.Semaphore(self._limits.chunks)

        async def judge(chunk: Sequence[str]) -> None:
            nonlocal read_s, judge_s
            async with places:
                asked = perf_counter()
                read = await self._candidates.read_records(client_id, corpus_id, chunk)
                read_s += perf_counter() - asked
                # Vectors of another model cannot be compared; such a candidate is found again once it has been embedded anew.
                comparable = [record for record in read if record is not None and record.model == model]
                judged = perf_counter()
                judgement = await self._judges.judge(sought, comparable)
                judge_s += perf_counter() - judged
                scored.extend(judgement.scored)
                fresh.extend(judgement.readings)

        async with asyncio.TaskGroup() as group:
            for first in range(0, len(keys), self._limits.chunk):
                group.create_task(judge(keys[first : first + self._limits.chunk]))
        self._meter.stage("read", read_s)
        self._meter.stage("judge", judge_s)
        started = self._noted("rank", started)
        if fresh:
            await self._keep(client_id, corpus_id, fresh)
            self._noted("keep", started)
        return scored

    async def _keep(self, client_id: str, corpus_id: str, fresh: Sequence[tuple[str, bytes]]) -> None:
        """Keeps what had to be read of candidates, so that the next search need not; a search does not fail by it."""
        try:
            for first in range(0, len(fresh), self._limits.chunk):
                await self._candidates.keep_readings(client_id, corpus_id, fresh[first : first + self._limits.chunk])
        except Exception as error:  # noqa: BLE001 - whatever it is, they are read again another time
            _log.warning("search.readings_not_kept", error=type(error).__name__)

    async def _retrieval(self, client_id: str, run: Run, plan: Plan) -> RetrievalPlan:
        """The cached retrieval plan of the position, made anew where there is none or the job is said to have changed."""
        cached = None if run.job_updated else await self._plans.read(client_id, run.position_id)
        if cached is not None:
            try:
                return RetrievalPlan.from_json(cached)
            except ValueError:
                _log.warning("search.plan_unreadable", run_id=run.id)
        made = retrieval_plan(plan)
        await self._plans.write(client_id, run.position_id, made.to_json())
        return made

    async def _embed(self, texts: Sequence[str]) -> tuple[Mapping[str, NDArray[np.float32]], str]:
        while True:
            try:
                answer = await self._embedder.embed(texts)
            except AppError as error:
                # Too many texts wait: a search that was accepted waits too, for as long as its deadline lets it.
                if error.reason not in _BUSY:
                    raise
                await asyncio.sleep(_BUSY_PAUSE_S)
            else:
                return dict(zip(texts, answer.vectors, strict=True)), answer.model_id

    def _noted(self, stage: str, started: float) -> float:
        now = perf_counter()
        self._meter.stage(stage, now - started)
        return now
