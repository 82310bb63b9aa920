"""Makes what a match ends with: the outcome and the exact webhook event that tells of it."""

from services.matcher.domain.event import event_body, failed_row, finished_row
from services.matcher.domain.failure import FailureCode
from services.matcher.domain.match import Claim, MatchRow, RunResult
from services.matcher.ports import FailureNote, ResultNote


def result_note(claim: Claim, result: RunResult, *, at_ms: int, event_id: str) -> ResultNote:
    """Returns the note of a success; without a webhook there is no event body."""
    body = None
    if claim.webhook_url:
        row = finished_row(claim.row, result, at_ms=at_ms, charged=claim.price)
        body = event_body(row, event_id=event_id)
    return ResultNote(result=result, at_ms=at_ms, event_id=event_id, event_body=body)


def failure_note(
    row: MatchRow, *, code: FailureCode, message: str, webhook_url: str, at_ms: int, event_id: str
) -> FailureNote:
    """Returns the note of a failure; without a webhook there is no event body."""
    body = None
    if webhook_url:
        body = event_body(failed_row(row, code=code, message=message, at_ms=at_ms), event_id=event_id)
    return FailureNote(code=code, message=message, at_ms=at_ms, event_id=event_id, event_body=body)
