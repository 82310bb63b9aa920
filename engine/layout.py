"""How the parts of a job's requirements are laid out as rows, so that a profile's pieces are compared with all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kinds import Asked, Kind

# A group of concepts of which any will do.
Part = tuple[str, ...]
# What is asked of a trade's work as such; a credential or an industry is had or not.
_OWN_TRADE = frozenset({Kind.SKILL, Kind.SOFT_SKILL, Kind.STATEMENT})


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The rows of some requirements: one for each part of each, one requirement after the other.

    `need` is the requirement a row belongs to and `part` its part among the distinct ones in `number`; `firsts` has the first row
    of each requirement. `soft`, `statement` and `own_trade` say of each row what is asked: a soft skill, a whole statement,
    something of a trade's own work.
    """

    number: dict[Part, int]
    need: NDArray[np.intp]
    part: NDArray[np.intp]
    firsts: NDArray[np.intp]
    soft: NDArray[np.intp]
    statement: NDArray[np.bool_]
    own_trade: NDArray[np.bool_]

    def most(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The most of any part of each requirement: of [rows, n], [requirements, n]."""
        if len(self.firsts) == len(self.need):
            return rows
        return np.asarray(np.maximum.reduceat(rows, self.firsts, axis=0))

    def any(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether any part of a row's requirement is so: of [rows, n], [rows, n]."""
        if len(self.firsts) == len(self.need):
            return rows
        return np.asarray(np.logical_or.reduceat(rows, self.firsts, axis=0)[self.need])


def layout_of(asked: Sequence[Asked], parts: Sequence[Sequence[Part]]) -> Layout:
    """Lays out requirements with the parts of each, at least one."""
    rows = [(need, part) for need, of in enumerate(parts) for part in of]
    number: dict[Part, int] = {}
    for _, part in rows:
        number.setdefault(part, len(number))
    kinds = [asked[need].kind for need, _ in rows]
    counts = [len(of) for of in parts]
    return Layout(
        number=number,
        need=np.array([need for need, _ in rows], np.intp),
        part=np.array([number[part] for _, part in rows], np.intp),
        firsts=np.array([sum(counts[:place]) for place in range(len(counts))], np.intp),
        soft=np.array([kind is Kind.SOFT_SKILL for kind in kinds], np.intp),
        statement=np.array([kind is Kind.STATEMENT for kind in kinds], np.bool_),
        own_trade=np.array([kind in _OWN_TRADE for kind in kinds], np.bool_),
    )
