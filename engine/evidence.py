"""Finds what each piece of a profile shows of each requirement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.amounts import sums_in
from engine.brief import Brief, Need
from engine.comparison import Compared
from engine.material import Material, Source
from engine.readings import Readings, each_in, senses_in
from engine.stance import Stance

# Where sentences are told: only these can be of life outside of work, and not a bare list or a credential.
_TOLD = frozenset({Source.WORK, Source.SUMMARY, Source.PROJECT, Source.OTHER})
# What a line says of others is sometimes told beside one's own part in it: by meaning alone that cannot be told apart.
_LINE_WEIGHT = {**c.STANCE_WEIGHT, Stance.OTHERS: c.STANCE_WEIGHT[Stance.PRODUCT]}
_NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the pieces show of each part of each requirement: rows as the brief's layout has them, a column a piece.

    `values` are 0–1, before where a piece stands is weighed; 0 for what shows nothing. `plain` says that it is told as the
    person's own, without a doubt: not hedged, not sold, not under such a label, and not only alike because another part is named.
    """

    values: NDArray[np.float64]
    plain: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """What the pieces name, in rows and columns as above: `value` by name alone, `share` what is left of a likeness in meaning."""

    value: NDArray[np.float64]
    share: NDArray[np.float64]
    plain: NDArray[np.bool_]


