"""DeepSearch: bulk syncs, as they are asked for and answered."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SyncMode = Literal["upsert", "mirror"]
Count = Annotated[int, Field(ge=0)]


class SyncQuery(BaseModel):
    """What becomes of candidates that the file does not name."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    mode: Annotated[
        SyncMode,
        Field(description="`mirror` erases what the file did not name, once all of it was read without a broken line."),
    ] = "upsert"


class SyncAnswer(BaseModel):
    """A sync that was read."""

    id: Annotated[str, Field(examples=["sync_3f2Zk0QmW7rT5yBn1cXa9L"])]
    status: Literal["processing"]


class SyncErrorBody(BaseModel):
    """A line that was not taken; its content is never shown."""

    line: Annotated[int, Field(ge=1, description="Counted from 1; blank lines count.")]
    external_id: Annotated[str | None, Field(description="Absent where it could not be read.")] = None
    code: Annotated[str, Field(examples=["INVALID_INPUT"])]
    message: Annotated[str, Field(examples=["parsed_cv is required."])]


class SyncBody(BaseModel):
    """A bulk sync with its counts; `received` is the sum of accepted, updated, unchanged and failed."""

    id: Annotated[str, Field(examples=["sync_3f2Zk0QmW7rT5yBn1cXa9L"])]
    status: Annotated[
        Literal["processing", "finished", "failed"],
        Field(description="`failed` was broken off: what it applied until then stands, and nothing was erased."),
    ]
    received: Annotated[Count, Field(description="Lines read, without blank ones.")]
    accepted: Annotated[Count, Field(description="New candidates.")]
    updated: Annotated[Count, Field(description="Changed, or to be embedded anew after a failure.")]
    unchanged: Annotated[Count, Field(description="There already.")]
    failed: Annotated[Count, Field(description="Lines that were not taken; not candidates that cannot be embedded.")]
    deleted: Annotated[Count, Field(description="Erased because the file did not name them.")]
    errors: Annotated[list[SyncErrorBody], Field(max_length=100, description="The first 100 lines not taken.")]
