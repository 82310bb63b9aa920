"""Messages of the corpus service become the contract's JSON, which fits the documented models."""

import json

import pytest

from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.gateway.adapters import corpus_messages as messages
from services.gateway.ports import Caller, ResolvedCandidate
from services.gateway.schemas.candidate import CandidateBody, CandidateListQuery, CorpusBody, IngestResultBody
from services.gateway.schemas.search import RunBody, RunRowBody

CALLER = Caller(client_id="cl_1", project="main")
AT_MS = 1_795_248_000_123
AT = "2026-11-21T08:00:00.123Z"


@pytest.mark.parametrize("tags", [None, [], ["b", "a"]])
@pytest.mark.parametrize("upload_id", [None, "u"])
def test_what_was_not_sent_is_told_from_what_is_empty(tags: list[str] | None, upload_id: str | None) -> None:
    """There and back again."""
    sent = ResolvedCandidate(corpus_id="c", external_id="e", parsed_cv_json="{}", tags=tags, upload_id=upload_id)
    (found,) = messages.ingest_request(CALLER, [sent]).candidates
    candidate = pb.Candidate(
        external_id=found.external_id,
        embedding_status=pb.EMBEDDING_STATUS_PENDING,
        content_hash="0" * 64,
        created_at_ms=AT_MS,
        updated_at_ms=AT_MS,
        tags=found.tags,
        has_tags=found.has_tags,
        upload_id=found.upload_id if found.HasField("upload_id") else None,
    )
    body = messages.candidate_body(candidate)
    CandidateBody.model_validate(body)
    assert (body["tags"], body["upload_id"]) == (tags, upload_id)


def test_a_candidate_without_a_vector_has_no_model() -> None:
    """Null, not empty and zero."""
    body = messages.candidate_body(
        pb.Candidate(embedding_status=pb.EMBEDDING_STATUS_FAILED, created_at_ms=AT_MS, updated_at_ms=AT_MS)
    )
    assert (body["embedding_model"], body["embedding_dims"], body["created_at"]) == (None, None, AT)


@pytest.mark.parametrize("status", [number for number in pb.IngestStatus.values() if number])
@pytest.mark.parametrize("embedding", pb.EmbeddingStatus.values())
def test_every_result_fits_the_contract(
    status: pb.IngestStatus.ValueType, embedding: pb.EmbeddingStatus.ValueType
) -> None:
    """A candidate that could not be taken included: nothing of it changed, and it cannot be found."""
    result = pb.IngestResult(external_id="e", status=status, embedding_status=embedding, error="why")
    body = messages.ingest_result(result)
    IngestResultBody.model_validate(body)
    assert body["error"] == "why"


def test_a_result_without_an_error_does_not_name_one() -> None:
    """The key is absent."""
    result = pb.IngestResult(status=pb.INGEST_STATUS_ACCEPTED, embedding_status=pb.EMBEDDING_STATUS_EMBEDDED)
    assert "error" not in messages.ingest_result(result)


def test_no_filter_asks_for_anything() -> None:
    """The unspecified status and no tag."""
    asked = messages.list_request(CALLER, CandidateListQuery.model_validate({"corpus_id": "c"}))
    assert (asked.embedding_status, asked.HasField("tag")) == (pb.EMBEDDING_STATUS_UNSPECIFIED, False)


def test_a_corpus_shows_its_counts() -> None:
    """By embedding status."""
    body = messages.corpus_body(pb.Corpus(corpus_id="c", pending=1, embedded=2, failed=3, created_at_ms=AT_MS))
    CorpusBody.model_validate(body)
    assert body == {"corpus_id": "c", "pending": 1, "embedded": 2, "failed": 3, "created_at": AT}


@pytest.mark.parametrize("status", [number for number in pb.RunStatus.values() if number])
def test_every_run_fits_the_contract(status: pb.RunStatus.ValueType) -> None:
    """In a list and by itself; a run that found nobody has no rows, which is not the same as none yet."""
    run = pb.Run(id="cvds_1", status=status, corpus_id="c", position_id="p", top_n=5, created_at_ms=AT_MS)
    RunRowBody.model_validate(messages.run_row(run))
    assert messages.run_row(run)["results_pending"] is (status == pb.RUN_STATUS_PENDING)
    pending, empty = (messages.run_body(pb.GetRunResponse(run=run, rows_json=text)) for text in ("", json.dumps([])))
    RunBody.model_validate(empty)
    assert (pending["results"], empty["results"]) == (None, [])
