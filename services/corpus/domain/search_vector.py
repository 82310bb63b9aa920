"""One vector for a whole profile: what it is found by among many others before it is judged in full."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.material import PIECE_LIMIT, Source, pieces_of, texts_of
from engine.profile import Profile
from engine.titles import neutral_title

# What a text counts for by where it stands; one that stands in several places counts for all of them. Titles at 2 to 4 gave an
# nDCG@10 of .80 to .82 by meaning alone where they at 1 gave .76 (tests/bench/eval_search.py); the others were not tuned.
WEIGHTS: Mapping[Source, float] = {
    Source.TITLE: 3.0,
    Source.WORK: 1.0,
    Source.PROJECT: 1.0,
    Source.CERTIFICATE: 1.0,
    Source.EDUCATION: 1.0,
    Source.LISTED: 1.0,
    Source.SUMMARY: 1.0,
    Source.OTHER: 0.25,
}


def retrieval_vector(
    profile: Profile, vectors: NDArray[np.float32], *, weights: Mapping[Source, float] = WEIGHTS
) -> NDArray[np.float32]:
    """The weighted mean direction of a profile's texts, float32 [d] of length one; all zeros when there is none.

    Args:
        profile: what a CV says.
        vectors: float32 [len(texts_of(profile)), d], unit rows in the order of the texts.
        weights: what a text counts for by where it stands.

    Raises:
        ValueError: there is not one vector for each text.
    """
    texts = texts_of(profile)
    if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004 - a matrix has two axes
        raise ValueError("one vector for each text is needed")
    shares: dict[str, float] = defaultdict(float)
    for piece in pieces_of(profile)[:PIECE_LIMIT]:
        shares[piece.scored] += weights[piece.source]
    for job in profile.jobs:
        shares[neutral_title(job.title)] += weights[Source.TITLE]
    # In float64 and in one fixed order: the same profile always gives the same vector.
    mean = np.array([shares[text] for text in texts], dtype=np.float64) @ vectors.astype(np.float64)
    length = float(np.sqrt((mean * mean).sum()))
    return np.asarray(mean / length if length > 0 else np.zeros(vectors.shape[1]), dtype=np.float32)
