"""Finds, for one requirement, what each piece of a profile shows of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import calibration as c
from engine.amounts import sums_in
from engine.brief import Brief, Need
from engine.kinds import Kind
from engine.material import Material, Piece
from engine.naming import Named
from engine.readings import Readings, each_in, senses_in
from engine.similarity import Embedded
from engine.stance import Stance

_UNNAMED = (0.0, None)
_NOWHERE: Mapping[int, Named] = {}
# What a line says of others is sometimes told beside one's own part in it: by meaning alone that cannot be told apart.
_LINE_WEIGHT = {**c.STANCE_WEIGHT, Stance.OTHERS: c.STANCE_WEIGHT[Stance.PRODUCT]}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one piece shows of each part of a requirement, 0–1, before where it stands is weighed.

    `plain` says for each part that it is told as the person's own, without a doubt: not hedged, not sold, not under such a label,
    and not only alike because another part is named.
    """

    piece: Piece
    parts: tuple[float, ...]
    plain: tuple[bool, ...]

    @property
    def best(self) -> float:
        """The most it shows of any part."""
        return max(self.parts)


class Evidence:
    """A profile's pieces compared with a brief: by meaning all at once, by name through what was read of them.

    Args:
        brief: the job.
        material: the profile laid out.
        readings: what its pieces say.
        texts: the material's texts with their vectors.

    Raises:
        ValueError: the readings are not of the material.
    """

    def __init__(self, brief: Brief, material: Material, readings: Readings, texts: Embedded) -> None:
        if len(readings.lines) != len(material.pieces):
            raise ValueError("the readings are of other pieces")
        self._brief = brief
        self._readings = readings
        self.pieces = material.pieces
        scored = [piece.scored for piece in material.pieces]
        self.likeness = brief.likeness(texts)[:, [texts.row[text] for text in scored]]
        # What only repeats the job's own wording shows nothing, by name or by meaning.
        self.copied = brief.wording.copied(readings.claims)
        for place in self.copied:
            self.likeness[:, place] = 0.0
        self._names = brief.skill_names.named_in(scored, readings, without=self.copied)
        # Behind the last job stands one that is related to nothing: that of the pieces of none.
        self._jobs = np.array([-1 if piece.job is None else piece.job for piece in material.pieces], np.intp)
        self._unknown = (0.0,) * len(material.profile.jobs)
        # A listed skill is meant as the label of its list says.
        labels = readings.labels
        self._labels = [
            c.STANCE_WEIGHT[labels[place]] if place in labels else 1.0 for place in range(len(material.pieces))
        ]
        self._weights = [_LINE_WEIGHT[stance] for stance in readings.lines]
        self._alike: dict[tuple[float, ...] | None, list[dict[int, float]]] = {}

    def find(self, need: Need, *, relevance: tuple[float, ...] | None) -> list[Shown]:
        """What the pieces show of a requirement, in the order of the pieces; those that show nothing are left out.

        `relevance` has one number for each job: in a job of the right work looser words will do. While it is not known yet, only
        the pieces of jobs are looked at.
        """
        alike = self._all_alike(relevance)[need.row]
        named = {place for part in need.parts for place in self._names.get(part, ())}
        every = len(need.parts)
        found: list[Shown] = []
        for place in sorted(alike.keys() | named) if named else alike:
            piece = self.pieces[place]
            if place in named or need.sums:
                shown = self._shown(need, place, alike.get(place, 0.0))
                if shown is not None and (relevance is not None or piece.job is not None):
                    found.append(shown)
                continue
            # Most pieces show nothing of most requirements, and most of the others only by what they mean.
            label = self._labels[place]
            value = alike[place] * label
            if value > 0:
                found.append(Shown(piece, (value,) * every, (label >= 1 and self._weights[place] >= 1,) * every))
        return found

    def certificates(self, need: Need) -> Mapping[int, Sequence[Stance]]:
        """The places of the pieces that name a certificate that shows a requirement, and in what senses."""
        return senses_in(self._readings.certificates, need.concepts, without=self.copied)

    def industries(self, need: Need) -> Mapping[int, Sequence[Stance]]:
        """The places of the pieces that name an industry that shows a requirement, and in what senses."""
        return senses_in(self._readings.industries, need.concepts, without=self.copied)

    def trade_words(self) -> Iterable[tuple[str, str, int, Stance]]:
        """The words of trades that the pieces of jobs use: the trade, the folded words, the job's number, and the sense."""
        for name, numbers in self._readings.trades.items():
            trade, _, words = name.partition(" ")
            for place, stance in each_in(numbers):
                job = self.pieces[place].job
                if job is not None:
                    yield trade, words, job, stance

    def line(self, place: int) -> Stance:
        """The sense of a whole piece, for what is found in it by meaning and not by name."""
        return self._readings.lines[place]

    def _all_alike(self, relevance: tuple[float, ...] | None) -> list[dict[int, float]]:
        """For each need the places of the pieces that show it by their meaning, and how far."""
        known = self._alike.get(relevance)
        if known is None:
            related = np.array((*(self._unknown if relevance is None else relevance), 0.0))[self._jobs]
            # Twice: for skills, and for soft skills, which are met with in looser words. Read anew, so that a search may set them.
            plain = np.array([[c.SEMANTIC_LOW], [c.SEMANTIC_LOW_SOFT]])
            highs = np.array([c.SEMANTIC_HIGH, c.SEMANTIC_HIGH_SOFT])
            lows = np.maximum(c.SEMANTIC_FLOOR, plain - c.LOOSER_WHEN_RELATED * related)[self._brief.soft]
            rows, places = np.nonzero(self.likeness > lows)
            low, high = lows[rows, places], highs[self._brief.soft][rows]
            ramp = np.minimum(1.0, (self.likeness[rows, places] - low) / (high - low))
            meaning = c.SEMANTIC_MOST * ramp * np.array(self._weights)[places]
            if relevance is None:
                meaning[self._jobs[places] < 0] = 0.0
            known = [{} for _ in self._brief.soft]
            for row, place, value in zip(rows.tolist(), places.tolist(), meaning.tolist(), strict=True):
                if value:
                    known[row][place] = value
            self._alike[relevance] = known
        return known

    def _shown(self, need: Need, place: int, meaning: float) -> Shown | None:
        names = [self._names.get(part, _NOWHERE).get(place, _UNNAMED) for part in need.parts]
        if not meaning and not any(name for name, _ in names):
            return None
        piece, label = self.pieces[place], self._labels[place]
        weight = label * _sum_weight(need.sums, piece.scored)
        by_name = c.NAMED_IN_STATEMENT if need.asked.kind is Kind.STATEMENT else 1.0
        parts = tuple(max(by_name * name, like) * weight for name, like in _alike(names, meaning))
        if max(parts) <= 0:
            return None
        if label < 1:
            return Shown(piece, parts, (False,) * len(parts))
        if any(sense is not None for _, sense in names):
            return Shown(piece, parts, tuple(sense is not None and sense >= 1 for _, sense in names))
        return Shown(piece, parts, (self._weights[place] >= 1,) * len(parts))


def _alike(names: Sequence[tuple[float, float | None]], meaning: float) -> list[tuple[float, float]]:
    """What a text shows of each part by name and by meaning.

    Where it names the part, the sense of the name holds for the meaning too: "recruited Python developers" is like "Python"
    and still shows nothing. Where it names another part, its likeness to the whole is mostly that part's.
    """
    any_named = any(sense is not None for _, sense in names)
    return [
        (name, meaning * (sense if sense is not None else c.LIKE_ANOTHER_PART if any_named else 1.0))
        for name, sense in names
    ]


def _sum_weight(asked: tuple[float, ...], text: str) -> float:
    """Where a sum is asked for, a line without one that large is only a part of the answer."""
    if not asked:
        return 1.0
    return 1.0 if max(sums_in(text), default=0.0) >= c.SUM_TOLERANCE * max(asked) else c.WITHOUT_THE_SUM
