"""How well CVs are judged: ten jobs with ten labelled CVs each, beside plain ways to do the same.

Requirement labels (met, partial, missing), years of relevant work, and the order of a job's CVs. The figures are in-sample for
what engine/calibration.py says was set on these jobs; they are given per job so that a spread can be seen.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import numpy as np

from engine.assess import Assessment, assess, prepare
from engine.judged import status_of
from engine.material import texts_of
from engine.profile import Month, Profile
from engine.requirements import Dimension, parse_requirements
from services.corpus.domain.lexical_terms import terms_of
from tests.bench.eval_search import Vectors
from tests.bench.tables import show
from tests.fakes.json_resume import profile_of

_LABELS = ("met", "partial", "missing")
_K1, _B = 1.2, 0.75
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A CV with what people said of it."""

    profile: Profile
    relevance: int
    years: float
    labels: Mapping[str, str]

    @property
    def text(self) -> str:
        """All its texts."""
        return "\n".join(texts_of(self.profile))


@dataclass(frozen=True, slots=True)
class Job:
    """A job and its ten CVs."""

    name: str
    text: str
    requirements: Mapping[str, Any]
    as_of: Month
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Judging:
    """What was measured: concordance by way and job, macro-F1 and years errors by way."""

    concordance: Mapping[str, Mapping[str, float]]
    macro_f1: Mapping[str, float]
    years: Mapping[str, tuple[float, float]]


