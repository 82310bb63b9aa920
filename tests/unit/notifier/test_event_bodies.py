"""What a webhook's body may hold, and how much of it there can be."""

import json

from services.corpus.domain.search_event import event_body as search_event_body
from services.corpus.domain.search_run import Run, RunStatus
from services.matcher.domain.event import event_body as match_event_body
from services.matcher.domain.event import finished_row
from services.matcher.domain.match import MatchRow, MatchStatus, RunResult

MOST_BYTES = 20_000
# A character that takes six bytes in JSON.
WORST = "\x01"


def test_w15_the_largest_match_event_is_small_and_has_no_result_in_full() -> None:
    """With the most metadata, tags and external id that REST takes, whatever the result: below 20 kB, score and breakdown alone."""
    metadata = {f"{number:040d}": WORST * 18 for number in range(50)}
    assert len(json.dumps(metadata)) > 8 * 1024 - 500
    row = MatchRow(
        id="cvdm_" + "x" * 22,
        position_id="p" * 28,
        project="default",
        status=MatchStatus.RUNNING,
        created_at_ms=1,
        started_at_ms=2,
        completed_at_ms=0,
        error_code="",
        error_message="",
        metadata=metadata,
        tags=tuple(f"{number:02d}" + WORST * 38 for number in range(20)),
        external_id=WORST * 255,
        credits_charged=0,
        score_json="",
    )
    result = RunResult(
        '{"parsed":"SECRET"}', '{"details":"SECRET"}', '{"breakdown":{"skills":0.5},"overall_score":0.5}'
    )

    body = match_event_body(finished_row(row, result, at_ms=3, charged=3), event_id="evt_" + "x" * 22)

    assert len(body) < MOST_BYTES
    assert b"SECRET" not in body
    event = json.loads(body)
    assert event["cv2jd_result"] == {"breakdown": {"skills": 0.5}, "overall_score": 0.5}
    assert event.keys().isdisjoint({"cv_parser_result", "config", "details"})


def test_w15_the_largest_search_event_has_no_rows() -> None:
    """However many candidates were found, the body tells how many and the id to fetch them by."""
    run = Run(
        id="cvds_" + "x" * 22,
        status=RunStatus.FINISHED,
        corpus_id=WORST * 255,
        position_id=WORST * 255,
        job_updated=False,
        top_n=1_000,
        created_at_ms=1,
        completed_at_ms=2,
        total_candidates=1_000_000,
    )

    body = search_event_body(run, event_id="evt_" + "x" * 22)

    assert len(body) < MOST_BYTES
    assert json.loads(body).keys().isdisjoint({"results", "names", "rows"})
    assert json.loads(body)["total_candidates"] == 1_000_000
