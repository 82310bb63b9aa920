"""`POST /api/v1/cvds/search` and the runs it makes."""

import json
import re
from copy import deepcopy
from typing import Any

import grpc
import pytest

from cvdeep.corpus.v1 import corpus_pb2 as pb
from services.platform.accounts.provisioning import provision_client
from services.platform.errors import AppError, Reason
from tests.integration.gateway.backend import UNAVAILABLE
from tests.integration.gateway.corpus import ROW
from tests.integration.gateway.deepsearch.sending import MAX_BYTES, ORDER, RUNS, SEARCH, fits, post
from tests.integration.gateway.house import House

pytestmark = pytest.mark.redis

RUN_ID = re.compile(r"cvds_[0-9A-Za-z]{22}")
REQUIREMENTS = ORDER["position_metadata"]["requirements"]


async def started(house: House, **changes: Any) -> str:
    reply = await post(house, SEARCH, ORDER | changes)
    assert reply.status == 200, reply.body
    run_id: str = reply.json["id"]
    return run_id


async def test_a_search_is_accepted(house: House) -> None:
    """200 with an opaque id and `pending`; usual values where nothing was sent."""
    reply = await post(house, SEARCH, ORDER)
    assert (reply.status, set(reply.json), reply.json["status"]) == (200, {"id", "status"}, "pending")
    assert RUN_ID.fullmatch(reply.json["id"])
    await fits(house, "SearchAnswer", reply.json)
    (asked,) = house.backend.corpus.of("StartSearch")
    assert (asked.run_id, asked.corpus_id, asked.position_id) == (reply.json["id"], "c", "backend-1")
    assert json.loads(asked.position_metadata_json) == ORDER["position_metadata"]
    assert (asked.job_updated, asked.top_n, asked.webhook_url, asked.idempotency_key) == (False, 100, "", "")
    assert (asked.caller.client_id, asked.caller.project) == (house.client.client_id, "default")


async def test_null_is_as_absent(house: House) -> None:
    """For every optional field."""
    fields = dict.fromkeys(("job_updated", "top_n", "webhook_url", "idempotency_key"))
    await started(house, **fields)
    (asked,) = house.backend.corpus.of("StartSearch")
    assert (asked.job_updated, asked.top_n, asked.webhook_url, asked.idempotency_key) == (False, 100, "", "")


@pytest.mark.parametrize(("sent", "taken"), [(1, 1), (1000, 1000), (1001, 1000), (2**62, 1000)])
async def test_top_n_is_clamped_at_1000(house: House, sent: int, taken: int) -> None:
    """More is no mistake."""
    await started(house, top_n=sent)
    assert house.backend.corpus.of("StartSearch")[0].top_n == taken


@pytest.mark.parametrize("sent", [0, -1, 1.5, 10.0, "10", True, [], {}])
async def test_top_n_below_1_or_no_integer_is_invalid_input(house: House, sent: Any) -> None:
    """The field is named."""
    assert set((await post(house, SEARCH, ORDER | {"top_n": sent})).bad_fields) == {"top_n"}


async def test_all_bad_fields_are_named_at_once(house: House) -> None:
    """Each with its path."""
    reply = await post(
        house,
        SEARCH,
        {
            "corpus_id": "", "position_id": "p" * 256, "position_metadata": {}, "job_updated": "yes", "top_n": 0,
            "webhook_url": "", "idempotency_key": "a b",
        },
    )  # fmt: skip
    assert set(reply.bad_fields) == {
        *("corpus_id", "position_id", "position_metadata", "job_updated", "top_n", "webhook_url", "idempotency_key")
    }
    assert set((await post(house, SEARCH, {})).bad_fields) == {"corpus_id", "position_id", "position_metadata"}
    assert house.backend.corpus.asked == []


@pytest.mark.parametrize("bare", [False, True])
async def test_requirements_are_judged_as_those_of_a_match(house: House, *, bare: bool) -> None:
    """`{name, requirements}` and the bare block, each with its own paths."""
    bad = deepcopy(REQUIREMENTS)
    bad["workExperience"]["importance"] = 9
    del bad["skills"]["importance"]
    sent = bad if bare else {"name": "x", "requirements": bad}
    reply = await post(house, SEARCH, ORDER | {"position_metadata": sent})
    before = "position_metadata." if bare else "position_metadata.requirements."
    assert set(reply.bad_fields) == {f"{before}workExperience.importance", f"{before}skills.importance"}
    await started(house, position_metadata=REQUIREMENTS)


