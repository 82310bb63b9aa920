"""What ingest needs of the world: the store of candidates, doorbells, a recogniser, the model, counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.profile import Profile
from services.corpus.domain.candidate import (
    CandidateRecord,
    CandidateView,
    CorpusView,
    EmbeddingStatus,
    UpsertStatus,
)


class TransientError(Exception):
    """The store is away for a moment; the same call may succeed soon."""


@dataclass(frozen=True, slots=True)
class Work:
    """A version of a candidate that is to be embedded; `corpus` and `candidate` are their short keys."""

    client_id: str
    corpus: str
    candidate: str
    version: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """Work with its lease, and what is to be embedded."""

    work: Work
    profile: Profile


@dataclass(frozen=True, slots=True)
class Seen:
    """What is stored of a candidate's content now."""

    content_hash: str
    embedding_status: EmbeddingStatus


@dataclass(frozen=True, slots=True)
class Upsert:
    """One candidate to store.

    `profile` is in its wire form, and None when the content is thought to be stored already; then nothing but tags and upload id can change.
    `error` says why the profile cannot be embedded; empty when it can. `tags` and `upload_id` of None leave what is stored.
    """

    corpus_id: str
    external_id: str
    content_hash: str
    profile: bytes | None
    error: str
    tags: tuple[str, ...] | None
    upload_id: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """The outcome of an `Upsert`; None for `status` says that the content has changed meanwhile: send its profile.

    `work` is set when the caller embeds the candidate itself.
    """

    status: UpsertStatus | None
    embedding_status: EmbeddingStatus
    error: str = ""
    work: Work | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """What embedding made: the retrieval vector float32 [dims] and the evidence float32 [texts, dims], unit rows.

    `terms` are those that the candidate is found by, as `domain.lexical_terms.stored_terms` packs them; without any, who
    indexes it takes them from the profile. `readings` are what the engine reads of the profile whatever the position, as
    `domain.stored_readings` packs it; without any, who judges it reads them.
    """

    vector: NDArray[np.float32]
    evidence: NDArray[np.float32]
    model: str
    terms: bytes = b""
    readings: bytes = b""


class CandidateStore(Protocol):
    """The steps that change candidates; each is atomic and decided by what is stored."""

    async def seen(self, client_id: str, ids: Sequence[tuple[str, str]]) -> Sequence[Seen | None]:
        """Returns what is stored under each (corpus id, external id), None for nothing."""
        ...

    async def upsert(self, client_id: str, upserts: Sequence[Upsert], *, inline: bool) -> Sequence[Stored]:
        """Applies upserts in order. `inline`: the caller embeds what changed; otherwise a bell rings for it."""
        ...

    async def finish(self, work: Work, vectors: Vectors) -> bool:
        """Stores vectors, from when on the candidate is found; False when the work is another's by now."""
        ...

    async def fail(self, work: Work, *, error: str) -> bool:
        """Notes that a candidate cannot be embedded; False when the work is another's by now."""
        ...

    async def hand_back(self, work: Work) -> None:
        """Rings for work that this process took and will not do."""
        ...

    async def delete(self, client_id: str, corpus_id: str, external_id: str) -> bool:
        """Erases a candidate and its rows in runs; False when it was not there."""
        ...

    async def delete_corpus(self, client_id: str, corpus_id: str) -> bool:
        """Makes a corpus and all in it invisible and marks it to be erased; False when it was not there."""
        ...


class CandidateLibrary(Protocol):
    """Shows candidates and corpora."""

    async def get(self, client_id: str, corpus_id: str, external_id: str) -> CandidateView | None:
        """Returns a candidate, None for no such one."""
        ...

    async def positions(
        self, client_id: str, corpus_id: str, *, before: int | None, count: int
    ) -> Sequence[tuple[int, str]]:
        """Returns up to `count` (order of creation, candidate key), newest first, those before `before` only."""
        ...

    async def views(self, client_id: str, corpus_id: str, candidates: Sequence[str]) -> Sequence[CandidateView | None]:
        """Returns candidates by their keys, None for those gone."""
        ...

    async def corpora(
        self, client_id: str, *, before: tuple[int, str] | None, count: int
    ) -> Sequence[tuple[str, CorpusView]]:
        """Returns up to `count` (corpus key, corpus), newest first, those before (created_at_ms, corpus key) only."""
        ...


class CandidateReader(Protocol):
    """Reads candidates for ranking, and keeps for the next time what ranking found in them."""

    async def read_records(
        self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]
    ) -> list[CandidateRecord | None]:
        """Returns embedded candidates by their keys, None for those gone or not embedded."""
        ...

    async def keep_readings(self, client_id: str, corpus_id: str, readings: Sequence[tuple[str, bytes]]) -> None:
        """Keeps what the engine read of embedded candidates, given with their keys; nothing for those gone meanwhile."""
        ...


class Bells(Protocol):
    """Doorbells of candidates that wait to be embedded. A lost one is rung again by the sweeper."""

    async def open(self) -> None:
        """Makes what listening needs; safe to repeat."""
        ...

    async def claim(self, *, count: int, timeout_s: float) -> Sequence[Claimed]:
        """Waits for bells and takes up to `count` candidates whose state says that they wait."""
        ...


class WaitingStore(Protocol):
    """The steps of keeping background work moving; each is conditional, so that any number of sweepers may run."""

    async def sweep(self, *, count: int) -> int:
        """Looks at up to `count` candidates a partition that nobody seems to embed; returns how many it moved on.

        Rings again for those nobody embeds, and fails those that were tried too often.
        """
        ...

    async def erase_some(self, *, count: int, client_id: str | None = None) -> bool:
        """Unlinks up to `count` records of an erased corpus; False when none is left of the client, or of anybody."""
        ...

    async def depth(self) -> int:
        """Returns how many candidates wait to be embedded."""
        ...


class Recogniser(Protocol):
    """Turns a client's own parse of a CV into a profile."""

    def __call__(self, parsed_cv: Any) -> Profile:
        """Returns the profile; one without any line when nothing was recognised."""
        ...


class CandidateMeter(Protocol):
    """Counts what ingest does."""

    def upserted(self, outcome: str) -> None:
        """Counts an upsert by its outcome."""
        ...

    def embedded(self, outcome: str, *, inline: bool) -> None:
        """Counts an embedding by its outcome: embedded, failed, stale, put_off."""
        ...

    def stage(self, name: str, seconds: float) -> None:
        """Notes the time of a stage: recognise, embed, store."""
        ...

    def waiting(self, candidates: int) -> None:
        """Notes how many candidates wait to be embedded."""
        ...
