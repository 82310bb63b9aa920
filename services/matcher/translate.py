"""Protobuf messages ⇄ the matcher's values; no rules."""

from cvdeep.matcher.v1 import matcher_pb2 as pb
from services.matcher.application.reconciliation import Reconciled
from services.matcher.domain.listing import Filters
from services.matcher.domain.match import Match, MatchRow, MatchStatus, NewMatch

_PROCESSING = frozenset({MatchStatus.QUEUED, MatchStatus.RUNNING})
_STATUSES = {
    pb.MATCH_STATUS_UNSPECIFIED: frozenset[MatchStatus](),
    pb.MATCH_STATUS_PROCESSING: _PROCESSING,
    pb.MATCH_STATUS_FINISHED: frozenset({MatchStatus.FINISHED}),
    pb.MATCH_STATUS_FAILED: frozenset({MatchStatus.FAILED}),
}
_STATUS_NAMES = {
    MatchStatus.QUEUED: pb.MATCH_STATUS_PROCESSING,
    MatchStatus.RUNNING: pb.MATCH_STATUS_PROCESSING,
    MatchStatus.FINISHED: pb.MATCH_STATUS_FINISHED,
    MatchStatus.FAILED: pb.MATCH_STATUS_FAILED,
}


def new_match(request: pb.SubmitRequest, *, request_id: str, traceparent: str = "") -> NewMatch:
    """Returns the match a request asks for."""
    return NewMatch(
        id=request.match_id,
        client_id=request.caller.client_id,
        project=request.caller.project,
        position_id=request.position_id,
        job_description=request.job_description,
        config_json=request.config_json,
        fingerprint=request.fingerprint.hex(),
        idempotency_key=request.idempotency_key,
        webhook_url=request.webhook_url,
        metadata=dict(request.metadata),
        tags=tuple(request.tags),
        external_id=request.external_id if request.HasField("external_id") else None,
        request_id=request_id,
        traceparent=traceparent,
    )


def filters(request: pb.ListMatchesRequest) -> Filters:
    """Returns what a list request wants; a field that is not set wants all."""
    return Filters(
        statuses=_STATUSES[request.status],
        position_id=request.position_id if request.HasField("position_id") else None,
        external_id=request.external_id if request.HasField("external_id") else None,
        tag=request.tag if request.HasField("tag") else None,
        project=request.project if request.HasField("project") else None,
        created_after_ms=request.created_after_ms if request.HasField("created_after_ms") else None,
        created_before_ms=request.created_before_ms if request.HasField("created_before_ms") else None,
    )


def row_message(row: MatchRow) -> pb.MatchRow:
    """Returns a row as a message."""
    return pb.MatchRow(
        id=row.id,
        position_id=row.position_id,
        status=_STATUS_NAMES[row.status],
        created_at_ms=row.created_at_ms,
        processing_started_at_ms=row.started_at_ms,
        processing_completed_at_ms=row.completed_at_ms,
        error_code=row.error_code,
        error_message=row.error_message,
        metadata=dict(row.metadata),
        tags=row.tags,
        external_id=row.external_id,
        credits_charged=row.credits_charged,
        project=row.project,
        score_json=row.score_json,
    )


def match_message(match: Match) -> pb.GetMatchResponse:
    """Returns a whole match as a message."""
    return pb.GetMatchResponse(
        match=row_message(match.row),
        config_json=match.config_json,
        cv_parser_result_json=match.cv_parser_result_json,
        cv2jd_result_json=match.cv2jd_result_json,
    )


def reconciled_message(found: Reconciled) -> pb.ReconcileResponse:
    """Returns what a check of the books found as a message."""
    return pb.ReconcileResponse(
        drifts=found.drifts,
        balance=found.books.balance,
        held=found.books.held,
        granted=found.books.granted,
        charged=found.books.charged,
        matches=found.matches,
    )
