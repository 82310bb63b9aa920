"""What the matcher needs of the world: a store of matches, doorbells, a CV reader, an embedder, ids and gauges."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.matcher.domain.audit import Audited
from services.matcher.domain.cv import ReadCv
from services.matcher.domain.failure import FailureCode
from services.matcher.domain.listing import Filters
from services.matcher.domain.match import Claim, Match, MatchRow, NewMatch, RunResult
from services.matcher.domain.pace import QueueLook


class TransientError(Exception):
    """Something the run needs is away for a moment; the same call may succeed soon."""


class CrowdedError(TransientError):
    """Too much of what takes as long as this waits already: it is to be given back, and asked for again later."""


class LostError(Exception):
    """The match is no longer this worker's: another has it, or it has ended."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Vectors of texts, in their order: float32 [n, d], each row of length one; `model` made them."""

    vectors: NDArray[np.float32]
    model: str


class CvReader(Protocol):
    """Reads a CV from hostile bytes."""

    async def read(self, pdf: bytes, *, owner: str = "") -> ReadCv:
        """Returns what the CV says; owners that send much at once share the readers with the others.

        Raises `MatchFailure` when it cannot be read and never will be, `CrowdedError` when it is to be asked for again later.
        """
        ...


class Embedder(Protocol):
    """Turns texts into vectors with the one model every score uses."""

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        """Returns one unit vector a text, in order; raises `TransientError` while the model is away."""
        ...

    async def model(self) -> str:
        """Returns the model's name and weights; raises `TransientError` while it is away."""
        ...


@dataclass(frozen=True, slots=True)
class Replay:
    """The match an idempotency key stands for; `mismatch` says that its request had another content."""

    match_id: str
    mismatch: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """The outcome of a submit: a new match, or `replay` of an earlier one."""

    match_id: str
    replay: bool = False
    mismatch: bool = False


class Intake(Protocol):
    """Accepts matches."""

    async def find_replay(self, client_id: str, *, idempotency_key: str, fingerprint: str) -> Replay | None:
        """Returns what the key stands for, None for nothing."""
        ...

    async def submit(self, match: NewMatch, *, cv_pdf: bytes) -> Accepted:
        """Accepts a match in one atomic step, or refuses it without any effect.

        Raises `AppError`: RATE_LIMITED when a queue is full, INSUFFICIENT_CREDITS.
        """
        ...

    async def look(self) -> QueueLook:
        """Returns the whole queue's depth and pace."""
        ...


class Library(Protocol):
    """Shows matches."""

    async def poll(self, client_id: str, match_id: str) -> Match | None:
        """Returns a match, None for no such one; raises `AppError` RATE_LIMITED for a poll that comes too soon."""
        ...

    async def positions(self, client_id: str, filters: Filters, *, before: str | None, count: int) -> Sequence[str]:
        """Returns up to `count` places in the client's index, newest first, those before `before` only.

        Of the filters only the times are applied.
        """
        ...

    async def rows(self, client_id: str, match_ids: Sequence[str]) -> Sequence[MatchRow]:
        """Returns the rows of those matches that exist, in order."""
        ...

    async def inspect(self, client_id: str, match_id: str) -> dict[str, str] | None:
        """Returns the life of a match in plain words, None for no such one; nothing personal."""
        ...

    async def audited(self, client_id: str) -> Sequence[Audited]:
        """Returns every match of a client as the audit sees it, erased ones too."""
        ...

    async def active_ids(self, client_id: str) -> frozenset[str]:
        """Returns the client's matches in the queue's active set."""
        ...


@dataclass(frozen=True, slots=True)
class AccountBooks:
    """The money of one client: totals, holds by run id, charge rows by run id, and what is wrong among them."""

    balance: int
    held: int
    granted: int
    charged: int
    holds: dict[str, int]
    charge_rows: dict[str, int]
    drifts: tuple[str, ...]


class Accounts(Protocol):
    """Reads the ledger."""

    async def read(self, client_id: str) -> AccountBooks:
        """Returns a client's books as they stand at one moment."""
        ...


@dataclass(frozen=True, slots=True)
class Bell:
    """A knock at the door: this match may be waiting. The match's own state decides whether it is."""

    partition: int
    entry_id: str
    client_id: str
    match_id: str


class Bells(Protocol):
    """The doorbells of all partitions, shared by all workers."""

    async def open(self) -> None:
        """Makes what listening needs; safe to repeat."""
        ...

    async def listen(self, *, timeout_s: float) -> Sequence[Bell]:
        """Waits for bells, oldest first; at most one a partition, none when the time ran out."""
        ...

    async def take_over(self, *, count: int) -> Sequence[Bell]:
        """Takes bells that another worker heard and left unanswered."""
        ...

    async def tidy(self) -> None:
        """Forgets workers that are long gone."""
        ...

    async def leave(self) -> None:
        """Forgets this worker; what it heard and did not answer must have been handed back."""
        ...


