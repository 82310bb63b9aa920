"""What is measured of judgements: labelled jobs and their CVs, pairs in the right order, and the F1 of requirement labels."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

from engine.assess import Assessment
from engine.judged import status_of
from engine.material import texts_of
from engine.profile import Month, Profile
from engine.requirements import Dimension
from tests.fakes.json_resume import profile_of

LABELS = ("met", "partial", "missing")


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
    for label in LABELS:
        right = sum(a == b == label for a, b in zip(wanted, found, strict=True))
        scores.append(2 * right / max(1, wanted.count(label) + found.count(label)))
    return mean(scores)


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
