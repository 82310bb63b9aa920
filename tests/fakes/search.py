"""Stand-ins for what a search needs: candidates in memory, found in a fixed order, with word vectors for a model."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.brief import Brief
from engine.material import texts_of
from engine.plan import plan_of
from engine.position import read_position
from engine.profile import Profile
from engine.similarity import Embedded, packed
from services.corpus.adapters.judging.work import judge
from services.corpus.domain.candidate import CandidateRecord, StoredCandidate
from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.search_ranking import Judgement, Sought
from services.corpus.ports.candidates import TransientError
from services.corpus.ports.index import Found
from services.platform import wire
from tests.fakes.profiles import NOW
from tests.fakes.word_vectors import word_vectors

MODEL = "words"


def stored(external_id: str, profile: Profile, *, tags: tuple[str, ...] = (), model: str = MODEL) -> StoredCandidate:
    """A candidate with the evidence its profile's texts have."""
    return StoredCandidate(
        candidate_key=candidate_key(external_id),
        external_id=external_id,
        profile=profile,
        evidence=packed(word_vectors(texts_of(profile))),
        model=model,
        tags=tags,
    )


def record(candidate: StoredCandidate) -> CandidateRecord:
    """The candidate as it is stored."""
    return CandidateRecord(
        candidate_key=candidate.candidate_key,
        external_id=candidate.external_id,
        profile=wire.dumps(candidate.profile),
        evidence=candidate.evidence.astype("<i2").tobytes(),
        dims=candidate.evidence.shape[1],
        model=candidate.model,
        tags=candidate.tags,
    )


def position(metadata: Mapping[str, Any]) -> tuple[Brief, Sought]:
    """A position made ready with word vectors, and as judges are told of it."""
    read = read_position(metadata)
    plan = plan_of(read.requirements, job_description=read.job_description)
    vectors = packed(word_vectors(plan.texts))
    sought = Sought(json.dumps(metadata), vectors=vectors.astype("<i2").tobytes(), dims=vectors.shape[1], as_of=NOW)
    return Brief(plan, Embedded(plan.texts, vectors)), sought


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

    What is `gone` is found and can no longer be read. `readings` are kept by candidate key, but not while it `is_full`.
    """

    corpora: dict[tuple[str, str], list[StoredCandidate]] = field(default_factory=dict)
    asked: list[tuple[NDArray[np.float32], tuple[str, ...], int]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    readings: dict[str, bytes] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)
    is_full: bool = False

    def put(self, client_id: str, corpus_id: str, *candidates: StoredCandidate) -> None:
        self.corpora.setdefault((client_id, corpus_id), []).extend(candidates)

    async def search(
        self, client_id: str, corpus_id: str, vector: NDArray[np.float32], terms: Sequence[str], k: int
    ) -> Found:
        self.asked.append((vector, tuple(terms), k))
        keys = [each.candidate_key for each in self.corpora.get((client_id, corpus_id), ())]
        return Found(len(keys), [(key, 1.0) for key in keys[:k]], [(key, 1.0) for key in keys[:k]])

    async def read_records(
        self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]
    ) -> list[CandidateRecord | None]:
        self.read.append(len(candidate_keys))
        known = {each.candidate_key: each for each in self.corpora.get((client_id, corpus_id), ())}
        return [
            None
            if key in self.gone or key not in known
            else replace(record(known[key]), readings=self.readings.get(key, b""))
            for key in candidate_keys
        ]

    async def keep_readings(self, client_id: str, corpus_id: str, readings: Sequence[tuple[str, bytes]]) -> None:
        self.kept.append(len(readings))
        if self.is_full:
            raise TransientError("no room")
        self.readings.update(readings)


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


class JudgesAtOnce:
    """Implements `Judges` without any thread or process."""

    async def start(self) -> None:
        """Needs nothing."""

    async def judge(self, sought: Sought, records: Sequence[CandidateRecord]) -> Judgement:
        return judge(sought, records)

    async def close(self) -> None:
        """Has nothing to end."""


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