@dataclass(frozen=True, slots=True)
class FailureNote:
    """Why a match ends without a score, and the event that tells of it; `event_body` is None without a webhook."""

    code: FailureCode
    message: str
    at_ms: int
    event_id: str
    event_body: bytes | None


@dataclass(frozen=True, slots=True)
class ResultNote:
    """What a match ends with, and the event that tells of it; `event_body` is None without a webhook."""

    result: RunResult
    at_ms: int
    event_id: str
    event_body: bytes | None


class RunStore(Protocol):
    """The steps of running a match. Each is atomic, idempotent and decided by the match's state and epoch."""

    async def claim(self, bell: Bell) -> Claim | None:
        """Takes the right to run the match and answers its bell; None when there is nothing to run."""
        ...

    async def renew(self, claim: Claim) -> None:
        """Extends the lease; raises `LostError`."""
        ...

    async def cv_of(self, claim: Claim) -> bytes | None:
        """Returns the CV's bytes, None when they are gone."""
        ...

    async def now_ms(self) -> int:
        """Returns the store's time."""
        ...

    async def finish(self, claim: Claim, note: ResultNote) -> None:
        """Ends the match with its result and one charge; doing it again changes nothing. Raises `LostError`."""
        ...

    async def fail(self, claim: Claim, note: FailureNote) -> None:
        """Ends the match without a charge; doing it again changes nothing. Raises `LostError`."""
        ...

    async def release(self, claim: Claim, *, delay_ms: int, forgive: bool) -> None:
        """Gives the match back for another attempt after `delay_ms`.

        `forgive` does not count this attempt: the worker leaves, the match did nothing wrong.
        """
        ...


class Verdict(StrEnum):
    """What the sweeper found at an active match."""

    FINE = "fine"
    RUNG = "rung"
    GONE = "gone"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Swept:
    """An active match as the sweeper saw it; `row` and `webhook_url` only when it is to be failed."""

    verdict: Verdict
    epoch: int = 0
    row: MatchRow | None = None
    webhook_url: str = ""


class SweepStore(Protocol):
    """The steps of keeping the queue moving; each is conditional, so that any number of sweepers may run."""

    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns (client id, match id) of active matches that should be looked at now."""
        ...

    async def sweep(self, client_id: str, match_id: str, *, unanswered: str = "") -> Swept:
        """Looks at one active match and rings for it again when nobody runs it or will.

        `unanswered` is the entry of a bell that was heard and is handed back.
        """
        ...

    async def depth(self) -> int:
        """Returns how many matches are not final."""
        ...

    async def fail_swept(self, client_id: str, match_id: str, *, epoch: int, note: FailureNote) -> bool:
        """Ends a match that nobody runs, if it still stands as seen; tells whether it did."""
        ...

    async def now_ms(self) -> int:
        """Returns the store's time."""
        ...


class Erased(StrEnum):
    """What became of the wish to erase a match."""

    ERASED = "erased"
    ALREADY = "already"
    RUNNING = "running"
    UNKNOWN = "unknown"


class EraseStore(Protocol):
    """Erases what matches hold of people, and finds those that were kept long enough."""

    async def erase(self, client_id: str, match_id: str, *, only_final: bool = False) -> Erased:
        """Erases a match in one atomic step, idempotently; one that is not final fails with it, uncharged.

        With `only_final`, one that is not final is left alone: RUNNING.
        """
        ...

    async def clients(self) -> Sequence[str]:
        """Returns the ids of all clients."""
        ...

    async def aged(self, client_id: str, *, before_ms: int, after: str, count: int) -> Sequence[str]:
        """Returns up to `count` places of matches submitted before `before_ms`, oldest first.

        Only those after the place `after`; empty for the oldest.
        """
        ...

    async def now_ms(self) -> int:
        """Returns the store's time."""
        ...


class EventIds(Protocol):
    """Makes ids of webhook events."""

    def __call__(self) -> str:
        """Returns a new unguessable id."""
        ...


class Gauges(Protocol):
    """What operators watch."""

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time of a stage: wait (for the first worker), read, prepare, embed, assess, finish, or the whole run."""
        ...

    def ended(self, outcome: str) -> None:
        """Counts a run by its outcome."""
        ...

    def charged(self, amount: int) -> None:
        """Adds to the credits charged."""
        ...

    def accepted(self, outcome: str) -> None:
        """Counts a submit by its outcome."""
        ...

    def queue(self, active: int) -> None:
        """Notes the queue's depth."""
        ...

    def swept(self, verdict: str) -> None:
        """Counts what the sweeper found."""
        ...
