"""The matcher's own rules and values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.profile import Month
from services.matcher.domain.audit import Audited, Books, drifts_between
from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.event import event_body, failed_row, finished_row
from services.matcher.domain.job import job_text
from services.matcher.domain.listing import POSITION, position_of
from services.matcher.domain.match import MatchStatus, RunResult, is_match_id
from services.matcher.domain.pace import QueueLook, estimated_seconds
from services.matcher.domain.times import iso_ms, iso_ms_or_none, month_of
from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor
from tests.unit.matcher.fakes import a_row

RESULT = RunResult("{}", "{}", '{"breakdown":{"skills":0.25},"overall_score":0.5}')
ID = "cvdm_" + "a" * 22


def test_a_finished_event_is_the_poll_body_without_its_large_parts() -> None:
    """Event, id, score and breakdown; no parser result, no details, no config."""
    row = finished_row(a_row(tags=("b", "a"), external_id="e"), RESULT, at_ms=1_767_225_605_000, charged=3)

    body = json.loads(event_body(row, event_id="evt_1"))

    assert body == {
        "event": "cvdeepmatch.finished",
        "event_id": "evt_1",
        "id": ID,
        "position_id": "p",
        "status": "finished",
        "created_at": "2025-12-31T23:59:59.999Z",
        "processing_started_at": "2026-01-01T00:00:00.050Z",
        "processing_completed_at": "2026-01-01T00:00:05.000Z",
        "cv2jd_result": {"overall_score": 0.5, "breakdown": {"skills": 0.25}},
        "error": None,
        "metadata": {},
        "tags": ["b", "a"],
        "externalId": "e",
        "credits_charged": 3,
    }


def test_a_failed_event_names_its_error_and_charges_nothing() -> None:
    """A run that never started has no start and no score."""
    row = failed_row(a_row(started_at_ms=0), code="CV_NO_TEXT", message="No text.", at_ms=1_767_225_605_000)

    body = json.loads(event_body(row, event_id="evt_1"))

    assert body["event"] == "cvdeepmatch.failed"
    assert body["error"] == {"code": "CV_NO_TEXT", "message": "No text."}
    assert (body["processing_started_at"], body["cv2jd_result"], body["credits_charged"]) == (None, None, 0)


def test_equal_values_give_equal_bytes() -> None:
    """The order of keys is not the order of writing."""
    assert (
        canonical_json({"b": 1, "a": [1.5, "é"]})
        == canonical_json({"a": [1.5, "é"], "b": 1})
        == '{"a":[1.5,"é"],"b":1}'
    )


def test_what_utf_8_cannot_hold_becomes_a_question_mark() -> None:
    """A lone surrogate of a broken PDF does not end a run."""
    assert canonical_json(["a\ud800b"]) == '["a?b"]'


def test_a_number_without_a_json_form_is_refused() -> None:
    """NaN never reaches a client."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"score": float("nan")})


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("A baker.", "A baker."),
        ('"A baker."', '"A baker."'),
        ("[1]", "[1]"),
        ('{"broken"', '{"broken"'),
        ('{"n": 1}', '{"n": 1}'),
        ('{"b": "one", "a": {"x": ["two", 3, " three "]}, "c": null, "d": ""}', "one\ntwo\nthree"),
        (' {"a": "one"} ', "one"),
        ('{"a":' * 20_000, '{"a":' * 20_000),
        ('{"a":' + "9" * 5_000 + "}", '{"a":' + "9" * 5_000 + "}"),
    ],
)
def test_a_job_is_read_as_text_whatever_its_shape(raw: str, text: str) -> None:
    """Only what parses to an object with strings is an object."""
    assert job_text(raw) == text


def test_deeply_nested_jobs_are_read_without_recursion() -> None:
    """An object as deep as the parser allows is walked to its bottom."""
    raw = '{"a":' * 900 + '"deep"' + "}" * 900

    assert job_text(raw) == "deep"


@given(st.integers(0, 9_999_999_999_999), st.from_regex(r"cvdm_[0-9A-Za-z]{22}", fullmatch=True))
def test_a_cursor_comes_back_as_it_went(at_ms: int, match_id: str) -> None:
    """Whatever place a page ends at, its cursor finds it again."""
    place = position_of(at_ms, match_id)

    assert decode_cursor(encode_cursor(place), shape=POSITION) == place


