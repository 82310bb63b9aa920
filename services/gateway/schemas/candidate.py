"""DeepSearch: candidates and corpora, as they are sent, asked for and answered."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from services.gateway.schemas.fields import MAX_TAG_CHARS, MAX_TAGS, Cursor, Limit, Tag, tidy_tags
from services.gateway.schemas.match import Timestamp
from services.gateway.schemas.names import CorpusIdIfAny, CorpusIdInQuery, Name

MAX_CANDIDATES = 500
EmbeddingState = Literal["pending", "embedded", "failed"]

TagsOfJson = Annotated[
    list[str],
    BeforeValidator(tidy_tags),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": MAX_TAG_CHARS},
            "description": f"At most {MAX_TAGS} distinct ones; trimmed, without repeats.",
        }
    ),
]


@dataclass(frozen=True, slots=True)
class ParsedCv:
    """A parsed CV, known to be a JSON object or array, as the text it was sent in."""

    text: str

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._judge)

    @classmethod
    def _judge(cls, given: object) -> "ParsedCv":
        if not isinstance(given, ParsedCv):
            raise ValueError("must be an object or an array")  # noqa: TRY004 - pydantic collects ValueError only
        return given


class NewCandidate(BaseModel):
    """A candidate to upsert; other keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    external_id: Annotated[Name, Field(description="Your id of the candidate; compared byte by byte.")]
    parsed_cv: Annotated[
        ParsedCv,
        WithJsonSchema(
            {
                # Not a list of types: generators of clients make one class for each.
                "anyOf": [{"type": "object"}, {"type": "array", "items": {}}],
                "description": "Your own parse of the CV, in any shape.",
            }
        ),
    ]
    corpus_id: Annotated[CorpusIdIfAny, Field(description="Overrides that of the batch.")] = None
    tags: TagsOfJson | None = None
    upload_id: Annotated[Name | None, Field(description="Your id of the upload it came from; shown, nothing more.")] = (
        None
    )


class IngestBatch(BaseModel):
    """Candidates to upsert, in this order; other keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    corpus_id: Annotated[CorpusIdIfAny, Field(description="Of every candidate that names none of its own.")] = None
    candidates: Annotated[list[NewCandidate], Field(min_length=1, json_schema_extra={"maxItems": MAX_CANDIDATES})]


class CorpusQuery(BaseModel):
    """Names the corpus."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"required": ["corpus_id"]})

    corpus_id: Annotated[CorpusIdInQuery, Field(description="The corpus the candidate is in.")] = ""


class CandidateListQuery(BaseModel):
    """Filters of the list of candidates."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"required": ["corpus_id"]})

    corpus_id: Annotated[CorpusIdInQuery, Field(description="The corpus to list.")] = ""
    embedding_status: EmbeddingState | None = None
    tag: Tag | None = None
    limit: Limit = 20
    cursor: Cursor | None = None


class PageQuery(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    limit: Limit = 20
    cursor: Cursor | None = None


class IngestResultBody(BaseModel):
    """What became of one candidate."""

    external_id: str
    status: Annotated[
        Literal["accepted", "updated", "unchanged"],
        Field(description="New; changed, or embedded anew after a failure; or there already."),
    ]
    embedding_status: Annotated[EmbeddingState, Field(description="`embedded` is found by the next search.")]
    error: Annotated[str | None, Field(description="Why it could not be embedded; absent otherwise.")] = None


class IngestSummary(BaseModel):
    """How many of the batch came to what; the four add up to the batch."""

    accepted: Annotated[int, Field(ge=0)]
    updated: Annotated[int, Field(ge=0)]
    unchanged: Annotated[int, Field(ge=0)]
    failed: Annotated[int, Field(ge=0, description="Could not be embedded, whatever their `status`.")]


class IngestAnswer(BaseModel):
    """One result a candidate, in the order of the request."""

    results: list[IngestResultBody]
    summary: IngestSummary


class CandidateBody(BaseModel):
    """The state of a candidate; the parsed CV is never returned."""

    external_id: str
    embedding_status: EmbeddingState
    content_hash: Annotated[str, Field(description="SHA-256 of the parsed CV in canonical JSON, hex.")]
    embedding_model: str | None
    embedding_dims: int | None
    created_at: Timestamp
    updated_at: Timestamp
    tags: list[str] | None
    upload_id: str | None


class CandidatePage(BaseModel):
    """A page of candidates, newest first."""

    data: list[CandidateBody]
    next_cursor: str | None


class CorpusBody(BaseModel):
    """A corpus with its number of candidates by embedding status."""

    corpus_id: str
    pending: Annotated[int, Field(ge=0)]
    embedded: Annotated[int, Field(ge=0)]
    failed: Annotated[int, Field(ge=0)]
    created_at: Timestamp


class CorpusPage(BaseModel):
    """A page of corpora, newest first."""

    data: list[CorpusBody]
    next_cursor: str | None
