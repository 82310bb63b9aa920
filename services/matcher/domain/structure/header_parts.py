"""The rows of an entry's header as parts, and the ways in which each can be read: as one name, as two, with a town at its end."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.reading.dates import is_pure_date, without_dates
from engine.reading.lexicon.places import REGION_CODES
from engine.reading.lexicon.roles import WORK_MODES
from engine.reading.text import fold, fragments, is_link
from services.matcher.domain.structure.entries import Entry
from services.matcher.domain.structure.personal import label_of
from services.matcher.domain.structure.places import is_place, may_be_town, split_place, split_town, stands_alone
from services.matcher.domain.structure.rows import Cell
from services.matcher.domain.structure.wrapped import is_duration

Score = Callable[[str], float]

_MAX_PARTS = 6
_MAX_CUTS = 4
_GENDER_MARK = re.compile(
    r"\s*\((?:[mwfhdx]{1}(?:\s?[/|*,]\s?[mwfhdx]){1,3}|all genders|h/f|f/h|k/m|m/k)\)|\s\[?\b[mwfhdx](?:\s?/\s?[mwfhdx]){1,3}\b\]?$",
    re.IGNORECASE,
)
LEGAL_TAIL = re.compile(
    r"^(?:inc|llc|ltd|limited|gmbh|corp|co|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a|plc|llp|jr|sr|b\.?v|n\.?v)\b\.?,?",
    re.IGNORECASE,
)
AT = re.compile(r"\s(?:at|@|bei|beim|chez|presso|bij|w firmie|na empresa|hos)\s+(?=[\w\"“„])|\s?@\s(?=\w)")
BRACKETS = re.compile(r"\s*\(([^()]{2,80})\)\s*")
# A bracket with no more than this is an abbreviation.
ABBREVIATION = 3
_REGION_TOWN = re.compile(r",\s(?P<place>[^,()]{3,40},\s(?P<code>[A-Z]{2,3}))$")
_CUT = re.compile(r",\s+(?=\S)|\s/\s(?=\S)|:\s(?=\S)")
MARKS = " ,;:|·•–—-/"

Slot = tuple[int, int, str]
"""Where a name stands: its row from the date's row, its part of that row, and which piece of that part it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A piece of a header with its slot."""

    text: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a part: one or two names, perhaps a place at its end; `cost` says how much has to be assumed for it."""

    names: tuple[Named, ...]
    place: Named | None
    known: bool
    cost: float
    after_at: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a header: its text, whether it is a place as a whole and a known one, and the ways it can be read."""

    text: str
    slot: Slot
    place: bool
    known: bool
    ways: tuple[Way, ...]


def parts_of(entry: Entry, *, cue: Score, rival: Score) -> tuple[Part, ...]:
    """The parts of an entry's header in reading order, without dates, links, durations and work modes."""
    rows = [(number, texts_of(row.cells)) for number, row in enumerate(entry.header)]
    told = [(number, texts) for number, texts in rows if texts]
    margin = _date_margin(entry)
    above = sum(number < entry.above for number, _ in told)
    dated = any(number == entry.above for number, _ in told)
    parts: list[Part] = []
    for index, (line, texts) in enumerate(told):
        cells = entry.header[line].cells
        stated = {_labelled_place(part) for cell in cells for part in fragments(cell.raw)}
        below_date = margin is not None and line != entry.above and len(cells) > 1 and abs(cells[0].x0 - margin) < 2  # noqa: PLR2004 - points
        # Rows are counted from that of the date; what stands below starts at one, whether the date's row names something or not.
        row = index - above if index < above or dated else index - above + 1
        for number, text in enumerate(texts):
            slot = (row, number, "whole")
            known = (is_place(text) and stands_alone(text)) or _is_region_town(text)
            known = known or text in stated or (below_date and number == 0 and may_be_town(text))
            town = known or (may_be_town(text) and rival(text) == 0)
            place = town and cue(text) == 0 and rival(text) == 0
            known = known and place
            # A known place holds no names.
            ways = () if known and "," in text else _ways(text, row, number, cue, rival)
            parts.append(
                Part(text, slot, place, known, tuple(ways) or (Way((Named(text, slot),), None, known=False, cost=0.0),))
            )
    return tuple(parts[:_MAX_PARTS])


