"""What search needs of the world: stores of runs and plans, doorbells, vectors of texts, a place to compute, gauges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.candidate import CandidateRecord
from services.corpus.domain.search_ranking import Judgement, Sought
from services.corpus.domain.search_run import Claim, Hopeless, NewRun, Run, RunFailure, StoredRows


class LostError(Exception):
    """The run is no longer this worker's: another has it, or it has ended."""


class CorpusMovedError(Exception):
    """The corpus was erased, or erased and begun anew, while it was searched: what was found is no longer so."""


@dataclass(frozen=True, slots=True)
class Started:
    """The outcome of a start: a new run, or `replay` of an earlier one."""

    run_id: str
    replay: bool = False


class RunIntake(Protocol):
    """Accepts runs."""

    async def find_replay(self, client_id: str, *, idempotency_key: str) -> str | None:
        """Returns the id of the run a key stands for, None for none."""
        ...

    async def start(self, run: NewRun) -> Started:
        """Accepts a run in one atomic step, or refuses it without any effect.

        Raises `AppError` RATE_LIMITED when too many wait.
        """
        ...


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Kept rows (rank, JSON), best first, and the requirements they point into."""

    rows: Sequence[tuple[int, str]]
    names: Sequence[str]


class RunLibrary(Protocol):
    """Shows runs."""

    async def run(self, client_id: str, run_id: str) -> Run | None:
        """Returns a run, None for no such one."""
        ...

    async def rows(self, client_id: str, run_id: str, *, after_rank: int, count: int) -> RowsPage:
        """Returns up to `count` rows beyond a rank, best first; those of candidates that are gone are not among them."""
        ...

    async def places(self, client_id: str, *, before: str | None, count: int) -> Sequence[str]:
        """Returns up to `count` places in the client's index of runs, newest first, those before `before` only."""
        ...

    async def runs(self, client_id: str, run_ids: Sequence[str]) -> Sequence[Run]:
        """Returns those runs that exist, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Ending:
    """When a run ends and the event that tells of it; `event_body` is None without a webhook."""

    at_ms: int
    event_id: str
    event_body: bytes | None


class RunStore(Protocol):
    """The steps of doing a run. Each is atomic, idempotent and decided by the run's state and epoch."""

    async def due(self, *, count: int) -> Sequence[tuple[str, str]]:
        """Returns up to `count` (client id, run id) a partition of runs that may be taken now, longest due first."""
        ...

    async def claim(self, client_id: str, run_id: str) -> Claim | Hopeless | None:
        """Takes the right to do a run; None when it is another's, has ended or is not yet due."""
        ...

    async def renew(self, claim: Claim) -> None:
        """Extends the lease; raises `LostError`."""
        ...

    async def release(self, claim: Claim, *, delay_ms: int, forgive: bool) -> None:
        """Gives the run back for another attempt after `delay_ms`; `forgive` does not count this one."""
        ...

    async def finish(self, claim: Claim, rows: StoredRows, *, total: int, ending: Ending) -> None:
        """Ends the run with the rows of those candidates that still exist; again, it changes nothing.

        Raises:
            LostError: the run is another's.
            CorpusMovedError: nothing was written.
        """
        ...

    async def fail(self, claim: Claim, *, code: RunFailure, message: str, ending: Ending) -> None:
        """Ends the run without rows; doing it again changes nothing. Raises `LostError`."""
        ...

    async def give_up(self, run: Hopeless, *, code: RunFailure, message: str, ending: Ending) -> bool:
        """Ends a run that nobody does, if it still stands as seen; tells whether it did."""
        ...

    async def now_ms(self) -> int:
        """Returns the store's time."""
        ...


class SearchBells(Protocol):
    """Doorbells: they only wake a worker; what is due stands in the store."""

    async def open(self) -> None:
        """Makes what listening needs; safe to repeat."""
        ...

    async def listen(self, *, timeout_s: float) -> None:
        """Returns when a bell rang or the time ran out."""
        ...


class PlanCache(Protocol):
    """Keeps the retrieval plan of each position."""

    async def read(self, client_id: str, position_id: str) -> str | None:
        """Returns the plan as it was written, None for none."""
        ...

    async def write(self, client_id: str, position_id: str, plan_json: str) -> None:
        """Keeps a plan in place of an earlier one."""
        ...


class TextVectors(Protocol):
    """Vectors of texts."""

    @property
    def vectors(self) -> NDArray[np.float32]:
        """One unit row a text."""

    @property
    def model_id(self) -> str:
        """The model that made them."""


class TextEmbedder(Protocol):
    """Turns texts into vectors with the one model every score uses."""

    async def embed(self, texts: Sequence[str]) -> TextVectors:
        """Returns one vector a text, in order; raises `AppError` RATE_LIMITED or SERVICE_WARMING for a moment's trouble."""
        ...


class Judges(Protocol):
    """Judges candidates away from the event loop."""

    async def start(self) -> None:
        """Makes ready what judging needs."""
        ...

    async def judge(self, sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
        """Returns the candidates judged, in order, those with a damaged record left out and told of in the log.

        Whatever else is judged beside them, the same records give the same numbers. Raises `TransientError` once closed.
        """
        ...

    async def close(self) -> None:
        """Ends what was started."""
        ...


class EventIds(Protocol):
    """Makes ids of webhook events."""

    def __call__(self) -> str:
        """Returns a new unguessable id."""
        ...


class SearchMeter(Protocol):
    """Counts what searches do."""

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time of a stage: plan, retrieve, rank (in it, summed over its chunks: read, judge), keep, finish, or the run."""
        ...

    def ended(self, outcome: str) -> None:
        """Counts a run by its outcome."""
        ...
