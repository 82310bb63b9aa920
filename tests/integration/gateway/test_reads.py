"""Reading: one match, the list, credits, health, the document and the page."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from services.platform.errors import AppError, Reason
from tests.integration.gateway.backend import CORPUS, MATCHER, NOTIFIER, UNAVAILABLE
from tests.integration.gateway.house import CREDITS, HEALTH, REQUESTS, House, form

pytestmark = pytest.mark.redis


async def fits(house: House, name: str, body: Any) -> None:
    """Checks a body against the schema the gateway itself publishes."""
    document = (await house.get("/api/v1/openapi.json", key="")).json
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(body)


async def test_a_running_match_has_every_key(house: House) -> None:
    """All of contract §2, null where nothing is known yet; private keys of the config are gone."""
    match_id = await house.accepted(metadata='{"a": true}', tags='["t"]', externalId="e")
    reply = await house.get(f"/api/v1/cvdeepmatch/{match_id}")
    assert reply.status == 200
    assert reply.json == {
        "id": match_id, "position_id": "backend-1", "status": "processing", "created_at": "2026-11-18T11:06:40.123Z",
        "processing_started_at": None, "processing_completed_at": None, "cv_parser_result": None, "cv2jd_result": None,
        "error": None, "metadata": {"a": "true"}, "tags": ["t"], "externalId": "e", "credits_charged": 0,
        "config": {
            "requirements": {
                "workExperience": {"from": 2, "to": 8, "importance": 4},
                "skills": {"importance": 5, "skills_config": {"hard_skills": [{"name": "Python", "importance": 5}]}},
            },
            "kept": {"shown": [{"here": 4}]},
        },
    }  # fmt: skip
    await fits(house, "MatchBody", reply.json)


async def test_a_finished_match_shows_its_result(house: House) -> None:
    """Score, breakdown and details in the poll body; in a row the details are left out."""
    match_id = await house.accepted()
    house.backend.finish(house.client.client_id, match_id)
    body = (await house.get(f"/api/v1/cvdeepmatch/{match_id}")).json
    assert (body["status"], body["credits_charged"], body["cv2jd_result"]["overall_score"]) == ("finished", 3, 0.71)
    assert "details" in body["cv2jd_result"]
    await fits(house, "MatchBody", body)
    page = (await house.get(REQUESTS)).json
    await fits(house, "MatchPage", page)
    (row,) = page["data"]
    assert set(body) - set(row) == {"cv_parser_result", "config"}
    assert row["cv2jd_result"] == {"overall_score": 0.71, "breakdown": {"workExperience": 0.8, "skills": 0.6}}


async def test_a_poll_too_soon_is_429_rate_limited(house: House) -> None:
    """The matcher's word, with its wait."""
    house.backend.failures["GetMatch"].append(AppError(Reason.RATE_LIMITED, "m", retry_after_s=8))
    reply = await house.get("/api/v1/cvdeepmatch/cvdm_" + "a" * 22)
    assert (reply.status, reply.error["code"], reply.headers["retry-after"]) == (429, "RATE_LIMITED", "8")


async def test_filters_reach_the_matcher(house: House) -> None:
    """Each under its name; unknown parameters are ignored."""
    query = (
        "status=finished&position_id=p-1&externalId=a%20b&tag=%C3%A4&project=web&created_after=2026-11-21"
        "&created_before=2026-11-21T08:00:00Z&limit=5&cursor=abc_-&unknown=1&unknown=2"
    )
    assert (await house.get(f"{REQUESTS}?{query}")).status == 200
    (asked,) = house.backend.lists
    assert (asked.position_id, asked.external_id, asked.tag, asked.project) == ("p-1", "a b", "ä", "web")
    assert (asked.created_after_ms, asked.created_before_ms) == (1_795_219_200_000, 1_795_248_000_000)
    assert (asked.limit, asked.cursor) == (5, "abc_-")


async def test_bad_filters_are_all_named(house: House) -> None:
    """One answer for all of them, a repeated one included."""
    query = (
        "status=done&position_id=a%20b&externalId=&tag=" + "t" * 41 + "&project=&created_after=now&created_before=1"
        "&limit=0&cursor=%7B&limit=5"
    )
    assert set((await house.get(f"{REQUESTS}?{query}")).bad_fields) == {
        *("status", "position_id", "externalId", "tag", "project", "created_after", "created_before", "limit", "cursor")
    }


