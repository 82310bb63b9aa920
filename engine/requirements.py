"""What a job asks for, typed and checked against the contract (§4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.facts.languages import LEVELS
from engine.fields import MAX_COUNT, Block, Faults, RequirementsError, checked_name
from engine.profile import Degree

__all__ = [
    "Dimension", "EducationNeeds", "LanguageNeed", "Named", "OwnId", "Requirements", "RequirementsError", "SkillNeeds",
    "WorkNeeds", "parse_config", "parse_requirements", "parse_requirements_block", "unread_fields",
]  # fmt: skip

DEFAULT_TIME_IMPORTANCE = 3
# An entry of the plain lists (`relevant_roles` without `roles_config`) weighs as the middle of the scale.
DEFAULT_IMPORTANCE = 3

OwnId = str | int | float
"""The client's own name for an entry, echoed as it was sent; an object or a list is no name."""


class Dimension(StrEnum):
    """The parts of a score, named as in `breakdown`."""

    WORK = "workExperience"
    SKILLS = "skills"
    EDUCATION = "education"


@dataclass(frozen=True, slots=True)
class Named:
    """Something asked for by name; `id` is the client's own and is echoed."""

    name: str
    importance: int
    id: OwnId | None = None


@dataclass(frozen=True, slots=True)
class LanguageNeed:
    """A spoken language; `level` is A1 to C2 or native, None when any level will do."""

    name: str
    importance: int
    level: str | None = None
    id: OwnId | None = None


@dataclass(frozen=True, slots=True)
class WorkNeeds:
    """What is asked of somebody's working life. Years are whole years, `importance` weighs the roles' relevance."""

    from_years: int
    to_years: int
    importance: int
    time_importance: int = DEFAULT_TIME_IMPORTANCE
    transferable_skills: bool = False
    min_job_duration_months: int = 0
    industries: tuple[Named, ...] = ()
    roles: tuple[Named, ...] = ()
    companies: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillNeeds:
    """The skills, qualifications and languages asked for; a list that is switched off is empty."""

    importance: int
    hard: tuple[Named, ...] = ()
    soft: tuple[Named, ...] = ()
    minimal: tuple[Named, ...] = ()
    preferable: tuple[Named, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class EducationNeeds:
    """The education asked for."""

    importance: int
    degree: Degree = Degree.NONE
    fields_of_study: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirements:
    """All that a job asks for; `education` is None when it was not sent or is switched off."""

    work: WorkNeeds
    skills: SkillNeeds
    education: EducationNeeds | None = None


def parse_requirements(config: Mapping[str, Any]) -> Requirements:
    """Read the `config` of a match; paths start with `config.requirements`.

    Raises:
        RequirementsError: with every bad field.
    """
    return parse_config(config, path="config")


def parse_config(config: Any, *, path: str) -> Requirements:
    """Read an object that holds `requirements`, standing at `path` of what the client sent.

    Raises:
        RequirementsError: with every bad field.
    """
    faults = Faults()
    requirements = _requirements(Block(config, path, faults).child("requirements"))
    faults.raise_if_any()
    return requirements


def parse_requirements_block(block: Any, *, path: str) -> Requirements:
    """Read a bare requirements block standing at `path` of what the client sent.

    Raises:
        RequirementsError: with every bad field.
    """
    faults = Faults()
    requirements = _requirements(Block(block, path, faults))
    faults.raise_if_any()
    return requirements


def unread_fields(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in a match's `config` that parse_requirements() does not know: they are kept, and change nothing."""
    faults = Faults()
    _requirements(Block(config, "config", faults).child("requirements"))
    return tuple(path for block in faults.blocks for path in block.unread())


def _requirements(block: Block) -> Requirements:
    work = _work(block.child("workExperience"))
    skills = _skills(block.child("skills"))
    education = block.optional_child("education")
    return Requirements(work=work, skills=skills, education=_education(education) if education else None)


def _work(block: Block) -> WorkNeeds:
    from_years = block.integer("from", low=0, high=MAX_COUNT)
    to_years = block.integer("to", low=0, high=MAX_COUNT)
    if from_years > to_years and not {block.at("from"), block.at("to")} & block.faults.fields.keys():
        block.fault("from", "must not be greater than `to`")
    return WorkNeeds(
        from_years=from_years,
        to_years=to_years,
        importance=block.importance(),
        time_importance=block.importance("time_importance", default=DEFAULT_TIME_IMPORTANCE),
        transferable_skills=block.boolean("transferable_skills", default=False),
        min_job_duration_months=block.integer("min_job_duration_months", low=0, high=MAX_COUNT, default=0),
        industries=_alternatives(block, "relevant_industries", "industries_config"),
        roles=_alternatives(block, "relevant_roles", "roles_config"),
        companies=_alternatives(block, "relevant_companies", "companies_config"),
    )


def _alternatives(block: Block, plain: str, weighted: str) -> tuple[Named, ...]:
    """The names of a plain list and of its `*_config`, which gives the importances; each name once."""
    configured = block.entries(weighted, _named)
    names = block.entries(plain, checked_name)
    known = {entry.name.casefold() for entry in configured}
    extra = (Named(name, DEFAULT_IMPORTANCE) for name in dict.fromkeys(names) if name and name.casefold() not in known)
    return (*configured, *extra)


def _skills(block: Block) -> SkillNeeds:
    importance = block.importance()
    config = block.optional_child("skills_config")
    if config is None:
        return SkillNeeds(importance=importance)
    switches = config.optional_child("requirements")
    minimal_on = switches.boolean("minimal_qualifications", default=True) if switches else True
    preferable_on = switches.boolean("preferable_qualifications", default=True) if switches else True
    minimal = config.entries("minimal_qualifications", _named)
    preferable = config.entries("preferable_qualifications", _named)
    return SkillNeeds(
        importance=importance,
        hard=config.entries("hard_skills", _named),
        soft=config.entries("soft_skills", _named),
        minimal=minimal if minimal_on else (),
        preferable=preferable if preferable_on else (),
        languages=config.entries("languages", _language),
    )


def _education(block: Block) -> EducationNeeds | None:
    enabled = block.boolean("is_enabled", default=True)
    # A block that is switched off need not be complete, but what it holds must still be right.
    importance = block.importance(default=None if enabled else DEFAULT_IMPORTANCE)
    degree = block.choice("degree", tuple(Degree), default=Degree.NONE)
    fields = block.entries("fields_of_study", _named)
    if not enabled:
        return None
    return EducationNeeds(importance=importance, degree=Degree(degree or Degree.NONE), fields_of_study=fields)


def _id(block: Block) -> OwnId | None:
    value = block.raw("id")
    return value if isinstance(value, OwnId) else None


def _named(value: Any, path: str, faults: Faults) -> Named:
    block = Block(value, path, faults)
    if not isinstance(value, Mapping):
        return Named("", DEFAULT_IMPORTANCE)
    return Named(name=block.name(), importance=block.importance(), id=_id(block))


def _language(value: Any, path: str, faults: Faults) -> LanguageNeed:
    block = Block(value, path, faults)
    if not isinstance(value, Mapping):
        return LanguageNeed("", DEFAULT_IMPORTANCE)
    return LanguageNeed(
        name=block.name(), importance=block.importance(), level=block.choice("level", LEVELS), id=_id(block)
    )
