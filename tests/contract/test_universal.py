"""Contract §1 against the running system, one test a sentence."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.live import SUBMIT, RestClient, assert_error, bad_fields, raw_exchange
from tests.support.system import System

pytestmark = pytest.mark.system

TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
REQUEST_ID = re.compile(r"^req_\d{13}_[a-z0-9]{6}$")


async def test_a_call_without_a_key_is_401_missing_api_key(system: System) -> None:
    """A01: header `X-API-Key` on every call but health."""
    for path in ("/api/v1/credits", "/api/v1/cvdeepmatch/requests", "/api/v1/cvdeepmatch/cvdm_" + "0" * 22):
        assert_error(await system.http.get(path), 401, "MISSING_API_KEY")
    assert_error(await system.http.post(SUBMIT), 401, "MISSING_API_KEY")


@pytest.mark.parametrize("key", ["nonsense", "cvk_" + "A" * 40, "x" * 5000])
async def test_an_unknown_key_is_401_invalid_api_key(system: System, key: str) -> None:
    """A01: whatever the key looks like, the answer is the same."""
    answer = await system.http.get("/api/v1/credits", headers={"X-API-Key": key})
    assert_error(answer, 401, "INVALID_API_KEY")


async def test_a_key_in_the_query_is_no_key(system: System, client: RestClient) -> None:
    """A01: only the header counts."""
    assert_error(await system.http.get("/api/v1/credits", params={"X-API-Key": client.key}), 401, "MISSING_API_KEY")


async def test_an_expired_key_is_401_api_key_expired(system: System) -> None:
    """A key carries an optional expiry."""
    expired = await system.new_client(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert_error(await expired.get("/api/v1/credits"), 401, "API_KEY_EXPIRED")


async def test_a_disabled_client_is_401_client_inactive(system: System) -> None:
    """A client that was disabled is refused at once."""
    client = await system.new_client()
    assert (await client.get("/api/v1/credits")).status_code == 200
    await system.disable(client.client_id)
    assert_error(await client.get("/api/v1/credits"), 401, "CLIENT_INACTIVE")


async def test_a_revoked_key_is_401_invalid_api_key(system: System) -> None:
    """A04: revoking takes effect at once."""
    client = await system.new_client()
    await system.revoke(client)
    assert_error(await client.get("/api/v1/credits"), 401, "INVALID_API_KEY")


async def test_an_address_off_the_allow_list_is_403_ip_not_allowed(system: System) -> None:
    """A key carries an optional IP allow-list."""
    outside = await system.new_client(networks=("203.0.113.0/24",))
    inside = await system.new_client(networks=("127.0.0.0/8",))
    assert_error(await outside.get("/api/v1/credits"), 403, "IP_NOT_ALLOWED")
    assert (await inside.get("/api/v1/credits")).status_code == 200


async def test_a_missing_permission_is_403_missing_permission(system: System, cv: bytes) -> None:
    """Permissions are judged before anything of the body."""
    searcher = await system.new_client(permissions=("cvdeepsearch",))
    assert_error(await searcher.submit(cv), 403, "MISSING_PERMISSION")
    assert_error(await searcher.get("/api/v1/cvdeepmatch/requests"), 403, "MISSING_PERMISSION")
    assert (await searcher.get("/api/v1/credits")).status_code == 200


async def test_another_clients_id_answers_exactly_as_one_that_does_not_exist(system: System, cv: bytes) -> None:
    """T01: another client's id, an unknown id and a malformed id give one and the same 404."""
    owner, stranger = await system.new_client(), await system.new_client()
    match_id = await owner.accepted(cv)
    messages = set()
    for asked in (match_id, "cvdm_" + "0" * 22, "cvdm_short", "%20", "a" * 300):
        error = assert_error(await stranger.get(f"/api/v1/cvdeepmatch/{asked}"), 404, "REQUEST_NOT_FOUND")
        messages.add(error["message"])
    assert len(messages) == 1


