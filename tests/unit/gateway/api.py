"""The operations of the whole API in front of nothing, for tests that only read their declarations."""

import asyncio
import json
from typing import Any

from services.gateway.application.health import HealthBoard
from services.gateway.operation import Answer, Call, Operation
from services.gateway.ports import Accepted, Caller, JsonObject, Submission
from services.gateway.routes import credits as credit_routes
from services.gateway.routes import health, matches
from services.gateway.routes.reference import with_reference
from services.gateway.schemas.match import ListQuery
from services.platform.accounts.values import Statement


class Nothing:
    """Every port, none of which may be asked."""

    async def find_replay(self, caller: Caller, *, idempotency_key: str, fingerprint: bytes) -> Accepted | None:
        raise AssertionError

    async def submit(self, caller: Caller, submission: Submission) -> Accepted:
        raise AssertionError

    async def get(self, caller: Caller, match_id: str) -> JsonObject:
        raise AssertionError

    async def list(self, caller: Caller, query: ListQuery) -> JsonObject:
        raise AssertionError

    async def check(self, caller: Caller, url: str) -> None:
        raise AssertionError

    async def statement(self, client_id: str) -> Statement:
        raise AssertionError


def operations() -> tuple[Operation, ...]:
    nothing = Nothing()
    return with_reference(
        (
            *matches.operations(nothing, nothing),
            *credit_routes.operations(nothing),
            *health.operations(HealthBoard({}, needed=frozenset()), version="9.9.9"),
        ),
        version="9.9.9",
    )


def answer_of(path: str) -> Answer:
    """Asks a public route for its answer."""
    (operation,) = (operation for operation in operations() if operation.path == path)

    async def ask() -> Answer:
        return await operation.handler(Call())

    return asyncio.run(ask())


def document() -> dict[str, Any]:
    body = answer_of("/api/v1/openapi.json").body
    assert isinstance(body, bytes)
    found: dict[str, Any] = json.loads(body)
    return found
