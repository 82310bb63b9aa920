"""Cosine similarities between texts, rounded so that the last bits of a vector can never decide anything."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

# Four decimals lose nothing of meaning and keep the last bits of a vector out of every comparison.
DECIMALS = 4
# Components are taken as whole multiples of 1/32768: sums of their products are then exact in float64 (below 2**53), so that
# neither the order of a sum nor the number of threads nor the processor can change a cosine.
_STEPS = 32768.0


class Similarities:
    """The similarity of any two of the texts that were embedded; a text that was not embedded is like none.

    Args:
        texts: distinct texts.
        vectors: float32 [len(texts), d], unit rows, in the same order.

    Raises:
        ValueError: the shapes do not fit or a value is not finite.
    """

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004 - a matrix has two axes
            raise ValueError("one vector for each text is needed")
        if not np.isfinite(vectors).all():
            raise ValueError("a vector is not finite")
        self._row = {text: row for row, text in enumerate(texts)}
        self._vectors = np.round(vectors.astype(np.float64) * _STEPS)

    def between(self, one: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
        """The matrix [len(one), len(others)] of cosines, rounded; 0 where a text was not embedded."""
        cosines = (self._rows(one) @ self._rows(others).T) / _STEPS**2
        return np.round(cosines, DECIMALS)

    def best(self, one: Iterable[str], other: str) -> float:
        """The highest cosine of any of some texts with another; 0 when there are none."""
        many = tuple(one)
        return float(self.between(many, (other,)).max()) if many else 0.0

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float64]:
        places = [self._row.get(text, -1) for text in texts]
        rows = self._vectors[places] if len(self._vectors) else np.zeros((len(texts), 0))
        rows[[place < 0 for place in places]] = 0.0
        return rows
