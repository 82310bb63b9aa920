"""How well a corpus is searched: ten jobs against a hundred CVs as one corpus, by meaning, by words, by both, and as shipped.

Relevant are the job's own CVs of relevance 2 and 3. `python -m tests.bench.eval_search` reads ../shared/data/match.
"""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.assess import rate
from engine.brief import Brief
from engine.laid import lay
from engine.material import texts_of
from engine.plan import plan_of
from engine.position import Position, read_position
from engine.profile import Month
from engine.similarity import Embedded, packed
from services.corpus.adapters.faiss.dense import FaissLayout
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.application.embedding.service import Embedding, EmbedLimits
from services.corpus.domain.candidate import StoredCandidate
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.index_search import matching, nearest
from services.corpus.domain.index_segment import Columns, Entry, Segment
from services.corpus.domain.index_vectors import in_steps
from services.corpus.domain.index_view import Part, View
from services.corpus.domain.lexical_terms import count_terms
from services.corpus.domain.search_fusion import fused
from services.corpus.domain.search_plan import retrieval_plan
from services.corpus.domain.search_ranking import best, scored
from services.corpus.domain.search_vector import retrieval_vector
from tests.bench.tables import console, show
from tests.fakes.encoder import RecordingMeter
from tests.fakes.json_resume import profile_of
from tools.model import ensure_model

DEPTH = 10
_RELEVANT = 2
_BATCH = 512


@dataclass(frozen=True, slots=True)
class Job:
    """A job with the relevance of its own CVs by candidate key."""

    position: Position
    text: str
    as_of: Month
    relevance: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All candidates, and their index."""

    candidates: Mapping[str, StoredCandidate]
    view: View
    plain: View


class Vectors:
    """The model's vectors, each text embedded once."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self._known: dict[str, NDArray[np.float32]] = {}

    async def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 [len(texts), dims], unit rows."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for first in range(0, len(missing), _BATCH):
            batch = missing[first : first + _BATCH]
            self._known.update(zip(batch, (await self._embedding.embed(batch)).vectors, strict=True))
        return np.stack([self._known[text] for text in texts])


@asynccontextmanager
async def opened_vectors() -> AsyncIterator[Vectors]:
    """The shipped model, ready to embed."""
    model = ensure_model(say=print)
    embedding = Embedding(
        lambda: OnnxEncoder.open(model, threads=2),
        limits=EmbedLimits(queue_texts=8192, cache_texts=20_000),
        meter=RecordingMeter(),
    )
    await embedding.start()
    try:
        yield Vectors(embedding)
    finally:
        await embedding.close()


