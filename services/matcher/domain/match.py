"""The match: its states, its price and what is known of it at each point of its life."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PRICE = 3
"""Credits of one match, fixed on it at submit."""

_MATCH_ID = re.compile(r"cvdm_[0-9A-Za-z]{22}")


class MatchStatus(StrEnum):
    """Where a match is: queued → running → finished | failed."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        """Whether nothing can change any more."""
        return self in (MatchStatus.FINISHED, MatchStatus.FAILED)


def is_match_id(text: str) -> bool:
    """Tells whether `text` has the shape of a match id; anything else must never become part of a key name."""
    return _MATCH_ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class NewMatch:
    """A match as submitted, before it is accepted.

    `fingerprint` is the SHA-256 of the request's content, as hex; `request_id` is the submitting call's, for the logs,
    `traceparent` its place in a trace.
    """

    id: str
    client_id: str
    project: str
    position_id: str
    job_description: str
    config_json: str
    fingerprint: str
    idempotency_key: str = ""
    webhook_url: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    external_id: str | None = None
    request_id: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match as it stands in a list. Times are milliseconds since the epoch, 0 for not yet."""

    id: str
    position_id: str
    project: str
    status: MatchStatus
    created_at_ms: int
    started_at_ms: int = 0
    completed_at_ms: int = 0
    error_code: str = ""
    error_message: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    external_id: str | None = None
    credits_charged: int = 0
    score_json: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One match, whole, as a client may read it."""

    row: MatchRow
    config_json: str
    cv_parser_result_json: str = ""
    cv2jd_result_json: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to run a match: valid while its epoch is the match's and its lease is renewed.

    `remaining_ms` is the time left until the match's deadline when it was claimed; `attempts` counts this one;
    `price` is what its success costs; `request_id` is the id of the call that submitted it, `traceparent` its place in a trace.
    """

    client_id: str
    row: MatchRow
    epoch: int
    attempts: int
    remaining_ms: int
    price: int
    job_description: str
    config_json: str
    webhook_url: str
    request_id: str
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a successful run gives, each as canonical JSON."""

    cv_parser_result_json: str
    cv2jd_result_json: str
    score_json: str
