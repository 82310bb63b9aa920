"""Answers gRPC calls about searches with the use cases of search."""

import json
from collections.abc import Sequence
from typing import Any

import grpc

from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.corpus.application.search.service import Searching
from services.corpus.domain.search_run import NewRun, Run, RunStatus
from services.platform.telemetry.tracing import traceparent

_Context = grpc.aio.ServicerContext[Any, Any]

_STATUSES = {
    RunStatus.PENDING: pb.RUN_STATUS_PENDING,
    RunStatus.FINISHED: pb.RUN_STATUS_FINISHED,
    RunStatus.FAILED: pb.RUN_STATUS_FAILED,
}


class SearchCalls:
    """The calls of CorpusService that are about searches."""

    def __init__(self, searching: Searching) -> None:
        self._searching = searching

    async def StartSearch(self, request: pb.StartSearchRequest, context: _Context) -> pb.StartSearchResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Starts a search run, or finds the one an idempotency key stands for."""
        started = await self._searching.start(
            NewRun(
                id=request.run_id,
                client_id=request.caller.client_id,
                corpus_id=request.corpus_id,
                position_id=request.position_id,
                position_metadata_json=request.position_metadata_json,
                job_updated=request.job_updated,
                top_n=request.top_n,
                webhook_url=request.webhook_url,
                idempotency_key=request.idempotency_key,
                traceparent=traceparent(),
            )
        )
        return pb.StartSearchResponse(run_id=started.run_id, replay=started.replay)

    async def FindReplay(self, request: pb.FindReplayRequest, context: _Context) -> pb.FindReplayResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Finds the run an idempotency key already stands for."""
        run_id = await self._searching.find_replay(request.caller.client_id, idempotency_key=request.idempotency_key)
        return pb.FindReplayResponse(run_id=run_id)

    async def GetRun(self, request: pb.GetRunRequest, context: _Context) -> pb.GetRunResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Reads a run with its first rows."""
        found = await self._searching.run(request.caller.client_id, request.run_id)
        return pb.GetRunResponse(
            run=_message(found.run), rows_json="" if found.rows is None else _rows_json(found.rows)
        )

    async def ListRunResults(self, request: pb.ListRunResultsRequest, context: _Context) -> pb.ListRunResultsResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Reads a page of a run's rows, best first."""
        page = await self._searching.results(
            request.caller.client_id, request.run_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListRunResultsResponse(rows_json=_rows_json(page.rows), next_cursor=page.next_cursor)

    async def ListRuns(self, request: pb.ListRunsRequest, context: _Context) -> pb.ListRunsResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Lists the caller's runs, newest first."""
        page = await self._searching.runs(request.caller.client_id, limit=request.limit, cursor=request.cursor)
        return pb.ListRunsResponse(runs=[_message(run) for run in page.runs], next_cursor=page.next_cursor)


def _rows_json(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _message(run: Run) -> pb.Run:
    return pb.Run(
        id=run.id,
        status=_STATUSES[run.status],
        corpus_id=run.corpus_id,
        position_id=run.position_id,
        is_job_updated=run.job_updated,
        top_n=run.top_n,
        created_at_ms=run.created_at_ms,
        completed_at_ms=run.completed_at_ms,
        total_candidates=run.total_candidates,
        error_code=run.error_code,
        error_message=run.error_message,
    )
