"""DeepSearch: a search, its runs and their rows."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from services.gateway.schemas.fields import IdempotencyKey, WebhookUrl
from services.gateway.schemas.match import RunError, Score, Timestamp
from services.gateway.schemas.names import Name
from services.gateway.schemas.requirements import MatchConfig, Requirements

MAX_METADATA_BYTES = 256 * 1024
MOST_ROWS = 1000
USUAL_ROWS = 100
RunState = Literal["pending", "finished", "failed"]


@dataclass(frozen=True, slots=True)
class PositionMetadata:
    """What a position is, as it was sent.

    Attributes:
        text: the JSON text.
        value: what it holds: a non-empty object whose requirements, if it has any, are valid.
    """

    text: str
    value: Any

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._judge)

    @classmethod
    def _judge(cls, given: object) -> "PositionMetadata":
        if not isinstance(given, PositionMetadata) or not isinstance(given.value, dict):
            raise ValueError("must be an object")  # noqa: TRY004 - pydantic collects ValueError only
        if not given.value:
            raise ValueError("must not be empty")
        if len(given.text.encode()) > MAX_METADATA_BYTES:
            raise ValueError(f"must have at most {MAX_METADATA_BYTES} bytes")
        model = requirements_model(given.value)
        if model is not None:
            # What it finds is reported under the path of this field.
            model.model_validate(given.value)
        return given


def requirements_model(value: dict[str, Any]) -> type[BaseModel] | None:
    """Returns what judges an object that holds or is requirements; None for any other, which is searched by its text.

    Requirements are known by `workExperience` or `skills` being an object, as in `engine.position`.
    """
    if _is_block(value.get("requirements")):
        return MatchConfig
    return Requirements if _is_block(value) else None


def _is_block(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(key), dict) for key in ("workExperience", "skills"))


class SearchOrder(BaseModel):
    """One position against one corpus; other keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    corpus_id: Annotated[Name, Field(description="The corpus to search.")]
    position_id: Annotated[
        str, StringConstraints(min_length=1, max_length=255), Field(description="Your name for the position.")
    ]
    position_metadata: Annotated[
        PositionMetadata,
        WithJsonSchema(
            {
                "type": "object",
                "minProperties": 1,
                "description": (
                    "`{name, requirements}` or the bare `requirements` block of a match's `config`, by the same rules; "
                    "any other object is searched by its text. At most 256 KB."
                ),
                "examples": [
                    {
                        "name": "Backend engineer",
                        "requirements": {
                            "workExperience": {"from": 2, "to": 8, "importance": 4},
                            "skills": {
                                "importance": 5,
                                "skills_config": {"hard_skills": [{"name": "Python", "importance": 5}]},
                            },
                        },
                    }
                ],
            }
        ),
    ]
    job_updated: Annotated[
        bool | None, Field(description="The position changed: its cached retrieval plan is made anew.")
    ] = False
    top_n: Annotated[
        int | None,
        Field(ge=1, description=f"Rows wanted; above {MOST_ROWS} is taken as {MOST_ROWS}."),
        AfterValidator(lambda wanted: None if wanted is None else min(wanted, MOST_ROWS)),
    ] = USUAL_ROWS
    webhook_url: WebhookUrl | None = None
    idempotency_key: IdempotencyKey | None = None


class SearchAnswer(BaseModel):
    """The search was accepted."""

    id: Annotated[
        str, Field(description="Opaque; `cvds_` and 22 characters.", examples=["cvds_4fTq0aZ9mKx2LrB7pWcD1e"])
    ]
    status: Literal["pending"]
    idempotent_replay: Annotated[
        Literal[True] | None, Field(description="Sent when the idempotency key made this search before.")
    ] = None


class RowBreakdown(BaseModel):
    """The dimensions that the position asks for."""

    work_experience: Annotated[Score | None, Field(alias="workExperience")] = None
    skills: Score | None = None
    education: Score | None = None


class ResultRow(BaseModel):
    """A candidate's place; never a text of the CV."""

    rank: Annotated[int, Field(ge=1)]
    external_id: str
    score: Annotated[Score, Field(description="What a match of the same CV and job gives.")]
    breakdown: RowBreakdown
    matched: Annotated[list[str], Field(description="Names of the requirements that are met.")]
    missing: Annotated[list[str], Field(description="Names of the requirements that are not met at all.")]
    experience_years: Annotated[float, Field(ge=0, description="Of any work.")]
    tags: list[str]


class RunRowBody(BaseModel):
    """A run as it stands in a list."""

    id: str
    status: RunState
    corpus_id: str
    position_id: str
    is_job_updated: bool
    top_n: Annotated[int, Field(ge=1, le=MOST_ROWS)]
    created_at: Timestamp
    completed_at: Timestamp | None
    total_candidates: Annotated[int, Field(ge=0, description="Candidates that could be found when it ran.")]
    results_pending: bool
    error: RunError | None


class RunBody(RunRowBody):
    """One run with its first rows."""

    results: Annotated[list[ResultRow] | None, Field(description="The first 100 rows; null until it has finished.")]


class RunPage(BaseModel):
    """A page of runs, newest first."""

    data: list[RunRowBody]
    next_cursor: str | None


class ResultPage(BaseModel):
    """A page of a run's rows, best first; empty until it has finished."""

    data: list[ResultRow]
    next_cursor: str | None