class Evidence:
    """A profile's pieces compared with a brief: by meaning all at once, by name through what was read of them.

    Args:
        brief: the job.
        material: the profile laid out.
        readings: what its pieces say.
        compared: the material's texts beside the job.
    """

    def __init__(self, brief: Brief, material: Material, readings: Readings, compared: Compared) -> None:
        self.brief = brief
        self.material = material
        self.compared = compared
        self._readings = readings
        self.pieces = material.pieces
        columns = compared.columns([piece.scored for piece in self.pieces])
        self.likeness, said = compared.likeness[:, columns], compared.said.of(columns)
        told = np.array([piece.source in _TOLD for piece in self.pieces], np.bool_)
        # A name that is no everyday word is believed wherever it is told.
        everyday = told.copy()
        everyday[list(readings.professional)] = False
        aside = said.of_life & everyday
        by_chance = said.by_chance(self.likeness) & told
        self.likeness[by_chance] = 0.0
        if brief.plan.language == "english":
            # The model reads English: likeness to what is told in another language is chance. Names and words count.
            self.likeness[:, [place for place in readings.foreign if told[place]]] = 0.0
        if columns:
            words = brief.overlap.likeness(readings.words) * ~aside
            # Some words of a name are no more than likeness by chance; but in another language nobody can tell what a line is like.
            weak = (words < c.SEMANTIC_LOW) & everyday
            weak[:, list(readings.foreign)] = False
            words[by_chance & weak] = 0.0
            np.maximum(self.likeness, words, out=self.likeness)
        # What only repeats the job's own wording shows nothing, by name or by meaning.
        self.copied = brief.wording.copied(readings.claims)
        if self.copied:
            self.likeness[:, list(self.copied)] = 0.0
        self._aside = frozenset(np.flatnonzero(aside).tolist())
        #: The places where a name says nothing of any requirement.
        self.passed_over = self.copied | self._aside
        # Behind the last job stands one that is related to nothing: that of the pieces of none.
        jobs = [_NOWHERE if piece.job is None else piece.job for piece in self.pieces]
        self.jobs = np.array(jobs, np.intp)
        # The pieces of jobs come first, one job after the other: where those of each begin, and where they all end.
        self._told: dict[int, int] = {}
        for place, job in enumerate(jobs):
            self._told.setdefault(job, place)
        self._untold = self._told.pop(_NOWHERE, len(jobs))
        self.senses = np.array([c.STANCE_WEIGHT[stance] for stance in readings.lines], np.float64)
        self._weights = np.array([_LINE_WEIGHT[stance] for stance in readings.lines], np.float64)
        # A listed skill is meant as the label of its list says.
        self._labels = np.ones(len(jobs))
        for place, stance in readings.labels.items():
            self._labels[place] = c.STANCE_WEIGHT[stance]
        self._named = self._all_named()

    def shown(self, *, relevance: Sequence[float] | None) -> Shown:
        """What the pieces show of the requirements.

        `relevance` has one number for each job: in a job of the right work looser words will do. While it is not known yet, only
        what the pieces of jobs show is right.
        """
        named, layout = self._named, self.brief.layout
        unknown = (0.0,) * len(self.material.profile.jobs)
        related = np.array((*(unknown if relevance is None else relevance), 0.0))[self.jobs]
        # Twice: for skills, and for soft skills, which are met with in looser words. Read anew, so that a search may set them.
        low = np.maximum(
            c.SEMANTIC_FLOOR, np.array([[c.SEMANTIC_LOW], [c.SEMANTIC_LOW_SOFT]]) - c.LOOSER_WHEN_RELATED * related
        )
        span = np.array([[c.SEMANTIC_HIGH], [c.SEMANTIC_HIGH_SOFT]]) - low
        low, likeness = low[layout.soft], self.likeness[layout.need]
        ramp = np.minimum(1.0, (likeness - low) / span[layout.soft])
        meaning = np.where(likeness > low, c.SEMANTIC_MOST * ramp * self._weights, 0.0)
        return Shown(self._weighed(np.maximum(named.value, meaning * named.share)), named.plain)

    def by_job(self, shown: NDArray[np.float64]) -> NDArray[np.float64]:
        """The most that the pieces of each job show: of [rows, pieces], [rows, jobs], 0 for a job without pieces."""
        most = np.zeros((len(shown), len(self.material.profile.jobs)))
        if self._told:
            firsts = list(self._told.values())
            most[:, list(self._told)] = np.maximum.reduceat(shown[:, : self._untold], firsts, axis=1)
        return most

    def certificates(self, need: Need) -> Mapping[int, Sequence[Stance]]:
        """The places of the pieces that name a certificate that shows a requirement, and in what senses."""
        return senses_in(self._readings.certificates, need.concepts, without=self.passed_over)

    def industries(self, need: Need) -> Mapping[int, Sequence[Stance]]:
        """The places of the pieces that name an industry that shows a requirement, and in what senses."""
        return senses_in(self._readings.industries, need.concepts, without=self.passed_over)

    def trade_words(self) -> Iterable[tuple[str, str, int, Stance]]:
        """The words of trades that the pieces of jobs use at work: the trade, the folded words, the job's number, and the sense."""
        for name, numbers in self._readings.trades.items():
            trade, _, words = name.partition(" ")
            for place, stance in each_in(numbers):
                job = self.pieces[place].job
                if job is not None and place not in self._aside:
                    yield trade, words, job, stance

    @property
    def language(self) -> str | None:
        """The language the pieces are written in, None where that cannot be told."""
        return self._readings.language

    def line(self, place: int) -> Stance:
        """The sense of a whole piece, for what is found in it by meaning and not by name."""
        return self._readings.lines[place]

    def _all_named(self) -> _Named:
        """What the pieces name.

        Where one names a part, the sense of the name holds for the meaning too: "recruited Python developers" is like "Python"
        and still shows nothing. Where it names another part, its likeness to the whole is mostly that part's.
        """
        layout, every = self.brief.layout, len(self.pieces)
        names = self.brief.skill_names.named_in(
            [piece.scored for piece in self.pieces], self._readings, without=self.passed_over
        )
        name, sense = np.zeros((2, len(layout.number), every))
        named = np.zeros((len(layout.number), every), np.bool_)
        for part, places in names.items():
            row = layout.number[part]
            for place, (strength, weight) in places.items():
                name[row, place], sense[row, place], named[row, place] = strength, weight, True
        name, sense, named = name[layout.part], sense[layout.part], named[layout.part]
        any_named = layout.any(named)
        return _Named(
            value=np.where(layout.statement[:, np.newaxis], c.NAMED_IN_STATEMENT * name, name),
            share=np.where(named, sense, np.where(any_named, c.LIKE_ANOTHER_PART, 1.0)),
            plain=np.where(any_named, named & (sense >= 1), self._weights >= 1) & (self._labels >= 1),
        )

    def _weighed(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What is left of values: the weight of a piece is that of its label and, where a sum is asked for, of the sums it names."""
        if not self.brief.sums:
            return values * self._labels
        weights = np.tile(self._labels, (len(values), 1))
        for need in self.brief.sums:
            for place in np.flatnonzero(values[need.rows].any(axis=0)).tolist():
                weights[need.rows, place] *= _sum_weight(need.sums, self.pieces[place].scored)
        return values * weights


def _sum_weight(asked: tuple[float, ...], text: str) -> float:
    """Where a sum is asked for, a line without one that large is only a part of the answer."""
    return 1.0 if max(sums_in(text), default=0.0) >= c.SUM_TOLERANCE * max(asked) else c.WITHOUT_THE_SUM
