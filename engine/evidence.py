"""Finds, for one requirement, what each piece of a profile shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine import calibration as c
from engine.amounts import sums_in
from engine.facts.substitutes import SUBSTITUTABLE_KINDS
from engine.kinds import Asked, Kind
from engine.lexicon import SKILLS, literal_mentions, skills_in
from engine.material import PIECE_LENGTH, Piece, Source
from engine.similarity import Similarities
from engine.stance import Stance, stance_of, stance_of_label, stance_of_line


@dataclass(frozen=True, slots=True)
class Shown:
    """What one piece shows of each part of a requirement, 0–1, before where it stands is weighed."""

    piece: Piece
    parts: tuple[float, ...]

    @property
    def best(self) -> float:
        """The most it shows of any part."""
        return max(self.parts)


def find(
    asked: Asked, pieces: Sequence[Piece], similar: Similarities, *, relevance: Sequence[float] = ()
) -> tuple[Shown, ...]:
    """What the pieces show of a requirement, in the order of the pieces; those that show nothing are left out.

    `relevance` has one number for each job, once it is known: in a job of the right work looser words will do.
    """
    if not pieces:
        return ()
    texts = [piece.scored for piece in pieces]
    cosines = similar.between(asked.phrases, texts).max(axis=0).tolist() if asked.phrases else None
    parts = asked.skills or ((),)
    named = c.NAMED_IN_STATEMENT if asked.kind is Kind.STATEMENT else 1.0
    sums = sums_in(asked.name)
    soft = asked.kind is Kind.SOFT_SKILL
    low, high = (c.SEMANTIC_LOW_SOFT, c.SEMANTIC_HIGH_SOFT) if soft else (c.SEMANTIC_LOW, c.SEMANTIC_HIGH)
    found: list[Shown] = []
    for place, piece in enumerate(pieces):
        meaning = 0.0
        if cosines is not None and cosines[place] > c.SEMANTIC_FLOOR:
            related = relevance[piece.job] if relevance and piece.job is not None else 0.0
            lowest = max(c.SEMANTIC_FLOOR, low - c.LOOSER_WHEN_RELATED * related)
            meaning = _by_meaning(piece.scored, cosines[place], lowest, high)
        names = [_name_and_sense(piece.scored, part) for part in parts]
        if not meaning and not any(name for name, _ in names):
            # Most pieces show nothing of most requirements: that is known without weighing them.
            continue
        weight = _label_weight(piece) * _sum_weight(sums, piece.scored)
        shown = tuple(max(named * name, alike) * weight for name, alike in _alike(names, meaning))
        if max(shown) > 0:
            found.append(Shown(piece, shown))
    return tuple(found)


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


@lru_cache(maxsize=65536)
def _name_and_sense(text: str, part: tuple[str, ...]) -> tuple[float, float | None]:
    """How far a text names a part as the person's own, and the weight of the best sense in which it does."""
    best, sense = 0.0, None
    mentions = (*skills_in(text), *(found for concept in part for found in literal_mentions(text, concept)))
    for mention in mentions:
        strength = max([_shows(mention.concept, wanted) for wanted in part], default=0.0)
        if strength > 0:
            weight = c.STANCE_WEIGHT[stance_of(text, mention.first, mention.last)]
            best = max(best, strength * weight)
            sense = weight if sense is None else max(sense, weight)
    return best, sense


@lru_cache(maxsize=65536)
def _shows(concept: str, wanted: str) -> float:
    if concept == wanted:
        return c.NAMED
    if wanted in SKILLS.broader(concept):
        return c.IMPLIED
    if SKILLS.broader(concept) & SKILLS.broader(wanted) & SUBSTITUTABLE_KINDS:
        return c.STAND_IN
    return 0.0


def _by_meaning(text: str, cosine: float, low: float, high: float) -> float:
    if cosine <= low:
        return 0.0
    stance = stance_of_line(text)
    # What a line says of others is sometimes told beside one's own part in it: by meaning alone that cannot be told apart.
    weight = c.STANCE_WEIGHT[Stance.PRODUCT] if stance is Stance.OTHERS else c.STANCE_WEIGHT[stance]
    return c.SEMANTIC_MOST * min(1.0, (cosine - low) / (high - low)) * weight
