"""The vector of a text is the same to the last bit, whatever is asked beside it, however, and by which process."""

import asyncio
import json
import random
import sys
from pathlib import Path

import pytest

from tests.integration.corpus.digests import digests, make_embedding

pytestmark = pytest.mark.model

WORDS = [
    *("led", "built", "python", "kubernetes", "team", "of", "the", "and", "reduced", "cost", "by", "forty", "percent"),
    *("für", "Köln", "naïve", "数据", "résumé", "C++", ".NET", "microservices", "stakeholder", "2019-2023", "forklift"),
    *("patient-care", "🚚", "supercalifragilistic"),
]


def _texts(count: int, *, seed: int) -> list[str]:
    """Distinct texts of the lengths that lines of CVs have, and a few that reach the token limit."""
    chosen = random.Random(seed)
    lengths = [chosen.choice((1, 3, 6, 9, 12, 12, 15, 20, 30, 60)) for _ in range(count - 4)] + [110, 150, 300, 900]
    return [f"{number} " + " ".join(chosen.choices(WORDS, k=length)) for number, length in enumerate(lengths)]


TEXTS = _texts(220, seed=1)


async def _alone(model_dir: Path) -> dict[str, str]:
    """Digest of each text, embedded in a request and a batch of its own."""
    embedding = make_embedding(model_dir, threads=1)
    await embedding.start()
    found = {text: (await digests(embedding, [[text]]))[0] for text in TEXTS}
    await embedding.close()
    return found


@pytest.fixture(scope="module")
def alone(model_dir: Path) -> dict[str, str]:
    """What every other way of asking is compared with."""
    return asyncio.run(_alone(model_dir))


def test_texts_of_other_meaning_have_other_vectors(alone: dict[str, str]) -> None:
    """Else the comparisons below would say nothing."""
    assert len(set(alone.values())) == len(TEXTS)


@pytest.mark.parametrize("threads", [1, 2])
async def test_vectors_do_not_depend_on_batch_mates_or_threads(
    model_dir: Path, alone: dict[str, str], threads: int
) -> None:
    """Two rounds of random requests at once, of one to ninety texts, in random order, among strangers."""
    embedding = make_embedding(model_dir, threads=threads)
    await embedding.start()
    for round_number in range(2):
        chosen = random.Random(100 * threads + round_number)
        asked = TEXTS + _texts(60, seed=1000 + round_number)
        chosen.shuffle(asked)
        requests = []
        while asked:
            size = chosen.choice((1, 2, 7, 40, 90))
            requests.append(asked[:size])
            asked = asked[size:]
        found = dict(zip([t for texts in requests for t in texts], await digests(embedding, requests), strict=True))
        assert {text: found[text] for text in TEXTS} == alone
    await embedding.close()


@pytest.mark.parametrize("threads", [1, 2])
async def test_vectors_survive_a_restart(model_dir: Path, alone: dict[str, str], threads: int) -> None:
    """Another process, all texts at once."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.integration.corpus.digests"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    given = {"model_dir": str(model_dir), "threads": threads, "requests": [TEXTS]}
    written, _ = await process.communicate(json.dumps(given).encode())
    lines = [line for line in written.decode().splitlines() if len(line) == 64]
    assert dict(zip(TEXTS, lines, strict=True)) == alone
