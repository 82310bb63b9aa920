"""The header of an entry taken apart: what is a title, what a name, what a place."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.reading.dates import without_dates
from engine.reading.lexicon.roles import WORK_MODES
from engine.reading.text import fold, fragments, is_link
from services.matcher.domain.structure.entries import Entry
from services.matcher.domain.structure.places import is_place, may_be_town, split_place, split_town, stands_alone

Score = Callable[[str], float]

_AT = re.compile(r"\s(?:at|@|bei|beim|chez|presso|bij|w firmie|na empresa|hos)\s+(?=[\w\"“„])|\s?@\s(?=\w)")
_BRACKETS = re.compile(r"\s*\(([^()]{2,80})\)\s*")
_GENDER_MARK = re.compile(
    r"\s*\((?:[mwfhdx]{1}(?:\s?[/|*,]\s?[mwfhdx]){1,3}|all genders|h/f|f/h|k/m|m/k)\)|\s\[?\b[mwfhdx](?:\s?/\s?[mwfhdx]){1,3}\b\]?$",
    re.IGNORECASE,
)
_LEGAL_TAIL = re.compile(
    r"^(?:inc|llc|ltd|limited|gmbh|corp|co|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a|plc|llp|jr|sr|b\.?v|n\.?v)\b\.?,?",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"^\(?\s?(?:\d{1,2}\s?(?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|meses|anni|mesi|jaar|maanden|lat[a]?)\b[\s,.]*){1,2}\)?$"
)
# A bracket with no more than this is an abbreviation.
_ABBREVIATION = 3
# So many headers show by what stands behind their names that it is a town.
_LIKE_TAILS = 2
_COMMA = re.compile(r",\s+(?=\S)")
_MARKS = " ,;:|·•–—-/"


@dataclass(frozen=True, slots=True)
class Piece:
    """A name in a header with its place in it: row, number within the row, number of the part of the row it was found in."""

    text: str
    row: int
    order: int
    after_at: bool = False
    part: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place stood in a header: the row, the part of that row, and whether it was all of that part."""

    row: int
    part: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The parts of a header in reading order, its place and where that stood, and the whole as one text."""

    pieces: tuple[Piece, ...]
    location: str | None
    text: str
    spots: frozenset[Spot] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """What a header names: the cue's own (title, degree) and the other's (company, institution)."""

    first: str
    second: str
    rest: tuple[str, ...] = ()


def header_of(
    entry: Entry, *, cue: Score, rival: Score, aside: Score | None = None, towns: frozenset[Spot] = frozenset()
) -> Header:
    """The header of an entry, without dates, links and work modes.

    Args:
        entry: the entry.
        cue: scores a text as what names the entry's own part (a title, a degree).
        rival: scores a text as the other's name (a company, an institution).
        aside: scores a text as what else may follow the other's name after a comma (a field of study); where it is given,
            a city after the other's name belongs to the name (`University of California, Los Angeles`).
        towns: where the other headers of the section have places: what may be a town there is one.
    """
    pieces: list[Piece] = []
    location: str | None = None
    spots: set[Spot] = set()
    for number, row in enumerate(entry.header):
        order = 0
        parts = [part for cell in row.cells for part in fragments(without_dates(cell.raw))]
        for index, part in enumerate(parts):
            text = _GENDER_MARK.sub("", part).strip(_MARKS)
            if not any(c.isalpha() for c in text) or is_link(text) or _DURATION.match(fold(text)):
                continue
            # `Klarsten Payments, Stockholm` looks like a town and its region, but before a city stands a name.
            whole = Spot(number, index, whole=True)
            known = is_place(text) and stands_alone(text)
            if (known or (whole in towns and may_be_town(text))) and not (cue(text) > 0 or rival(text) > 0):
                if fold(text) not in WORK_MODES:
                    location = location or text
                    spots.add(whole)
                continue
            if fold(text) in WORK_MODES:
                continue
            tail = Spot(number, index, whole=False)
            shorter, place = split_place(text)
            if place is None and tail in towns:
                shorter, place = split_town(text)
            if place is None or aside is None or "," in place or "(" in text or rival(shorter) == 0:
                text, location = shorter, location or place
                spots |= {tail} if place else set()
            for piece, after_at in _parts(text, cue, rival, aside):
                pieces.append(Piece(piece, number, order, after_at, index))
                order += 1
    text = " ".join(row.text for row in entry.header)
    return Header(tuple(pieces), location, text, frozenset(spots))


def usual_towns(headers: Sequence[Header], *, cue: Score, rival: Score) -> frozenset[Spot]:
    """Where at least a third of the headers have a place, or two thirds what may be an unknown town behind a name they can spare.

    Args:
        headers: those of one section.
        cue: scores a text as a title.
        rival: scores a text as the name of an employer.
    """
    counts = Counter(spot for header in headers for spot in header.spots)
    titled = any(cue(piece.text) > 0 for header in headers for piece in header.pieces)
    likely = Counter(spot for header in headers for spot in _tails(header, cue, rival, titled=titled))
    named = sum(any(cue(piece.text) == 0 for piece in header.pieces) for header in headers)
    told = {spot for spot, count in counts.items() if count * 3 >= len(headers)}
    alike = {spot for spot, count in likely.items() if count >= _LIKE_TAILS and (count + counts[spot]) * 3 >= 2 * named}
    return frozenset(told | alike)


def _tails(header: Header, cue: Score, rival: Score, *, titled: bool) -> set[Spot]:
    """Where a name has a tail like a town's: in brackets, or after a comma where the header has two names without it."""
    spots: set[Spot] = set()
    for piece in header.pieces:
        _, town = split_town(piece.text)
        if town is None or cue(piece.text) > 0 or not ((titled and len(header.pieces) > 1) or piece.text.endswith(")")):
            continue
        if cue(town) == 0 and rival(town) == 0:
            spots.add(Spot(piece.row, piece.part, whole=False))
    if len(header.pieces) > 2:  # noqa: PLR2004 - a title, a name and a town
        for before, piece in pairwise(header.pieces):
            parted = (before.row, before.part) == (piece.row, piece.part) and cue(before.text) > 0
            if parted and may_be_town(piece.text) and rival(piece.text) == 0:
                spots.add(Spot(piece.row, piece.part, whole=False))
    return spots


