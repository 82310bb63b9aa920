"""A bulk sync as the service speaks of it: what came of a file of candidates, line by line and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.corpus.domain.candidate import CandidateInput, UpsertResult, UpsertStatus

MOST_ERRORS = 100


class SyncMode(StrEnum):
    """What happens to candidates that the file does not name: they stay, or they are erased."""

    UPSERT = "upsert"
    MIRROR = "mirror"


class SyncStatus(StrEnum):
    """What became of a sync; FAILED was broken off, and what was applied until then stands."""

    PROCESSING = "processing"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SyncError:
    """A line that was not taken; lines count from 1. `external_id` is empty where it could not be read."""

    line: int
    external_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncLine:
    """A line that holds a candidate."""

    line: int
    candidate: CandidateInput


@dataclass(frozen=True, slots=True)
class SyncPart:
    """Some lines of a sync in their order; parts count from 1.

    `more_failed` lines could not be taken beyond those that `errors` tells of.
    """

    number: int
    lines: tuple[SyncLine, ...]
    errors: tuple[SyncError, ...] = ()
    more_failed: int = 0


@dataclass(frozen=True, slots=True)
class PartCounts:
    """What came of a part; `received` is the sum of the others."""

    accepted: int
    updated: int
    unchanged: int
    failed: int

    @property
    def received(self) -> int:
        """The lines of the part."""
        return self.accepted + self.updated + self.unchanged + self.failed


@dataclass(frozen=True, slots=True)
class SyncView:
    """A sync with its counts, as its client may see it."""

    id: str
    status: SyncStatus
    received: int
    accepted: int
    updated: int
    unchanged: int
    failed: int
    deleted: int
    errors: tuple[SyncError, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """A candidate as it stood before a part was applied; `content_hash` is empty when there was none."""

    content_hash: str
    embedding_failed: bool


def as_first_applied(
    before: Sequence[Before], content_hashes: Sequence[str | None], results: Sequence[UpsertResult]
) -> list[UpsertStatus]:
    """Returns what a part's upserts came to when they were first applied.

    A part that is applied again, because whoever applied it died before it was counted, finds its own candidates and calls them
    unchanged. How the candidates stood before tells what they truly were.

    Args:
        before: of the candidate of each line, before the whole part.
        content_hashes: of each line; None for one that could not be read.
        results: of the latest try.
    """
    now: dict[str, Before] = {}
    statuses = []
    for was, content, result in zip(before, content_hashes, results, strict=True):
        stood = now.get(result.external_id, was)
        if result.status is UpsertStatus.FAILED or content is None:
            statuses.append(UpsertStatus.FAILED)
            continue
        if not stood.content_hash:
            statuses.append(UpsertStatus.ACCEPTED)
        elif stood.content_hash != content or stood.embedding_failed:
            statuses.append(UpsertStatus.UPDATED)
        else:
            statuses.append(UpsertStatus.UNCHANGED)
        now[result.external_id] = Before(content, embedding_failed=False)
    return statuses
