"""Answers gRPC calls about candidates and corpora with the use cases of candidates."""

from typing import Any

import grpc

from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.corpus.application.candidates.erasure import Erasure
from services.corpus.application.candidates.ingest import Ingest
from services.corpus.application.candidates.reading import CandidateReading
from services.corpus.domain.candidate import (
    CandidateInput,
    CandidateView,
    CorpusView,
    EmbeddingStatus,
    UpsertResult,
    UpsertStatus,
)

# How much of the caller's time embedding may take: the rest is for the answer.
_SHARE_OF_DEADLINE = 0.75

_EMBEDDING = {
    EmbeddingStatus.PENDING: pb.EMBEDDING_STATUS_PENDING,
    EmbeddingStatus.EMBEDDED: pb.EMBEDDING_STATUS_EMBEDDED,
    EmbeddingStatus.FAILED: pb.EMBEDDING_STATUS_FAILED,
}
_WANTED = {name: status for status, name in _EMBEDDING.items()}
_OUTCOME = {
    UpsertStatus.ACCEPTED: pb.INGEST_STATUS_ACCEPTED,
    UpsertStatus.UPDATED: pb.INGEST_STATUS_UPDATED,
    UpsertStatus.UNCHANGED: pb.INGEST_STATUS_UNCHANGED,
    UpsertStatus.FAILED: pb.INGEST_STATUS_FAILED,
}

_Context = grpc.aio.ServicerContext[Any, Any]


class CandidateCalls:
    """The calls of CorpusService about candidates and corpora."""

    def __init__(self, ingest: Ingest, reading: CandidateReading, erasure: Erasure) -> None:
        self._ingest = ingest
        self._reading = reading
        self._erasure = erasure

    async def IngestCandidates(  # noqa: N802 - gRPC's name
        self, request: pb.IngestCandidatesRequest, context: _Context
    ) -> pb.IngestCandidatesResponse:
        """Upserts a batch of candidates in order."""
        remaining_s = context.time_remaining()
        results = await self._ingest.ingest(
            request.caller.client_id,
            [candidate_input(candidate) for candidate in request.candidates],
            timeout_s=None if remaining_s is None else max(0.0, remaining_s * _SHARE_OF_DEADLINE),
        )
        return pb.IngestCandidatesResponse(results=[_result(result) for result in results])

    async def GetCandidate(self, request: pb.GetCandidateRequest, context: _Context) -> pb.GetCandidateResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Reads the state of one candidate."""
        view = await self._reading.candidate(request.caller.client_id, request.corpus_id, request.external_id)
        return pb.GetCandidateResponse(candidate=_candidate(view))

    async def ListCandidates(self, request: pb.ListCandidatesRequest, context: _Context) -> pb.ListCandidatesResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Lists candidates of a corpus, newest first."""
        page = await self._reading.candidates(
            request.caller.client_id,
            request.corpus_id,
            limit=request.limit,
            cursor=request.cursor,
            status=_WANTED.get(request.embedding_status),
            tag=request.tag if request.HasField("tag") else None,
        )
        return pb.ListCandidatesResponse(
            candidates=[_candidate(view) for view in page.candidates], next_cursor=page.next_cursor
        )

    async def DeleteCandidate(  # noqa: N802 - gRPC's name
        self,
        request: pb.DeleteCandidateRequest,
        context: _Context,  # noqa: ARG002 - gRPC's signature
    ) -> pb.DeleteCandidateResponse:
        """Erases a candidate everywhere."""
        await self._erasure.candidate(request.caller.client_id, request.corpus_id, request.external_id)
        return pb.DeleteCandidateResponse()

    async def ListCorpora(self, request: pb.ListCorporaRequest, context: _Context) -> pb.ListCorporaResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Lists the caller's corpora, newest first."""
        page = await self._reading.corpora(request.caller.client_id, limit=request.limit, cursor=request.cursor)
        return pb.ListCorporaResponse(corpora=[_corpus(view) for view in page.corpora], next_cursor=page.next_cursor)

    async def DeleteCorpus(self, request: pb.DeleteCorpusRequest, context: _Context) -> pb.DeleteCorpusResponse:  # noqa: ARG002, N802 - gRPC's signature
        """Erases a corpus with all its candidates."""
        await self._erasure.corpus(request.caller.client_id, request.corpus_id)
        return pb.DeleteCorpusResponse()


def candidate_input(candidate: pb.CandidateInput) -> CandidateInput:
    """Returns a candidate as it was sent."""
    return CandidateInput(
        corpus_id=candidate.corpus_id,
        external_id=candidate.external_id,
        parsed_cv_json=candidate.parsed_cv_json,
        tags=tuple(candidate.tags) if candidate.has_tags else None,
        upload_id=candidate.upload_id if candidate.HasField("upload_id") else None,
    )


def _result(result: UpsertResult) -> pb.IngestResult:
    return pb.IngestResult(
        external_id=result.external_id,
        status=_OUTCOME[result.status],
        embedding_status=_EMBEDDING[result.embedding_status],
        error=result.error,
    )


def _candidate(view: CandidateView) -> pb.Candidate:
    return pb.Candidate(
        external_id=view.external_id,
        embedding_status=_EMBEDDING[view.embedding_status],
        content_hash=view.content_hash,
        embedding_model=view.model,
        embedding_dims=view.dims,
        created_at_ms=view.created_at_ms,
        updated_at_ms=view.updated_at_ms,
        tags=view.tags or (),
        has_tags=view.tags is not None,
        upload_id=view.upload_id,
    )


def _corpus(view: CorpusView) -> pb.Corpus:
    return pb.Corpus(
        corpus_id=view.corpus_id,
        pending=view.pending,
        embedded=view.embedded,
        failed=view.failed,
        created_at_ms=view.created_at_ms,
    )
