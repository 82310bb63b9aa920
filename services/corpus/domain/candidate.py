"""A candidate of a corpus as the service speaks of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.profile import Profile
from engine.readings import Readings


class EmbeddingStatus(StrEnum):
    """Whether a candidate can be found."""

    PENDING = "pending"
    EMBEDDED = "embedded"
    FAILED = "failed"


class UpsertStatus(StrEnum):
    """What an upsert came to; FAILED means that nothing was stored."""

    ACCEPTED = "accepted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CandidateInput:
    """A candidate as it was sent. `tags` and `upload_id` are None when they were not: what is stored then stays."""

    corpus_id: str
    external_id: str
    parsed_cv_json: str
    tags: tuple[str, ...] | None = None
    upload_id: str | None = None


@dataclass(frozen=True, slots=True)
class UpsertResult:
    """What became of one candidate of a batch; `error` is empty when nothing went wrong."""

    external_id: str
    status: UpsertStatus
    embedding_status: EmbeddingStatus
    error: str = ""


@dataclass(frozen=True, slots=True)
class CandidateView:
    """What a client may see of a candidate; times are milliseconds since the epoch.

    `model` is empty and `dims` 0 without a vector. `tags` and `upload_id` are None when they were never sent.
    """

    external_id: str
    embedding_status: EmbeddingStatus
    content_hash: str
    model: str
    dims: int
    created_at_ms: int
    updated_at_ms: int
    tags: tuple[str, ...] | None
    upload_id: str | None


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """An embedded candidate as it is stored: `profile` in its wire form, `evidence` as little-endian int16 [texts, dims].

    `readings` are what some engine read of the profile, empty when nobody kept them.
    """

    candidate_key: str
    external_id: str
    profile: bytes
    evidence: bytes
    dims: int
    model: str
    tags: tuple[str, ...]
    readings: bytes = b""


@dataclass(frozen=True, slots=True, eq=False)
class StoredCandidate:
    """An embedded candidate as ranking needs it.

    `evidence` is int16 [texts, dims], the packed rows of `engine.material`'s texts of `profile` in their order; `model` made them.
    `readings` are what this engine read of the profile; without them it is read when it is judged.
    """

    candidate_key: str
    external_id: str
    profile: Profile
    evidence: NDArray[np.int16]
    model: str
    tags: tuple[str, ...]
    readings: Readings | None = None


@dataclass(frozen=True, slots=True)
class CorpusView:
    """A corpus with its candidates by status; `created_at_ms` is milliseconds since the epoch."""

    corpus_id: str
    created_at_ms: int
    pending: int
    embedded: int
    failed: int