async def test_the_envelope_stands_on_unknown_routes_and_methods(system: System, client: RestClient) -> None:
    """Every 4xx of every route, unknown routes and methods included, has the error envelope."""
    headers = {"X-API-Key": client.key}
    for path in ("/", "/api/v1/nothing", "/api/v2/credits", "/api/v1/credits/", "/docs/x"):
        error = assert_error(await system.http.get(path, headers=headers), 404, "NOT_FOUND")
        assert TIMESTAMP.match(error["timestamp"])
    for method, path in (("DELETE", SUBMIT), ("GET", SUBMIT), ("POST", "/api/v1/credits"), ("PATCH", "/api/v1/health")):
        answer = await system.http.request(method, path, headers=headers)
        if method == "GET":  # GET /cvdeepmatch/submit is a poll of an id that cannot exist
            assert answer.status_code in {404, 405}
        else:
            assert_error(answer, 405, "METHOD_NOT_ALLOWED")


async def test_every_answer_carries_a_request_id(system: System, client: RestClient, cv: bytes) -> None:
    """`X-Request-Id` matches its pattern on good and bad answers alike, and never repeats."""
    answers = [
        await system.http.get("/api/v1/health"),
        await system.http.get("/nowhere"),
        await client.get("/api/v1/credits"),
        await client.submit(cv),
        await client.submit(b"no"),
        await system.http.get("/api/v1/openapi.json"),
    ]
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    assert all(REQUEST_ID.match(request_id) for request_id in ids)
    assert len(set(ids)) == len(ids)


async def test_the_request_id_stands_in_every_services_log(system: System, client: RestClient, cv: bytes) -> None:
    """The id that a client quotes is found in the logs of the services that worked on it."""
    answer = await client.submit(cv)
    request_id = answer.headers["X-Request-Id"]
    await client.ended(answer.json()["id"])
    for service in ("gateway", "matcher", "corpus"):
        assert request_id in system.log(service), service


async def test_all_bad_fields_come_at_once(client: RestClient, cv: bytes) -> None:
    """`details.fields` names every bad field, not the first."""
    answer = await client.submit(
        cv,
        position_id="not allowed!",
        job_description="  ",
        config="{}",
        metadata="[]",
        tags="{}",
        idempotency_key="a b",
    )
    fields = bad_fields(answer)
    for name in ("position_id", "job_description", "metadata", "tags", "idempotency_key"):
        assert fields[name], name
    assert any(path.startswith("config") for path in fields)


async def test_the_minute_limit_is_429_rate_limit_exceeded(system: System) -> None:
    """R01, R04: exactly N pass; `Retry-After`, `retryAfterSeconds` and `details.retry_after_seconds` agree."""
    client = await system.new_client(per_minute=3)
    statuses = [(await client.get("/api/v1/credits")).status_code for _ in range(3)]
    refused = await client.get("/api/v1/credits")
    assert statuses == [200, 200, 200]
    error = assert_error(refused, 429, "RATE_LIMIT_EXCEEDED")
    seconds = int(refused.headers["Retry-After"])
    assert 1 <= seconds <= 60
    assert error["retryAfterSeconds"] == error["details"]["retry_after_seconds"] == seconds


async def test_two_keys_of_one_client_have_a_budget_each(system: System) -> None:
    """R05: the limit counts per key."""
    first = await system.new_client(per_minute=1)
    second = await system.another_key(first, per_minute=1)
    assert (await first.get("/api/v1/credits")).status_code == 200
    assert (await second.get("/api/v1/credits")).status_code == 200
    assert_error(await first.get("/api/v1/credits"), 429, "RATE_LIMIT_EXCEEDED")


async def test_polling_cannot_block_submits(system: System, cv: bytes) -> None:
    """R07: polling has a budget of its own."""
    client = await system.new_client(per_minute=2)
    for _ in range(2):
        await client.get("/api/v1/cvdeepmatch/cvdm_" + "0" * 22)
    assert_error(await client.get("/api/v1/cvdeepmatch/cvdm_" + "0" * 22), 429, "RATE_LIMIT_EXCEEDED")
    assert (await client.submit(cv)).status_code == 202


