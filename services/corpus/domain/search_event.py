"""The webhook event of a search run that ended, as the exact bytes every delivery attempt sends."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from services.corpus.domain.search_run import Run, RunStatus

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def event_body(run: Run, *, event_id: str) -> bytes:
    """Returns the event's body: the run as it stands once it has ended, without its rows.

    Rendered once, before the run ends, and stored with it: no retry can change a byte of it.
    """
    body = {"event": f"cvds.run.{run.status.value}", "event_id": event_id, **_shown(run)}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def _shown(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "status": run.status.value,
        "corpus_id": run.corpus_id,
        "position_id": run.position_id,
        "is_job_updated": run.job_updated,
        "top_n": run.top_n,
        "created_at": _iso(run.created_at_ms),
        "completed_at": _iso(run.completed_at_ms) if run.completed_at_ms else None,
        "total_candidates": run.total_candidates,
        "results_pending": run.status is RunStatus.PENDING,
        "error": {"code": run.error_code, "message": run.error_message} if run.error_code else None,
    }


def _iso(at_ms: int) -> str:
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}Z"
