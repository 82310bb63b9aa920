"""Vectors without a model: texts that share words are alike, others are not; the same text always has the same vector.

What the facts tell of life outside of work is alike among itself and like nothing else, whatever its words.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.facts.outside import OUTSIDE
from engine.text import content_stems

_DIMENSIONS = 512
_OUTSIDE = frozenset(OUTSIDE)


def word_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """float32 [len(texts), 512], unit rows: each meaningful word's stem is a direction of its own."""
    rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        if text in _OUTSIDE:
            rows[row, -1] = 1.0
            continue
        for stem in content_stems(text) or ("",):
            digest = hashlib.sha256(stem.encode()).digest()
            rows[row, int.from_bytes(digest[:4], "big") % (_DIMENSIONS - 1)] += 1.0
    norms: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)
