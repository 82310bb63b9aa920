"""A corpus process killed in the middle of a bulk sync: the gateway goes on with the next one, and every line counts once."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.contract.test_sync import counts, ended, names, ndjson, send
from tests.support.deepsearch import DeepSearch, candidate
from tests.support.live import AWAY
from tests.support.system import started_system

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

TINY = {"skills": ["Python"]}


async def test_a_mirror_outlives_the_processes_that_applied_and_erased_it(tmp_path: Path, model_dir: Path) -> None:
    """SIGKILL once a part is applied and not counted, and once more in the middle of erasing: nothing is lost or counted twice."""
    doomed = {"CVDEEP_FAILPOINTS": "corpus.sync_applied=kill"}
    # A restart may take longer than the test's client usually waits.
    async with started_system(
        tmp_path, model_dir, service_settings={"corpus": doomed}, without=("matcher", "notifier")
    ) as system:
        system.http.timeout = 120
        stack = system.stack
        corpora = DeepSearch(await system.new_client())
        known = [candidate(f"known {number}", TINY) for number in range(150)]
        async with asyncio.timeout(60):
            while (await corpora.ingest("c", *known)).status_code in AWAY:
                await asyncio.sleep(0.2)  # another process' state: there is no event to wait for
        new = [candidate(f"new {number}", TINY) for number in range(90)]
        sending = asyncio.create_task(send(corpora, ndjson(*new, *known[:10]), query="?mode=mirror"))
        assert await asyncio.to_thread(stack.processes["corpus"].wait, 60) == -signal.SIGKILL
        # It dies between two steps of erasing; the gateway has waited, and sends the part again.
        second = stack.start_service("corpus", extra={"CVDEEP_FAILPOINTS": "corpus.sync_step=kill"})
        assert await asyncio.to_thread(second.wait, 60) == -signal.SIGKILL
        stack.start_service("corpus")
        answer = await sending
        assert answer.status_code == 202, answer.text
        body = await ended(corpora, answer.json()["id"])
        assert (body["status"], counts(body)) == ("finished", (100, 90, 0, 10, 0, 140))
        await corpora.all_embedded("c", 100)
        assert await names(corpora) == {each["external_id"] for each in (*new, *known[:10])}