def read_jobs(folder: Path) -> list[Job]:
    """The jobs of a folder in the order of their file names."""
    return [_job(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def _job(row: Mapping[str, Any]) -> Job:
    job = row["job"]
    year, month = row["reference_date"].split("-")[:2]
    return Job(
        name=job["id"],
        text=f"{job['title']}. {job['description']}",
        requirements=job["requirements"],
        as_of=Month(int(year), int(month)),
        candidates=tuple(
            Candidate(
                profile_of(cv["resume"]),
                cv["labels"]["relevance"],
                cv["labels"]["relevant_years"],
                cv["labels"]["requirements"],
            )
            for cv in row["cvs"]
        ),
    )


async def measure(folder: Path, vectors: Vectors) -> Judging:
    """Judges all CVs and compares."""
    jobs = read_jobs(folder)
    judged = {job.name: [await _assessed(job, each, vectors) for each in job.candidates] for job in jobs}
    cosines = {job.name: await _cosines(job, vectors) for job in jobs}
    scores = {
        "cvdeep": {name: [each.total.overall for each in found] for name, found in judged.items()},
        "embedding cosine": cosines,
        **_lexical(jobs),
        "length of the CV": {job.name: [float(len(each.text)) for each in job.candidates] for job in jobs},
    }
    concordance = {
        way: {job.name: concordant(found[job.name], [c.relevance for c in job.candidates]) for job in jobs}
        for way, found in scores.items()
    }
    return Judging(concordance, _macro(jobs, judged), _years(jobs, judged))


def concordant(scores: Sequence[float], relevance: Sequence[int]) -> float:
    """The share of pairs of different relevance that the scores order right; a tie is half right."""
    pairs = [(a, b) for a, b in combinations(range(len(scores)), 2) if relevance[a] != relevance[b]]
    right = 0.0
    for a, b in pairs:
        better, worse = (a, b) if relevance[a] > relevance[b] else (b, a)
        right += 1.0 if scores[better] > scores[worse] else 0.5 if scores[better] == scores[worse] else 0.0
    return right / len(pairs)


def macro_f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    """The mean F1 of the three labels."""
    scores = []
    for label in _LABELS:
        right = sum(a == b == label for a, b in zip(wanted, found, strict=True))
        scores.append(2 * right / max(1, wanted.count(label) + found.count(label)))
    return mean(scores)


async def _assessed(job: Job, candidate: Candidate, vectors: Vectors) -> Assessment:
    requirements = parse_requirements({"requirements": job.requirements})
    prepared = prepare(candidate.profile, requirements, job_description=job.text)
    return assess(prepared, await vectors.of(prepared.texts), as_of=job.as_of)


async def _cosines(job: Job, vectors: Vectors) -> list[float]:
    (wanted,) = await vectors.of([job.text[:_CHUNK]])
    found = []
    for candidate in job.candidates:
        centre = (await vectors.of(texts_of(candidate.profile))).mean(axis=0)
        found.append(float(wanted @ centre / np.linalg.norm(centre)))
    return found


def _lexical(jobs: Sequence[Job]) -> dict[str, dict[str, list[float]]]:
    """BM25 and the cosine of TF-IDF of the job's text and each CV, with frequencies over all CVs."""
    counts = {job.name: [Counter(terms_of(each.text)) for each in job.candidates] for job in jobs}
    every = [terms for each in counts.values() for terms in each]
    frequency = Counter(term for terms in every for term in terms)
    length = mean(terms.total() for terms in every)

    def weight(term: str) -> float:
        return math.log(1 + (len(every) - frequency[term] + 0.5) / (frequency[term] + 0.5))

    def bm25(query: Counter[str], terms: Counter[str]) -> float:
        norm = _K1 * (1 - _B + _B * terms.total() / length)
        return sum(weight(term) * terms[term] * (_K1 + 1) / (terms[term] + norm) for term in query if term in terms)

    def tfidf(query: Counter[str], terms: Counter[str]) -> float:
        def vector(of: Counter[str]) -> dict[str, float]:
            return {term: (1 + math.log(count)) * weight(term) for term, count in of.items()}

        one, other = vector(query), vector(terms)
        norms = math.hypot(*one.values()) * math.hypot(*other.values())
        return sum(value * other[term] for term, value in one.items() if term in other) / norms

    queries = {job.name: Counter(terms_of(job.text)) for job in jobs}
    return {
        "BM25": {name: [bm25(queries[name], terms) for terms in each] for name, each in counts.items()},
        "TF-IDF": {name: [tfidf(queries[name], terms) for terms in each] for name, each in counts.items()},
    }


def labels_of(assessment: Assessment) -> dict[str, str]:
    """The statuses by the names the truth has: requirements by name, languages with a prefix, education as a whole."""
    found: dict[str, str] = {}
    education = []
    for judged in assessment.requirements:
        if judged.dimension is Dimension.EDUCATION:
            education.append(judged.score)
        else:
            prefix = "language:" if judged.block == "languages" else ""
            found[f"{prefix}{judged.name}"] = judged.status.value
    if education:
        found["education"] = status_of(mean(education)).value
    return found


def _macro(jobs: Sequence[Job], judged: Mapping[str, Sequence[Assessment]]) -> dict[str, float]:
    wanted: list[str] = []
    ours: list[str] = []
    words: list[str] = []
    for job in jobs:
        for candidate, assessment in zip(job.candidates, judged[job.name], strict=True):
            found = labels_of(assessment)
            terms = set(terms_of(candidate.text))
            for name, label in candidate.labels.items():
                wanted.append(label)
                ours.append(found[name])
                words.append(_by_words(name.removeprefix("language:"), terms))
    return {
        "cvdeep": macro_f1(wanted, ours),
        "words of the requirement in the CV": macro_f1(wanted, words),
        "the commonest label": macro_f1(wanted, [Counter(wanted).most_common(1)[0][0]] * len(wanted)),
    }


def _by_words(name: str, terms: set[str]) -> str:
    """Met when all its longer words are in the CV, partial when half of them are."""
    words = [word for word in terms_of(name) if len(word) > 2]
    share = sum(word in terms for word in words) / max(1, len(words))
    return "met" if share == 1 else "partial" if share >= 0.5 else "missing"


def _years(jobs: Sequence[Job], judged: Mapping[str, Sequence[Assessment]]) -> dict[str, tuple[float, float]]:
    errors: dict[str, list[float]] = {"cvdeep": [], "all years of work": []}
    for job in jobs:
        for candidate, assessment in zip(job.candidates, judged[job.name], strict=True):
            errors["cvdeep"].append(abs(assessment.relevant_months / 12 - candidate.years))
            errors["all years of work"].append(abs(assessment.total_months / 12 - candidate.years))
    return {way: (quantiles(each, n=10)[4], quantiles(each, n=10)[8]) for way, each in errors.items()}


def table(found: Judging) -> None:
    """Prints ranking, labels and years."""
    show(
        "Ranking: pairs of a job's CVs in the right order (concordance)",
        ["10 jobs of 10 CVs", "mean", "worst job", "best job"],
        [
            [way, f"{mean(each.values()):.3f}", f"{min(each.values()):.3f}", f"{max(each.values()):.3f}"]
            for way, each in found.concordance.items()
        ],
        notes="in-sample: see engine/calibration.py",
    )
    show(
        "Requirement labels: met, partial, missing",
        ["", "macro-F1"],
        [[way, f"{score:.3f}"] for way, score in found.macro_f1.items()],
    )
    show(
        "Years of relevant work: absolute error in years",
        ["", "median", "90th percentile"],
        [[way, f"{median:.2f}", f"{ninth:.2f}"] for way, (median, ninth) in found.years.items()],
    )


def as_json(found: Judging) -> dict[str, Any]:
    """All figures, concordance by job."""
    return {
        "concordance": {
            way: {"mean": round(mean(each.values()), 4), **{job: round(share, 4) for job, share in each.items()}}
            for way, each in found.concordance.items()
        },
        "macro_f1": {way: round(score, 4) for way, score in found.macro_f1.items()},
        "years_error": {way: [round(figure, 3) for figure in pair] for way, pair in found.years.items()},
    }
