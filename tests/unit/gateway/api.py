"""The operations of the whole API in front of nothing, for tests that only read their declarations."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from services.gateway.application.health import HealthBoard
from services.gateway.application.sync import SyncLimits
from services.gateway.operation import Answer, Call, Operation
from services.gateway.ports import (
    Accepted,
    BrokenLine,
    Caller,
    CandidateLine,
    JsonObject,
    ResolvedCandidate,
    Search,
    Started,
    Submission,
)
from services.gateway.routes import candidates, corpora, health, matches, search, sync
from services.gateway.routes import credits as credit_routes
from services.gateway.routes.reference import with_reference
from services.gateway.schemas.candidate import CandidateListQuery, PageQuery
from services.gateway.schemas.match import ListQuery
from services.gateway.schemas.sync import SyncMode
from services.platform.accounts.values import Statement


class Nothing:
    """Every port, none of which may be asked."""

    async def find_replay(self, caller: Caller, *, idempotency_key: str, fingerprint: bytes) -> Accepted | None:
        raise AssertionError

    async def submit(self, caller: Caller, submission: Submission, *, patient: bool = False) -> Accepted:
        raise AssertionError

    async def get(self, caller: Caller, match_id: str) -> bytes:
        raise AssertionError

    async def list(self, caller: Caller, query: ListQuery) -> bytes:
        raise AssertionError

    async def check(self, caller: Caller, url: str) -> str:
        raise AssertionError

    async def statement(self, client_id: str) -> Statement:
        raise AssertionError


class NoCandidates:
    """As `Nothing`, for the corpora."""

    async def ingest(self, caller: Caller, candidates: Sequence[ResolvedCandidate]) -> list[JsonObject]:
        raise AssertionError

    async def get(self, caller: Caller, *, corpus_id: str, external_id: str) -> JsonObject:
        raise AssertionError

    async def list(self, caller: Caller, query: CandidateListQuery) -> JsonObject:
        raise AssertionError

    async def delete(self, caller: Caller, *, corpus_id: str, external_id: str) -> None:
        raise AssertionError

    async def list_corpora(self, caller: Caller, query: PageQuery) -> JsonObject:
        raise AssertionError

    async def delete_corpus(self, caller: Caller, *, corpus_id: str) -> None:
        raise AssertionError


class NoSearches:
    """As `Nothing`, for the runs."""

    async def find_replay(self, caller: Caller, *, idempotency_key: str) -> Started | None:
        raise AssertionError

    async def start(self, caller: Caller, search: Search, *, patient: bool = False) -> Started:
        raise AssertionError

    async def get(self, caller: Caller, run_id: str) -> JsonObject:
        raise AssertionError

    async def results(self, caller: Caller, run_id: str, query: PageQuery) -> JsonObject:
        raise AssertionError

    async def list(self, caller: Caller, query: PageQuery) -> JsonObject:
        raise AssertionError


class NoSyncs:
    """As `Nothing`, for the syncs."""

    async def open(self, caller: Caller, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        raise AssertionError

    async def lines(
        self,
        caller: Caller,
        sync_id: str,
        *,
        part: int,
        lines: Sequence[CandidateLine],
        errors: Sequence[BrokenLine],
        more_failed: int,
    ) -> None:
        raise AssertionError

    async def close(self, caller: Caller, sync_id: str, *, complete: bool) -> None:
        raise AssertionError

    async def get(self, caller: Caller, sync_id: str) -> JsonObject:
        raise AssertionError


def operations() -> tuple[Operation, ...]:
    nothing = Nothing()
    return with_reference(
        (
            *matches.operations(nothing, nothing),
            *candidates.operations(NoCandidates()),
            *corpora.operations(NoCandidates()),
            *search.operations(NoSearches(), nothing),
            *sync.operations(NoSyncs(), SyncLimits()),
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
