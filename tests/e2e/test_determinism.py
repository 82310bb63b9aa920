"""Contract §4.1: the same CV and job give the same bytes, whatever the batch, the load, the number of threads and the restarts.

CVDEEP_DETERMINISM_RUNS sets how often the engine judges with the real model (6) and CVDEEP_DETERMINISM_MATCHES how many matches are
compared in the running system (4); 20 of each are the long way round.
"""

import asyncio
import json
import os
import random
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from engine.assess import assess, prepare
from engine.profile import Month
from engine.report import result_json
from engine.requirements import parse_requirements
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.canonical import canonical_json
from services.matcher.domain.parser_result import parser_result
from services.matcher.domain.structure import read_cv
from tests.fakes.encoder import RecordingMeter
from tests.support.live import CONFIG, JOB, RestClient
from tests.support.system import System
from tools.sample_cv import write_sample_cv

RUNS = int(os.environ.get("CVDEEP_DETERMINISM_RUNS", "6"))
MATCHES = int(os.environ.get("CVDEEP_DETERMINISM_MATCHES", "4"))
THREADS = (1, 2, 3)
WORDS = (
    "ships",
    "nurses",
    "Kubernetes",
    "of",
    "quarterly",
    "invoices",
    "in",
    "Gothenburg",
    "led",
    "welded",
    "and",
    "Python",
)
_OF_ITS_OWN = re.compile(r"cvdm_[0-9A-Za-z]{22}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@asynccontextmanager
async def model(folder: Path, *, threads: int) -> AsyncIterator[Embedding]:
    """The real model, freshly loaded; nothing is remembered between calls."""
    embedding = Embedding(
        lambda: OnnxEncoder.open(folder, threads=threads),
        limits=EmbedLimits(queue_texts=8192, cache_texts=0),
        meter=RecordingMeter(),
    )
    await embedding.start()
    try:
        yield embedding
    finally:
        await embedding.close()


def mates(chance: random.Random) -> list[list[str]]:
    """Texts of other people, of all lengths, in several calls: what may share a batch."""
    return [
        [" ".join(chance.choices(WORDS, k=chance.randint(1, 60))) for _ in range(chance.randint(1, 12))]
        for _ in range(chance.randint(0, 3))
    ]


async def judged(embedding: Embedding, pdf: bytes, chance: random.Random) -> str:
    """The two results as a match stores them, judged while others are embedded."""
    cv = read_cv(extract(pdf, ReadLimits()))
    prepared = prepare(cv.profile, parse_requirements(CONFIG), job_description=JOB)
    others = mates(chance)
    before, after = others[: len(others) // 2], others[len(others) // 2 :]
    found = await asyncio.gather(*(embedding.embed(texts) for texts in (*before, prepared.texts, *after)))
    vectors = found[len(before)].vectors
    result = result_json(assess(prepared, vectors, as_of=Month(2026, 11)), embedding_model=found[0].model_id)
    return canonical_json(result) + canonical_json(parser_result(cv))


@pytest.mark.model
@pytest.mark.timeout(300)
async def test_the_engine_gives_the_same_bytes_beside_any_mates_with_any_threads(model_dir: Path, cv: bytes) -> None:
    """Runs over one, two and three threads, each thread count a fresh load of the model, each run beside other texts."""
    chance = random.Random(7)
    results = []
    for threads in THREADS:
        async with model(model_dir, threads=threads) as embedding:
            results += [await judged(embedding, cv, chance) for _ in range(-(-RUNS // len(THREADS)))]
    assert len(results) >= RUNS
    assert len(set(results)) == 1


@pytest.mark.system
@pytest.mark.timeout(300)
async def test_the_system_gives_the_same_bytes_beside_any_mates_and_after_restarts(
    system: System, cv: bytes, tmp_path: Path
) -> None:
    """Alone, in a crowd, with other threads after a restart of the models' service, after a crash of the matcher."""
    client = await system.new_client()
    crowd = [
        write_sample_cv(tmp_path / f"{number}.pdf", name=f"Person {'ABCDEFGH'[number]}", summary=f"Welder {number}. " * (number + 1)).read_bytes()
        for number in range(2)
    ]  # fmt: skip
    bodies = [await body(client, await client.accepted(cv))]
    bodies += await among(client, cv, crowd, times=MATCHES // 2)
    stack = system.stack
    try:
        stack.stop_service("corpus")
        stack.start_service("corpus", extra={"CVDEEP_CORPUS_THREADS": "1", "CVDEEP_CORPUS_CACHE_TEXTS": "0"})
        stack.kill_service("matcher")
        stack.start_service("matcher")
        await asyncio.to_thread(stack.wait_healthy)
        bodies += await among(client, cv, crowd, times=MATCHES - MATCHES // 2)
    finally:
        if "corpus" in stack.processes:
            stack.stop_service("corpus")
        stack.start_service("corpus")
        await asyncio.to_thread(stack.wait_healthy)
    bodies.append(await body(client, await client.accepted(cv)))
    assert len(bodies) == MATCHES + 2
    assert json.loads(bodies[0])["cv2jd_result"]["overall_score"] > 0.5
    assert len(set(bodies)) == 1


async def among(client: RestClient, cv: bytes, crowd: Sequence[bytes], *, times: int) -> list[str]:
    """The bodies of a CV's matches submitted all at once among others."""
    ids = await asyncio.gather(
        *(
            client.accepted(pdf)
            for _ in range(times)
            for pdf in (*crowd[: len(crowd) // 2], cv, *crowd[len(crowd) // 2 :])
        )
    )
    own = ids[len(crowd) // 2 :: len(crowd) + 1]
    await client.all_ended(list(ids), timeout_s=100)
    return [await body(client, match_id) for match_id in own]


async def body(client: RestClient, match_id: str) -> str:
    """The poll body as it was sent, without the id and the times."""
    await client.all_ended([match_id])
    answer = await client.get(f"/api/v1/cvdeepmatch/{match_id}")
    assert answer.json()["status"] == "finished", answer.text
    return _OF_ITS_OWN.sub("-", answer.text)