async def test_a_page_has_data_and_next_cursor(house: House) -> None:
    """`{data, next_cursor}`, null on the last page."""
    await house.accepted()
    assert (await house.get(REQUESTS)).json["next_cursor"] is None
    await house.accepted()
    page = (await house.get(f"{REQUESTS}?limit=1")).json
    assert (len(page["data"]), page["next_cursor"]) == (1, "bmV4dA")


async def test_a_cursor_the_matcher_does_not_know_is_invalid_input(house: House) -> None:
    """Fields named by a service are passed on."""
    house.backend.failures["ListMatches"].append(AppError(Reason.INVALID_INPUT, "m", fields={"cursor": ["is unknown"]}))
    assert (await house.get(f"{REQUESTS}?cursor=zzz")).bad_fields == {"cursor": ["is unknown"]}


async def test_a_matcher_that_is_away_is_503_with_retry_after(house: House) -> None:
    """A read can be asked again; it was asked twice already, for another matcher may answer."""
    house.backend.failures["GetMatch"].extend([UNAVAILABLE, UNAVAILABLE])
    reply = await house.get("/api/v1/cvdeepmatch/cvdm_" + "a" * 22)
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")
    assert int(reply.headers["retry-after"]) >= 1
    assert house.backend.asked == ["GetMatch", "GetMatch"]


async def test_a_poll_whose_answer_was_lost_is_never_told_that_it_came_too_soon(house: House) -> None:
    """The lost one may have been counted: 429 for the second would blame a client that asked once."""
    house.backend.failures["GetMatch"].extend(
        [UNAVAILABLE, AppError(Reason.RATE_LIMITED, "Too soon.", retry_after_s=9)]
    )
    reply = await house.get("/api/v1/cvdeepmatch/cvdm_" + "a" * 22)
    assert (reply.status, reply.error["code"]) == (503, "SERVICE_WARMING")


async def test_credits_show_balance_and_transactions(house: House) -> None:
    """As contract §1 says, by the published schema."""
    reply = await house.get(CREDITS)
    await fits(house, "CreditsBody", reply.json)
    assert set(reply.json) == {"balance", "held", "available", "usage", "transactions"}
    assert (reply.json["balance"], reply.json["available"], reply.json["usage"]) == (300, 300, {"cvdeepmatch": 0})
    (grant,) = reply.json["transactions"]
    assert (grant["type"], grant["amount"], grant["balance_after"]) == ("grant", 300, 300)
    assert "run_id" not in grant


async def test_health_is_ok_when_everything_answers(house: House) -> None:
    """Status, version and the four components; no key."""
    reply = await house.get(HEALTH, key="")
    assert reply.status == 200
    assert set(reply.json) == {"status", "version", "components"}
    assert reply.json["components"] == dict.fromkeys(("redis", "matcher", "corpus", "notifier"), "ok")
    await fits(house, "HealthBody", reply.json)


@pytest.mark.parametrize(("service", "name"), [(MATCHER, "matcher"), (CORPUS, "corpus")])
async def test_health_is_503_degraded_when_matches_cannot_be_done(house: House, service: str, name: str) -> None:
    """The failing component is named, and the envelope stands beside it as in every other 5xx."""
    await house.backend.set_health(service, serving=False)
    reply = await house.get(HEALTH, key="")
    assert (reply.status, reply.json["status"], reply.json["components"][name]) == (503, "degraded", "failing")
    assert (reply.error["code"], reply.headers["retry-after"]) == ("SERVICE_WARMING", "1")
    await fits(house, "DegradedBody", reply.json)


async def test_a_failing_notifier_is_shown_but_is_no_outage(house: House) -> None:
    """Webhooks wait in the outbox; matches go on."""
    await house.backend.set_health(NOTIFIER, serving=False)
    reply = await house.get(HEALTH, key="")
    assert (reply.status, reply.json["components"]["notifier"]) == (200, "failing")


async def test_errors_fit_the_published_envelope(house: House) -> None:
    """400, 404 and 405 alike."""
    for reply in (
        await house.submit(form(config="{")),
        await house.get("/nope"),
        await house.call("DELETE", CREDITS),
        await house.get(CREDITS, key=""),
    ):
        await fits(house, "ErrorEnvelope", json.loads(reply.body))


async def test_the_reference_page_is_html_under_a_strict_policy(house: House) -> None:
    """Without a key, readable anywhere."""
    reply = await house.get("/docs", key="")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    assert reply.body.startswith(b"<!doctype html>")
