"""The use cases of search: start a run, find a replay, show runs and their rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.position import read_position
from engine.requirements import RequirementsError
from services.corpus.domain.search_listing import LIMIT_MAX, RANK, RUN_PLACE, run_place
from services.corpus.domain.search_run import FIRST_ROWS, TOP_N_MAX, NewRun, Run, RunStatus, is_run_id, shown_row
from services.corpus.ports.search import RunIntake, RunLibrary, Started
from services.platform.cursor import MalformedCursorError, decode_cursor, encode_cursor
from services.platform.errors import AppError, Reason, invalid_field
from services.platform.telemetry.logging import get_logger

_log = get_logger()
# What tells a cursor of runs from one of rows.
_RUNS, _ROWS = "r", "p"


@dataclass(frozen=True, slots=True)
class RunWithRows:
    """A run and its first rows as the contract shows them; None until it has finished."""

    run: Run
    rows: Sequence[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Rows as the contract shows them, best first, and the cursor of the next page; empty at the end."""

    rows: Sequence[dict[str, Any]]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class RunsPage:
    """Runs, newest first, and the cursor of the next page; empty at the end."""

    runs: Sequence[Run]
    next_cursor: str


class Searching:
    """Accepts and shows search runs."""

    def __init__(self, intake: RunIntake, library: RunLibrary) -> None:
        self._intake = intake
        self._library = library

    async def start(self, run: NewRun) -> Started:
        """Accepts a run, or finds the one that its idempotency key or id already stands for.

        An unknown corpus is accepted like an empty one: nothing tells whether another client has it.

        Raises:
            AppError: INVALID_INPUT with every bad field, RATE_LIMITED; then nothing has changed.
        """
        if not is_run_id(run.id):
            raise invalid_field("run_id", "Must be cvds_ and 22 letters or digits.")
        if not 1 <= run.top_n <= TOP_N_MAX:
            raise invalid_field("top_n", f"Must be 1 to {TOP_N_MAX}.")
        check_metadata(run.position_metadata_json)
        started = await self._intake.start(run)
        _log.info("search.accepted", run_id=started.run_id, client_id=run.client_id, replay=started.replay)
        return started

    async def find_replay(self, client_id: str, *, idempotency_key: str) -> str:
        """Returns the id of the run a key stands for; raises `AppError` NOT_FOUND when it stands for none."""
        run_id = None
        if idempotency_key:
            run_id = await self._intake.find_replay(client_id, idempotency_key=idempotency_key)
        if run_id is None:
            raise AppError(Reason.NOT_FOUND, "The idempotency key stands for no search.")
        return run_id

    async def run(self, client_id: str, run_id: str) -> RunWithRows:
        """Returns a run with its first 100 rows; raises `AppError` NOT_FOUND."""
        run = await self._known(client_id, run_id)
        if run.status is not RunStatus.FINISHED:
            return RunWithRows(run, None)
        return RunWithRows(run, await self._rows(client_id, run_id, after_rank=0, count=FIRST_ROWS))

    async def results(self, client_id: str, run_id: str, *, limit: int, cursor: str) -> RowsPage:
        """Returns the rows after `cursor` (empty: the best); none until the run has finished.

        Raises:
            AppError: NOT_FOUND; INVALID_INPUT for a limit outside 1 to 100 or a cursor that was never given out.
        """
        _check_limit(limit)
        try:
            after_rank = int(decode_cursor(cursor, kind=_ROWS, shape=RANK)) if cursor else 0
        except MalformedCursorError:
            raise _no_such_cursor() from None
        await self._known(client_id, run_id)
        rows = await self._rows(client_id, run_id, after_rank=after_rank, count=limit + 1)
        more = len(rows) > limit
        return RowsPage(rows[:limit], encode_cursor(str(rows[limit - 1]["rank"]), kind=_ROWS) if more else "")

    async def runs(self, client_id: str, *, limit: int, cursor: str) -> RunsPage:
        """Returns the runs after `cursor` (empty: the newest), newest first.

        Raises:
            AppError: INVALID_INPUT for a limit outside 1 to 100 or a cursor that was never given out.
        """
        _check_limit(limit)
        try:
            before = decode_cursor(cursor, kind=_RUNS, shape=RUN_PLACE) if cursor else None
        except MalformedCursorError:
            raise _no_such_cursor() from None
        found: list[Run] = []
        while len(found) <= limit:
            places = await self._library.places(client_id, before=before, count=limit + 1)
            if not places:
                return RunsPage(found, "")
            # A run that is no longer kept may still have its place.
            found += await self._library.runs(client_id, [place.partition("/")[2] for place in places])
            before = places[-1]
        last = found[limit - 1]
        return RunsPage(found[:limit], encode_cursor(run_place(last.created_at_ms, last.id), kind=_RUNS))

    async def _known(self, client_id: str, run_id: str) -> Run:
        run = await self._library.run(client_id, run_id) if is_run_id(run_id) else None
        if run is None:
            raise AppError(Reason.NOT_FOUND, "There is no such search.")
        return run

    async def _rows(self, client_id: str, run_id: str, *, after_rank: int, count: int) -> list[dict[str, Any]]:
        page = await self._library.rows(client_id, run_id, after_rank=after_rank, count=count)
        return [shown_row(row, rank=rank, names=page.names) for rank, row in page.rows]


def check_metadata(position_metadata_json: str) -> None:
    """Raises `AppError` INVALID_INPUT with every bad field of a position's metadata."""
    try:
        metadata = json.loads(position_metadata_json)
    except (ValueError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict) or not metadata:
        raise invalid_field("position_metadata", "Must be a JSON object that is not empty.")
    try:
        read_position(metadata)
    except RequirementsError as error:
        raise AppError(Reason.INVALID_INPUT, "The request has invalid fields.", fields=error.fields) from None


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= LIMIT_MAX:
        raise invalid_field("limit", f"Must be 1 to {LIMIT_MAX}.")


def _no_such_cursor() -> AppError:
    return invalid_field("cursor", "Is not a cursor of this list.")
