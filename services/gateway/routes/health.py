"""Health: what works, for load balancers and people."""

from typing import Any

from services.gateway.application.health import HealthBoard
from services.gateway.operation import Answer, Call, Documented, Operation
from services.gateway.problems import envelope
from services.gateway.schemas.health import DegradedBody, HealthBody
from services.platform.errors import AppError, Reason
from services.platform.telemetry.context import current_request_id

_RETRY_AFTER_S = 1


def operations(board: HealthBoard, *, version: str) -> tuple[Operation, ...]:
    """Returns the route of health."""

    async def read(_: Call) -> Answer:
        components = await board.components()
        body: dict[str, Any] = {"status": "ok", "version": version, "components": components}
        if not board.is_degraded(components):
            return Answer(body=body)
        words = "This gateway is ending." if board.draining else "A component that matches need is failing."
        refusal = AppError(Reason.SERVICE_WARMING, words, retry_after_s=_RETRY_AFTER_S)
        body |= {"status": "degraded", **envelope(refusal, request_id=current_request_id() or "")}
        return Answer(status=503, body=body, headers={"Retry-After": str(_RETRY_AFTER_S)})

    return (
        Operation(
            method="GET",
            path="/api/v1/health",
            name="getHealth",
            group="Service",
            summary="Ask whether matches can be done",
            description="Needs no key. A failing notifier delays webhooks and is shown, but is not an outage.",
            handler=read,
            public=True,
            answers={
                200: Documented(description="Matches can be done.", schema=HealthBody),
                503: Documented(description="They cannot; the failing component is named.", schema=DegradedBody),
            },
        ),
    )
