"""POST submit: what is answered, and in which order things are judged."""

import asyncio
import json
import re
from typing import Any

import pytest

from services.platform.accounts.api_keys import ApiKeys
from services.platform.accounts.values import Permission
from services.platform.errors import AppError, Reason
from tests.integration.gateway.backend import UNAVAILABLE
from tests.integration.gateway.house import CONFIG, SUBMIT, House, Reply, file_part, form, part

pytestmark = pytest.mark.redis

ID = re.compile(r"cvdm_[0-9A-Za-z]{22}")


async def test_an_accepted_match_is_202_with_id_status_message_and_estimate(house: House) -> None:
    """`{id, status: "processing", message, estimated_time}`, and where to read it."""
    reply = await house.submit()
    assert reply.status == 202
    assert set(reply.json) == {"id", "status", "message", "estimated_time"}
    assert ID.fullmatch(reply.json["id"])
    assert (reply.json["status"], reply.json["estimated_time"]) == ("processing", 7)
    assert reply.headers["location"] == f"/api/v1/cvdeepmatch/{reply.json['id']}"


async def test_everything_sent_reaches_the_matcher(house: House) -> None:
    """The config whole, with the keys that are never echoed."""
    sent = form(metadata='{"a": 1}', tags='[" x ", "x"]', externalId="ext", webhook_url="https://example.com/hook")
    await house.submit(sent)
    (request,) = house.backend.submits
    assert (request.caller.client_id, request.caller.project) == (house.client.client_id, "default")
    assert json.loads(request.config_json) == CONFIG
    assert (dict(request.metadata), list(request.tags), request.external_id) == ({"a": "1"}, ["x"], "ext")
    assert (request.position_id, request.webhook_url) == ("backend-1", "https://example.com/hook")
    assert request.cv_pdf.startswith(b"%PDF-1.7")


async def test_a_replay_is_200_with_the_original_id(house: House) -> None:
    """`idempotent_replay: true`, and nothing new is started."""
    first = await house.submit(form(idempotency_key="k1"))
    again = await house.submit(form(idempotency_key="k1"))
    assert (first.status, again.status) == (202, 200)
    assert again.json["id"] == first.json["id"]
    assert again.json["idempotent_replay"] is True
    assert "idempotency_mismatch" not in again.json
    assert len(house.backend.submits) == 1


async def test_i03_a_replay_with_another_body_says_so(house: House) -> None:
    """Still the original id and 200, plus `idempotency_mismatch: true`."""
    first = await house.submit(form(idempotency_key="k1"))
    other = await house.submit(form(idempotency_key="k1", job_description="Another job."))
    assert (other.status, other.json["id"], other.json["idempotency_mismatch"]) == (200, first.json["id"], True)


async def test_i01_a_hundred_submits_with_one_key_make_one_match(house: House) -> None:
    """One 202, the others 200 with the same id."""
    replies = await asyncio.gather(*(house.submit(form(idempotency_key="k1")) for _ in range(100)))
    assert sorted(reply.status for reply in replies) == [200] * 99 + [202]
    assert len({reply.json["id"] for reply in replies}) == 1
    assert len(house.backend.matches) == 1


async def test_i14_a_refused_submit_does_not_burn_its_key(house: House) -> None:
    """400, 402, then corrected: 202."""
    poor = AppError(Reason.INSUFFICIENT_CREDITS, "m", numbers={"required": 3, "balance": 2, "available": 1})
    house.backend.failures["Submit"].append(poor)
    assert (await house.submit(form(idempotency_key="k", position_id="no good"))).status == 400
    assert (await house.submit(form(idempotency_key="k"))).status == 402
    assert (await house.submit(form(idempotency_key="k"))).status == 202


async def test_too_few_credits_are_402_with_the_numbers(house: House) -> None:
    """`details` is `{required, balance, available}`."""
    poor = AppError(Reason.INSUFFICIENT_CREDITS, "m", numbers={"required": 3, "balance": 2, "available": 1})
    house.backend.failures["Submit"].append(poor)
    reply = await house.submit()
    assert (reply.status, reply.error["code"]) == (402, "INSUFFICIENT_CREDITS")
    assert reply.error["details"] == {"required": 3, "balance": 2, "available": 1}


