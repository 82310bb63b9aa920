"""A search run: its states and what is known of it at each point of its life."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from engine.profile import Month
from services.corpus.domain.search_ranking import Scored

TOP_N_MAX = 1000
FIRST_ROWS = 100

_RUN_ID = re.compile(r"cvds_[0-9A-Za-z]{22}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RunStatus(StrEnum):
    """What became of a run."""

    PENDING = "pending"
    FINISHED = "finished"
    FAILED = "failed"


class RunFailure(StrEnum):
    """Why a run failed, as the contract names it."""

    PIPELINE_FAILED = "PIPELINE_FAILED"


def is_run_id(text: str) -> bool:
    """Tells whether `text` has the shape of a run id; anything else must never become part of a key name."""
    return _RUN_ID.fullmatch(text) is not None


def month_of(at_ms: int) -> Month:
    """Returns the UTC month of a moment in milliseconds since the epoch."""
    at = _EPOCH + timedelta(milliseconds=at_ms)
    return Month(at.year, at.month)


@dataclass(frozen=True, slots=True)
class NewRun:
    """A search as it was asked for; `position_metadata_json` is a JSON object, `traceparent` the call's place in a trace."""

    id: str
    client_id: str
    corpus_id: str
    position_id: str
    position_metadata_json: str
    job_updated: bool
    top_n: int
    webhook_url: str = ""
    idempotency_key: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run without its rows. Times are milliseconds since the epoch, 0 for not yet."""

    id: str
    status: RunStatus
    corpus_id: str
    position_id: str
    job_updated: bool
    top_n: int
    created_at_ms: int
    completed_at_ms: int = 0
    total_candidates: int = 0
    error_code: str = ""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to do a run: valid while its epoch is the run's and its lease is renewed.

    `generation` is the corpus's when it was claimed; `remaining_ms` the time left until the run's deadline; `attempts` counts
    this one; `traceparent` is the place in a trace of the call that asked for it.
    """

    client_id: str
    run: Run
    epoch: int
    attempts: int
    remaining_ms: int
    generation: str
    position_metadata_json: str
    webhook_url: str
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Hopeless:
    """A run that nobody does and nobody should try again: past its deadline, or past its attempts (`exhausted`)."""

    client_id: str
    run: Run
    epoch: int
    exhausted: bool
    webhook_url: str


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Rows as they are kept: `names` are the requirements once, each row (candidate key, JSON) points into them."""

    names_json: str
    rows: tuple[tuple[str, str], ...]


def stored_rows(scored: Sequence[Scored]) -> StoredRows:
    """Returns rows, best first, in the form that is kept: a requirement's name is written once for all of them."""
    names = tuple(dict.fromkeys(name for row in scored for name in (*row.matched, *row.missing)))
    place = {name: number for number, name in enumerate(names)}
    rows = tuple(
        (
            row.candidate_key,
            _compact(
                {
                    "external_id": row.external_id,
                    "score": row.score,
                    "breakdown": dict(row.breakdown),
                    "matched": [place[name] for name in row.matched],
                    "missing": [place[name] for name in row.missing],
                    "experience_years": row.experience_years,
                    "tags": list(row.tags),
                }
            ),
        )
        for row in scored
    )
    return StoredRows(_compact(list(names)), rows)


def shown_row(stored_json: str, *, rank: int, names: Sequence[str]) -> dict[str, Any]:
    """Returns a kept row as the contract shows it."""
    row: dict[str, Any] = json.loads(stored_json)
    named = {key: [names[place] for place in row[key]] for key in ("matched", "missing")}
    return {"rank": rank, **row, **named}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
