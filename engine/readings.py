"""What a profile's pieces say by themselves, whatever the job: read once, and good for as long as the engine stays the same."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine import calibration as c
from engine.aside import speaks_of_a_trade
from engine.facts.languages import other_than_english, written_in
from engine.lexicon import Mention, certificates_in, industries_in, skills_in, trades_in
from engine.material import PIECE_LENGTH, Material, Piece, Source, material_of
from engine.profile import Profile
from engine.stance import Stance, stance_of, stance_of_label, stance_of_line
from engine.text import folded

_STANCES = tuple(Stance)
_BY_DIGIT = {str(number): stance for number, stance in enumerate(_STANCES)}
# More of a line with claims than anybody writes is not looked at.
_CLAIM_LENGTH = 4_000
# The concepts of a fact table that pieces name: by concept, each piece and sense as one number, see `senses_in`.
Names = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Readings:
    """What the pieces of one material say, by their places, in plain values that can be kept.

    `skills`, `certificates` and `industries` are what they name; `trades` the words of trades that they use, each as the trade and
    the folded words; `claims` the folded words of the lines that claims stand in, with the places of the claims; `professional` the
    places of those that speak of a trade; `lines` the senses of the whole pieces; `labels` those of the labels that some of them
    stand under; `words` their folded words: a line a piece, and around each word a space; `language` the language they are written
    in, None where that cannot be told; `foreign` the places of those that are plainly not English.
    """

    skills: Names
    certificates: Names
    industries: Names
    trades: Names
    claims: Names
    professional: Sequence[int]
    lines: Sequence[Stance]
    labels: Mapping[int, Stance]
    words: str
    language: str | None
    foreign: Sequence[int]

    def places_of(self, words: Iterable[str]) -> Sequence[int]:
        """The places of the pieces that may hold these folded words one after the other; no other does."""
        wanted = f" {' '.join(words)} "
        if wanted not in self.words:
            return ()
        return [place for place, line in enumerate(self.words.split("\n")) if wanted in line]


def readings_of(material: Material) -> Readings:
    """Read the pieces of a profile."""
    texts = [piece.scored for piece in material.pieces]
    labels = ((place, _label(piece)) for place, piece in enumerate(material.pieces))
    return Readings(
        skills=_names(texts, skills_in),
        certificates=_names(texts, certificates_in),
        industries=_names(texts, industries_in),
        trades=_names(texts, _trade_words),
        claims=_claims(material.pieces),
        professional=[place for place, text in enumerate(texts) if speaks_of_a_trade(text)],
        lines=[stance_of_line(text) for text in texts],
        labels={place: stance_of_label(label) for place, label in labels if label is not None},
        words="\n".join(f" {' '.join(folded(text))} " for text in texts),
        language=written_in(" ".join(texts)),
        foreign=[place for place, text in enumerate(texts) if other_than_english(text) is not None],
    )


def readings_of_profile(profile: Profile) -> Readings:
    """Read a profile's pieces."""
    return readings_of(material_of(profile))


def plain(readings: Readings) -> list[Any]:
    """The readings as a JSON value."""
    names = [
        dict(each)
        for each in (readings.skills, readings.certificates, readings.industries, readings.trades, readings.claims)
    ]
    digit = {stance: digit for digit, stance in _BY_DIGIT.items()}
    lines = "".join(digit[stance] for stance in readings.lines)
    labels = {str(place): digit[stance] for place, stance in readings.labels.items()}
    alone = (list(readings.professional), lines, labels, readings.words, readings.language, list(readings.foreign))
    return [*names, *alone]


def readings_from(value: Any) -> Readings:
    """What `plain` made a value of; raises ValueError or TypeError for another's."""
    try:
        skills, certificates, industries, trades, claims, professional, lines, labels, words, language, foreign = value
        read = Readings(
            skills=skills,
            certificates=certificates,
            industries=industries,
            trades=trades,
            claims=claims,
            professional=professional,
            lines=[_BY_DIGIT[digit] for digit in lines],
            labels={int(place): _BY_DIGIT[digit] for place, digit in labels.items()},
            words=words,
            language=language,
            foreign=foreign,
        )
        numbers = [number for names in value[:4] for numbers in names.values() for number in numbers]
        claimed = [place for places in claims.values() for place in places]
        pieces = words.count("\n") + 1 if lines else 0
    except (KeyError, IndexError, AttributeError) as error:
        raise ValueError("not readings") from error
    places = (*claimed, *professional, *read.labels, *foreign)
    if language is not None and not isinstance(language, str):
        raise ValueError("not readings")
    if pieces != len(lines) or not _within(places, len(lines)) or not _within(numbers, len(lines) * len(_STANCES)):
        raise ValueError("readings of other pieces")
    return read


def senses_in(
    names: Names, concepts: Collection[str], *, without: Collection[int] = ()
) -> Mapping[int, Sequence[Stance]]:
    """The places of the pieces that name any of some concepts, with the senses in which they do; some are passed over."""
    found: dict[int, list[Stance]] = {}
    for concept in names.keys() & concepts:
        for place, stance in each_in(names[concept]):
            if place not in without:
                found.setdefault(place, []).append(stance)
    return found


def each_in(numbers: Sequence[int]) -> Iterable[tuple[int, Stance]]:
    """The places and senses behind the numbers of a concept."""
    return ((number // len(_STANCES), _STANCES[number % len(_STANCES)]) for number in numbers)


def _within(numbers: Sequence[int], end: int) -> bool:
    return not numbers or 0 <= min(numbers) <= max(numbers) < end


def _names(texts: Sequence[str], find: Callable[[str], Sequence[Mention]]) -> Names:
    found: dict[str, set[int]] = {}
    for place, text in enumerate(texts):
        for mention in find(text):
            sense = _STANCES.index(stance_of(text, mention.first, mention.last))
            found.setdefault(mention.concept, set()).add(place * len(_STANCES) + sense)
    return {concept: sorted(numbers) for concept, numbers in sorted(found.items())}


def _trade_words(text: str) -> Sequence[Mention]:
    words = folded(text)
    return [
        replace(each, concept=" ".join((each.concept, *words[each.first : each.last + 1]))) for each in trades_in(text)
    ]


def _claims(pieces: Sequence[Piece]) -> Names:
    found: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        if piece.source in c.CLAIMS:
            found.setdefault(" ".join(folded(piece.line.scored[:_CLAIM_LENGTH])), []).append(place)
    return found


def _label(piece: Piece) -> str | None:
    """What a listed skill's list is called: "Would like to learn", "Basics", "Stacks I recruit for"."""
    if piece.source is not Source.LISTED or piece.scored == piece.line.scored:
        return None
    label, colon, _ = piece.line.scored[:PIECE_LENGTH].partition(":")
    return label if colon else None