def gain(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """nDCG@10: the gain of a CV is its relevance."""
    worth = [relevance.get(key, 0) for key in ranking[:DEPTH]]
    ideal = sorted(relevance.values(), reverse=True)[:DEPTH]
    return _discounted(worth) / _discounted(ideal)


def recall(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """recall@10."""
    return sum(key in relevance for key in ranking[:DEPTH]) / len(relevance)


def _discounted(worth: Sequence[int]) -> float:
    return sum(value / math.log2(place + 2) for place, value in enumerate(worth))


def read_jobs(sets: Sequence[dict[str, Any]]) -> list[Job]:
    """The jobs with what is relevant to each."""
    return [
        Job(
            position=read_position(
                {
                    "name": each["job"]["title"],
                    "description": each["job"]["description"],
                    "requirements": each["job"]["requirements"],
                }
            ),
            text=f"{each['job']['title']}. {each['job']['description']}",
            as_of=Month(*(int(part) for part in each["reference_date"].split("-")[:2])),
            relevance={
                candidate_key(cv["id"]): cv["labels"]["relevance"]
                for cv in each["cvs"]
                if cv["labels"]["relevance"] >= _RELEVANT
            },
        )
        for each in sets
    ]


async def read_corpus(sets: Sequence[dict[str, Any]], vectors: Vectors) -> Corpus:
    """All CVs as one corpus: with the retrieval vector as shipped, and with the plain mean of their texts."""
    candidates: dict[str, StoredCandidate] = {}
    shipped: list[Entry] = []
    plain: list[Entry] = []
    for cv in (cv for each in sets for cv in each["cvs"]):
        profile, key = profile_of(cv["resume"]), candidate_key(cv["id"])
        texts = texts_of(profile)
        evidence = await vectors.of(texts)
        candidates[key] = StoredCandidate(key, cv["id"], profile, packed(evidence), "model", ())
        terms, mean = count_terms(texts), evidence.mean(axis=0)
        shipped.append(Entry(key, in_steps(retrieval_vector(profile, evidence).astype(np.float16)), terms))
        plain.append(Entry(key, in_steps((mean / np.linalg.norm(mean)).astype(np.float16)), terms))
    return Corpus(candidates, _view(shipped), _view(plain))


def _view(entries: Sequence[Entry]) -> View:
    columns = Columns.of(entries)
    return View((Part.whole(Segment(columns, FaissLayout().exact(columns.vectors))),))


async def rankings(job: Job, corpus: Corpus, vectors: Vectors) -> dict[str, list[str]]:
    """The candidate keys of each way to search, best first."""
    every = len(corpus.candidates)
    plan = plan_of(job.position.requirements, job_description=job.position.job_description)
    retrieval = retrieval_plan(plan)
    vector = retrieval.vector(await vectors.of(retrieval.texts))
    (whole_text,) = await vectors.of([job.text])
    dense = [key for key, _ in nearest(corpus.view, vector, every)]
    lexical = [key for key, _ in matching(corpus.view, retrieval.terms, every)]
    both = fused([dense, lexical], most=every)
    brief = Brief(plan, Embedded.of(plan.texts, await vectors.of(plan.texts)))
    return {
        "cosine of the job's text and the CV's mean": [key for key, _ in nearest(corpus.plain, whole_text, every)],
        "BM25 of the job's text": [key for key, _ in matching(corpus.view, [job.text], every)],
        "meaning (plan, weighted vector)": dense,
        "words (plan, BM25)": lexical,
        "both, fused": both,
        "both, fused, first 30 judged by the engine": _judged(both[:30], corpus, brief, job.as_of),
        "both, fused, all judged by the engine": _judged(both, corpus, brief, job.as_of),
    }


def _judged(keys: Sequence[str], corpus: Corpus, brief: Brief, as_of: Month) -> list[str]:
    sought = [corpus.candidates[key] for key in keys]
    laid = [lay(brief, each.profile, each.evidence, readings=each.readings) for each in sought]
    ranked = [scored(each, rating) for each, rating in zip(sought, rate(brief, laid, as_of=as_of), strict=True)]
    return [row.candidate_key for row in best(ranked, top_n=len(ranked))]


async def measure(folder: Path, vectors: Vectors) -> dict[str, tuple[float, float]]:
    """nDCG@10 and recall@10 of each way to search, as means over the jobs."""
    sets = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    corpus = await read_corpus(sets, vectors)
    found: dict[str, list[tuple[float, float]]] = {}
    for job in read_jobs(sets):
        for way, ranking in (await rankings(job, corpus, vectors)).items():
            found.setdefault(way, []).append((gain(ranking, job.relevance), recall(ranking, job.relevance)))
    return {
        way: (float(np.mean([g for g, _ in each])), float(np.mean([r for _, r in each]))) for way, each in found.items()
    }


def main() -> None:
    """Prints one table."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "match"
    if not folder.is_dir():
        console.print("../shared/data/match is absent: nothing to evaluate")
        return
    table(asyncio.run(_alone(folder)))


async def _alone(folder: Path) -> dict[str, tuple[float, float]]:
    async with opened_vectors() as vectors:
        return await measure(folder, vectors)


def table(measured: Mapping[str, tuple[float, float]]) -> None:
    """Prints one row a way to search."""
    show(
        "Search quality",
        ["10 jobs, 100 CVs, one corpus", "nDCG@10", "recall@10"],
        [[way, f"{ndcg:.3f}", f"{share:.3f}"] for way, (ndcg, share) in measured.items()],
        notes="relevant: the job's own CVs of relevance 2 and 3; gain: the relevance",
    )


if __name__ == "__main__":
    main()
