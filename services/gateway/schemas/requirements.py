"""`config.requirements` of the contract: what a job asks for, judged by the same rules as `engine.requirements`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from services.gateway.schemas.text import not_blank

MAX_ENTRIES = 50

# A career is shorter; the limit only keeps arithmetic sane.
MAX_COUNT = 1200

Importance = Annotated[int, Field(ge=1, le=5, description="1 to 5; the weight is a fifth of it.")]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(not_blank),
    Field(json_schema_extra={"pattern": r"\S"}),
]
Names = Annotated[list[Name], Field(max_length=MAX_ENTRIES)]
Level = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
DegreeName = Literal["none", "high_school", "associate", "bachelor", "master", "doctorate"]


class RequirementsModel(BaseModel):
    """Strict about what it knows; unknown keys are kept by the caller and echoed, never an error.

    An optional field may be null, which is as if it were absent.
    """

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Weighted(RequirementsModel):
    """A name and how much it matters."""

    name: Name
    importance: Importance


class Skill(Weighted):
    """A skill or qualification; `id` is the client's own."""

    id: Any = None


class Language(Weighted):
    """A language and the level asked for."""

    level: Level | None = None


WeightedNames = Annotated[list[Weighted], Field(max_length=MAX_ENTRIES)]
Skills = Annotated[list[Skill], Field(max_length=MAX_ENTRIES)]
Languages = Annotated[list[Language], Field(max_length=MAX_ENTRIES)]


class WorkExperience(RequirementsModel):
    """How long and in what roles, industries and companies."""

    # `to` stands before `from` because the check of `from` needs it.
    to: Annotated[Count, Field(description="Years at most.")]
    from_: Annotated[Count, Field(alias="from", description="Years at least; not above `to`.")]
    importance: Annotated[Importance, Field(description="How much the relevance of the roles matters, 1 to 5.")]
    time_importance: Annotated[Importance | None, Field(description="Relevant years and recency, 1 to 5.")] = 3
    transferable_skills: Annotated[bool | None, Field(description="Adjacent roles and industries count.")] = False
    min_job_duration_months: Annotated[Count | None, Field(description="Shorter stints are not counted.")] = 0
    relevant_industries: Names | None = None
    industries_config: WeightedNames | None = None
    relevant_roles: Names | None = None
    roles_config: WeightedNames | None = None
    relevant_companies: Names | None = None
    companies_config: WeightedNames | None = None

    @field_validator("from_", mode="after")
    @classmethod
    def _not_above_to(cls, value: int, info: ValidationInfo) -> int:
        if value > info.data.get("to", value):
            raise ValueError("must not be greater than `to`")
        return value


class QualificationSwitches(RequirementsModel):
    """Which lists of qualifications are judged."""

    minimal_qualifications: bool | None = True
    preferable_qualifications: bool | None = True


class SkillsConfig(RequirementsModel):
    """Skills, qualifications and languages, each with its importance."""

    hard_skills: Skills | None = None
    soft_skills: Skills | None = None
    minimal_qualifications: Annotated[Skills | None, Field(description="A missed one caps the overall score.")] = None
    preferable_qualifications: Annotated[Skills | None, Field(description="A missed one lowers the score.")] = None
    languages: Languages | None = None
    requirements: QualificationSwitches | None = None


class SkillsBlock(RequirementsModel):
    """What somebody must know."""

    importance: Importance
    skills_config: SkillsConfig | None = None


class Education(RequirementsModel):
    """What somebody must have learned; switched off when absent."""

    is_enabled: bool | None = True
    importance: Annotated[
        Importance | None, Field(validate_default=True, description="Required unless it is switched off.")
    ] = None
    degree: DegreeName | None = None
    fields_of_study: WeightedNames | None = None

    @field_validator("importance", mode="after")
    @classmethod
    def _needed_when_enabled(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is None and info.data.get("is_enabled") is not False:
            raise ValueError("is required")
        return value


class Requirements(RequirementsModel):
    """What the job asks for."""

    work_experience: Annotated[WorkExperience, Field(alias="workExperience")]
    skills: SkillsBlock
    education: Education | None = None


class MatchConfig(RequirementsModel):
    """The config of a match: the requirements, and whatever else the client keeps with them."""

    requirements: Requirements
