"""Who is what in the headers of a section: the reading of each that its words and the habit of the whole section speak for.

Every way to read a header gets points for its words: those of titles and employers, known towns, a name that other entries repeat.
Then the places at which the names stand are counted over all entries, each way by how likely it is, and a way that reads them
where the others have them gets points for that. So a title that no table knows is told by its place, and so is a town.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.reading.text import fold
from services.matcher.domain.structure.header_parts import Named, Part, Score, Slot, Way

# What words say, in points.
_TOLD = 0.8
_LIKELY = 0.25
_KNOWN_PLACE = 0.35
_TOWN = 0.05
# An unknown town stands behind the name of the employer rather than before it.
_TOWN_BEFORE = 0.2
_PLACE_AS_NAME = 0.9
_UNREAD = 0.3
_NO_SECOND = 0.35
_NO_FIRST = 0.5
_AFTER_AT = 0.7
_IN_ORDER = 0.05
_LONG_WORDS = 10
_LONG = 0.3
_COMMA = 0.12
# What the habit of a section says, in points, and how sharply likely ways are told from unlikely ones.
_HABIT = 0.7
_PLACE_HABIT = 0.3
_SAME = 0.3
_SHARPNESS = 4.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a header: the cue's own name (a title), the rival's (a company), a place, and what is left over."""

    first: Named | None
    second: Named | None
    place: Named | None
    rest: tuple[str, ...]
    points: float


