"""Puts rankings by meaning and by words together, by place alone: their scores have no common scale."""

from collections.abc import Sequence

# The usual constant of reciprocal rank fusion: how little the first places stand out.
_FLATTEN = 60


def fused(rankings: Sequence[Sequence[str]], *, most: int) -> list[str]:
    """Returns at most `most` distinct keys of some rankings, best first; keys that are even keep the order of their bytes."""
    totals: dict[str, float] = {}
    for ranking in rankings:
        for place, key in enumerate(ranking, start=1):
            totals[key] = totals.get(key, 0.0) + 1 / (_FLATTEN + place)
    return sorted(totals, key=lambda key: (-totals[key], key))[:most]
