"""Protobuf becomes the contract's JSON and back, and what comes out fits the documented models."""

import json
from typing import Any, cast

import pytest

from cvdeep.matcher.v1 import matcher_pb2 as pb
from services.gateway import translate
from services.gateway.ports import Caller, Submission
from services.gateway.schemas.match import ListQuery, MatchBody, MatchPage
from services.gateway.schemas.validation import validate

CALLER = Caller(client_id="cl_1", project="main")
RESULT = {"overall_score": 0.5, "breakdown": {"workExperience": 0.4, "skills": 0.6}, "details": {"warnings": []}}


def row(status: pb.MatchStatus.ValueType = pb.MATCH_STATUS_PROCESSING, **fields: object) -> pb.MatchRow:
    return pb.MatchRow(id="cvdm_1", position_id="p", status=status, created_at_ms=1_795_248_000_123, **fields)  # type: ignore[arg-type]


def poll_body(answer: pb.GetMatchResponse) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(translate.match_body(answer)))


def page_body(answer: pb.ListMatchesResponse) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(translate.match_page(answer)))


def test_a_running_match_has_every_key_with_null_where_nothing_is_known() -> None:
    """All sixteen keys of the poll body, always."""
    body = poll_body(pb.GetMatchResponse(match=row(), config_json="{}"))
    assert body == {
        "id": "cvdm_1", "position_id": "p", "status": "processing", "created_at": "2026-11-21T08:00:00.123Z",
        "processing_started_at": None, "processing_completed_at": None, "cv_parser_result": None,
        "cv2jd_result": None, "error": None, "config": {}, "metadata": {}, "tags": [], "externalId": None,
        "credits_charged": 0,
    }  # fmt: skip
    MatchBody.model_validate(body)


def test_a_finished_match_carries_its_result() -> None:
    """Score, breakdown, details, times and the charge."""
    finished = row(
        pb.MATCH_STATUS_FINISHED, processing_started_at_ms=1_795_248_001_000, processing_completed_at_ms=1_795_248_002_005,
        credits_charged=3, external_id="", metadata={"k": "v"}, tags=["b", "a"],
    )  # fmt: skip
    body = poll_body(
        pb.GetMatchResponse(
            match=finished, config_json="{}", cv2jd_result_json=json.dumps(RESULT), cv_parser_result_json='{"a": 1}'
        )
    )
    MatchBody.model_validate(body)
    assert body["cv2jd_result"] == RESULT
    assert body["cv_parser_result"] == {"a": 1}
    assert (body["processing_completed_at"], body["credits_charged"]) == ("2026-11-21T08:00:02.005Z", 3)
    assert (body["externalId"], body["metadata"], body["tags"]) == ("", {"k": "v"}, ["b", "a"])


def test_a_failed_match_says_why() -> None:
    """`error` is code and message."""
    failed = row(pb.MATCH_STATUS_FAILED, error_code="CV_NO_TEXT", error_message="No text.")
    body = poll_body(pb.GetMatchResponse(match=failed, config_json="{}"))
    MatchBody.model_validate(body)
    assert (body["status"], body["error"]) == ("failed", {"code": "CV_NO_TEXT", "message": "No text."})


def test_config_is_echoed_without_private_keys_at_any_depth() -> None:
    """Keys that begin with an underscore are ours or the client's own secret; in values they may stand."""
    sent = r'{"_a": 1, "b": {"_c": 2, "d": [{"_e": 3, "f": "_g"}, [{"\u005fh": 4}]]}, "i_": 5}'
    body = poll_body(pb.GetMatchResponse(match=row(), config_json=sent))
    assert body["config"] == {"b": {"d": [{"f": "_g"}, [{}]]}, "i_": 5}


