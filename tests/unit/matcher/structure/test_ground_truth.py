"""The reader on the CVs whose truth is known, field by field, as floors that no change may fall below."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from engine.reading.dates import parse_period
from engine.reading.degrees import degree_of
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.structure import read_cv

FLOORS = {
    "name": 0.97,
    "email": 0.97,
    "phone": 0.97,
    "title": 0.90,
    "company": 0.88,
    "start": 0.95,
    "end": 0.95,
    "institution": 0.90,
    "degree": 0.90,
    "skill": 0.90,
    "language": 0.90,
    "bullet": 0.97,
}


def _plain(text: str | None) -> str:
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    return re.sub(r"\W+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)[-9:]


def _truth(row: dict[str, Any]) -> dict[str, list[str]]:
    hidden = set(row["not_rendered"])
    jobs = row["jobs"]
    periods = [parse_period(j.get("date") or f"{j['start'][:7]} - {(j['end'] or 'present')[:7]}") for j in jobs]
    return {
        "name": [_plain(row["name"])],
        "email": [row["email"]],
        "phone": [_digits(row["phone"])] if row["phone"] else [],
        "title": [_plain(job["title"]) for job in jobs],
        "company": [_plain(job["company"]) for n, job in enumerate(jobs) if f"jobs[{n}].company" not in hidden],
        "start": [str(period.start) for period in periods if period],
        "end": [str(period.end) for period in periods if period],
        "institution": [_plain(e["institution"]) for e in row["education"]],
        "degree": [degree_of(e["degree"]) for e in row["education"]],
        "skill": [_plain(skill) for skill in row["skills"]],
        "language": [_plain(language["name"]) for language in row["languages"]],
        "bullet": [_plain(sentence) for sentence in row["sentences"]],
    }


def _read(cv: ReadCv, truth: dict[str, list[str]]) -> dict[str, list[str]]:
    identity, profile = cv.identity, cv.profile
    lines = [
        *(x for j in profile.jobs for x in j.lines),
        *(x for p in profile.projects for x in p.lines),
        *profile.other,
    ]
    wanted = set(truth["bullet"])
    return {
        "name": [_plain(identity.name)],
        "email": list(identity.emails),
        "phone": [_digits(phone) for phone in identity.phones],
        "title": [_plain(job.title) for job in profile.jobs],
        "company": [_plain(job.company) for job in profile.jobs if job.company],
        "start": [str(job.period.start) for job in profile.jobs],
        "end": [str(job.period.end) for job in profile.jobs],
        "institution": [_plain(e.institution) for e in profile.education],
        "degree": [e.degree for e in profile.education if e.degree != "none"],
        # A CV whose truth lists none is not judged on them.
        "skill": [_plain(s.name) for s in profile.skills] if truth["skill"] else [],
        "language": [_plain(x.name) for x in profile.languages] if truth["language"] else [],
        "bullet": [text for line in lines if (text := _plain(line.text)) in wanted],
    }


def _hits(truth: Iterable[str], read: Iterable[str]) -> int:
    return (Counter(truth) & Counter(read)).total()


@pytest.fixture(scope="module")
def scores(shared_data: Path) -> Callable[[str], float]:
    """F1 of a field, pooled over all CVs."""
    hits: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    folder = shared_data / "cv"
    for row in json.loads((folder / "ground_truth.json").read_text()):
        truth = _truth(row)
        read = _read(read_cv(extract((folder / row["pdf"]).read_bytes(), ReadLimits())), truth)
        for field in FLOORS:
            hits[field] += _hits(truth[field], read[field])
            sizes[field] += len(truth[field]) + len(read[field])
    return lambda field: 2 * hits[field] / sizes[field]


@pytest.mark.parametrize("field", FLOORS)
def test_the_development_cvs_are_read_well(scores: Callable[[str], float], field: str) -> None:
    """Each field's F1 over the CVs with known truth stays above its floor."""
    assert scores(field) >= FLOORS[field]
