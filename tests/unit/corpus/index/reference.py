"""What a search must find, computed the plain way: every score of every candidate, in Python."""

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from services.corpus.domain.candidate_keys import candidate_key
from services.corpus.domain.lexical_terms import terms_of
from tests.fakes.index import text_of, unit_vector

Ranked = list[tuple[str, float]]
K1, B = 1.2, 0.75
STEPS = 4_000


def best_by_meaning(seeds: Mapping[str, object], query: NDArray[np.float32], k: int) -> Ranked:
    """Cosines as exact fractions, so that ties are ties. `query` must be of `grid`."""
    exact_query = [Fraction(round(float(value) * STEPS), STEPS) for value in query]
    scores = {
        candidate_key(name): sum(
            (Fraction(int(value), STEPS) * other for value, other in zip(steps(seed), exact_query, strict=True)),
            Fraction(0),
        )
        for name, seed in seeds.items()
    }
    ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    return [(key, float(score)) for key, score in ordered]


def steps(seed: object) -> NDArray[np.int16]:
    """The vector of a candidate as the index holds it."""
    return np.rint(unit_vector(seed).astype(np.float64) * STEPS).astype(np.int16)


def best_by_words(seeds: Mapping[str, object], query: str, k: int) -> Ranked:
    """BM25, term by term."""
    documents = {candidate_key(name): Counter(terms_of(text_of(seed))) for name, seed in seeds.items()}
    mean = sum(sum(document.values()) for document in documents.values()) / max(len(documents), 1)
    scores: dict[str, float] = {}
    for term, times in Counter(terms_of(query)).items():
        holders = {key: document for key, document in documents.items() if document[term]}
        rarity = times * math.log(1 + (len(documents) - len(holders) + 0.5) / (len(holders) + 0.5))
        for key, document in holders.items():
            damping = K1 * (1 - B + B * sum(document.values()) / mean)
            scores[key] = scores.get(key, 0.0) + rarity * document[term] * (K1 + 1) / (document[term] + damping)
    return sorted(scores.items(), key=lambda pair: (-round(pair[1], 12), pair[0]))[:k]


def grid(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rounds a vector to where a search rounds it."""
    return (np.round(vector.astype(np.float64) * STEPS) / STEPS).astype(np.float32)
