"""DeepMatch: the form of a submit, the query of a list and the bodies of the answers."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SkipValidation, StringConstraints, WithJsonSchema

from services.gateway.intake.form import UploadedFile
from services.gateway.schemas.fields import (
    Cursor,
    ExternalId,
    IdempotencyKey,
    JobDescription,
    Limit,
    Metadata,
    Moment,
    PositionId,
    SentConfig,
    Tag,
    Tags,
    WebhookUrl,
)

MAX_CV_BYTES = 5 * 2**20
MatchState = Literal["processing", "finished", "failed"]
FailureCode = Literal["CV_UNREADABLE", "CV_ENCRYPTED", "CV_NO_TEXT", "CV_TOO_COMPLEX", "PIPELINE_FAILED"]
Timestamp = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
_UTC = "UTC when it names no offset."
Score = Annotated[float, Field(ge=0, le=1)]


def _pdf_by_name(file: UploadedFile) -> UploadedFile:
    # Parameters of the type are ignored and its case does not matter; the bytes are judged later.
    if file.media_type != "application/pdf":
        raise ValueError("must be sent with the type application/pdf")
    if not file.filename.lower().endswith(".pdf"):
        raise ValueError("must be sent with a file name that ends in .pdf")
    if file.size > MAX_CV_BYTES:
        raise ValueError(f"must have at most {MAX_CV_BYTES} bytes")
    return file


class SubmitForm(BaseModel):
    """One CV against one job, as multipart/form-data; other text fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, arbitrary_types_allowed=True)

    cv_file: Annotated[
        SkipValidation[UploadedFile],
        AfterValidator(_pdf_by_name),
        WithJsonSchema(
            {
                "type": "string",
                "format": "binary",
                "contentMediaType": "application/pdf",
                "maxLength": MAX_CV_BYTES,
                "description": "A PDF of at most 5 MiB, sent as `application/pdf` under a name that ends in `.pdf`.",
            }
        ),
    ]
    position_id: PositionId
    job_description: JobDescription
    config: Annotated[SentConfig, Field(description="A JSON object of at most 256 KB with the requirements.")]
    webhook_url: WebhookUrl | None = None
    idempotency_key: IdempotencyKey | None = None
    metadata: Metadata = {}
    tags: Tags = []
    external_id: Annotated[ExternalId | None, Field(alias="externalId")] = None


class ListQuery(BaseModel):
    """Filters of the list of matches."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    status: MatchState | None = None
    position_id: PositionId | None = None
    external_id: Annotated[ExternalId | None, Field(alias="externalId")] = None
    tag: Tag | None = None
    project: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = None
    created_after: Annotated[Moment | None, Field(description=f"Created at or after; {_UTC}")] = None
    created_before: Annotated[Moment | None, Field(description=f"Created before; {_UTC}")] = None
    limit: Limit = 20
    cursor: Cursor | None = None


class SubmitAnswer(BaseModel):
    """The match was accepted, or had been before."""

    id: Annotated[
        str, Field(description="Opaque; `cvdm_` and 22 characters.", examples=["cvdm_4fTq0aZ9mKx2LrB7pWcD1e"])
    ]
    status: Literal["processing"]
    message: str
    estimated_time: Annotated[
        int, Field(ge=0, description="Seconds until the match is expected to end; 0 on a replay.")
    ]


class ReplayAnswer(SubmitAnswer):
    """The match this idempotency key made before."""

    idempotent_replay: Literal[True]
    idempotency_mismatch: Annotated[Literal[True] | None, Field(description="Sent when the body differs.")] = None


class RunError(BaseModel):
    """Why a match failed."""

    code: FailureCode
    message: str


class Breakdown(BaseModel):
    """The dimensions that were sent and enabled."""

    work_experience: Annotated[Score, Field(alias="workExperience")]
    skills: Score
    education: Score | None = None


class ScoreSummary(BaseModel):
    """The score of a finished match."""

    overall_score: Score
    breakdown: Breakdown


class ScoreResult(ScoreSummary):
    """The score of a finished match and what it is made of."""

    details: Annotated[
        dict[str, Any],
        Field(description="Roles, requirements with status, score and quotes of the CV, and warnings."),
    ]


class MatchRowBody(BaseModel):
    """A match as it stands in a list."""

    id: str
    position_id: str
    status: MatchState
    created_at: Timestamp
    processing_started_at: Timestamp | None
    processing_completed_at: Timestamp | None
    cv2jd_result: ScoreSummary | None
    error: RunError | None
    metadata: dict[str, str]
    tags: list[str]
    external_id: Annotated[str | None, Field(alias="externalId")]
    credits_charged: Annotated[int, Field(ge=0)]


class MatchBody(MatchRowBody):
    """One match, whole."""

    cv_parser_result: Annotated[dict[str, Any] | None, Field(description="What was read from the CV.")]
    cv2jd_result: ScoreResult | None
    config: Annotated[dict[str, Any], Field(description="As sent, without keys that begin with `_` at any depth.")]


class MatchPage(BaseModel):
    """A page of matches, newest first."""

    data: list[MatchRowBody]
    next_cursor: str | None
