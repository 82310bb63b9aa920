"""Real processes killed under real work: nothing accepted is lost, nothing is charged twice."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.support.live import AWAY, RestClient, assert_error
from tests.support.system import System, started_system
from tools.redis_server import free_port

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

# Leases short enough for a test to watch one run out; everything else as shipped.
FAST_LEASES = {
    "CVDEEP_MATCHER_LEASE_S": "3",
    "CVDEEP_MATCHER_RENEW_EVERY_S": "1",
    "CVDEEP_MATCHER_SWEEP_EVERY_S": "0.5",
}


@pytest.fixture
async def fragile(tmp_path: Path, model_dir: Path) -> AsyncIterator[System]:
    """A system of its own, whose parts a test may kill."""
    async with started_system(tmp_path, model_dir, service_settings={"matcher": FAST_LEASES}) as system:
        yield system


async def submit_until_accepted(client: RestClient, cv: bytes, key: str) -> str:
    """Submits with an idempotency key and resends after 5xx and broken connections, as the contract tells clients to."""
    async with asyncio.timeout(90):
        while True:
            try:
                answer = await client.submit(cv, idempotency_key=key)
            except httpx.TransportError:
                await asyncio.sleep(0.2)
                continue
            if answer.status_code in {200, 202}:
                match_id: str = answer.json()["id"]
                return match_id
            assert answer.status_code in AWAY, answer.text
            await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("row", "failpoint"),
    [
        ("K05", "matcher.after_doorbell"),
        ("K06", "matcher.after_claim"),
        ("K08", "matcher.before_embed"),
        ("K09", "matcher.before_finish"),
        ("K10", "matcher.after_finish"),
    ],
)
async def test_a_worker_killed_at_each_step_is_replaced_and_charges_once(
    tmp_path: Path, model_dir: Path, cv: bytes, row: str, failpoint: str
) -> None:
    """K05–K10, C05, C06: the worker that dies by SIGKILL is replaced by another; one charge, one ledger row."""
    settings = {"matcher": {**FAST_LEASES, "CVDEEP_MATCHER_ROLE": "api"}}
    async with started_system(tmp_path, model_dir, service_settings=settings) as system:
        client = await system.new_client(credits=10)
        worker = {**FAST_LEASES, "CVDEEP_MATCHER_ROLE": "worker"}
        doomed = system.stack.start_service(
            "matcher", label="doomed", port=free_port(), extra={**worker, "CVDEEP_FAILPOINTS": f"{failpoint}=kill"}
        )
        match_id = await client.accepted(cv)
        assert await asyncio.to_thread(doomed.wait, 30) == -signal.SIGKILL, row
        system.stack.start_service("matcher", label="healthy", port=free_port(), extra=worker)
        assert (await client.ended(match_id))["status"] == "finished"
        statement = await client.credits()
        assert (statement["balance"], statement["held"]) == (7, 0)
        assert [entry["type"] for entry in statement["transactions"]] == ["charge", "grant"]
        await system.assert_reconciled()


@pytest.mark.parametrize(
    ("row", "failpoint", "resent"),
    [
        ("K01", "gateway.after_body", 202),
        ("K02", "gateway.before_submit", 202),
        ("K03", "gateway.after_submit", 200),
    ],
)
async def test_a_gateway_killed_at_each_step_leaves_one_match(
    fragile: System, cv: bytes, row: str, failpoint: str, resent: int
) -> None:
    """K01–K04, I15, I16: the caller sees a broken connection; the resend through another gateway makes or finds the one match."""
    client = await fragile.new_client(credits=10)
    port = free_port()
    doomed = fragile.stack.start_service(
        "gateway", label="doomed", port=port, extra={"CVDEEP_FAILPOINTS": f"{failpoint}=kill"}
    )
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:
        through_doomed = RestClient(http=http, client_id=client.client_id, key=client.key)
        await through_doomed.get_patiently("/api/v1/credits")
        with pytest.raises(httpx.TransportError):
            await through_doomed.submit(cv, idempotency_key="once")
    assert await asyncio.to_thread(doomed.wait, 30) == -signal.SIGKILL, row
    answer = await client.submit(cv, idempotency_key="once")
    assert answer.status_code == resent
    assert (await client.ended(answer.json()["id"]))["status"] == "finished"
    assert len(await client.rows()) == 1
    assert (await client.credits())["balance"] == 7
    await fragile.assert_reconciled()


async def test_all_parts_killed_and_restarted_under_load_lose_nothing(fragile: System, cv: bytes) -> None:
    """K01–K12, K29: gateway, matcher, corpus and Redis each die by SIGKILL under 50 matches: all 50 end, the ledger is right."""
    client = await fragile.new_client(credits=1000)

    async def load() -> list[str]:
        gate = asyncio.Semaphore(8)

        async def one(number: int) -> str:
            async with gate:
                return await submit_until_accepted(client, cv, f"load-{number}")

        return await asyncio.gather(*(one(number) for number in range(50)))

    submitting = asyncio.create_task(load())
    for name in ("matcher", "corpus", "gateway"):
        await fragile.some_processing(client)
        fragile.stack.kill_service(name)
        fragile.stack.start_service(name)
        await asyncio.to_thread(fragile.stack.wait_healthy)
    await asyncio.to_thread(fragile.stack.redis.kill)
    await asyncio.to_thread(fragile.stack.redis.start)
    await asyncio.to_thread(fragile.stack.wait_healthy)
    ids = await submitting
    assert len(set(ids)) == 50
    rows = await client.all_ended(ids, timeout_s=120)
    assert {row["status"] for row in rows.values()} == {"finished"}
    statement = await client.credits()
    assert (statement["balance"], statement["held"]) == (1000 - 150, 0)
    await fragile.assert_reconciled()


async def test_redis_down_is_an_error_in_time_and_never_unlimited(fragile: System, cv: bytes) -> None:
    """R08: without Redis every call answers 500 within its deadline and health says degraded."""
    client = await fragile.new_client()
    await asyncio.to_thread(fragile.stack.redis.kill)
    async with asyncio.timeout(20):
        assert_error(await client.get("/api/v1/credits"), 500, "INTERNAL_ERROR")
        assert_error(await client.submit(cv), 500, "INTERNAL_ERROR")
    components = await fragile.degraded()
    assert components["redis"] != "ok"
    await asyncio.to_thread(fragile.stack.redis.start)
    await asyncio.to_thread(fragile.stack.wait_healthy)
    await client.ended(await client.accepted(cv))


async def test_a_pipeline_that_does_not_confirm_is_502_and_the_retry_makes_one_match(
    fragile: System, cv: bytes
) -> None:
    """I15–I17: a 502 means unknown, never no: the retry with the key gives one match."""
    client = await fragile.new_client()
    fragile.stack.kill_service("matcher")
    assert_error(await client.submit(cv, idempotency_key="again"), 502, "STEP_FUNCTIONS_FAILED")
    fragile.stack.start_service("matcher")
    await asyncio.to_thread(fragile.stack.wait_healthy)
    match_id = await submit_until_accepted(client, cv, "again")
    assert (await client.ended(match_id))["status"] == "finished"
    assert len(await client.rows()) == 1


async def test_submits_are_refused_as_warming_until_the_model_has_answered(
    tmp_path: Path, model_dir: Path, cv: bytes
) -> None:
    """503 `SERVICE_WARMING` with Retry-After while the model is still loading; accepted once it has."""
    async with started_system(tmp_path, model_dir, without=("corpus",)) as system:
        client = await system.new_client()
        async with asyncio.timeout(30):
            # Until the matcher listens at all, nobody can say more than "unknown".
            while (refused := await client.submit(cv)).status_code == 502:
                await asyncio.sleep(0.1)
        assert_error(refused, 503, "SERVICE_WARMING")
        assert int(refused.headers["Retry-After"]) >= 1
        system.stack.start_service("corpus")
        await asyncio.to_thread(system.stack.wait_healthy)
        match_id = await submit_until_accepted(client, cv, "warm")
        assert (await client.ended(match_id))["status"] == "finished"


async def test_a_match_past_its_deadline_fails_as_pipeline_failed_and_is_not_charged(
    tmp_path: Path, model_dir: Path, cv: bytes
) -> None:
    """C04, K14: nobody ran it in time: `PIPELINE_FAILED`, the hold released, nothing charged."""
    settings = {**FAST_LEASES, "CVDEEP_MATCHER_DEADLINE_S": "1"}
    api = {"matcher": {**settings, "CVDEEP_MATCHER_ROLE": "api"}}
    async with started_system(tmp_path, model_dir, service_settings=api) as system:
        client = await system.new_client(credits=3)
        match_id = await client.accepted(cv)
        # The clock that decides is the store's; a worker that starts within the second would still run the match.
        accepted_s, _ = await system.redis.time()
        async with asyncio.timeout(30):
            while (await system.redis.time())[0] < accepted_s + 2:
                await asyncio.sleep(0.1)
        worker = {**settings, "CVDEEP_MATCHER_ROLE": "worker"}
        system.stack.start_service("matcher", label="late", port=free_port(), extra=worker)
        match = await client.ended(match_id)
        assert (match["status"], match["error"]["code"]) == ("failed", "PIPELINE_FAILED")
        statement = await client.credits()
        assert (statement["balance"], statement["held"]) == (3, 0)
        await system.assert_reconciled()


async def test_sigterm_gives_work_back_and_ends_cleanly(fragile: System, cv: bytes) -> None:
    """K39: a matcher asked to end under load ends with code 0, and its matches end elsewhere, each charged once."""
    client = await fragile.new_client(credits=1000)
    ids = [await client.accepted(cv) for _ in range(6)]
    code = await asyncio.to_thread(fragile.stack.stop_service, "matcher")
    fragile.stack.start_service("matcher")
    await asyncio.to_thread(fragile.stack.wait_healthy)
    rows = await client.all_ended(ids)
    assert code == 0
    assert {row["status"] for row in rows.values()} == {"finished"}
    await fragile.assert_reconciled()
