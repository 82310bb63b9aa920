"""The webhook event of a match that ended, as the exact bytes every delivery attempt sends."""

import json
from dataclasses import replace
from typing import Any

from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.match import MatchRow, MatchStatus, RunResult
from services.matcher.domain.times import iso_ms, iso_ms_or_none


def finished_row(row: MatchRow, result: RunResult, *, at_ms: int, charged: int) -> MatchRow:
    """Returns the row as it will stand once the match has finished."""
    return replace(
        row,
        status=MatchStatus.FINISHED,
        completed_at_ms=at_ms,
        credits_charged=charged,
        score_json=result.score_json,
    )


def failed_row(row: MatchRow, *, code: str, message: str, at_ms: int) -> MatchRow:
    """Returns the row as it will stand once the match has failed."""
    return replace(row, status=MatchStatus.FAILED, completed_at_ms=at_ms, error_code=code, error_message=message)


def event_body(row: MatchRow, *, event_id: str) -> bytes:
    """Returns the event's body: the poll body without `cv_parser_result`, `details` and `config`.

    Rendered once, before the match ends, and stored with it: no retry can change a byte of it.
    """
    return canonical_json(
        {"event": f"cvdeepmatch.{row.status}", "event_id": event_id, **_poll_fields(row)},
    ).encode()


def _poll_fields(row: MatchRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "position_id": row.position_id,
        "status": row.status.value,
        "created_at": iso_ms(row.created_at_ms),
        "processing_started_at": iso_ms_or_none(row.started_at_ms),
        "processing_completed_at": iso_ms_or_none(row.completed_at_ms),
        "cv2jd_result": json.loads(row.score_json) if row.score_json else None,
        "error": {"code": row.error_code, "message": row.error_message} if row.error_code else None,
        "metadata": dict(row.metadata),
        "tags": list(row.tags),
        "externalId": row.external_id,
        "credits_charged": row.credits_charged,
    }
