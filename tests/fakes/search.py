"""Stand-ins for what a search needs: candidates in memory, found in a fixed order, with word vectors for a model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.material import texts_of
from engine.profile import Profile
from services.corpus.domain.candidate import StoredCandidate
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.ports.index import Found
from tests.fakes.word_vectors import word_vectors

MODEL = "words"

T = TypeVar("T")


def stored(external_id: str, profile: Profile, *, tags: tuple[str, ...] = (), model: str = MODEL) -> StoredCandidate:
    """A candidate with the evidence its profile's texts have."""
    return StoredCandidate(
        candidate_key=candidate_key(external_id),
        external_id=external_id,
        profile=profile,
        evidence=word_vectors(texts_of(profile)),
        model=model,
        tags=tags,
    )


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Implements `TextVectors`."""

    vectors: NDArray[np.float32]
    model_id: str


@dataclass
class WordEmbedder:
    """Implements `TextEmbedder`; `troubles` are raised first, one a call."""

    troubles: list[Exception] = field(default_factory=list)
    calls: list[tuple[str, ...]] = field(default_factory=list)

    async def embed(self, texts: Sequence[str]) -> WordVectors:
        if self.troubles:
            raise self.troubles.pop(0)
        assert texts
        assert all(text.strip() for text in texts)
        self.calls.append(tuple(texts))
        return WordVectors(word_vectors(texts), MODEL)


@dataclass
class MemoryCorpora:
    """Implements `CorpusIndex` and `CandidateReader`: everything in a corpus is found, in the order it was put there.

    What is `gone` is found and can no longer be read.
    """

    corpora: dict[tuple[str, str], list[StoredCandidate]] = field(default_factory=dict)
    asked: list[tuple[NDArray[np.float32], tuple[str, ...], int]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def put(self, client_id: str, corpus_id: str, *candidates: StoredCandidate) -> None:
        self.corpora.setdefault((client_id, corpus_id), []).extend(candidates)

    async def search(
        self, client_id: str, corpus_id: str, vector: NDArray[np.float32], terms: Sequence[str], k: int
    ) -> Found:
        self.asked.append((vector, tuple(terms), k))
        keys = [each.candidate_key for each in self.corpora.get((client_id, corpus_id), ())]
        return Found(len(keys), [(key, 1.0) for key in keys[:k]], [(key, 1.0) for key in keys[:k]])

    async def read_many(
        self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]
    ) -> list[StoredCandidate | None]:
        self.read.append(len(candidate_keys))
        known = {each.candidate_key: each for each in self.corpora.get((client_id, corpus_id), ())}
        return [None if key in self.gone else known.get(key) for key in candidate_keys]


@dataclass
class MemoryPlans:
    """Implements `PlanCache`."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    writes: int = 0

    async def read(self, client_id: str, position_id: str) -> str | None:
        return self.kept.get((client_id, position_id))

    async def write(self, client_id: str, position_id: str, plan_json: str) -> None:
        self.writes += 1
        self.kept[client_id, position_id] = plan_json


async def at_once(work: Callable[[], T]) -> T:
    """Implements `Offload` without any thread."""
    return work()


@dataclass
class RecordingSearchMeter:
    """Implements `SearchMeter` by remembering."""

    outcomes: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    def stage(self, name: str, seconds: float) -> None:
        assert seconds >= 0
        self.stages.append(name)

    def ended(self, outcome: str) -> None:
        self.outcomes.append(outcome)


def of_other_model(candidate: StoredCandidate) -> StoredCandidate:
    """The same candidate, embedded by a model that is no longer used."""
    return replace(candidate, model="another")
