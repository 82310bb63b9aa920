"""What a CV says, known from what it was made from: the truth a reading is measured by."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.reading.dates import parse_period

Moment = tuple[int, int | None]
"""A year and, where the CV gives one, a month."""


@dataclass(frozen=True, slots=True)
class TrueJob:
    """One role; `end` is None for one that goes on. What the PDF does not show is an empty text."""

    company: str
    title: str
    start: Moment | None
    end: Moment | None


@dataclass(frozen=True, slots=True)
class TrueEducation:
    """One course of study; `degree` as written, with its field."""

    institution: str
    degree: str


@dataclass(frozen=True, slots=True)
class CvTruth:
    """A PDF and what it says. `layout` names the template or theme: what must not be in both halves of a split.

    Fields that the PDF does not show are empty and not scored; `sentences` must come out whole and in this order.
    """

    id: str
    layout: str
    pdf: bytes = field(repr=False)
    name: str
    email: str
    phone: str
    jobs: tuple[TrueJob, ...]
    education: tuple[TrueEducation, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    sentences: tuple[str, ...]


def ground_truth(folder: Path) -> list[CvTruth]:
    """Reads `ground_truth.json` of a folder of CVs."""
    rows = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    return [_truth(folder, row) for row in rows]


def _truth(folder: Path, row: Mapping[str, Any]) -> CvTruth:
    hidden = frozenset(row["not_rendered"])
    stem = Path(row["pdf"]).stem
    return CvTruth(
        id=row["pdf"],
        layout=stem.rpartition("--")[2],
        pdf=(folder / row["pdf"]).read_bytes(),
        name=row["name"],
        email="" if "email" in hidden else row["email"] or "",
        phone="" if "phone" in hidden else row["phone"] or "",
        jobs=tuple(_job(job, index, hidden) for index, job in enumerate(row["jobs"])),
        education=tuple(
            TrueEducation(each["institution"], " ".join(filter(None, (each["degree"], each["area"]))))
            for each in row["education"]
        ),
        skills=tuple(row["skills"]),
        languages=tuple(language["name"] for language in row["languages"]),
        sentences=tuple(row["sentences"]),
    )


def _job(job: Mapping[str, Any], index: int, hidden: frozenset[str]) -> TrueJob:
    company = "" if f"jobs[{index}].company" in hidden else job["company"]
    if "date" in job:
        period = parse_period(job["date"])
        assert period is not None
        start = (period.start.year, period.start.month) if period.start else None
        end = (period.end.year, period.end.month) if period.end else None
        return TrueJob(company, job["title"], start, end)
    return TrueJob(company, job["title"], _moment(job["start"]), _moment(job["end"]))


def _moment(text: str | None) -> Moment | None:
    if not text or text == "present":
        return None
    year, _, rest = text.partition("-")
    return int(year), int(rest[:2]) if rest else None
