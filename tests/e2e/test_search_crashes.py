"""Corpus processes killed while they search: what was accepted ends once, with the same rows."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.support.deepsearch import NURSE, DeepSearch, candidate
from tests.support.live import AWAY
from tests.support.system import started_system

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

FAST_LEASES = {"CVDEEP_CORPUS_SEARCH_LEASE_S": "3", "CVDEEP_CORPUS_SEARCH_RENEW_EVERY_S": "1"}


@pytest.mark.parametrize("failpoint", ["search.after_claim", "search.before_finish", "search.after_finish"])
async def test_k20_a_search_outlives_the_process_that_did_it(tmp_path: Path, model_dir: Path, failpoint: str) -> None:
    """K20: after SIGKILL at each step another process ends the run; its rows are those of an undisturbed search."""
    async with started_system(tmp_path, model_dir, service_settings={"corpus": FAST_LEASES}) as system:
        search = DeepSearch(await system.new_client())
        await search.ingested("c", candidate("engineer"), candidate("nurse", NURSE))
        undisturbed = await search.ended(await search.started("c"))
        system.stack.kill_service("corpus")
        doomed = system.stack.start_service("corpus", extra={"CVDEEP_FAILPOINTS": f"{failpoint}=kill"})
        async with asyncio.timeout(60):
            # While it starts, and when it dies before it has answered, the start is unknown: sending it again is safe.
            while doomed.poll() is None:
                assert (await search.search("c", idempotency_key="k")).status_code in {200, *AWAY}
                await asyncio.sleep(0.1)
        assert await asyncio.to_thread(doomed.wait, 30) == -signal.SIGKILL
        system.stack.start_service("corpus")
        await asyncio.to_thread(system.stack.wait_healthy)
        run = await search.ended(await replayed(search))
        assert (run["status"], run["results"]) == ("finished", undisturbed["results"])


async def replayed(search: DeepSearch) -> str:
    """Sends the search again until it is confirmed, as the contract tells clients to, and returns the first one's id."""
    async with asyncio.timeout(60):
        while True:
            answer = await search.search("c", idempotency_key="k")
            if answer.status_code == 200:
                body = answer.json()
                assert body["idempotent_replay"] is True
                run_id: str = body["id"]
                return run_id
            assert answer.status_code in AWAY, answer.text
            await asyncio.sleep(0.2)  # another process' state: there is no event to wait for
