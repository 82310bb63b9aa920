"""The stages of a run: read the CV, prepare the comparison, embed its texts, assess."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from engine.assess import Assessment, Prepared, assess, prepare
from engine.report import result_json
from engine.requirements import parse_requirements, unread_fields
from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.job import job_text
from services.matcher.domain.match import Claim, RunResult
from services.matcher.domain.parser_result import parser_result
from services.matcher.domain.times import month_of
from services.matcher.ports import CvReader, Embedder, Embeddings, Gauges, TransientError
from services.platform.failpoints import failpoint
from services.platform.telemetry.tracing import span

_FIRST_WAIT_S = 0.2
_LONGEST_WAIT_S = 5.0


class CvPipeline:
    """Turns a CV and a job into a result; the same input gives the same bytes."""

    def __init__(self, reader: CvReader, embedder: Embedder, gauges: Gauges) -> None:
        self._reader = reader
        self._embedder = embedder
        self._gauges = gauges

    async def run(self, claim: Claim, cv_pdf: bytes) -> RunResult:
        """Returns the result of a match.

        While the model is away it waits: whoever calls sets the end. Raises `MatchFailure` when the CV cannot be read, and
        `CrowdedError` when it is to be read later.
        """
        with self._stage("read"):
            cv = await self._reader.read(cv_pdf, owner=claim.client_id)
        with self._stage("prepare"):
            # Engine work holds the interpreter for a while; on a thread of its own, leases are still renewed.
            prepared, unread = await asyncio.to_thread(_prepare, claim, cv)
        await failpoint("matcher.before_embed")
        with self._stage("embed"):
            embeddings = await self._embed(prepared)
        with self._stage("assess"):
            return await asyncio.to_thread(_assess, claim, cv, prepared, embeddings, unread)

    async def _embed(self, prepared: Prepared) -> Embeddings:
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                return await self._embedder.embed(prepared.texts)
            except TransientError:
                await asyncio.sleep(wait_s)
                wait_s = min(_LONGEST_WAIT_S, wait_s * 2)

    @contextmanager
    def _stage(self, name: str, clock: Callable[[], float] = perf_counter) -> Iterator[None]:
        started = clock()
        try:
            with span(f"match.{name}"):
                yield
        finally:
            self._gauges.stage(name, clock() - started)


def _prepare(claim: Claim, cv: ReadCv) -> tuple[Prepared, Sequence[str]]:
    """Returns what to compare, and the paths in the config that nothing reads."""
    config = json.loads(claim.config_json)
    requirements = parse_requirements(config)
    prepared = prepare(cv.profile, requirements, job_description=job_text(claim.job_description))
    return prepared, unread_fields(config)


def _assess(claim: Claim, cv: ReadCv, prepared: Prepared, embeddings: Embeddings, unread: Sequence[str]) -> RunResult:
    # The month of the submit, not of today: a run repeated after a crash gives the same numbers.
    assessment: Assessment = assess(prepared, embeddings.vectors, as_of=month_of(claim.row.created_at_ms))
    warnings = [warning.message for warning in cv.warnings]
    result = result_json(assessment, embedding_model=embeddings.model, warnings=warnings, unread=unread)
    score = {key: result[key] for key in ("overall_score", "breakdown")}
    return RunResult(
        cv_parser_result_json=canonical_json(parser_result(cv)),
        cv2jd_result_json=canonical_json(result),
        score_json=canonical_json(score),
    )
