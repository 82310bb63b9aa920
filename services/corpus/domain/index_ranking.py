"""Who was found, best first, with scores that nobody turns into objects before they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np
from numpy.typing import NDArray


def _nothing() -> NDArray[np.float64]:
    return np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Sequence[tuple[str, float]]):  # noqa: PLW1641 - like the list it stands for, it is compared and not hashed
    """Pairs of a candidate key and a score, as `candidate_keys` and float64 `scores` of the same length."""

    candidate_keys: list[str] = field(default_factory=list)
    scores: NDArray[np.float64] = field(default_factory=_nothing)

    def __len__(self) -> int:
        return len(self.candidate_keys)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """The pairs, best first."""
        return zip(self.candidate_keys, self.scores.tolist(), strict=True)

    @overload
    def __getitem__(self, place: int) -> tuple[str, float]: ...

    @overload
    def __getitem__(self, place: slice) -> "Ranking": ...

    def __getitem__(self, place: int | slice) -> "tuple[str, float] | Ranking":
        if isinstance(place, slice):
            return Ranking(self.candidate_keys[place], self.scores[place])
        return self.candidate_keys[place], float(self.scores[place])

    def __eq__(self, other: object) -> bool:
        """Says whether another sequence has the same pairs in the same order."""
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented
