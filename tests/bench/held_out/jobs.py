"""Reads the held-out jobs: short YAML files with a job, its CVs and what a careful hiring manager said of each.

Labels are one sign for each requirement in the order of the file (hard, soft, minimal, preferable, languages, education): `+` met,
`o` partial, `-` missing; blanks are for the reader. Relevant years follow from the jobs marked `counts`. Nobody here is real.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from engine.profile import Month
from tests.bench.judging_scores import Candidate, Job
from tests.fakes.json_resume import profile_of

FOLDER = Path(__file__).parent
SETS = ("first", "second", "third")
AS_OF = Month(2026, 11)
_LABELS = {"+": "met", "o": "partial", "-": "missing"}
_LISTS = {
    "hard": "hard_skills",
    "soft": "soft_skills",
    "minimal": "minimal_qualifications",
    "preferable": "preferable_qualifications",
}


def read_set(name: str) -> list[Job]:
    """The jobs of a set in the order of their file names."""
    return [_job(path) for path in sorted((FOLDER / name).glob("*.yaml"))]


def _job(path: Path) -> Job:
    row: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = [
        *(name for block in _LISTS for name in row.get(block, ())),
        *(f"language:{name}" for name in row.get("languages", ())),
        *(["education"] if "education" in row else []),
    ]
    return Job(
        name=f"{path.stem} ({row['language']})",
        text=f"{row['title']}. {row['description']}",
        requirements=_requirements(row),
        as_of=AS_OF,
        candidates=tuple(_candidate(each, names, where=path.stem) for each in row["cvs"]),
    )


def _requirements(row: Mapping[str, Any]) -> dict[str, Any]:
    work = row["work"]
    config: dict[str, Any] = {list_name: _named(row.get(block, {})) for block, list_name in _LISTS.items()}
    config["languages"] = [
        {"name": name, "level": level, "importance": importance}
        for name, (level, importance) in row.get("languages", {}).items()
    ]
    found: dict[str, Any] = {
        "workExperience": {
            "from": work["years"][0],
            "to": work["years"][1],
            "importance": work["importance"],
            "roles_config": _named(work["roles"]),
            "industries_config": _named(work["industries"]),
        },
        "skills": {"importance": 5, "skills_config": config},
    }
    if "education" in row:
        asked = row["education"]
        found["education"] = {
            "importance": asked["importance"],
            "degree": asked["degree"],
            "fields_of_study": _named(asked["fields"]),
        }
    return found


def _named(importances: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "importance": importance} for name, importance in importances.items()]


def _candidate(row: Mapping[str, Any], names: Sequence[str], *, where: str) -> Candidate:
    signs = "".join(row["labels"].split())
    if len(signs) != len(names):
        raise ValueError(f"{where}: {row['headline']!r} has {len(signs)} labels for {len(names)} requirements")
    counting: set[int] = set()
    for job in row.get("work", ()):
        if job.get("counts"):
            start, end = _ends(job["when"])
            counting.update(range(start.ordinal, (end or AS_OF).ordinal + 1))
    return Candidate(
        profile=profile_of(_resume(row)),
        relevance=row["relevance"],
        years=len(counting) / 12,
        labels={name: _LABELS[sign] for name, sign in zip(names, signs, strict=True)},
    )


def _resume(row: Mapping[str, Any]) -> dict[str, Any]:
    """The CV as a JSON Resume document."""
    return {
        "basics": {"label": row["headline"], "summary": row.get("summary", "")},
        "work": [_work(each) for each in row.get("work", ())],
        "education": [_education(each) for each in row.get("education", ())],
        "skills": [{"name": label, "keywords": words} for label, words in row.get("skills", {}).items()],
        "languages": [{"language": name, "fluency": level} for name, level in row.get("languages", {}).items()],
        "certificates": [{"name": name} for name in row.get("certificates", ())],
        "projects": [
            {"name": each["name"], "highlights": each["did"].splitlines()} for each in row.get("projects", ())
        ],
    }


def _work(row: Mapping[str, Any]) -> dict[str, Any]:
    title, company = row["what"].split(" @ ")
    start, end = _ends(row["when"])
    return {
        "position": title,
        "name": company,
        "startDate": str(start),
        "endDate": str(end) if end else None,
        "highlights": row["did"].splitlines(),
    }


def _education(entry: str) -> dict[str, Any]:
    """An entry: when, degree, field of study, institution."""
    when, degree, *field, institution = (part.strip() for part in entry.split(","))
    start, end = _ends(when)
    return {
        "studyType": degree,
        "area": ", ".join(field),
        "institution": institution,
        "startDate": str(start),
        "endDate": str(end) if end else None,
    }


def _ends(when: str) -> tuple[Month, Month | None]:
    start, end = when.split(" to ")
    return _month(start), None if end == "now" else _month(end)


def _month(text: str) -> Month:
    year, month = text.split("-")
    return Month(int(year), int(month))
