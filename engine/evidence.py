"""Finds, for one requirement, what each piece of a profile shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import calibration as c
from engine.amounts import sums_in
from engine.brief import Brief, Need
from engine.kinds import Kind
from engine.lexicon import Mention
from engine.material import PIECE_LENGTH, Material, Piece, Source
from engine.naming import Named, Spotter
from engine.similarity import Embedded
from engine.stance import Stance, stance_of_label, stance_of_line
from engine.text import folded

_UNNAMED = (0.0, None)
_NOWHERE: Mapping[int, Named] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one piece shows of each part of a requirement, 0–1, before where it stands is weighed."""

    piece: Piece
    parts: tuple[float, ...]

    @property
    def best(self) -> float:
        """The most it shows of any part."""
        return max(self.parts)


class Evidence:
    """A profile's pieces compared with a brief: by meaning all at once, by name each text once.

    Args:
        brief: the job.
        material: the profile laid out.
        texts: the material's texts with their vectors.
    """

    def __init__(self, brief: Brief, material: Material, texts: Embedded) -> None:
        self._brief = brief
        self.pieces = material.pieces
        columns = [texts.row[piece.scored] for piece in material.pieces]
        self.likeness = brief.likeness(texts)[:, columns]
        self._words = [(piece.scored, folded(piece.scored)) for piece in material.pieces]
        self._names = brief.skill_names.named_in(self._words)
        self._alike: dict[tuple[float, ...] | None, list[dict[int, tuple[float, float]]]] = {}
        self._spotted: dict[Spotter, Mapping[int, Sequence[Mention]]] = {}

    def find(self, need: Need, *, relevance: tuple[float, ...] | None) -> list[Shown]:
        """What the pieces show of a requirement, in the order of the pieces; those that show nothing are left out.

        `relevance` has one number for each job: in a job of the right work looser words will do. While it is not known yet, only
        the pieces of jobs are looked at.
        """
        alike = self._all_alike(relevance)[need.row]
        names = [self._names.get(part, _NOWHERE) for part in need.parts]
        found: list[Shown] = []
        # Most pieces show nothing of most requirements: only those that are alike or name a part are weighed.
        for place in sorted(alike.keys() | set().union(*names)):
            piece = self.pieces[place]
            if relevance is None and piece.job is None:
                continue
            shown = _shown(need, piece, [named.get(place) for named in names], alike.get(place))
            if shown is not None:
                found.append(shown)
        return found

    def mentions(self, names: Spotter) -> Mapping[int, Sequence[Mention]]:
        """What a spotter finds in the pieces, by their places; those without are left out."""
        if names not in self._spotted:
            spotted = ((place, names.mentions(*words)) for place, words in enumerate(self._words))
            self._spotted[names] = {place: mentions for place, mentions in spotted if mentions}
        return self._spotted[names]

    def _all_alike(self, relevance: tuple[float, ...] | None) -> list[dict[int, tuple[float, float]]]:
        """For each need the places of the pieces that may show it by their meaning, with the cosine and the lowest that counts."""
        known = self._alike.get(relevance)
        if known is None:
            related = [relevance[piece.job] if relevance and piece.job is not None else 0.0 for piece in self.pieces]
            # Twice: for skills, and for soft skills, which are met with in looser words.
            lows = np.array(
                [
                    [max(c.SEMANTIC_FLOOR, low - c.LOOSER_WHEN_RELATED * each) for each in related]
                    for low in (c.SEMANTIC_LOW, c.SEMANTIC_LOW_SOFT)
                ]
            )
            lowest = lows[self._brief.soft]
            rows, places = np.nonzero(self.likeness > lowest)
            known = [{} for _ in self._brief.soft]
            values = zip(self.likeness[rows, places].tolist(), lowest[rows, places].tolist(), strict=True)
            for row, place, value in zip(rows.tolist(), places.tolist(), values, strict=True):
                known[row][place] = value
            self._alike[relevance] = known
        return known


def _shown(need: Need, piece: Piece, named: Sequence[Named | None], alike: tuple[float, float] | None) -> Shown | None:
    meaning = 0.0
    if alike is not None:
        high = c.SEMANTIC_HIGH_SOFT if need.asked.kind is Kind.SOFT_SKILL else c.SEMANTIC_HIGH
        meaning = _by_meaning(piece.scored, alike[0], alike[1], high)
    names = [_UNNAMED if each is None else each for each in named]
    if not meaning and not any(name for name, _ in names):
        return None
    weight = _label_weight(piece) * _sum_weight(need.sums, piece.scored)
    by_name = c.NAMED_IN_STATEMENT if need.asked.kind is Kind.STATEMENT else 1.0
    parts = tuple(max(by_name * name, like) * weight for name, like in _alike(names, meaning))
    return Shown(piece, parts) if max(parts) > 0 else None


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


def _label_weight(piece: Piece) -> float:
    """A listed skill is meant as the label of its list says: "Would like to learn", "Basics", "Stacks I recruit for"."""
    if piece.source is not Source.LISTED or piece.scored == piece.line.scored:
        return 1.0
    label, colon, _ = piece.line.scored[:PIECE_LENGTH].partition(":")
    return c.STANCE_WEIGHT[stance_of_label(label)] if colon else 1.0


def _sum_weight(asked: tuple[float, ...], text: str) -> float:
    """Where a sum is asked for, a line without one that large is only a part of the answer."""
    if not asked:
        return 1.0
    return 1.0 if max(sums_in(text), default=0.0) >= c.SUM_TOLERANCE * max(asked) else c.WITHOUT_THE_SUM


def _by_meaning(text: str, cosine: float, low: float, high: float) -> float:
    stance = stance_of_line(text)
    # What a line says of others is sometimes told beside one's own part in it: by meaning alone that cannot be told apart.
    weight = c.STANCE_WEIGHT[Stance.PRODUCT] if stance is Stance.OTHERS else c.STANCE_WEIGHT[stance]
    return c.SEMANTIC_MOST * min(1.0, (cosine - low) / (high - low)) * weight