@pytest.mark.parametrize(
    "sent",
    [
        '{"a" :1,"i_": "x_y", "n": 1e400, "long": 123456789012345678901234567890}',
        '{"esc": "\\u0041\\n\\"", "ü": "\u2028 ✓"}',
    ],
)
def test_a_config_without_private_keys_is_echoed_to_the_letter(sent: str) -> None:
    """Nothing is read and written anew where nothing must be left out."""
    assert translate.match_body(pb.GetMatchResponse(match=row(), config_json=sent)).endswith(
        f',"config":{sent}}}'.encode()
    )


@pytest.mark.parametrize("key", ["_a", "\\u005fa", "\\u005Fa"])
def test_a_private_key_is_found_however_it_is_spelled(key: str) -> None:
    """JSON may write an underscore as an escape."""
    body = poll_body(pb.GetMatchResponse(match=row(), config_json=f'{{"b":[{{"{key}":1}}],"c":"_"}}'))
    assert body["config"] == {"b": [{}], "c": "_"}


def test_a_page_has_rows_without_the_long_parts() -> None:
    """Rows are the poll body without parsed CV, details and config; the score stays."""
    summary = {key: RESULT[key] for key in ("overall_score", "breakdown")}
    finished = row(pb.MATCH_STATUS_FINISHED, score_json=json.dumps(summary))
    page = page_body(pb.ListMatchesResponse(matches=[finished, row()], next_cursor="abc"))
    MatchPage.model_validate(page)
    assert page["next_cursor"] == "abc"
    assert page["data"][0]["cv2jd_result"] == summary
    assert {"cv_parser_result", "config"}.isdisjoint(page["data"][0])
    assert page_body(pb.ListMatchesResponse()) == {"data": [], "next_cursor": None}


def test_filters_that_were_not_sent_are_absent() -> None:
    """An absent filter is not an empty one."""
    plain = translate.list_request(CALLER, validate(ListQuery, {}, already_bad={}))
    assert (plain.limit, plain.status, plain.cursor) == (20, pb.MATCH_STATUS_UNSPECIFIED, "")
    optional = ("position_id", "external_id", "tag", "project", "created_after_ms", "created_before_ms")
    assert not any(plain.HasField(name) for name in optional)  # type: ignore[arg-type]
    sent = {
        "status": "failed", "position_id": "p", "externalId": "e", "tag": "t", "project": "x", "limit": "7",
        "cursor": "c", "created_after": "1970-01-01", "created_before": "1970-01-01T00:00:01Z",
    }  # fmt: skip
    full = translate.list_request(CALLER, validate(ListQuery, sent, already_bad={}))
    assert all(full.HasField(name) for name in optional)  # type: ignore[arg-type]
    assert (full.created_after_ms, full.created_before_ms, full.status) == (0, 1000, pb.MATCH_STATUS_FAILED)


def test_a_submission_is_sent_whole() -> None:
    """Every field arrives; what is absent is empty, and an external id that is absent stays so."""
    submission = Submission(
        match_id="cvdm_1", idempotency_key=None, fingerprint=b"f", cv_pdf=b"%PDF-", position_id="p", job_description="j",
        config_json='{"_x": 1}', webhook_url=None, metadata={"a": "1"}, tags=["t"], external_id=None,
    )  # fmt: skip
    request = translate.submit_request(CALLER, submission)
    assert (request.caller.client_id, request.caller.project) == ("cl_1", "main")
    assert (request.config_json, request.idempotency_key, request.webhook_url) == ('{"_x": 1}', "", "")
    assert (dict(request.metadata), list(request.tags), request.HasField("external_id")) == ({"a": "1"}, ["t"], False)


def test_a_mismatch_is_told_only_of_a_replay() -> None:
    """A fresh match has nothing to differ from."""
    assert not translate.accepted(pb.SubmitResponse(match_id="m", mismatch=True)).mismatch
    assert translate.accepted(pb.SubmitResponse(match_id="m", replay=True, mismatch=True)).mismatch
    replayed = translate.replayed(pb.FindReplayResponse(match_id="m", mismatch=True))
    assert (replayed.replay, replayed.mismatch) == (True, True)