@pytest.mark.parametrize("metadata", [{"description": "We look for a nurse."}, {"requirements": "5 years"}, {"a": {}}])
async def test_any_other_object_is_searched_by_its_text(house: House, metadata: Any) -> None:
    """Taken as it is."""
    await started(house, position_metadata=metadata)
    assert json.loads(house.backend.corpus.of("StartSearch")[0].position_metadata_json) == metadata


@pytest.mark.parametrize("metadata", [None, [], "text", 5, {}, {"t": "x" * 262_144}])
async def test_metadata_is_a_non_empty_object_of_256_kb(house: House, metadata: Any) -> None:
    """Anything else is `INVALID_INPUT`."""
    reply = await post(house, SEARCH, ORDER | {"position_metadata": metadata})
    assert set(reply.bad_fields) == {"position_metadata"}


@pytest.mark.parametrize("value", [[], "x", None, 5, b"", b"{", b'{"a":1,"a":2}', b'{"x":NaN}', b"{} {}"])
async def test_j23_what_is_no_object_is_invalid_input(house: House, value: Any) -> None:
    """One plain answer."""
    assert set((await post(house, SEARCH, value)).bad_fields) == {"body"}


async def test_j12_a_body_over_the_limit_is_413(house: House) -> None:
    """As for candidates."""
    reply = await post(house, SEARCH, b" " * (MAX_BYTES + 1))
    assert (reply.status, reply.error["code"]) == (413, "PAYLOAD_TOO_LARGE")
    body = json.dumps(ORDER).encode()
    assert (await post(house, SEARCH, body + b" " * (MAX_BYTES - len(body)))).status == 200


async def test_i24_the_same_key_returns_the_first_run(house: House) -> None:
    """200 with the first id and `idempotent_replay`; a webhook that would be refused is not judged any more."""
    first = await started(house, idempotency_key="k")
    asked = len(house.backend.targets)
    reply = await post(house, SEARCH, ORDER | {"idempotency_key": "k", "webhook_url": "http://x", "top_n": 5})
    assert (reply.status, reply.json) == (200, {"id": first, "status": "pending", "idempotent_replay": True})
    assert len(house.backend.targets) == asked
    await fits(house, "SearchAnswer", reply.json)
    assert await started(house, idempotency_key="other") != first


async def test_a_race_that_is_lost_is_a_replay_too(house: House) -> None:
    """Between the look for a replay and the start somebody else can be faster."""
    first = await started(house, idempotency_key="k")
    house.backend.corpus.failures["FindReplay"].append(AppError(Reason.NOT_FOUND, "m"))
    reply = await post(house, SEARCH, ORDER | {"idempotency_key": "k"})
    assert reply.json == {"id": first, "status": "pending", "idempotent_replay": True}


@pytest.mark.parametrize("reason", [Reason.INSECURE_WEBHOOK_URL, Reason.PRIVATE_WEBHOOK_URL])
async def test_a_refused_webhook_starts_nothing(house: House, reason: Reason) -> None:
    """The notifier's word."""
    house.backend.failures["CheckTarget"].append(AppError(reason, "m"))
    reply = await post(house, SEARCH, ORDER | {"webhook_url": "https://x.example/"})
    assert (reply.status, reply.error["code"]) == (400, reason.value)
    assert house.backend.corpus.of("StartSearch") == []


async def test_a_good_webhook_goes_along(house: House) -> None:
    """As it was sent."""
    await started(house, webhook_url="https://x.example/hook")
    assert house.backend.corpus.of("StartSearch")[0].webhook_url == "https://x.example/hook"


async def test_i17_an_unanswered_start_is_sent_once_more_with_the_same_id(house: House) -> None:
    """A start that did happen is found: one run."""
    house.backend.corpus.after_commit.append(UNAVAILABLE)
    run_id = await started(house, idempotency_key="k")
    first, second = house.backend.corpus.of("StartSearch")
    assert first.run_id == second.run_id == run_id
    assert len(house.backend.corpus.runs) == 1


