"""GDPR art. 17 on the running system: an operator erases, and the person is gone."""

import pytest

from tests.support.live import RestClient, assert_error
from tests.support.redis_contents import everything_in
from tests.support.system import System

pytestmark = pytest.mark.system

NAME = b"Lindqvist"
JOB = "Eolianharp makers wanted: Python, PostgreSQL, patience."


async def of_client(system: System, client: RestClient) -> bytes:
    """All that lies under keys of this client; others have matches of the same CV."""
    lines = (await everything_in(system.redis)).split(b"\n")
    return b"\n".join(line for line in lines if client.client_id.encode() in line)


async def test_an_erased_match_is_gone_for_client_and_store(system: System, client: RestClient, cv: bytes) -> None:
    """The poll is 404, the list empty, the name of the sample CV and the job in no key; the charge stands in the books."""
    match_id = await client.accepted(cv, job_description=JOB, idempotency_key="k", metadata='{"note": "Eolianharp"}')
    assert (await client.ended(match_id))["status"] == "finished"
    assert NAME in await of_client(system, client)

    code, output = await system.admin("matches", "erase", client.client_id, match_id, "--yes")

    assert code == 0, output
    assert_error(await client.get(f"/api/v1/cvdeepmatch/{match_id}"), 404, "REQUEST_NOT_FOUND")
    assert await client.rows() == []
    again = await client.submit(cv, job_description=JOB, idempotency_key="k", metadata='{"note": "Eolianharp"}')
    assert (again.status_code, again.json()["id"]) == (200, match_id)
    assert NAME not in await of_client(system, client)
    assert b"Eolianharp" not in await everything_in(system.redis)
    await system.assert_reconciled()


async def test_a_queued_match_is_erased_and_not_charged(system: System, client: RestClient, cv: bytes) -> None:
    """While the model is away nothing ends; the match is erased all the same and its worker ends in good order."""
    async with system.workers_paused():
        match_id = await client.accepted(cv, job_description=JOB)
        code, output = await system.admin("matches", "erase-all", client.client_id, "--yes")

    assert (code, output) == (0, "Erased matches: 1.\n")
    after = await client.ended(await client.accepted(cv))
    assert after["status"] == "finished"
    assert_error(await client.get(f"/api/v1/cvdeepmatch/{match_id}"), 404, "REQUEST_NOT_FOUND")
    assert b"Eolianharp" not in await everything_in(system.redis)
    await system.assert_reconciled()
