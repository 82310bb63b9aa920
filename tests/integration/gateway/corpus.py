"""A stand-in for the corpus service, served over real gRPC: keeps what it is told, in plain dictionaries."""

import json
from collections import defaultdict, deque
from hashlib import sha256
from typing import Any

import grpc

from cvdeep.corpus.v1 import corpus_pb2 as pb
from cvdeep.corpus.v1.corpus_pb2_grpc import CorpusServiceServicer
from services.platform.errors import AppError, Reason

Failure = AppError | grpc.StatusCode
AT_MS = 1_795_000_000_123
ROW = {
    "rank": 1, "external_id": "a", "score": 0.75, "breakdown": {"workExperience": 0.5, "skills": 1.0},
    "matched": ["Python"], "missing": ["Go"], "experience_years": 4.5, "tags": ["x"],
}  # fmt: skip


class Corpus(CorpusServiceServicer):
    """Remembers what it was asked; `failures[method]` are raised in turn before it answers again."""

    def __init__(self) -> None:
        self.failures: dict[str, deque[Failure]] = defaultdict(deque)
        self.after_commit: deque[Failure] = deque()
        self.asked: list[tuple[str, Any]] = []
        self.kept: dict[tuple[str, str, str], pb.CandidateInput] = {}
        self.unembeddable: set[str] = set()
        self.runs: dict[tuple[str, str], pb.GetRunResponse] = {}
        self.replays: dict[tuple[str, str], str] = {}

    def of(self, method: str) -> list[Any]:
        """The requests of one method."""
        return [request for name, request in self.asked if name == method]

    async def _enter(self, method: str, request: Any, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        self.asked.append((method, request))
        if self.failures[method]:
            await self._fail(self.failures[method].popleft(), context)

    async def _fail(self, failure: Failure, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        if isinstance(failure, AppError):
            raise failure
        await context.abort(failure, "as the test asked")

    async def IngestCandidates(self, request: pb.IngestCandidatesRequest, context: Any) -> pb.IngestCandidatesResponse:  # noqa: N802 - gRPC names it
        await self._enter("IngestCandidates", request, context)
        return pb.IngestCandidatesResponse(results=[self._keep(request, sent) for sent in request.candidates])

    def _keep(self, request: pb.IngestCandidatesRequest, sent: pb.CandidateInput) -> pb.IngestResult:
        key = (request.caller.client_id, sent.corpus_id, sent.external_id)
        before = self.kept.get(key)
        self.kept[key] = sent
        result = pb.IngestResult(
            external_id=sent.external_id,
            status=pb.INGEST_STATUS_ACCEPTED,
            embedding_status=pb.EMBEDDING_STATUS_EMBEDDED,
        )
        if before is not None:
            same = json.loads(before.parsed_cv_json) == json.loads(sent.parsed_cv_json)
            result.status = pb.INGEST_STATUS_UNCHANGED if same else pb.INGEST_STATUS_UPDATED
        if sent.external_id in self.unembeddable:
            result.embedding_status, result.error = pb.EMBEDDING_STATUS_FAILED, "It holds no text."
        return result

    def _candidate(self, sent: pb.CandidateInput) -> pb.Candidate:
        return pb.Candidate(
            external_id=sent.external_id,
            embedding_status=pb.EMBEDDING_STATUS_EMBEDDED,
            content_hash=sha256(sent.parsed_cv_json.encode()).hexdigest(),
            embedding_model="m",
            embedding_dims=384,
            created_at_ms=AT_MS,
            updated_at_ms=AT_MS,
            tags=sent.tags,
            has_tags=sent.has_tags,
            upload_id=sent.upload_id if sent.HasField("upload_id") else None,
        )

    async def GetCandidate(self, request: pb.GetCandidateRequest, context: Any) -> pb.GetCandidateResponse:  # noqa: N802 - gRPC names it
        await self._enter("GetCandidate", request, context)
        found = self.kept.get((request.caller.client_id, request.corpus_id, request.external_id))
        if found is None:
            raise AppError(Reason.NOT_FOUND, "There is no such candidate.")
        return pb.GetCandidateResponse(candidate=self._candidate(found))

    async def ListCandidates(self, request: pb.ListCandidatesRequest, context: Any) -> pb.ListCandidatesResponse:  # noqa: N802 - gRPC names it
        await self._enter("ListCandidates", request, context)
        wanted = (request.caller.client_id, request.corpus_id)
        rows = [self._candidate(sent) for key, sent in self.kept.items() if key[:2] == wanted]
        more = "bmV4dA" if len(rows) > request.limit else ""
        return pb.ListCandidatesResponse(candidates=rows[: request.limit], next_cursor=more)

    async def DeleteCandidate(self, request: pb.DeleteCandidateRequest, context: Any) -> pb.DeleteCandidateResponse:  # noqa: N802 - gRPC names it
        await self._enter("DeleteCandidate", request, context)
        self.kept.pop((request.caller.client_id, request.corpus_id, request.external_id), None)
        return pb.DeleteCandidateResponse()

    async def ListCorpora(self, request: pb.ListCorporaRequest, context: Any) -> pb.ListCorporaResponse:  # noqa: N802 - gRPC names it
        await self._enter("ListCorpora", request, context)
        names = dict.fromkeys(corpus for client, corpus, _ in self.kept if client == request.caller.client_id)
        rows = [pb.Corpus(corpus_id=name, pending=1, embedded=2, failed=3, created_at_ms=AT_MS) for name in names]
        return pb.ListCorporaResponse(corpora=rows)

    async def DeleteCorpus(self, request: pb.DeleteCorpusRequest, context: Any) -> pb.DeleteCorpusResponse:  # noqa: N802 - gRPC names it
        await self._enter("DeleteCorpus", request, context)
        gone = (request.caller.client_id, request.corpus_id)
        self.kept = {key: sent for key, sent in self.kept.items() if key[:2] != gone}
        return pb.DeleteCorpusResponse()

    async def FindReplay(self, request: pb.FindReplayRequest, context: Any) -> pb.FindReplayResponse:  # noqa: N802 - gRPC names it
        await self._enter("FindReplay", request, context)
        found = self.replays.get((request.caller.client_id, request.idempotency_key))
        if found is None:
            raise AppError(Reason.NOT_FOUND, "No such key.")
        return pb.FindReplayResponse(run_id=found)

    async def StartSearch(self, request: pb.StartSearchRequest, context: Any) -> pb.StartSearchResponse:  # noqa: N802 - gRPC names it
        await self._enter("StartSearch", request, context)
        client = request.caller.client_id
        if request.idempotency_key:
            first = self.replays.setdefault((client, request.idempotency_key), request.run_id)
            if first != request.run_id:
                return pb.StartSearchResponse(run_id=first, replay=True)
        run = pb.Run(
            id=request.run_id,
            status=pb.RUN_STATUS_PENDING,
            corpus_id=request.corpus_id,
            position_id=request.position_id,
            is_job_updated=request.job_updated,
            top_n=request.top_n,
            created_at_ms=AT_MS,
        )
        self.runs[client, request.run_id] = pb.GetRunResponse(run=run)
        if self.after_commit:
            await self._fail(self.after_commit.popleft(), context)
        return pb.StartSearchResponse(run_id=request.run_id)

    def finish(self, client_id: str, run_id: str) -> None:
        """Ends a run with one row."""
        found = self.runs[client_id, run_id]
        found.run.status, found.run.completed_at_ms, found.run.total_candidates = pb.RUN_STATUS_FINISHED, AT_MS + 877, 7
        found.rows_json = json.dumps([ROW])

    def _run(self, request: Any) -> pb.GetRunResponse:
        found = self.runs.get((request.caller.client_id, request.run_id))
        if found is None:
            raise AppError(Reason.NOT_FOUND, "There is no such run.")
        return found

    async def GetRun(self, request: pb.GetRunRequest, context: Any) -> pb.GetRunResponse:  # noqa: N802 - gRPC names it
        await self._enter("GetRun", request, context)
        return self._run(request)

    async def ListRunResults(self, request: pb.ListRunResultsRequest, context: Any) -> pb.ListRunResultsResponse:  # noqa: N802 - gRPC names it
        await self._enter("ListRunResults", request, context)
        return pb.ListRunResultsResponse(rows_json=self._run(request).rows_json)

    async def ListRuns(self, request: pb.ListRunsRequest, context: Any) -> pb.ListRunsResponse:  # noqa: N802 - gRPC names it
        await self._enter("ListRuns", request, context)
        rows = [found.run for (client, _), found in self.runs.items() if client == request.caller.client_id]
        return pb.ListRunsResponse(runs=rows[::-1])
