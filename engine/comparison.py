"""What a job and the texts of profiles have in common by meaning: all of it found in a few large products, for many profiles at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.aside import Said
from engine.material import Material
from engine.similarity import Embedded, as_cosines, highest, products


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The texts of one profile beside a job.

    `likeness` is the highest cosine of any of a need's phrases with a text, [needs, texts], 0 for a need without phrases; `said` how
    like each text is to life outside of work and to the position; `titles` has for each job's title the highest cosine with the roles
    wanted and with other work, 0 for a title that was not embedded.
    """

    likeness: NDArray[np.float64]
    said: Said
    titles: Sequence[tuple[float, float]]
    _fields: Mapping[str, NDArray[np.float64]]
    _column: Mapping[str, int]

    def field(self, name: str, text: str) -> float:
        """The cosine of a field of study that the job names with a text; 0 where one of them was not embedded."""
        column = self._column.get(text)
        return 0.0 if column is None or name not in self._fields else float(self._fields[name][column])

    def columns(self, texts: Sequence[str]) -> list[int]:
        """The columns of texts; KeyError for one that was not embedded."""
        return [self._column[text] for text in texts]


class Comparison:
    """The vectors of a job, one below the other, as profiles are compared with them.

    Args:
        phrases: vectors [n, d] of what is asked for in words.
        phrases_of: for each need the numbers of its phrases, counted from 1, as a table; 0 where it has none.
        work: vectors of the position's own work.
        outside: vectors of life outside of work.
        fields: the fields of study it names, and the vector of each.
        roles: vectors of the roles wanted.
        others: vectors of other occupations' work.
    """

    def __init__(
        self,
        *,
        phrases: NDArray[np.float64],
        phrases_of: NDArray[np.intp],
        work: NDArray[np.float64],
        outside: NDArray[np.float64],
        fields: tuple[Sequence[str], NDArray[np.float64]],
        roles: NDArray[np.float64],
        others: NDArray[np.float64],
    ) -> None:
        # A need without phrases is like nothing: the first row.
        nothing = np.zeros((1, phrases.shape[1]))
        self._asked = np.vstack((nothing, phrases, work, outside, fields[1]))
        self._outside = 1 + len(phrases) + len(work)
        self._studied = self._outside + len(outside)
        self._phrases_of = phrases_of
        self._field_names = tuple(fields[0])
        self._occupations = np.vstack((roles, others))
        self._roles = len(roles)

    def with_each(self, profiles: Sequence[tuple[Material, Embedded]]) -> list[Compared]:
        """Lays profiles, each with the vectors of its texts, beside the job; none changes what is found of another."""
        if not profiles:
            return []
        rows = [[texts.row[title] for title in material.titles if title in texts.row] for material, texts in profiles]
        exact = products(self._asked, np.vstack([texts.steps for _, texts in profiles]))
        titles = products(
            self._occupations, np.vstack([texts.steps[of] for (_, texts), of in zip(profiles, rows, strict=True)])
        )
        found, text, title = list[Compared](), 0, 0
        for (material, texts), of in zip(profiles, rows, strict=True):
            ends = text + len(texts.texts), title + len(of)
            found.append(self._one(material, texts, exact[:, text : ends[0]], titles[:, title : ends[1]]))
            text, title = ends
        return found

    def _one(
        self, material: Material, texts: Embedded, exact: NDArray[np.float64], titles: NDArray[np.float64]
    ) -> Compared:
        pairs = zip(highest(titles[: self._roles]).tolist(), highest(titles[self._roles :]).tolist(), strict=True)
        return Compared(
            likeness=as_cosines(exact[self._phrases_of].max(axis=1)),
            said=Said(
                outside=highest(exact[self._outside : self._studied]), position=highest(exact[1 : self._outside])
            ),
            titles=[next(pairs) if title in texts.row else (0.0, 0.0) for title in material.titles],
            _fields=dict(zip(self._field_names, as_cosines(exact[self._studied :]), strict=True)),
            _column=texts.row,
        )
