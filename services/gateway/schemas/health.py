"""Health: the body that says what works."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.gateway.schemas.problem import ErrorBody

ComponentState = Literal["ok", "failing"]


class Components(BaseModel):
    """Each part the gateway leans on."""

    redis: ComponentState
    matcher: ComponentState
    corpus: ComponentState
    notifier: ComponentState


class HealthBody(BaseModel):
    """Everything needed for the main job works; a failing notifier alone delays webhooks only."""

    status: Literal["ok"]
    version: str
    components: Components


class DegradedBody(BaseModel):
    """The main job cannot be done, or this gateway is about to end."""

    status: Literal["degraded"]
    version: str
    components: Components
    error: Annotated[ErrorBody, Field(description="As in every other answer of 500 and above.")]
