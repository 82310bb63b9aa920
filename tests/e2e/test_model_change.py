"""A rolling change of the embedding model on the running system: everybody is found again, whoever dies on the way."""

import asyncio
import json
import os
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.deepsearch import CORPORA, NURSE, DeepSearch, candidate, parsed_cv
from tests.support.replicas import A, B, connected_replicas, replica_stack

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

FAST = {"CVDEEP_CORPUS_LEASE_S": "3"}
COUNT = 40


def renamed_model(model_dir: Path, folder: Path) -> Path:
    """The same model under another name: its vectors are another edition, and the scores stay what they were."""
    shutil.copytree(model_dir, folder)
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"name": "another-model"}))
    return folder


async def models(search: DeepSearch) -> Counter[str]:
    """How many candidates of the corpus are of which model; of "" are those that wait."""
    rows = (await search.client.get("/api/v1/cvds/candidates", corpus_id="c", limit=100)).json()["data"]
    return Counter((row["embedding_model"] or "").partition("@")[0] for row in rows)


async def until_all_of(search: DeepSearch, name: str) -> None:
    """Waits until all candidates are of one model."""
    deadline = time.monotonic() + 90
    while (found := await models(search)) != {name: COUNT}:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.1)  # another process' state: there is no event to wait for


@pytest.mark.skipif(not os.environ.get("CVDEEP_LONG"), reason="five starts of a process: set CVDEEP_LONG=1")
async def test_a_rolling_model_change_with_a_crash_finds_everybody_again(tmp_path: Path, model_dir: Path) -> None:
    """Old and new replicas side by side, the new one killed in the middle: all are embedded anew, none twice, rows as before."""
    new = {"CVDEEP_MODEL_DIR": str(renamed_model(model_dir, tmp_path / "new-model"))}
    with replica_stack(tmp_path / "stack", model_dir, settings=FAST) as of:
        async with connected_replicas(of) as replicas:
            _, a, b = await replicas.with_settings()
            batch = [candidate(f"c{number}", parsed_cv("Python", f"Tool {number}")) for number in range(COUNT - 1)]
            await a.ingested("c", *batch, candidate("nurse", NURSE))
            await a.all_embedded("c", COUNT)
            before = await a.ended(await a.started("c"))
            assert len(before["results"]) == COUNT

            assert await asyncio.to_thread(of.stack.stop_service, B) == 0
            of.start(B, {**new, "CVDEEP_FAILPOINTS": "corpus.mid_embed=kill"})
            doomed = of.stack.processes.pop(B)
            assert await asyncio.to_thread(doomed.wait, 60) == -signal.SIGKILL
            assert await models(a) == {"": COUNT}
            of.start(B, new)
            await until_all_of(a, "another-model")
            await replicas.restart(A, new)
            counts = (await a.client.get(CORPORA)).json()["data"][0]
            assert (counts["pending"], counts["embedded"], counts["failed"]) == (0, COUNT, 0)
            for through in (a, b):
                after = await through.ended(await through.started("c"))
                assert after["results"] == before["results"]
            # The first mark of those 40, and no second: the old replica left to the new ones what they had begun.
            marks = [json.loads(row) for row in of.log(B).splitlines() if '"reembedding.marked"' in row]
            assert sum(row["count"] for row in marks) == COUNT
            assert "reembedding.marked" not in of.log(A)
