"""Cosine similarities between texts, rounded so that the last bits of a vector can never decide anything."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Four decimals lose nothing of meaning and keep the last bits of a vector out of every comparison.
DECIMALS = 4
# Components are taken as whole multiples of 1/32767: sums of their products are then exact in float64 (below 2**53), so that
# neither the order of a sum nor the number of threads nor the processor can change a cosine. As whole numbers they fit 16 bits:
# vectors that were kept so and vectors fresh from the model give the same cosines to the last bit.
_STEPS = 32767.0

Steps = NDArray[np.int16] | NDArray[np.float64]


def packed(vectors: NDArray[np.float32]) -> NDArray[np.int16]:
    """The components [n, d] of unit rows as whole multiples of 1/32767: all that a cosine here depends on."""
    return np.clip(np.round(vectors.astype(np.float64) * _STEPS), -_STEPS, _STEPS).astype(np.int16)


def unpacked(vectors: NDArray[np.int16]) -> NDArray[np.float32]:
    """The rows that were packed, each component within 1/65534; packing them again gives the same."""
    return (vectors.astype(np.float64) / _STEPS).astype(np.float32)


def products(one: Steps, others: Steps) -> NDArray[np.float64]:
    """The inner products [n, m] of rows [n, d] and [m, d] of whole steps, exact."""
    return np.asarray(one.astype(np.float64, copy=False) @ others.astype(np.float64, copy=False).T)


def as_cosines(exact: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cosines that products stand for, rounded: the highest of some products is the highest of their cosines, too."""
    return np.asarray(np.round(exact / _STEPS**2, DECIMALS))


def highest(exact: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each column of products [n, m] the highest as a cosine, [m]; 0 when there are no rows."""
    return as_cosines(exact.max(axis=0)) if len(exact) else np.zeros(exact.shape[1])


class Embedded:
    """Texts with their vectors.

    Args:
        texts: distinct texts.
        vectors: int16 [len(texts), d] from `packed`, in the same order.

    Raises:
        ValueError: the shapes do not fit.
    """

    __slots__ = ("row", "steps", "texts")

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.int16]) -> None:
        if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004 - a matrix has two axes
            raise ValueError("one vector for each text is needed")
        self.texts = tuple(texts)
        self.steps = vectors
        self.row = {text: row for row, text in enumerate(texts)}

    @classmethod
    def of(cls, texts: Sequence[str], vectors: NDArray[np.float32]) -> "Embedded":
        """Packs unit rows float32 [len(texts), d]; raises ValueError when they do not fit or are not finite."""
        if not np.isfinite(vectors).all():
            raise ValueError("a vector is not finite")
        return cls(texts, packed(vectors))

    def part(self, texts: Sequence[str]) -> "Embedded":
        """Some of the texts with their vectors; KeyError for one that is not among them."""
        return Embedded(texts, self.steps[[self.row[text] for text in texts]])

    def agreeing_with(self, other: "Embedded") -> "Embedded":
        """The same with the other's vector for each text that both have, for one text has one vector; ValueError when theirs are of another size."""
        if self.steps.shape[1] != other.steps.shape[1]:
            raise ValueError("the vectors are of different sizes")
        shared = tuple(self.row.keys() & other.row.keys())
        if not shared:
            return self
        steps = self.steps.copy()
        steps[[self.row[text] for text in shared]] = other.steps[[other.row[text] for text in shared]]
        return Embedded(self.texts, steps)
