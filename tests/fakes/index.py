"""Stands in for what an index needs: a log in memory, plain numpy in place of FAISS, snapshots in a dict."""

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.index_segment import Columns, Entry
from services.corpus.domain.index_vectors import Steps, in_steps
from services.corpus.domain.lexical_terms import count_terms
from services.corpus.domain.manifest import ModelManifest, Pooling
from services.corpus.ports.index import Absence, IndexRecord, IndexTotals, LogPage, LogRecords, SnapshotPlace

DIMS = 8
MODEL = ModelManifest("fake", DIMS, 256, Pooling.MEAN, "", "a" * 64, "b" * 64, "c" * 64)
WORDS = ("python", "sales", "nurse", "chef", "welding", "kubernetes", "teaching", "audit", "café", "溶接", "管理")


def unit_vector(seed: object, *, dims: int = DIMS) -> NDArray[np.float16]:
    """A direction that is a function of the seed; coarse, so that equal scores happen."""
    chosen = random.Random(str(seed))
    drawn = np.array([chosen.choice((-2.0, -1.0, 0.0, 1.0, 2.0)) for _ in range(dims)])
    drawn[0] += 0.5
    unit: NDArray[np.float16] = (drawn / np.sqrt((drawn**2).sum())).astype(np.float16)
    return unit


def text_of(seed: object) -> str:
    """A text of a few words that is a function of the seed."""
    chosen = random.Random(f"text {seed}")
    return " ".join(chosen.choices(WORDS, k=chosen.randint(1, 9)))


def profile_json(text: str) -> bytes:
    """A stored profile with one text."""
    return json.dumps({"headline": None, "summary": [{"text": "never read", "scored": text}]}).encode()


def entry(name: str, *, seed: object) -> Entry:
    """A candidate as indexed."""
    return Entry(candidate_key(name), in_steps(unit_vector(seed)), count_terms([text_of(seed)]))


def record(name: str, *, seed: object, model: str = MODEL.model_id) -> IndexRecord:
    """A candidate as stored."""
    return IndexRecord(candidate_key(name), model, unit_vector(seed).tobytes(), profile_json(text_of(seed)))


class NumpyDense:
    """Implements `DenseIndex` by computing every product; one of an odd number of rows gives only the best, as large ones do."""

    recall = 1.0

    def __init__(self, vectors: Steps, *, is_exact: bool, is_final: bool = False) -> None:
        self.is_exact = is_exact
        self.is_final = is_final or not is_exact
        self.size_bytes = vectors.nbytes
        self._vectors = vectors.astype(np.float32)

    def products(self, query: NDArray[np.float32]) -> NDArray[np.float32] | None:
        return self._vectors @ query if self.is_exact and len(self._vectors) % 2 == 0 else None

    def products_of(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._vectors[rows] @ query
        return found

    def short_list(self, k: int) -> int:
        return k + 4

    def nearest(self, query: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        scores = self._vectors @ query
        rows = np.argsort(-scores, kind="stable")[:count]
        return rows, scores[rows]


class NumpyLayout:
    """Implements `DenseLayout`; remembers how many vectors it was given to lay out approximately."""

    def __init__(self) -> None:
        self.approximated: list[int] = []

    def prepare_thread(self) -> None: ...

    def exact(self, vectors: Steps) -> NumpyDense:
        return NumpyDense(vectors, is_exact=True)

    def approximate(self, vectors: Steps) -> NumpyDense:
        self.approximated.append(len(vectors))
        return NumpyDense(vectors, is_exact=False)


@dataclass
class FakeLog:
    """Implements `ChangeLog` for one corpus; counts how often it was asked for a page."""

    generation: int = 1
    seq: int = 0
    changes: dict[str, int] = field(default_factory=dict)
    stored: dict[str, IndexRecord | Absence] = field(default_factory=dict)
    pages: int = 0
    fails: Exception | None = None

    def put(self, stored: IndexRecord) -> None:
        self.seq += 1
        self.changes[stored.candidate_key] = self.seq
        self.stored[stored.candidate_key] = stored

    def take_out(self, key: str, why: Absence = Absence.ERASED) -> None:
        self.seq += 1
        self.changes[key] = self.seq
        self.stored[key] = why

    def erase_corpus(self) -> None:
        self.generation += 1
        self.changes.clear()
        self.stored.clear()

    async def page(self, client_id: str, corpus_id: str, *, after: int, limit: int) -> LogPage:
        self.pages += 1
        if self.fails is not None:
            raise self.fails
        rising = sorted((seq, key) for key, seq in self.changes.items() if seq > after)
        return LogPage(self.generation, self.seq, [(key, seq) for seq, key in rising[:limit]])

    async def records(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> LogRecords:
        return LogRecords(self.generation, [self.stored.get(key, Absence.ERASED) for key in candidate_keys])

    async def any_erased(self, client_id: str, corpus_id: str, candidate_keys: Sequence[str]) -> bool:
        return any(self.stored.get(key, Absence.ERASED) is Absence.ERASED for key in candidate_keys)


@dataclass
class FakeSnapshots:
    """Implements `Snapshots`."""

    kept: dict[tuple[str, str], tuple[SnapshotPlace, Columns | None, str]] = field(default_factory=dict)
    loads: int = 0

    def load(self, client_id: str, corpus_id: str, *, model_id: str) -> tuple[SnapshotPlace, Columns | None] | None:
        self.loads += 1
        found = self.kept.get((client_id, corpus_id))
        return found[:2] if found is not None and found[2] == model_id else None

    def save(self, place: SnapshotPlace, columns: Columns | None, *, model_id: str) -> None:
        self.kept[place.client_id, place.corpus_id] = (place, columns, model_id)

    def discard(self, client_id: str, corpus_id: str) -> None:
        self.kept.pop((client_id, corpus_id), None)

    def held(self) -> Sequence[SnapshotPlace]:
        return [place for place, _, _ in self.kept.values()]


def digest(columns: Columns | None) -> str:
    """A sum over all that columns hold; equal columns, equal sums."""
    if columns is None:
        return ""
    lexical = columns.lexical
    arrays = (columns.keys, columns.vectors, lexical.terms, lexical.starts, lexical.rows, lexical.counts)
    return hashlib.sha256(b"|".join(array.tobytes() for array in (*arrays, lexical.lengths))).hexdigest()


@dataclass
class RecordingIndexMeter:
    """Implements `IndexMeter`."""

    notes: list[tuple[str, str | int]] = field(default_factory=list)
    totals: Callable[[], IndexTotals] | None = None

    def watch(self, totals: Callable[[], IndexTotals]) -> None:
        self.totals = totals

    def caught_up(self, changes: int) -> None:
        self.notes.append(("caught_up", changes))

    def leg(self, name: str, seconds: float) -> None:
        self.notes.append(("leg", name))

    def upkeep(self, work: str, seconds: float) -> None:
        self.notes.append(("upkeep", work))

    def snapshot(self, outcome: str) -> None:
        self.notes.append(("snapshot", outcome))

    def refused(self, records: int) -> None:
        self.notes.append(("refused", records))
