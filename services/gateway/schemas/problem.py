"""The error envelope."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from services.platform.errors import Reason

REQUEST_ID_PATTERN = r"^req_\d{13}_[a-z0-9]{6}$"


class ErrorBody(BaseModel):
    """What went wrong."""

    code: Reason
    message: str
    timestamp: Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
    request_id: Annotated[
        str, Field(alias="requestId", pattern=REQUEST_ID_PATTERN, description="Also in the header `X-Request-Id`.")
    ]
    details: Annotated[
        dict[str, Any],
        Field(
            description="`INVALID_INPUT`: `{fields: {path: [message]}}`. `INSUFFICIENT_CREDITS`: `{required, balance, "
            "available}`. 429 and 503: `{retry_after_seconds}`."
        ),
    ] = {}
    retry_after_seconds: Annotated[
        int | None, Field(alias="retryAfterSeconds", ge=1, description="Whole seconds, as in `Retry-After`.")
    ] = None


class ErrorEnvelope(BaseModel):
    """The body of every answer of 400 and above."""

    error: ErrorBody