async def test_the_order_of_checks(system: System, cv: bytes) -> None:
    """Key 401 → permission 403 → rate limit 429 → fields 400 → replay 200 → magic 400 → webhook 400 → credits 402."""
    stranger = RestClient(http=system.http, client_id="", key="cvk_unknown")
    assert_error(await stranger.submit(cv, config="{"), 401, "INVALID_API_KEY")
    searcher = await system.new_client(permissions=("cvdeepsearch",), per_minute=1)
    assert_error(await searcher.submit(cv, config="{"), 403, "MISSING_PERMISSION")
    assert_error(await searcher.submit(cv, config="{"), 403, "MISSING_PERMISSION")
    hurried = await system.new_client(per_minute=1)
    await hurried.get("/api/v1/credits")
    assert_error(await hurried.submit(cv, config="{"), 429, "RATE_LIMIT_EXCEEDED")
    broke = await system.new_client(credits=0)
    assert "config" in str(bad_fields(await broke.submit(b"no pdf", config="{", webhook_url="http://example.com/")))
    assert_error(await broke.submit(b"no pdf", webhook_url="http://example.com/"), 400, "INVALID_FILE_CONTENT")
    assert_error(await broke.submit(cv, webhook_url="http://example.com/"), 400, "INSECURE_WEBHOOK_URL")
    assert_error(await broke.submit(cv, webhook_url="https://127.0.0.1/"), 400, "PRIVATE_WEBHOOK_URL")
    assert_error(await broke.submit(cv), 402, "INSUFFICIENT_CREDITS")


async def test_a_replay_comes_before_magic_webhook_and_credits(system: System, cv: bytes) -> None:
    """I10: a replay works whatever the balance, and is decided before the file is looked at."""
    client = await system.new_client(credits=3)
    match_id = await client.accepted(cv, idempotency_key="once")
    replay = await client.submit(b"not a pdf", idempotency_key="once", webhook_url="http://example.com/")
    assert replay.status_code == 200
    assert replay.json()["id"] == match_id
    assert_error(await client.submit(cv, idempotency_key="other"), 402, "INSUFFICIENT_CREDITS")


async def test_a_refusal_never_consumes_a_key_a_hold_or_a_credit(system: System, cv: bytes) -> None:
    """I14: after 400 and 402 the corrected call with the same key is accepted."""
    client = await system.new_client(credits=2)
    bad_fields(await client.submit(cv, idempotency_key="k", position_id=""))
    assert_error(await client.submit(b"no", idempotency_key="k"), 400, "INVALID_FILE_CONTENT")
    error = assert_error(await client.submit(cv, idempotency_key="k"), 402, "INSUFFICIENT_CREDITS")
    assert error["details"] == {"required": 3, "balance": 2, "available": 2}
    statement = await client.credits()
    assert (statement["balance"], statement["held"]) == (2, 0)
    await system.grant(client.client_id, 1)
    assert (await client.submit(cv, idempotency_key="k")).status_code == 202


async def test_credits_are_held_then_charged_once(system: System, cv: bytes) -> None:
    """C03: the price is held at submit, becomes one charge when the run succeeds, and the statement says so."""
    client = await system.new_client(credits=10)
    match_id = await client.accepted(cv)
    await client.ended(match_id)
    statement = await client.credits()
    assert (statement["balance"], statement["held"], statement["available"]) == (7, 0, 7)
    assert statement["usage"] == {"cvdeepmatch": 3}
    charge, grant = statement["transactions"]
    assert (charge["type"], charge["run_id"], charge["balance_after"]) == ("charge", match_id, 7)
    assert abs(charge["amount"]) == 3
    assert (grant["type"], grant["amount"], grant["balance_after"]) == ("grant", 10, 10)
    assert TIMESTAMP.match(charge["created_at"])


async def test_health_needs_no_key_and_names_its_components(system: System) -> None:
    """`GET /api/v1/health` → 200 with status, version and the four components."""
    answer = await system.http.get("/api/v1/health")
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "ok"
    assert body["version"]
    assert body["components"] == {"redis": "ok", "matcher": "ok", "corpus": "ok", "notifier": "ok"}


@pytest.mark.parametrize(
    ("metadata", "echoed"),
    [
        (None, {}),
        ("{}", {}),
        ('{"a": "x", "b": 2, "c": 1.5, "d": true}', {"a": "x", "b": "2", "c": "1.5", "d": "true"}),
        ('{"' + "k" * 40 + '": "' + "v" * 500 + '"}', {"k" * 40: "v" * 500}),
    ],
)
async def test_metadata_is_echoed_with_string_values(
    client: RestClient, cv: bytes, metadata: str | None, echoed: dict[str, str]
) -> None:
    """metadata is a JSON object, echoed with string values, `{}` when none."""
    match = await client.ended(await client.accepted(cv, metadata=metadata))
    assert match["metadata"] == echoed


