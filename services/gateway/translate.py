"""Protobuf ⇄ what the REST contract says: pure, field by field."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_json

from cvdeep.common.v1.common_pb2 import Caller as CallerMessage
from cvdeep.matcher.v1 import matcher_pb2 as pb
from services.gateway.ports import Accepted, Caller, JsonObject, Submission
from services.gateway.problems import iso_timestamp
from services.gateway.schemas.match import ListQuery

_STATUS = {
    pb.MATCH_STATUS_PROCESSING: "processing",
    pb.MATCH_STATUS_FINISHED: "finished",
    pb.MATCH_STATUS_FAILED: "failed",
}
# A key begins with an underscore only where one of these stands: as itself, or escaped.
_SIGNS_OF_UNDERSCORE = ('"_', "\\u005")
_STATUS_NUMBER = {name: number for number, name in _STATUS.items()}


def caller_message(caller: Caller) -> CallerMessage:
    """Returns the message that names a caller."""
    return CallerMessage(client_id=caller.client_id, project=caller.project)


def submit_request(caller: Caller, submission: Submission) -> pb.SubmitRequest:
    """Returns the request that starts a match."""
    return pb.SubmitRequest(
        caller=caller_message(caller),
        match_id=submission.match_id,
        idempotency_key=submission.idempotency_key or "",
        fingerprint=submission.fingerprint,
        cv_pdf=submission.cv_pdf,
        position_id=submission.position_id,
        job_description=submission.job_description,
        config_json=submission.config_json,
        webhook_url=submission.webhook_url or "",
        metadata=submission.metadata,
        tags=submission.tags,
        external_id=submission.external_id,
    )


def accepted(answer: pb.SubmitResponse) -> Accepted:
    """Returns what a submit came to."""
    return Accepted(
        match_id=answer.match_id,
        replay=answer.replay,
        mismatch=answer.replay and answer.mismatch,
        estimated_s=answer.estimated_seconds,
    )


def replayed(answer: pb.FindReplayResponse) -> Accepted:
    """Returns the match an idempotency key stands for."""
    return Accepted(match_id=answer.match_id, replay=True, mismatch=answer.mismatch)


def list_request(caller: Caller, query: ListQuery) -> pb.ListMatchesRequest:
    """Returns the request of a page."""
    return pb.ListMatchesRequest(
        caller=caller_message(caller),
        limit=query.limit,
        cursor=query.cursor or "",
        status=_STATUS_NUMBER[query.status] if query.status else pb.MATCH_STATUS_UNSPECIFIED,
        position_id=query.position_id,
        external_id=query.external_id,
        tag=query.tag,
        project=query.project,
        created_after_ms=query.created_after,
        created_before_ms=query.created_before,
    )


def match_body(answer: pb.GetMatchResponse) -> bytes:
    """Returns the body of a poll, shaped as `MatchBody`; what is stored as JSON goes out as it is stored."""
    texts = {
        "cv_parser_result": answer.cv_parser_result_json,
        "cv2jd_result": answer.cv2jd_result_json,
        "config": without_private_keys(answer.config_json),
    }
    return _object(_row_fields(answer.match), texts)


def match_page(answer: pb.ListMatchesResponse) -> bytes:
    """Returns a page, shaped as `MatchPage`."""
    rows = ",".join(_object(_row_fields(row), {"cv2jd_result": row.score_json}).decode() for row in answer.matches)
    return _object({"next_cursor": answer.next_cursor or None}, {"data": f"[{rows}]"})


def _row_fields(row: pb.MatchRow) -> JsonObject:
    """Returns what a list's row and a poll have in common; each adds its own `cv2jd_result`."""
    return {
        "id": row.id,
        "position_id": row.position_id,
        "status": _STATUS[row.status],
        "created_at": timestamp(row.created_at_ms),
        "processing_started_at": timestamp(row.processing_started_at_ms),
        "processing_completed_at": timestamp(row.processing_completed_at_ms),
        "error": {"code": row.error_code, "message": row.error_message} if row.error_code else None,
        "metadata": dict(row.metadata),
        "tags": list(row.tags),
        "externalId": row.external_id if row.HasField("external_id") else None,
        "credits_charged": row.credits_charged,
    }


def _object(fields: JsonObject, texts: Mapping[str, str]) -> bytes:
    """Returns a JSON object of `fields`, at least one, and of `texts`, which are JSON already; an empty one is null."""
    parts = [to_json(fields)[:-1].decode()]
    parts += [f',"{name}":{text or "null"}' for name, text in texts.items()]
    return ("".join(parts) + "}").encode()


def timestamp(milliseconds: int) -> str | None:
    """Returns ISO 8601 with milliseconds and `Z`; None for 0, which stands for "not yet"."""
    if not milliseconds:
        return None
    seconds, rest = divmod(milliseconds, 1000)
    return iso_timestamp(datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000))


def without_private_keys(text: str) -> str:
    """Returns a JSON text without keys that begin with `_`, at any depth; a text without any comes back as it is."""
    if not any(sign in text for sign in _SIGNS_OF_UNDERSCORE):
        return text
    return to_json(_shown(json.loads(text))).decode()


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return value
