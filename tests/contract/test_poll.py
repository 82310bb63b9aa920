"""Contract §2 at the poll and list routes, and §4.3, against the running system."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from engine.recompute import recompute
from tests.integration.pdf.hostile import self_drawing_form
from tests.support.live import CONFIG, RestClient, assert_error, bad_fields
from tests.support.system import System

pytestmark = pytest.mark.system

TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
POLL_KEYS = {
    "id", "position_id", "status", "created_at", "processing_started_at", "processing_completed_at", "cv_parser_result",
    "cv2jd_result", "error", "config", "metadata", "tags", "externalId", "credits_charged",
}  # fmt: skip


async def test_a_finished_match_tells_everything(client: RestClient, cv: bytes) -> None:
    """The poll body has every key of the contract; scores lie between 0 and 1; evidence is quoted with its page."""
    match = await client.ended(await client.accepted(cv, metadata='{"ats": "7"}', tags='["a"]', externalId="e"))
    assert set(match) == POLL_KEYS
    assert match["status"] == "finished"
    assert match["error"] is None
    assert match["credits_charged"] == 3
    for name in ("created_at", "processing_started_at", "processing_completed_at"):
        assert TIMESTAMP.match(match[name])
    assert match["created_at"] <= match["processing_started_at"] <= match["processing_completed_at"]
    result = match["cv2jd_result"]
    assert 0 <= result["overall_score"] <= 1
    assert set(result["breakdown"]) == {"workExperience", "skills", "education"}
    details = result["details"]
    assert {"engine_version", "embedding_model", "experience", "requirements", "warnings"} <= set(details)
    python = next(row for row in details["requirements"] if row["name"] == "Python")
    assert python["status"] == "met"
    assert all({"text", "page", "section"} <= set(quote) and quote["page"] in {1, 2} for quote in python["evidence"])
    assert any("Python" in quote["text"] for quote in python["evidence"])
    contact = match["cv_parser_result"]["contact"]
    assert contact["name"] == "Mara Lindqvist"
    assert contact["emails"] == ["mara.lindqvist@example.com"]


async def test_every_number_can_be_recomputed_from_details(client: RestClient, cv: bytes) -> None:
    """§4.3: breakdown and overall follow exactly from `details` alone."""
    match = await client.ended(await client.accepted(cv))
    result = match["cv2jd_result"]
    total = recompute(result["details"])
    assert dict(total.breakdown) == result["breakdown"]
    assert total.overall == result["overall_score"]


@pytest.mark.parametrize("education", ["absent", "disabled"])
async def test_breakdown_has_exactly_the_dimensions_sent_and_enabled(
    client: RestClient, cv: bytes, education: str
) -> None:
    """§4.1: no education in the breakdown when it was not sent or not enabled."""
    config: Any = deepcopy(CONFIG)
    if education == "absent":
        del config["requirements"]["education"]
    else:
        config["requirements"]["education"]["is_enabled"] = False
    match = await client.ended(await client.accepted(cv, config=json.dumps(config)))
    assert set(match["cv2jd_result"]["breakdown"]) == {"workExperience", "skills"}


async def test_the_same_input_gives_the_same_numbers(client: RestClient, cv: bytes) -> None:
    """§4.1: same input, same engine version: the same result to the last bit, beside other work."""
    ids = [await client.accepted(cv) for _ in range(6)]
    results = {json.dumps((await client.ended(match_id))["cv2jd_result"], sort_keys=True) for match_id in ids}
    assert len(results) == 1


async def test_polls_closer_than_ten_seconds_are_rate_limited(system: System, cv: bytes) -> None:
    """While processing the first poll is free, the second within 10 s is 429 `RATE_LIMITED`; terminal runs read freely."""
    client = await system.new_client()
    async with system.workers_paused():
        match_id = await client.accepted(cv)
        first = await client.get(f"/api/v1/cvdeepmatch/{match_id}")
        second = await client.get(f"/api/v1/cvdeepmatch/{match_id}")
    assert first.status_code == 200
    body = first.json()
    assert set(body) == POLL_KEYS
    assert (body["status"], body["cv2jd_result"], body["cv_parser_result"], body["error"]) == (
        "processing",
        None,
        None,
        None,
    )
    assert body["processing_completed_at"] is None
    assert body["credits_charged"] == 0
    error = assert_error(second, 429, "RATE_LIMITED")
    assert 1 <= int(second.headers["Retry-After"]) <= 10
    assert error["retryAfterSeconds"] == int(second.headers["Retry-After"])
    await client.ended(match_id)
    for _ in range(3):
        assert (await client.get(f"/api/v1/cvdeepmatch/{match_id}")).status_code == 200


def blank_pdf(tmp_path: Path) -> bytes:
    """A page without a word."""
    page = FPDF()
    page.add_page()
    page.rect(10, 10, 50, 50, style="F")
    page.output(str(tmp_path / "blank.pdf"))
    return (tmp_path / "blank.pdf").read_bytes()


def locked_pdf(tmp_path: Path) -> bytes:
    """A page behind a password."""
    page = FPDF()
    page.set_encryption(owner_password="owner", user_password="user")
    page.add_page()
    page.set_font("Helvetica", size=12)
    page.cell(text="Ten years of work that nobody can read.")
    page.output(str(tmp_path / "locked.pdf"))
    return (tmp_path / "locked.pdf").read_bytes()


@pytest.mark.parametrize("kind", ["CV_UNREADABLE", "CV_ENCRYPTED", "CV_NO_TEXT"])
async def test_a_cv_that_cannot_be_read_fails_with_its_code_and_is_not_charged(
    system: System, tmp_path: Path, kind: str
) -> None:
    """C04, P11, P13, P24: `error` is `{code, message}`, the hold is released, nothing is charged."""
    pdf = {"CV_UNREADABLE": b"%PDF-", "CV_ENCRYPTED": locked_pdf(tmp_path), "CV_NO_TEXT": blank_pdf(tmp_path)}[kind]
    client = await system.new_client(credits=3)
    match = await client.ended(await client.accepted(pdf))
    assert match["status"] == "failed"
    assert match["error"]["code"] == kind
    assert match["error"]["message"]
    assert match["cv2jd_result"] is None
    assert match["credits_charged"] == 0
    statement = await client.credits()
    assert (statement["balance"], statement["held"]) == (3, 0)
    assert [row["type"] for row in statement["transactions"]] == ["grant"]


async def test_p03_a_file_that_exceeds_its_limits_fails_as_too_complex(system: System, cv: bytes) -> None:
    """P03, P26: a page that draws itself ends in its limits; a good CV beside it finishes."""
    client = await system.new_client(credits=6)
    hostile, good = await client.accepted(self_drawing_form()), await client.accepted(cv)
    rows = await client.all_ended([hostile, good])
    assert (rows[hostile]["status"], rows[hostile]["error"]["code"]) == ("failed", "CV_TOO_COMPLEX")
    assert rows[good]["status"] == "finished"
    assert (await client.credits())["balance"] == 3


async def test_the_list_filters(system: System, cv: bytes) -> None:
    """Filters status, position_id, externalId, tag, project, created_after, created_before."""
    client = await system.new_client(project="blue")
    sibling = await system.another_key(client, project="green")
    first = await client.accepted(cv, position_id="p-1", tags='["x"]')
    second = await sibling.accepted(b"%PDF-", position_id="p-2", tags='["x", "y"]')
    rows = await client.all_ended([first, second])

    async def ids(**filters: str) -> list[str]:
        return [row["id"] for row in await client.rows(**filters)]

    assert await ids() == [second, first]
    assert await ids(status="finished") == [first]
    assert await ids(status="failed") == [second]
    assert await ids(status="processing") == []
    assert await ids(position_id="p-2") == [second]
    assert await ids(tag="x") == [second, first]
    assert await ids(tag="y") == [second]
    assert await ids(project="blue") == [first]
    assert await ids(created_after=rows[second]["created_at"]) == [second]
    assert await ids(created_before=rows[second]["created_at"]) == [first]
    for name, value in (("status", "done"), ("created_after", "yesterday"), ("created_before", "1")):
        assert name in bad_fields(await client.get("/api/v1/cvdeepmatch/requests", **{name: value}))


async def test_rows_are_the_poll_body_without_the_long_parts(client: RestClient, cv: bytes) -> None:
    """Rows: the poll body without `cv_parser_result`, `cv2jd_result.details` and `config`."""
    match_id = await client.accepted(cv)
    match = await client.ended(match_id)
    row = next(row for row in await client.rows() if row["id"] == match_id)
    assert set(row) == POLL_KEYS - {"cv_parser_result", "config"}
    assert set(row["cv2jd_result"]) == {"overall_score", "breakdown"}
    assert row["cv2jd_result"]["overall_score"] == match["cv2jd_result"]["overall_score"]
    assert {name: row[name] for name in set(row) - {"cv2jd_result"}} == {
        name: match[name] for name in set(row) - {"cv2jd_result"}
    }