_Sign = tuple[str, Slot | str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A name in a reading: its kind with its slot, its kind with its folded text, and what the slot of others is worth."""

    slot: _Sign
    text: _Sign
    worth: float


class Names:
    """What names say, each asked about once."""

    def __init__(self, cue: Score, rival: Score, like: Score) -> None:
        self._cue, self._rival, self._like = cue, rival, like
        self._first: dict[str, float] = {}
        self._second: dict[str, float] = {}

    def as_first(self, text: str, *, place: bool) -> float:
        """The points of a text as the cue's own name."""
        points = self._first.get(text)
        if points is None:
            cue, rival = self._cue(text), self._rival(text)
            points = _TOLD + 0.2 * min(cue - 1.0, 0.6) if cue > 0 else _LIKELY * self._like(text)
            if rival > 0:
                points -= _TOLD if cue == 0 else 0.3
            points -= _cost(text)
            self._first[text] = points
        return points - (_PLACE_AS_NAME if place else 0.0)

    def as_second(self, text: str, *, place: bool) -> float:
        """The points of a text as the rival's name."""
        points = self._second.get(text)
        if points is None:
            cue, rival = self._cue(text), self._rival(text)
            points = _TOLD if rival > 0 else 0.0
            if cue > 0:
                points -= _TOLD if rival == 0 else 0.5
            points -= _cost(text)
            self._second[text] = points
        return points - (_PLACE_AS_NAME if place else 0.0)


def _cost(text: str) -> float:
    """What speaks against a text as one name: many words, and commas between them."""
    return (_LONG if len(text.split()) > _LONG_WORDS else 0.0) + (_COMMA if ", " in text or " / " in text else 0.0)


def readings_of(headers: Sequence[Sequence[Part]], *, cue: Score, rival: Score, like: Score) -> list[Reading | None]:
    """The best reading of each header of a section; None for one without names.

    Args:
        headers: the parts of each entry's header.
        cue: scores a text as what names the entry's own part (a title).
        rival: scores a text as the other's name (a company).
        like: from 0 to 1, how much the form of the words is that of the entry's own part.
    """
    names = Names(cue, rival, like)
    every = [list(_readings(parts, names)) for parts in headers]
    told = [readings for readings in every if readings]
    weights = [_weights([reading.points for reading in readings]) for readings in told]
    marks = [[_marks(reading) for reading in readings] for readings in told]
    for _ in range(_ROUNDS):
        habit = _habit(marks, weights)
        weights = [
            _weights([_with_habit(reading, of, habit, len(told)) for reading, of in zip(readings, ways, strict=True)])
            for readings, ways in zip(told, marks, strict=True)
        ]
    best = iter(
        [
            max(zip(ways, readings, strict=True), key=lambda pair: pair[0])[1]
            for ways, readings in zip(weights, told, strict=True)
        ]
    )
    return [next(best) if readings else None for readings in every]


def _readings(parts: Sequence[Part], names: Names) -> Iterator[Reading]:
    for one, part in enumerate(parts):
        for way in part.ways:
            if len(way.names) > 1:
                head, tail = way.names
                yield _reading(parts, ((part, way),), head, tail, names)
                if not way.after_at:
                    yield _reading(parts, ((part, way),), tail, head, names)
                continue
            yield _reading(parts, ((part, way),), way.names[0], None, names)
            yield _reading(parts, ((part, way),), None, way.names[0], names)
            for other in parts[one + 1 :]:
                for beside in other.ways:
                    if len(beside.names) == 1:
                        pair = ((part, way), (other, beside))
                        yield _reading(parts, pair, way.names[0], beside.names[0], names)
                        yield _reading(parts, pair, beside.names[0], way.names[0], names)


def _reading(
    parts: Sequence[Part],
    chosen: Sequence[tuple[Part, Way]],
    first: Named | None,
    second: Named | None,
    names: Names,
) -> Reading:
    used, ways = [part for part, _ in chosen], [way for _, way in chosen]
    places = {part.text for part in used if part.known}
    points = -sum(way.cost for way in ways)
    if first is not None:
        points += names.as_first(first.text, place=first.text in places)
    else:
        points -= _NO_FIRST
    if second is not None:
        points += names.as_second(second.text, place=second.text in places)
    else:
        points -= _NO_SECOND
    if first is not None and second is not None and first.slot < second.slot:
        points += _IN_ORDER
    if any(way.after_at for way in ways):
        points += _AFTER_AT
    place, known = next(((way.place, way.known) for way in ways if way.place is not None), (None, False))
    rest: list[str] = []
    for part in parts:
        if part in used:
            continue
        if part.place and place is None:
            place, known = Named(part.text, part.slot), part.known
        else:
            rest.append(part.text)
            points -= 0.0 if part.known else _UNREAD
    if place is not None:
        points += _KNOWN_PLACE if known else _TOWN
        if not known and second is not None and place.slot[:2] < second.slot[:2]:
            points -= _TOWN_BEFORE
    return Reading(first, second, place, tuple(rest), points)


def _weights(points: Sequence[float]) -> list[float]:
    top = max(points)
    raised = [math.exp(_SHARPNESS * (each - top)) for each in points]
    total = sum(raised)
    return [each / total for each in raised]


def _marks(reading: Reading) -> tuple[_Mark, ...]:
    """What a reading adds to the habit of its section."""
    named = (
        ("first", reading.first, _HABIT),
        ("second", reading.second, _HABIT),
        ("place", reading.place, _PLACE_HABIT),
    )
    return tuple(
        _Mark((kind, each.slot), (kind, fold(each.text)), worth) for kind, each, worth in named if each is not None
    )


def _habit(marks: Sequence[Sequence[Sequence[_Mark]]], weights: Sequence[Sequence[float]]) -> dict[_Sign, float]:
    """How many headers have each kind of name at each slot, likely readings counting as much as they are likely."""
    habit: dict[_Sign, float] = {}
    for readings, ways in zip(marks, weights, strict=True):
        for reading, weight in zip(readings, ways, strict=True):
            for mark in reading:
                for sign in (mark.slot, mark.text):
                    habit[sign] = habit.get(sign, 0.0) + weight
    return habit


def _with_habit(reading: Reading, marks: Sequence[_Mark], habit: Mapping[_Sign, float], headers: int) -> float:
    points = reading.points
    for mark in marks:
        points += mark.worth * habit.get(mark.slot, 0.0) / headers
        # What is a town in one header is one in another.
        points += _SAME * min(1.0, habit.get(mark.text, 0.0) / 2)
    return points
