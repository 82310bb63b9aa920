"""What the gateway needs of the world behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.gateway.schemas.candidate import CandidateListQuery, PageQuery
from services.gateway.schemas.match import ListQuery
from services.gateway.schemas.sync import SyncMode
from services.platform.accounts.values import ApiKey, Statement
from services.platform.errors import Reason

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """On whose behalf a call is made."""

    client_id: str
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A match to accept.

    Attributes:
        match_id: made by the gateway, so that a resend changes nothing.
        idempotency_key: None when the client sent none.
        fingerprint: SHA-256 over the content; empty without an idempotency key, which alone gives it a use.
        cv_pdf: the file's bytes.
        config_json: the config's text as it was sent.
    """

    match_id: str
    idempotency_key: str | None
    fingerprint: bytes
    cv_pdf: bytes
    position_id: str
    job_description: str
    config_json: str
    webhook_url: str | None
    metadata: dict[str, str]
    tags: list[str]
    external_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What a submit came to: a new match, or the one its idempotency key made before."""

    match_id: str
    replay: bool = False
    mismatch: bool = False
    estimated_s: int = 0


class UnreachableError(Exception):
    """A service did not answer: unknown whether it did what it was asked."""

    def __init__(self, service: str, *, code: str, resendable: bool) -> None:
        super().__init__(f"{service}: {code}")
        self.service = service
        self.code = code
        self.resendable = resendable


class Matches(Protocol):
    """The matcher. Every method raises `AppError` when it refuses and `UnreachableError` when it does not answer."""

    async def find_replay(self, caller: Caller, *, idempotency_key: str, fingerprint: bytes) -> Accepted | None:
        """Returns the match the key stands for; None when it stands for none."""

    async def submit(self, caller: Caller, submission: Submission, *, patient: bool = False) -> Accepted:
        """Accepts a match; sending the same submission again changes nothing. `patient` waits for a matcher that is away."""

    async def get(self, caller: Caller, match_id: str) -> bytes:
        """Returns the body of a poll as JSON, as `MatchBody` says."""

    async def list(self, caller: Caller, query: ListQuery) -> bytes:
        """Returns a page of matches as JSON, as `MatchPage` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCandidate:
    """A candidate to upsert, with the corpus it goes to.

    Attributes:
        parsed_cv_json: an object or array as JSON text, as it was sent.
        tags: None when none were sent, which leaves those there are.
        upload_id: likewise.
    """

    corpus_id: str
    external_id: str
    parsed_cv_json: str
    tags: list[str] | None
    upload_id: str | None


class Candidates(Protocol):
    """The corpora. Every method raises as those of `Matches`."""

    async def ingest(self, caller: Caller, candidates: Sequence[ResolvedCandidate]) -> list[JsonObject]:
        """Upserts candidates in order; returns one `IngestResultBody` each."""

    async def get(self, caller: Caller, *, corpus_id: str, external_id: str) -> JsonObject:
        """Returns a candidate as `CandidateBody` says."""

    async def list(self, caller: Caller, query: CandidateListQuery) -> JsonObject:
        """Returns a page of candidates, as `CandidatePage` says."""

    async def delete(self, caller: Caller, *, corpus_id: str, external_id: str) -> None:
        """Erases a candidate; one that is not there is erased already."""

    async def list_corpora(self, caller: Caller, query: PageQuery) -> JsonObject:
        """Returns a page of corpora, as `CorpusPage` says."""

    async def delete_corpus(self, caller: Caller, *, corpus_id: str) -> None:
        """Erases a corpus; one that is not there is erased already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search to start.

    Attributes:
        run_id: made by the gateway, so that a resend changes nothing.
        position_metadata_json: a non-empty object as JSON text, as it was sent.
        top_n: rows wanted, 1 to 1000.
    """

    run_id: str
    corpus_id: str
    position_id: str
    position_metadata_json: str
    job_updated: bool
    top_n: int
    webhook_url: str | None
    idempotency_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What a search came to: a new run, or the one its idempotency key made before."""

    run_id: str
    replay: bool = False


class Searches(Protocol):
    """Search runs. Every method raises as those of `Matches`."""

    async def find_replay(self, caller: Caller, *, idempotency_key: str) -> Started | None:
        """Returns the run the key stands for; None when it stands for none."""

    async def start(self, caller: Caller, search: Search, *, patient: bool = False) -> Started:
        """Starts a run; sending the same search again changes nothing. `patient` waits for a corpus service that is away."""

    async def get(self, caller: Caller, run_id: str) -> JsonObject:
        """Returns a run with its first rows, as `RunBody` says."""

    async def results(self, caller: Caller, run_id: str, query: PageQuery) -> JsonObject:
        """Returns a page of a run's rows, as `ResultPage` says."""

    async def list(self, caller: Caller, query: PageQuery) -> JsonObject:
        """Returns a page of runs, as `RunPage` says."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A line of a file that holds a candidate; lines count from 1."""

    line: int
    candidate: ResolvedCandidate


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that holds none; `external_id` is None where it could not be read, `message` quotes nothing."""

    line: int
    external_id: str | None
    code: Reason
    message: str


class Syncs(Protocol):
    """Bulk syncs. Every method raises as those of `Matches`, and may be called again until it has answered."""

    async def open(self, caller: Caller, sync_id: str, *, corpus_id: str, mode: SyncMode) -> None:
        """Opens a sync."""

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
        """Applies a part, counted once by its number; parts count from 1. Raises `NOT_FOUND` when the sync has ended."""

    async def close(self, caller: Caller, sync_id: str, *, complete: bool) -> None:
        """Ends the reading."""

    async def get(self, caller: Caller, sync_id: str) -> JsonObject:
        """Returns a sync as `SyncBody` says."""


class BodyReader(Protocol):
    """A body that is read as it comes."""

    is_gzip: bool

    async def read(self, *, timeout_s: float) -> bytes:
        """Returns what has come, nothing at the end; raises TimeoutError, and what ends the reading."""


class WebhookTargets(Protocol):
    """The judge of webhook URLs."""

    async def check(self, caller: Caller, url: str) -> str:
        """Returns the one spelling of a URL that may be told; raises as `Matches` does."""


class KeyAuthenticator(Protocol):
    """Finds out whose key it is."""

    async def authenticate(self, plain_key: str, *, address: str) -> ApiKey:
        """Returns the terms of a key that may be used; raises `AppError` when it may not."""


class CallLimiter(Protocol):
    """Counts calls of a key."""

    async def spend(self, key_id: str, *, bucket: str, limit: int) -> None:
        """Counts one call; raises `AppError` when the budget of the minute is spent."""


class GuessLimiter(Protocol):
    """Counts wrong keys by address."""

    async def record(self, address: str) -> int | None:
        """Counts a wrong key; returns the seconds to wait when too many came before it."""


class Statements(Protocol):
    """Tells what a client has."""

    async def statement(self, client_id: str) -> Statement:
        """Returns the client's credits and newest transactions."""


class Probe(Protocol):
    """Asks one component whether it works."""

    async def __call__(self) -> bool:
        """Returns whether it answered well; raises whatever it likes when not."""