def _labelled_place(part: str) -> str:
    """The place that a label tells (`City: Durango`); empty for any other text."""
    label, colon, value = part.partition(":")
    return value.strip(MARKS) if colon and label_of(label) == "location" else ""


def _date_margin(entry: Entry) -> float | None:
    """Where the margin begins in which an entry's date stands alone beside its names; None for a date that stands otherwise."""
    cells = entry.header[entry.above].cells if entry.above < len(entry.header) else ()
    return cells[0].x0 if len(cells) > 1 and is_pure_date(cells[0].text) else None


def _is_region_town(text: str) -> bool:
    match = _REGION_TOWN.fullmatch(f", {text}")
    return match is not None and match.group("code") in REGION_CODES


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """What the cells of a header's row say, without dates, links, durations and work modes; a labelled town without its label."""
    found: list[str] = []
    for cell in cells:
        for part in fragments(without_dates(cell.raw)):
            text = _GENDER_MARK.sub("", _labelled_place(part) or part).strip(MARKS)
            plain = fold(text)
            if any(c.isalpha() for c in text) and not (is_link(text) or is_duration(plain) or plain in WORK_MODES):
                found.append(text)
    return found


def _ways(text: str, row: int, number: int, cue: Score, rival: Score) -> Iterator[Way]:
    whole = Named(text, (row, number, "whole"))
    yield Way((whole,), None, known=False, cost=0.0)
    for short, place, known in _tails(text, cue, rival):
        yield Way((Named(short, whole.slot),), Named(place, (row, number, "tail")), known, 0.0 if known else 0.06)
    for head, tail, kind, cost in _cuts(text, cue, rival):
        first, second = Named(head, (row, number, f"before {kind}")), (row, number, f"after {kind}")
        yield Way((first, Named(tail, second)), None, known=False, cost=cost, after_at=kind == "at")
        for short, place, known in _tails(tail, cue, rival):
            yield Way(
                (first, Named(short, second)),
                Named(place, (row, number, "tail")),
                known,
                cost + (0.0 if known else 0.06),
                after_at=kind == "at",
            )


def _tails(text: str, cue: Score, rival: Score) -> Iterator[tuple[str, str, bool]]:
    """A text without the place at its end, that place, and whether it is a known one."""
    short, place = split_place(text)
    if place is not None and short:
        yield short, place, True
        return
    region = _REGION_TOWN.search(text)
    if region is not None and region.group("code") in REGION_CODES and text[: region.start()].strip():
        yield text[: region.start()], region.group("place"), True
        return
    short, town = split_town(text)
    if town is not None and cue(town) == 0 and rival(town) == 0:
        yield short, town, False


def _cuts(text: str, cue: Score, rival: Score) -> Iterator[tuple[str, str, str, float]]:
    """The two names that a text may hold, what parts them, and what it costs to believe so."""
    at = AT.search(text)
    if at is not None and ("@" in at.group() or cue(text[: at.start()]) > 0):
        yield text[: at.start()].strip(MARKS), text[at.end() :].strip(MARKS), "at", 0.0
    bracket = BRACKETS.search(text)
    if bracket is not None:
        inner, outer = bracket.group(1), (text[: bracket.start()] + " " + text[bracket.end() :]).strip(MARKS)
        names = (inner[:1].isupper() or rival(inner) > 0) and len(inner) > ABBREVIATION
        if names and outer and fold(inner) not in WORK_MODES and cue(inner) == 0:
            yield outer, inner, "bracket", 0.12
    for count, cut in enumerate(_CUT.finditer(text)):
        if count == _MAX_CUTS:
            break
        head, tail, sign = text[: cut.start()].strip(MARKS), text[cut.end() :].strip(MARKS), cut.group().strip()
        if not head or not tail or (sign == "," and LEGAL_TAIL.match(tail)):
            continue
        if tail[:1].islower() and rival(tail) == 0 and cue(tail) == 0:
            continue
        yield head, tail, sign, 0.05 if sign == "/" else 0.1