@given(st.text(max_size=60))
def test_a_cursor_that_was_never_given_out_is_malformed(text: str) -> None:
    """Any text is refused as malformed or is a true cursor; nothing else can happen."""
    try:
        place = decode_cursor(text, shape=POSITION)
    except MalformedCursorError:
        return
    assert decode_cursor(encode_cursor(place), shape=POSITION) == place


@pytest.mark.parametrize("cursor", ["x", "é", "MS4", encode_cursor("1/cvdm_x"), encode_cursor("*"), "A" * 10_000])
def test_these_cursors_are_malformed(cursor: str) -> None:
    """Odd alphabets, wrong versions and places that are none."""
    with pytest.raises(MalformedCursorError):
        decode_cursor(cursor, shape=POSITION)


@given(st.integers(1, 4_102_444_800_000))
def test_times_sort_as_they_passed(at_ms: int) -> None:
    """Places sort by time as text, and times read as the contract writes them."""
    assert position_of(at_ms - 1, "cvdm_z") < position_of(at_ms, "cvdm_a")
    assert iso_ms(at_ms - 1) < iso_ms(at_ms)
    assert len(iso_ms(at_ms)) == len("2026-11-21T09:30:00.007Z")


def test_the_month_of_a_match_is_that_of_its_submit_in_utc() -> None:
    """A millisecond before the new year is still December; 0 is not yet."""
    assert month_of(1_767_225_599_999) == Month(2025, 12)
    assert month_of(1_767_225_600_000) == Month(2026, 1)
    assert iso_ms_or_none(0) is None


@pytest.mark.parametrize(
    ("look", "seconds"),
    [
        (QueueLook(active=0, mean_run_ms=0), 4),
        (QueueLook(active=0, mean_run_ms=200), 1),
        (QueueLook(active=10, mean_run_ms=2_000), 12),
        (QueueLook(active=10**6, mean_run_ms=10_000), 3_600),
    ],
)
def test_the_estimate_follows_depth_and_pace(look: QueueLook, seconds: int) -> None:
    """Rounds of the queue before it, and its own run; never less than a second nor more than an hour."""
    assert estimated_seconds(look, parallel=2) == seconds


@pytest.mark.parametrize(
    "text", ["", "cvdm_", ID[:-1], ID + "a", ID + "\n", ID[:-1] + "é", ID + ":cv", "cvds_" + "a" * 22]
)
def test_only_a_match_id_is_a_match_id(text: str) -> None:
    """One shape, and nothing that could shape a key."""
    assert is_match_id(ID)
    assert not is_match_id(text)


def books(status: MatchStatus, *, charged: int = 0, held: bool = False, rows: int = 0, active: bool = False) -> Books:
    return Books(
        matches=(Audited(ID, status, charged),),
        holds={ID: 3} if held else {},
        charge_rows={ID: rows} if rows else {},
        active=frozenset({ID} if active else ()),
    )


@pytest.mark.parametrize(
    "right",
    [
        books(MatchStatus.QUEUED, held=True, active=True),
        books(MatchStatus.RUNNING, held=True, active=True),
        books(MatchStatus.FINISHED, charged=3, rows=1),
        books(MatchStatus.FAILED),
    ],
)
def test_books_that_add_up_have_no_drift(right: Books) -> None:
    """Each state of a match has its one right set of books."""
    assert drifts_between(right) == []


@pytest.mark.parametrize(
    ("wrong", "sentences"),
    [
        (books(MatchStatus.QUEUED, active=True), [f"match {ID} is not final and has no hold"]),
        (books(MatchStatus.RUNNING, held=True), [f"match {ID} is not final and not in the active set"]),
        (
            books(MatchStatus.FINISHED, held=True, active=True),
            [
                f"final match {ID} still has a hold",
                f"final match {ID} is still in the active set",
                f"finished match {ID} was not charged",
                f"finished match {ID} has 0 ledger rows, not 1",
            ],
        ),
        (books(MatchStatus.FINISHED, charged=3, rows=2), [f"finished match {ID} has 2 ledger rows, not 1"]),
        (books(MatchStatus.FAILED, rows=1), [f"failed match {ID} has 1 ledger rows, not 0"]),
        (
            Books(matches=(), holds={"x": 3}, charge_rows={"y": 1}, active=frozenset({"z"})),
            ["hold of unknown match x", "ledger row of unknown match y", "active entry of unknown match z"],
        ),
    ],
)
def test_each_drift_is_named(wrong: Books, sentences: list[str]) -> None:
    """Whatever does not add up is said in a sentence."""
    assert drifts_between(wrong) == sentences
