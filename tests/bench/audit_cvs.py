"""The development CVs of the audit, each as it may be changed, and read through the doors that a CV comes in by.

A JSON Resume is read as a candidate of a corpus and, drawn as a PDF, as the CV of a match; a real PDF is read as its text lines.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.profile import Month, Profile
from services.corpus.domain.recognise import recognise
from services.matcher.adapters.pdf.extract import extract
from services.matcher.adapters.pdf.limits import ReadLimits
from services.matcher.domain.document import Document
from services.matcher.domain.structure import read_cv
from tests.support.plain_cv import plain_cv
from tools.sample_cv import write_sample_cv

Resume = dict[str, Any]
_ROOT = Path(__file__).resolve().parents[2]


class Door(StrEnum):
    """How a CV comes in."""

    CORPUS = "JSON"
    MATCH = "PDF"
    REAL = "real PDF"


@dataclass(frozen=True, slots=True)
class Draft:
    """A CV to be read: a JSON Resume (with text that its PDF hides), or the lines of a real PDF."""

    resume: Resume = field(default_factory=dict)
    hidden: tuple[tuple[str, str], ...] = ()
    document: Document | None = None

    def key(self, door: Door) -> str:
        """The same for drafts that read the same."""
        if self.document is not None:
            return f"{door} {hash(self.document)} {self.document.lines}"
        return f"{door} {json.dumps(self.resume, sort_keys=True)} {self.hidden}"


@dataclass(frozen=True, slots=True)
class Job:
    """What CVs are judged for."""

    name: str
    text: str
    requirements: Mapping[str, Any]
    as_of: Month

    @property
    def hard_skills(self) -> list[str]:
        return self._named("hard_skills")

    @property
    def asked(self) -> list[str]:
        """The names of everything asked for among the skills."""
        return [
            name
            for block in (
                "hard_skills",
                "soft_skills",
                "minimal_qualifications",
                "preferable_qualifications",
                "languages",
            )
            for name in self._named(block)
        ]

    def _named(self, block: str) -> list[str]:
        return [entry["name"] for entry in self.requirements["skills"].get("skills_config", {}).get(block, ())]


@dataclass(frozen=True, slots=True)
class Source:
    """A development CV with the jobs it is judged for; `person` is the name as read, where it is a real PDF."""

    label: str
    draft: Draft
    jobs: tuple[Job, ...]
    doors: tuple[Door, ...]
    person: str | None = None
    number: int = 0


def sources_of(data: Path) -> list[Source]:
    """Every development CV: those of the jobs (two doors), the samples of JSON Resume (two doors), the real PDFs, the repository's own."""
    jobs: dict[str, Job] = {}
    found: list[Source] = []
    both = (Door.CORPUS, Door.MATCH)
    for path in sorted((data / "match").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        job = jobs[path.stem] = _job(row)
        found += [Source(cv["id"], Draft(cv["resume"]), (job,), both) for cv in row["cvs"]]
    some = (own_job(), jobs["senior-backend-engineer"], jobs["digital-marketing-manager-seo-sem"])
    for path in sorted((data / "cv" / "jsonresume").glob("*.json")):
        resume = json.loads(path.read_text(encoding="utf-8"))
        found.append(Source(path.stem, Draft(_without_nulls(resume)), some, both))
    for path in sorted((data / "cv").rglob("*.pdf")):
        found.append(_real(path.stem, path.read_bytes(), some))
    with TemporaryDirectory() as folder:
        found.append(_real("sample", write_sample_cv(Path(folder) / "sample.pdf").read_bytes(), some))
    return [replace(source, number=number) for number, source in enumerate(found)]


def own_job() -> Job:
    """The repository's sample job."""
    config = json.loads((_ROOT / "samples" / "config.json").read_text(encoding="utf-8"))
    text = (_ROOT / "samples" / "job.txt").read_text(encoding="utf-8")
    return Job("sample", text, config["requirements"], Month(2026, 11))


def read_all(drafts: Iterable[tuple[Door, Draft]], *, processes: int = 2) -> dict[str, Profile]:
    """Reads each distinct draft once; the profiles by Draft.key()."""
    distinct = {draft.key(door): (door, draft) for door, draft in drafts}
    with ProcessPoolExecutor(processes) as pool:
        return dict(zip(distinct, pool.map(_read, distinct.values(), chunksize=16), strict=True))


def _read(task: tuple[Door, Draft]) -> Profile:
    door, draft = task
    if draft.document is not None:
        return read_cv(draft.document).profile
    if door is Door.CORPUS:
        return recognise(draft.resume).profile
    return read_cv(extract(plain_cv(draft.resume, hidden=draft.hidden), ReadLimits())).profile


def with_facts(document: Document, facts: Sequence[str]) -> Document:
    """A real PDF's lines with further personal facts in the row of the e-mail address; as it is where there is no such row."""
    place = next((number for number, line in enumerate(document.lines) if "@" in line.text), None)
    if place is None:
        return document
    row = document.lines[place]
    told = replace(row, text=" | ".join((row.text, *facts)))
    return replace(document, lines=(*document.lines[:place], told, *document.lines[place + 1 :]))


def renamed(document: Document, person: str, name: str) -> Document:
    """A real PDF's lines with another name: the whole one in the capitals it is written in, and the first name alone."""
    whole = re.compile(rf"(?<!\w){re.escape(person)}(?!\w)", re.IGNORECASE)
    first = re.compile(rf"(?<!\w){re.escape(person.split(maxsplit=1)[0])}(?!\w)")
    lines = []
    for line in document.lines:
        text = whole.sub(lambda old: name.upper() if old.group().isupper() else name, line.text)
        lines.append(replace(line, text=first.sub(name.split(maxsplit=1)[0], text) if name not in text else text))
    return replace(document, lines=tuple(lines))


def changed(resume: Resume) -> Resume:
    """A copy that may be changed, with `basics`."""
    copied = deepcopy(resume)
    copied.setdefault("basics", {})
    return copied


def with_name(resume: Resume, name: str) -> Resume:
    """The CV of somebody of this name; a firm of their own that bears the old one bears the new one."""
    after = changed(resume)
    old, new = str(after["basics"].get("name") or "").split(), name.split()
    after["basics"]["name"] = name
    if old:
        parts = {old[0]: new[0], old[-1]: new[-1]}
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, parts))})\b")
        for job in after.get("work") or []:
            job["name"] = pattern.sub(lambda part: parts[part.group()], job.get("name") or "")
    return after


def _real(label: str, pdf: bytes, jobs: tuple[Job, ...]) -> Source:
    document = extract(pdf, ReadLimits())
    return Source(label, Draft(document=document), jobs, (Door.REAL,), read_cv(document).identity.name)


def _job(row: Mapping[str, Any]) -> Job:
    job = row["job"]
    year, month = row["reference_date"].split("-")[:2]
    return Job(job["id"], f"{job['title']}. {job['description']}", job["requirements"], Month(int(year), int(month)))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(entry) for key, entry in value.items() if entry is not None}
    return [_without_nulls(entry) for entry in value] if isinstance(value, list) else value
