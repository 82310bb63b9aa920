"""Cosine similarities between texts, rounded so that the last bits of a vector can never decide anything."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

# Four decimals lose nothing of meaning and keep the last bits of a vector out of every comparison.
DECIMALS = 4
# Components are taken as whole multiples of 1/32767: sums of their products are then exact in float64 (below 2**53), so that
# neither the order of a sum nor the number of threads nor the processor can change a cosine. As whole numbers they fit 16 bits:
# vectors that were kept so and vectors fresh from the model give the same cosines to the last bit.
_STEPS = 32767.0
# Phrases a requirement may have: for so many it pays to keep their lines.
_FEW = 8


def packed(vectors: NDArray[np.float32]) -> NDArray[np.int16]:
    """The components [n, d] of unit rows as whole multiples of 1/32767: all that a cosine here depends on."""
    return np.clip(np.round(vectors.astype(np.float64) * _STEPS), -_STEPS, _STEPS).astype(np.int16)


def unpacked(vectors: NDArray[np.int16]) -> NDArray[np.float32]:
    """The rows that were packed, each component within 1/65534; packing them again gives the same."""
    return (vectors.astype(np.float64) / _STEPS).astype(np.float32)


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
        self._vectors = packed(vectors).astype(np.float64)
        self._lines: dict[str, NDArray[np.float64]] = {}

    def between(self, one: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
        """The matrix [len(one), len(others)] of cosines, rounded; 0 where a text was not embedded."""
        # Lines are computed once and kept. The side asked about is a requirement's few phrases, which come again and again;
        # only where it is long and the other is not, the other's lines are fewer.
        if len(one) > max(len(others), _FEW):
            return self.between(others, one).T
        matrix = np.zeros((len(one), len(others)))
        places = [self._row.get(text, -1) for text in others]
        for row, text in enumerate(one):
            matrix[row] = self._line(text)[places]
        return matrix

    def best(self, one: Iterable[str], other: str) -> float:
        """The highest cosine of any of some texts with another; 0 when there are none."""
        many = tuple(one)
        return float(self.between(many, (other,)).max()) if many else 0.0

    def _line(self, text: str) -> NDArray[np.float64]:
        """The cosines of a text with every text that was embedded, in their order, and a 0 for those that were not."""
        line = self._lines.get(text)
        if line is None:
            line = np.zeros(len(self._vectors) + 1)
            if text in self._row:
                cosines = (self._vectors @ self._vectors[self._row[text]]) / _STEPS**2
                line[:-1] = np.round(cosines, DECIMALS)
            self._lines[text] = line
        return line