@pytest.mark.parametrize(
    "metadata",
    [
        "[]",
        "1",
        "nothing",
        '{"a": {}}',
        '{"a": [1]}',
        '{"a": null}',
        '{"' + "k" * 41 + '": 1}',
        '{"a": "' + "v" * 501 + '"}',
        "{" + ",".join(f'"k{n}": 1' for n in range(51)) + "}",
        "{" + ",".join(f'"k{n}": "{"v" * 490}"' for n in range(20)) + "}",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
    ],
)
async def test_metadata_outside_its_limits_is_invalid_input(client: RestClient, cv: bytes, metadata: str) -> None:
    """≤ 50 keys, key ≤ 40 chars, value string/number/boolean ≤ 500 chars, ≤ 8 KB in all."""
    assert any(path.startswith("metadata") for path in bad_fields(await client.submit(cv, metadata=metadata)))


async def test_tags_are_trimmed_and_distinct(client: RestClient, cv: bytes) -> None:
    """tags: distinct strings of 1–40 chars, trimmed, de-duplicated, `[]` when none."""
    with_tags = await client.ended(await client.accepted(cv, tags='[" senior ", "senior", "remote"]'))
    without = await client.ended(await client.accepted(cv))
    assert with_tags["tags"] == ["senior", "remote"]
    assert without["tags"] == []


@pytest.mark.parametrize(
    "tags",
    ["{}", '"a"', "[1]", '[""]', '["  "]', '["' + "t" * 41 + '"]', str([f"t{n}" for n in range(21)]).replace("'", '"')],
)
async def test_tags_outside_their_limits_are_invalid_input(client: RestClient, cv: bytes, tags: str) -> None:
    """tags: JSON array of at most 20 strings of 1–40 chars."""
    assert any(path.startswith("tags") for path in bad_fields(await client.submit(cv, tags=tags)))


async def test_external_id_is_echoed_and_filterable(client: RestClient, cv: bytes) -> None:
    """`externalId`: optional, 1–255 chars, echoed, filterable."""
    match_id = await client.accepted(cv, externalId="ats-4711")
    await client.accepted(cv)
    assert (await client.ended(match_id))["externalId"] == "ats-4711"
    assert [row["id"] for row in await client.rows(externalId="ats-4711")] == [match_id]
    assert "externalId" in bad_fields(await client.submit(cv, externalId="x" * 256))
    assert "externalId" in bad_fields(await client.submit(cv, externalId=""))


async def test_lists_are_newest_first_in_pages(system: System, cv: bytes) -> None:
    """`{"data": […], "next_cursor": string|null}`; limit default 20, max 100; a cursor goes on where the page ended."""
    client = await system.new_client()
    ids = [await client.accepted(cv) for _ in range(5)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = (await client.get("/api/v1/cvdeepmatch/requests", limit=2, **cursor)).json()
        seen += [row["id"] for row in page["data"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
    assert seen == ids[::-1]
    assert not cursor
    for limit in ("0", "101", "-1", "x", "1.5"):
        assert "limit" in bad_fields(await client.get("/api/v1/cvdeepmatch/requests", limit=limit))
    assert "cursor" in bad_fields(await client.get("/api/v1/cvdeepmatch/requests", cursor="nonsense"))


async def test_the_openapi_document_and_the_reference_need_no_key(system: System) -> None:
    """`/api/v1/openapi.json` is OpenAPI 3.1; `/docs` is a page that asks no outside host."""
    document = (await system.http.get("/api/v1/openapi.json")).json()
    page = await system.http.get("/docs")
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) >= {
        "/api/v1/health",
        "/api/v1/credits",
        "/api/v1/cvdeepmatch/submit",
        "/api/v1/cvdeepmatch/{id}",
        "/api/v1/cvdeepmatch/requests",
    }
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page.text)


@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"])
async def test_a_body_announced_too_large_is_refused_before_it_is_read(
    system: System, client: RestClient, expect: str
) -> None:
    """U02, U03: ten gigabytes announced, nothing sent: the refusal comes from the header alone, without a 100."""
    head = (
        f"POST {SUBMIT} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {client.key}\r\n{expect}"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 10000000000\r\n\r\n"
    )
    status, body = await raw_exchange(system.stack.gateway_port, head.encode())
    assert status == 400
    assert b'"INVALID_INPUT"' in body