async def test_the_order_of_checks(make_house: Any) -> None:
    """Each step is reached only when all before it pass: every request below is wrong in all the later ways too."""
    house = await make_house()
    keys = ApiKeys(house.redis)
    limited = (await keys.create(house.client.client_id, permissions=(Permission.CVDEEPMATCH,), per_minute=1)).plain_key
    search = (await keys.create(house.client.client_id, permissions=(Permission.CVDEEPSEARCH,))).plain_key
    await house.get("/api/v1/cvdeepmatch/requests", key=limited)
    poor = AppError(Reason.INSUFFICIENT_CREDITS, "m", numbers={"required": 3, "balance": 0, "available": 0})
    private = AppError(Reason.PRIVATE_WEBHOOK_URL, "m")
    house.backend.replays[house.client.client_id, "known"] = ("cvdm_first", b"")
    no_pdf = file_part(b"hello")
    hook = "https://10.0.0.1/"
    house.backend.failures["CheckTarget"].append(private)

    async def code(body: bytes, **headers: str) -> tuple[int, str | None]:
        reply: Reply = await house.submit(body, **headers)
        return reply.status, reply.error["code"] if reply.status >= 400 else None

    bad = form(cv=no_pdf, position_id="no good", webhook_url=hook, idempotency_key="known")
    assert await code(bad, X_API_Key="", Content_Encoding="gzip") == (400, "INVALID_INPUT")
    assert await code(bad, X_API_Key="") == (401, "MISSING_API_KEY")
    assert await code(bad, X_API_Key=search) == (403, "MISSING_PERMISSION")
    assert await code(bad, X_API_Key=limited) == (429, "RATE_LIMIT_EXCEEDED")
    assert await code(bad) == (400, "INVALID_INPUT")
    assert await code(form(cv=no_pdf, webhook_url=hook, idempotency_key="known")) == (200, None)
    assert await code(form(cv=no_pdf, webhook_url=hook, idempotency_key="new")) == (400, "INVALID_FILE_CONTENT")
    house.backend.failures["Submit"].append(poor)
    assert await code(form(webhook_url=hook, idempotency_key="new")) == (400, "PRIVATE_WEBHOOK_URL")
    assert await code(form(webhook_url=hook, idempotency_key="new")) == (402, "INSUFFICIENT_CREDITS")
    assert await code(form(webhook_url=hook, idempotency_key="new")) == (202, None)


async def test_all_bad_fields_are_named_at_once(house: House) -> None:
    """Those of the form, of the JSON in it, and of the framing of its parts."""
    reply = await house.submit(
        form(
            part("position_id", "again"), file_part(name="extra"), cv=file_part(filename="cv.docx"), config='{"a":1,"a":2}',
            metadata="NaN", webhook_url="x" * 2049, job_description=None,
        )
    )  # fmt: skip
    assert set(reply.bad_fields) == {
        "cv_file", "position_id", "extra", "config", "metadata", "webhook_url", "job_description"
    }  # fmt: skip


@pytest.mark.parametrize("reason", [Reason.INSECURE_WEBHOOK_URL, Reason.PRIVATE_WEBHOOK_URL, Reason.INVALID_INPUT])
async def test_a_webhook_url_is_refused_with_the_judges_reason(house: House, reason: Reason) -> None:
    """The URL goes to the judge as it was sent."""
    fields = {"webhook_url": ["is not a URL"]} if reason is Reason.INVALID_INPUT else {}
    house.backend.failures["CheckTarget"].append(AppError(reason, "m", fields=fields))
    reply = await house.submit(form(webhook_url="http://a@b"))
    assert (reply.status, reply.error["code"]) == (400, reason)
    assert house.backend.submits == []


async def test_an_answer_that_is_lost_is_asked_for_again_with_the_same_id(house: House) -> None:
    """The start had happened: the client sees one 202 and one match exists."""
    house.backend.after_commit.append(UNAVAILABLE)
    reply = await house.submit(form(idempotency_key="k"))
    assert reply.status == 202
    assert [request.match_id for request in house.backend.submits] == [reply.json["id"]] * 2
    assert len(house.backend.matches) == 1


async def test_i17_a_502_means_unknown_and_the_retry_finds_the_match(house: House) -> None:
    """Both answers lost: 502, and the same key then gives 200 with the one match."""
    house.backend.after_commit.extend([UNAVAILABLE, UNAVAILABLE])
    doubt = await house.submit(form(idempotency_key="k"))
    assert (doubt.status, doubt.error["code"]) == (502, "STEP_FUNCTIONS_FAILED")
    retry = await house.submit(form(idempotency_key="k"))
    assert retry.status == 200
    assert [match_id for _, match_id in house.backend.matches] == [retry.json["id"]]


async def test_a_matcher_that_is_warming_is_503_with_retry_after(house: House) -> None:
    """An answer, not a doubt."""
    house.backend.failures["Submit"].append(AppError(Reason.SERVICE_WARMING, "m", retry_after_s=4))
    reply = await house.submit()
    assert (reply.status, reply.error["code"], reply.headers["retry-after"]) == (503, "SERVICE_WARMING", "4")


async def test_the_wrong_content_type_is_invalid_input(house: House) -> None:
    """JSON, nothing, or multipart of another kind."""
    for kind in ("application/json", "text/plain", "multipart/mixed; boundary=b", "application/x-www-form-urlencoded"):
        reply = await house.call("POST", SUBMIT, data=b"{}", Content_Type=kind)
        assert set(reply.bad_fields) == {"Content-Type"}