@pytest.mark.parametrize(
    "failures",
    [[UNAVAILABLE, UNAVAILABLE], [grpc.StatusCode.UNIMPLEMENTED], [grpc.StatusCode.INTERNAL],
     [AppError(Reason.INTERNAL_ERROR, "m")]],
)  # fmt: skip
async def test_i17_a_start_in_doubt_is_502(house: House, failures: list[Any]) -> None:
    """Unknown is never told as no."""
    house.backend.corpus.failures["StartSearch"].extend(failures)
    reply = await post(house, SEARCH, ORDER)
    assert (reply.status, reply.error["code"]) == (502, "STEP_FUNCTIONS_FAILED")


@pytest.mark.parametrize(("reason", "status"), [(Reason.SERVICE_WARMING, 503), (Reason.NOT_FOUND, 404)])
async def test_a_refused_start_is_passed_on(house: House, reason: Reason, status: int) -> None:
    """An answer, not a doubt."""
    house.backend.corpus.failures["StartSearch"].append(AppError(reason, "m"))
    reply = await post(house, SEARCH, ORDER)
    assert (reply.status, reply.error["code"]) == (status, reason.value)


async def test_a_run_shows_its_rows_once_it_has_finished(house: House) -> None:
    """Every key of the contract; null and `results_pending` before."""
    run_id = await started(house, job_updated=True, top_n=7)
    pending = (await house.get(f"{RUNS}/{run_id}")).json
    assert pending == {
        "id": run_id, "status": "pending", "corpus_id": "c", "position_id": "backend-1", "is_job_updated": True,
        "top_n": 7, "created_at": "2026-11-18T11:06:40.123Z", "completed_at": None, "total_candidates": 0,
        "results": None, "results_pending": True, "error": None,
    }  # fmt: skip
    await fits(house, "RunBody", pending)
    assert (await house.get(f"{RUNS}/{run_id}/results")).json == {"data": [], "next_cursor": None}
    house.backend.corpus.finish(house.client.client_id, run_id)
    finished = (await house.get(f"{RUNS}/{run_id}")).json
    assert finished == pending | {
        "status": "finished", "completed_at": "2026-11-18T11:06:41.000Z", "total_candidates": 7, "results": [ROW],
        "results_pending": False,
    }  # fmt: skip
    await fits(house, "RunBody", finished)
    page = (await house.get(f"{RUNS}/{run_id}/results?limit=5&cursor=abc")).json
    assert page == {"data": [ROW], "next_cursor": None}
    await fits(house, "ResultPage", page)
    asked = house.backend.corpus.of("ListRunResults")[-1]
    assert (asked.run_id, asked.limit, asked.cursor) == (run_id, 5, "abc")


async def test_a_failed_run_says_why(house: House) -> None:
    """`{code, message}`."""
    run_id = await started(house)
    run = house.backend.corpus.runs[house.client.client_id, run_id].run
    run.status, run.error_code, run.error_message = pb.RUN_STATUS_FAILED, "PIPELINE_FAILED", "It failed."
    body = (await house.get(f"{RUNS}/{run_id}")).json
    assert (body["status"], body["results"], body["results_pending"]) == ("failed", None, False)
    assert body["error"] == {"code": "PIPELINE_FAILED", "message": "It failed."}
    await fits(house, "RunBody", body)


async def test_runs_are_listed_without_their_rows(house: House) -> None:
    """Newest first."""
    first, second = await started(house), await started(house)
    house.backend.corpus.finish(house.client.client_id, first)
    page = (await house.get(f"{RUNS}?limit=5")).json
    assert [row["id"] for row in page["data"]] == [second, first]
    assert all("results" not in row for row in page["data"])
    await fits(house, "RunPage", page)


@pytest.mark.parametrize("tail", ["", "/results"])
async def test_t03_an_unknown_run_is_not_found(house: House, tail: str) -> None:
    """Nobody's, another client's and an id of no form answer alike."""
    run_id = await started(house)
    other = (await provision_client(house.redis, name="Other", credits_granted=0)).plain_key
    replies = [
        await house.get(f"{RUNS}/{run_id}{tail}", key=other),
        await house.get(f"{RUNS}/cvds_{'0' * 22}{tail}", key=other),
        await house.get(f"{RUNS}/%FF{tail}", key=other),
    ]
    assert [(reply.status, reply.error["code"]) for reply in replies] == [(404, "NOT_FOUND")] * 3
    assert len({reply.error["message"] for reply in replies}) == 1