def _parts(text: str, cue: Score, rival: Score, aside: Score | None = None) -> list[tuple[str, bool]]:
    """The names in one piece of a header: parted at an `at`, at brackets, at the comma between a title and a name."""
    at = _AT.search(text)
    if at is not None and ("@" in at.group() or cue(text[: at.start()]) > 0):
        return [(text[: at.start()].strip(_MARKS), False), (text[at.end() :].strip(_MARKS), True)]
    bracket = _BRACKETS.search(text)
    if bracket is not None:
        inner, outer = bracket.group(1), (text[: bracket.start()] + " " + text[bracket.end() :]).strip(_MARKS)
        names = (
            (inner[:1].isupper() or rival(inner) > 0) and fold(inner) not in WORK_MODES and len(inner) > _ABBREVIATION
        )
        if names and cue(outer) > 0 and cue(inner) == 0:
            return [*_parts(outer, cue, rival, aside), (inner, False)]
    head, colon, tail = text.partition(": ")
    differ = (cue(head) > 0) != (cue(tail) > 0)
    if colon and (differ or (aside is not None and (rival(head) > 0) != (rival(tail) > 0))):
        return [(head.strip(_MARKS), False), (tail.strip(_MARKS), False)]
    comma = next((c for c in _COMMA.finditer(text) if c.start() and not _LEGAL_TAIL.match(text[c.end() :])), None)
    if comma is not None and _parts_names(text[: comma.start()], text[comma.end() :], cue, rival, aside):
        tail = text[comma.end() :]
        return [(text[: comma.start()], False), *(_parts(tail, cue, rival, aside) if aside else [(tail, False)])]
    return [(text, False)]


def _parts_names(head: str, tail: str, cue: Score, rival: Score, aside: Score | None) -> bool:
    """Whether a comma stands between two names rather than within one."""
    if aside is not None and cue(head) > 0 and rival(tail) > 0 and (rival(head) == 0 or cue(head) >= cue(tail)):
        return True
    if aside is not None and aside(head) > 0 and rival(head) == 0 and rival(tail) > 0:
        return True
    if cue(head) > 0 and cue(tail) == 0 and tail[:1].isupper() and (aside is None or rival(tail) > 0):
        return True
    if cue(tail) > 0 and (cue(head) == 0 or (aside is not None and rival(head) > 0 and rival(tail) == 0)):
        return True
    if rival(head) > 0 and rival(tail) == 0 and aside is not None:
        return aside(tail) > 0
    return aside is None and rival(tail) > 0 and rival(head) == 0


def usual_place(headers: Sequence[Header], cue: Score) -> tuple[int, int] | None:
    """Where (row, order) most headers of a section have the part their cue tells; None when no header tells."""
    votes: Counter[tuple[int, int]] = Counter()
    for header in headers:
        told = [piece for piece in header.pieces if cue(piece.text) > 0]
        if len(told) == 1 and len(header.pieces) > 1:
            votes[told[0].row, told[0].order] += 1
    return votes.most_common(1)[0][0] if votes else None


def names_of(header: Header, *, cue: Score, rival: Score, usual: tuple[int, int] | None) -> Names:
    """Which piece is the cue's and which the rival's; empty texts for what the header does not name."""
    pieces = list(header.pieces)
    if not pieces:
        return Names("", "")

    def standing(piece: Piece) -> float:
        score = cue(piece.text) - rival(piece.text) - (2.0 if piece.after_at else 0.0)
        return score + (0.6 if usual == (piece.row, piece.order) else 0.0)

    best = max(pieces, key=lambda piece: (standing(piece), -piece.row, -piece.order))
    if len(pieces) == 1:
        told = cue(best.text) > 0 or rival(best.text) == 0
        return Names(best.text, "") if told else Names("", best.text)
    others = [piece for piece in pieces if piece is not best]
    second = max(
        others, key=lambda p: (p.after_at, rival(p.text) - 0.5 * cue(p.text), p.row != best.row, -p.row, -p.order)
    )
    # Where nothing tells, what stands next to the first name in its row says more than a far row.
    if not any(rival(p.text) > 0 or p.after_at for p in others):
        second = min(others, key=lambda p: (abs(p.row - best.row), p.row, p.order))
    rest = tuple(p.text for p in others if p is not second)
    return Names(best.text, second.text, rest)
