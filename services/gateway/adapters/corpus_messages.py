"""Messages of the corpus service ⇄ what the REST contract says: pure, field by field."""

import json
from collections.abc import Sequence
from typing import Any

from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.gateway.ports import Caller, JsonObject, ResolvedCandidate, Search
from services.gateway.schemas.candidate import CandidateListQuery
from services.gateway.translate import caller_message, timestamp

_INGESTED = {
    pb.INGEST_STATUS_ACCEPTED: "accepted",
    pb.INGEST_STATUS_UPDATED: "updated",
    pb.INGEST_STATUS_UNCHANGED: "unchanged",
    # Nothing was taken, so nothing changed; the error says why.
    pb.INGEST_STATUS_FAILED: "unchanged",
}
_EMBEDDING = {
    pb.EMBEDDING_STATUS_PENDING: "pending",
    pb.EMBEDDING_STATUS_EMBEDDED: "embedded",
    pb.EMBEDDING_STATUS_FAILED: "failed",
}
_EMBEDDING_NUMBER = {name: number for number, name in _EMBEDDING.items()}
_RUN = {pb.RUN_STATUS_PENDING: "pending", pb.RUN_STATUS_FINISHED: "finished", pb.RUN_STATUS_FAILED: "failed"}


def ingest_request(caller: Caller, candidates: Sequence[ResolvedCandidate]) -> pb.IngestCandidatesRequest:
    """Returns the request that upserts a batch."""
    return pb.IngestCandidatesRequest(
        caller=caller_message(caller),
        candidates=[candidate_input(candidate) for candidate in candidates],
    )


def candidate_input(candidate: ResolvedCandidate) -> pb.CandidateInput:
    """Returns a candidate to upsert."""
    return pb.CandidateInput(
        corpus_id=candidate.corpus_id,
        external_id=candidate.external_id,
        parsed_cv_json=candidate.parsed_cv_json,
        tags=candidate.tags or (),
        has_tags=candidate.tags is not None,
        upload_id=candidate.upload_id,
    )


def ingest_result(result: pb.IngestResult) -> JsonObject:
    """Returns what became of a candidate, shaped as `IngestResultBody`."""
    body: JsonObject = {
        "external_id": result.external_id,
        "status": _INGESTED[result.status],
        "embedding_status": _EMBEDDING.get(result.embedding_status, "failed"),
    }
    if result.error:
        body["error"] = result.error
    return body


def list_request(caller: Caller, query: CandidateListQuery) -> pb.ListCandidatesRequest:
    """Returns the request of a page of candidates."""
    status = query.embedding_status
    return pb.ListCandidatesRequest(
        caller=caller_message(caller),
        corpus_id=query.corpus_id,
        limit=query.limit,
        cursor=query.cursor or "",
        embedding_status=_EMBEDDING_NUMBER[status] if status else pb.EMBEDDING_STATUS_UNSPECIFIED,
        tag=query.tag,
    )


def candidate_body(candidate: pb.Candidate) -> JsonObject:
    """Returns the state of a candidate, shaped as `CandidateBody`."""
    return {
        "external_id": candidate.external_id,
        "embedding_status": _EMBEDDING[candidate.embedding_status],
        "content_hash": candidate.content_hash,
        "embedding_model": candidate.embedding_model or None,
        "embedding_dims": candidate.embedding_dims or None,
        "created_at": timestamp(candidate.created_at_ms),
        "updated_at": timestamp(candidate.updated_at_ms),
        "tags": list(candidate.tags) if candidate.has_tags else None,
        "upload_id": candidate.upload_id if candidate.HasField("upload_id") else None,
    }


def corpus_body(corpus: pb.Corpus) -> JsonObject:
    """Returns a corpus with its counts, shaped as `CorpusBody`."""
    return {
        "corpus_id": corpus.corpus_id,
        "pending": corpus.pending,
        "embedded": corpus.embedded,
        "failed": corpus.failed,
        "created_at": timestamp(corpus.created_at_ms),
    }


def search_request(caller: Caller, search: Search) -> pb.StartSearchRequest:
    """Returns the request that starts a run."""
    return pb.StartSearchRequest(
        caller=caller_message(caller),
        run_id=search.run_id,
        corpus_id=search.corpus_id,
        position_id=search.position_id,
        position_metadata_json=search.position_metadata_json,
        job_updated=search.job_updated,
        top_n=search.top_n,
        webhook_url=search.webhook_url or "",
        idempotency_key=search.idempotency_key or "",
    )


def run_row(run: pb.Run) -> JsonObject:
    """Returns a run as it stands in a list, shaped as `RunRowBody`."""
    return {
        "id": run.id,
        "status": _RUN[run.status],
        "corpus_id": run.corpus_id,
        "position_id": run.position_id,
        "is_job_updated": run.is_job_updated,
        "top_n": run.top_n,
        "created_at": timestamp(run.created_at_ms),
        "completed_at": timestamp(run.completed_at_ms),
        "total_candidates": run.total_candidates,
        "results_pending": run.status == pb.RUN_STATUS_PENDING,
        "error": {"code": run.error_code, "message": run.error_message} if run.error_code else None,
    }


def run_body(answer: pb.GetRunResponse) -> JsonObject:
    """Returns a run with its first rows, shaped as `RunBody`."""
    return {**run_row(answer.run), "results": rows(answer.rows_json)}


def rows(text: str) -> list[Any] | None:
    """Returns the rows of a JSON array; None for no text, which stands for "not yet"."""
    if not text:
        return None
    found: list[Any] = json.loads(text)
    return found


def page(data: Sequence[Any], next_cursor: str) -> JsonObject:
    """Returns a page of any list."""
    return {"data": list(data), "next_cursor": next_cursor or None}
