"""The header of a course of study taken apart: what is a degree, a field, a place of learning."""

import re
from collections.abc import Iterator

from engine.reading.lexicon.roles import WORK_MODES
from engine.reading.text import fold
from services.matcher.domain.structure.entries import Entry
from services.matcher.domain.structure.header_parts import (
    ABBREVIATION,
    AT,
    BRACKETS,
    LEGAL_TAIL,
    MARKS,
    Score,
    texts_of,
)
from services.matcher.domain.structure.places import is_place, split_place, stands_alone

_COMMA = re.compile(r",\s+(?=\S)")


def pieces_of(entry: Entry, *, cue: Score, rival: Score, aside: Score) -> list[str]:
    """The names in the header of a course of study in reading order, without dates, links, places and work modes.

    Args:
        entry: the entry.
        cue: scores a text as a degree.
        rival: scores a text as a place of learning.
        aside: scores a text as what else may follow that after a comma (a field of study); a city after it belongs to the name
            (`University of California, Los Angeles`).
    """
    pieces: list[str] = []
    for row in entry.header:
        for part in texts_of(row.cells):
            if is_place(part) and stands_alone(part) and not (cue(part) > 0 or rival(part) > 0):
                continue
            shorter, place = split_place(part)
            whole = place is not None and "," not in place and "(" not in part and rival(shorter) > 0
            pieces.extend(_parts(part if whole else shorter, cue, rival, aside))
    return pieces


def _parts(text: str, cue: Score, rival: Score, aside: Score) -> Iterator[str]:
    """The names in one piece of a header: parted at an `at`, at brackets, at the comma between a degree and a school."""
    at = AT.search(text)
    if at is not None and ("@" in at.group() or cue(text[: at.start()]) > 0):
        yield from (text[: at.start()].strip(MARKS), text[at.end() :].strip(MARKS))
        return
    bracket = BRACKETS.search(text)
    if bracket is not None:
        inner, outer = bracket.group(1), (text[: bracket.start()] + " " + text[bracket.end() :]).strip(MARKS)
        names = (
            (inner[:1].isupper() or rival(inner) > 0) and fold(inner) not in WORK_MODES and len(inner) > ABBREVIATION
        )
        if names and cue(outer) > 0 and cue(inner) == 0:
            yield from _parts(outer, cue, rival, aside)
            yield inner
            return
    head, colon, tail = text.partition(": ")
    if colon and ((cue(head) > 0) != (cue(tail) > 0) or (rival(head) > 0) != (rival(tail) > 0)):
        yield from (head.strip(MARKS), tail.strip(MARKS))
        return
    comma = next((c for c in _COMMA.finditer(text) if c.start() and not LEGAL_TAIL.match(text[c.end() :])), None)
    if comma is not None and _parts_names(text[: comma.start()], text[comma.end() :], cue, rival, aside):
        yield text[: comma.start()]
        yield from _parts(text[comma.end() :], cue, rival, aside)
        return
    yield text


def _parts_names(head: str, tail: str, cue: Score, rival: Score, aside: Score) -> bool:
    """Whether a comma stands between two names rather than within one."""
    if rival(tail) > 0 and (
        (cue(head) > 0 and (rival(head) == 0 or cue(head) >= cue(tail))) or (aside(head) > 0 and rival(head) == 0)
    ):
        return True
    if cue(head) > 0 and cue(tail) == 0 and tail[:1].isupper() and rival(tail) > 0:
        return True
    if cue(tail) > 0 and (cue(head) == 0 or (rival(head) > 0 and rival(tail) == 0)):
        return True
    return rival(head) > 0 and rival(tail) == 0 and aside(tail) > 0
