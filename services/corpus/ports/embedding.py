"""What embedding needs from outside: the model, and counters."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.manifest import ModelManifest


class Encoder(Protocol):
    """The model. Its methods take time and are called from one thread at a time."""

    @property
    def manifest(self) -> ModelManifest:
        """Which model it is."""

    def tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        """Returns each text's token ids, cut at the model's limit."""

    def encode(self, rows: Sequence[Sequence[int]], *, width: int) -> NDArray[np.float32]:
        """Returns one vector of length one a row, float32 [rows, dims]; rows are padded to `width` tokens.

        A row for which the model gives something that is no direction is all NaN.
        """


# Loads the model, which takes seconds; raises whatever keeps it from being loaded.
OpenEncoder = Callable[[], Encoder]


class EmbedMeter(Protocol):
    """Counts what embedding does. No text, nor anything made of one, ever reaches it."""

    def answered(self, *, cached: int, joined: int, new: int) -> None:
        """Distinct texts of a request: from the cache, already on their way for another request, and to be embedded."""

    def refused(self) -> None:
        """A request found the queue full."""

    def waiting(self, texts: int) -> None:
        """How many texts now wait for the model or are in it."""

    def ran(self, *, rows: int, tokens: int, padded: int, seconds: float) -> None:
        """A batch went through the model: its texts, their tokens, the tokens with padding, and the time it took."""
