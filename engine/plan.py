"""A job's requirements understood once, ready to be compared with any number of profiles."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.facts.languages import canonical_language, language_of
from engine.facts.occupations import OCCUPATIONS
from engine.facts.outside import OUTSIDE
from engine.kinds import Asked, Kind, ask, ask_industry
from engine.requirements import Dimension, LanguageNeed, Named, OwnId, Requirements
from engine.subjects import subjects_of
from engine.titles import neutral_title, occupations_of

# A job text's first sentences say what the work is; later ones are benefits and legal notices.
SENTENCE_LIMIT = 40
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|[\n\r\u2022\u2023\u25e6]+|\s-\s")
_WORK_BLOCKS = frozenset({"hard_skills", "minimal_qualifications"})
_DONE = frozenset({Kind.SKILL, Kind.STATEMENT, Kind.YEARS})
_SHORTEST_SENTENCE = 12
_LONGEST_SENTENCE = 400
_TITLE_KEYS = ("title", "job_title", "jobTitle", "position", "name")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One requirement of the skills: `block` is the list it stands in, `minimal` that missing it caps the score."""

    dimension: Dimension
    block: str
    asked: Asked
    importance: int
    id: OwnId | None = None
    minimal: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A job understood. `roles` are the titles it looks for, `occupations` what they are, `sentences` the job's text.

    `language` is what it is written in, None where that cannot be told: a few names tell nothing.
    """

    requirements: Requirements
    wanted: tuple[Wanted, ...]
    industries: tuple[tuple[Asked, int], ...]
    roles: tuple[str, ...]
    occupations: tuple[str, ...]
    sentences: tuple[str, ...]
    language: str | None = None

    @property
    def english(self) -> bool:
        """Whether it may be English."""
        return self.language in {None, "english"}

    @property
    def work_asked(self) -> tuple[tuple[Asked, int], ...]:
        """What the job asks to be done, weighted: its skills and minimal qualifications, or else the sentences of its text."""
        named = tuple(
            (want.asked, want.importance)
            for want in self.wanted
            if want.block in _WORK_BLOCKS and want.asked.kind in _DONE
        )
        return named or tuple((Asked(Kind.STATEMENT, text, (text,)), 1) for text in self.sentences)

    @property
    def fields(self) -> tuple[str, ...]:
        """The distinct fields of study it asks for, by themselves or in a degree's name."""
        needs = self.requirements.education
        named = [entry.name for entry in needs.fields_of_study] if needs else []
        degrees = (want.asked for want in self.wanted if want.asked.kind is Kind.DEGREE)
        return tuple(dict.fromkeys((*named, *(subject for asked in degrees for subject in subjects_of(asked.name)))))

    @property
    def texts(self) -> tuple[str, ...]:
        """The distinct texts of the job's side that are embedded, in a fixed order; none is blank."""
        texts: list[str] = [phrase for want in self.wanted for phrase in want.asked.phrases]
        texts += [phrase for asked, _ in self.industries for phrase in asked.phrases]
        texts += self.roles
        texts += [phrase for asked, _ in self.work_asked for phrase in asked.phrases]
        texts += self.fields
        texts += [occupation.work for occupation in OCCUPATIONS]
        texts += OUTSIDE
        return tuple(dict.fromkeys(text for text in texts if text.strip()))


def plan_of(requirements: Requirements, *, job_description: str) -> Plan:
    """Understand a job; `job_description` is text or a JSON object in text."""
    title, text = _read_description(job_description)
    named = [entry.name for entry in requirements.work.roles] or ([title] if title else [])
    roles = tuple(dict.fromkeys(neutral_title(name) or name for name in named))
    occupations = tuple(dict.fromkeys(key for role in roles for key in occupations_of(role)))
    wanted = _wanted(requirements)
    told = (*(want.asked.name for want in wanted), *roles, *_sentences(text))
    return Plan(
        requirements=requirements,
        wanted=wanted,
        industries=tuple((ask_industry(entry.name), entry.importance) for entry in requirements.work.industries),
        roles=roles,
        occupations=occupations,
        sentences=_sentences(text),
        language=language_of(told),
    )


def _wanted(requirements: Requirements) -> tuple[Wanted, ...]:
    skills = requirements.skills
    found = [_want("hard_skills", entry, ask(entry.name)) for entry in skills.hard]
    found += [_want("soft_skills", entry, ask(entry.name, soft=True)) for entry in skills.soft]
    found += [
        _want("minimal_qualifications", entry, ask(entry.name, qualification=True), minimal=True)
        for entry in skills.minimal
    ]
    found += [
        _want("preferable_qualifications", entry, ask(entry.name, qualification=True)) for entry in skills.preferable
    ]
    found += [_want("languages", entry, _language(entry)) for entry in skills.languages]
    return tuple(found)


def _want(block: str, entry: Named | LanguageNeed, asked: Asked, *, minimal: bool = False) -> Wanted:
    return Wanted(Dimension.SKILLS, block, asked, entry.importance, entry.id, minimal)


def _language(entry: LanguageNeed) -> Asked:
    return Asked(Kind.LANGUAGE, entry.name, (), language=canonical_language(entry.name), level=entry.level)


def _read_description(description: str) -> tuple[str | None, str]:
    """The title, if the description is an object with one, and all its text."""
    try:
        value = json.loads(description)
    except (ValueError, RecursionError):
        return None, description
    if not isinstance(value, Mapping):
        return None, description
    title = next((value[key] for key in _TITLE_KEYS if isinstance(value.get(key), str) and value[key].strip()), None)
    return title, "\n".join(_strings(value, depth=0))


def _strings(value: Any, *, depth: int) -> list[str]:
    """The texts in a JSON value in order, to a depth no job description needs."""
    if isinstance(value, str):
        return [value]
    if depth > 8:  # noqa: PLR2004 - deeper nesting is not prose
        return []
    if isinstance(value, Mapping):
        return [text for entry in value.values() for text in _strings(entry, depth=depth + 1)]
    if isinstance(value, list):
        return [text for entry in value for text in _strings(entry, depth=depth + 1)]
    return []


def _sentences(text: str) -> tuple[str, ...]:
    pieces = (piece.strip()[:_LONGEST_SENTENCE] for piece in _SENTENCE_END.split(text))
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) >= _SHORTEST_SENTENCE))[:SENTENCE_LIMIT]
