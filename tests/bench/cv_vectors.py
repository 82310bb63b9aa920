"""Vectors of as many candidates as a measurement wants, made from those of real CVs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.material import pieces_of
from services.corpus.adapters.onnx.encoder import OnnxEncoder
from tests.fakes.json_resume import profile_of

# A candidate is a weighted draw of this many sentences of one CV, and this much noise: candidates form clusters as dense as
# many people of one trade, and none is another's copy.
_SENTENCES_MIN, _SENTENCES_MAX = 6, 30
_NOISE = 0.02


@dataclass(frozen=True, slots=True)
class Sample:
    """Sentence vectors, float32 [n, dims], by CV and by job, and the sentences of each CV."""

    cvs: Sequence[NDArray[np.float32]]
    jobs: Sequence[NDArray[np.float32]]
    texts: Sequence[Sequence[str]]


def read_sample(folder: Path, model_dir: Path) -> Sample:
    """Embeds the CVs and the names in the requirements of the jobs in a folder of JSON files."""
    encoder = OnnxEncoder.open(model_dir, threads=1)

    def embedded(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = encoder.tokenise(texts)
        return np.concatenate([encoder.encode([row], width=len(row)) for row in rows])

    cvs, jobs, texts = [], [], []
    for path in sorted(folder.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        jobs.append(embedded(_job_texts(found["job"])))
        for cv in found["cvs"]:
            texts.append(list(dict.fromkeys(piece.scored for piece in pieces_of(profile_of(cv["resume"])))))
            cvs.append(embedded(texts[-1]))
    return Sample(cvs, jobs, texts)


def candidates(sample: Sample, count: int, *, seed: int) -> tuple[NDArray[np.float16], list[list[str]]]:
    """Returns the vectors [count, dims] of candidates and the sentences each is made of."""
    drawn = np.random.default_rng(seed)
    dims = sample.cvs[0].shape[1]
    vectors = np.empty((count, dims), np.float16)
    texts: list[list[str]] = []
    for row in range(count):
        cv = int(drawn.integers(len(sample.cvs)))
        places = drawn.integers(0, len(sample.cvs[cv]), drawn.integers(_SENTENCES_MIN, _SENTENCES_MAX))
        weights = drawn.random(len(places))
        mean = weights @ sample.cvs[cv][places] / weights.sum()
        vectors[row] = _unit(mean + _NOISE * np.linalg.norm(mean) * drawn.standard_normal(dims))
        texts.append([sample.texts[cv][place] for place in places])
    return vectors, texts


def perturbed(vectors: NDArray[np.float16], count: int, *, seed: int) -> NDArray[np.float16]:
    """Returns `count` vectors, each one of some with the same noise again: for more than can be made one by one."""
    drawn = np.random.default_rng(seed)
    found = np.empty((count, vectors.shape[1]), np.float16)
    for start in range(0, count, len(vectors)):
        some = vectors[: count - start].astype(np.float32)
        moved = some + _NOISE * drawn.standard_normal(some.shape, dtype=np.float32)
        found[start : start + len(some)] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return found


def queries(sample: Sample, count: int, *, seed: int) -> NDArray[np.float32]:
    """Returns vectors [count, dims] of searches: each the mean of some of a job's requirements."""
    drawn = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        job = sample.jobs[int(drawn.integers(len(sample.jobs)))]
        some = drawn.permutation(len(job))[: drawn.integers(2, len(job) + 1)]
        rows.append(_unit(job[some].mean(axis=0)))
    return np.array(rows, np.float32)


def _unit(vector: NDArray[Any]) -> NDArray[Any]:
    unit: NDArray[Any] = vector / np.linalg.norm(vector)
    return unit


def _job_texts(job: dict[str, Any]) -> list[str]:
    named = job["requirements"]["skills"]["skills_config"]
    return [
        job["title"],
        *(entry["name"] for kind in ("hard_skills", "minimal_qualifications") for entry in named[kind]),
    ]
