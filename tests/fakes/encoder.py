"""Stands in for the model: vectors that are a function of the text's tokens, runs that a test can hold up."""

import hashlib
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.manifest import ModelManifest, Pooling

DIMS = 4
_STUCK_S = 20.0


def manifest() -> ModelManifest:
    """A manifest of a small model."""
    return ModelManifest("fake", DIMS, 256, Pooling.MEAN, "", "a" * 64, "b" * 64, "c" * 64)


class FakeEncoder:
    """Implements `Encoder`: a token per word, and one row a text that depends on its tokens alone.

    `gate` is open unless a test clears it: a run then waits for it, after `entered` was set. Texts that hold the word
    `explode` make the run fail, `nan` makes their row no direction.
    """

    def __init__(self, *, batch_dependent: bool = False) -> None:
        self.manifest = manifest()
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.runs: list[tuple[int, list[list[int]]]] = []
        self.tokenised: list[list[str]] = []
        self.threads: set[str] = set()
        self._batch_dependent = batch_dependent
        self._words = {"explode": 1, "nan": 2}

    def tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        self.threads.add(threading.current_thread().name)
        self.tokenised.append(list(texts))
        return [[self._words.setdefault(word, len(self._words) + 1) for word in text.split()][:256] for text in texts]

    def encode(self, rows: Sequence[Sequence[int]], *, width: int) -> NDArray[np.float32]:
        self.threads.add(threading.current_thread().name)
        self.entered.set()
        assert self.gate.wait(_STUCK_S), "the test never opened the gate"
        assert all(len(row) <= width for row in rows)
        self.runs.append((width, [list(row) for row in rows]))
        if any(1 in row for row in rows):
            raise RuntimeError("the fake model exploded")
        vectors = np.stack([self.vector(row) for row in rows])
        if self._batch_dependent:
            vectors = vectors * np.float32(1 + len(rows) * 1e-6)
        return vectors

    def vector(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """The row of a text of these tokens."""
        if 2 in tokens:
            return np.full(DIMS, np.nan, np.float32)
        digest = hashlib.sha256(repr(list(tokens)).encode()).digest()
        raw = np.frombuffer(digest[:DIMS], np.uint8).astype(np.float32) + 1
        unit: NDArray[np.float32] = raw / np.sqrt((raw * raw).sum())
        return unit

    def expected(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What embedding these texts must give, in order."""
        return np.stack([self.vector([self._words[word] for word in text.split()]) for text in texts])

    @property
    def texts_run(self) -> int:
        """How many rows went through the model in all."""
        return sum(len(rows) for _, rows in self.runs)

    def forget(self) -> None:
        """Forgets the runs so far, such as those of the start."""
        self.runs.clear()
        self.tokenised.clear()
        self.entered.clear()


class RecordingMeter:
    """Implements `EmbedMeter` by remembering."""

    def __init__(self) -> None:
        self.sources = {"cached": 0, "joined": 0, "new": 0}
        self.refusals = 0
        self.most_waiting = 0
        self.now_waiting = 0
        self.batches: list[int] = []

    def answered(self, *, cached: int, joined: int, new: int) -> None:
        self.sources["cached"] += cached
        self.sources["joined"] += joined
        self.sources["new"] += new

    def refused(self) -> None:
        self.refusals += 1

    def waiting(self, texts: int) -> None:
        self.now_waiting = texts
        self.most_waiting = max(self.most_waiting, texts)

    def ran(self, *, rows: int, tokens: int, padded: int, seconds: float) -> None:
        assert tokens <= padded
        assert seconds >= 0
        self.batches.append(rows)
