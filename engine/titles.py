"""Reads job titles: which occupations a title names, and how near two titles' work is."""

import re

from engine.facts.occupations import OCCUPATIONS, nearness
from engine.identity import Identity
from engine.neutral import neutralise
from engine.remember import remembered
from engine.text import folded

_SEGMENT_END = re.compile(r"[,;:/|()–—]| - | then | later | and | & |\bthen\b|\blater\b")
# A second name in a title refines the first ("Staff Nurse, ITU") when their work is this near; else it is only a place.
_REFINES = 0.5
_TITLE_LENGTH = 200

_BY_PHRASE: dict[tuple[str, ...], str] = {
    folded(form): occupation.key
    for occupation in reversed(OCCUPATIONS)
    for title in occupation.titles
    for form in (title, neutralise(title.title(), Identity()))
    if folded(form)
}
_LONGEST = max(len(phrase) for phrase in _BY_PHRASE)


def _named_in(segment: str) -> list[tuple[int, str]]:
    """The occupations of one segment with the place where each name ends; longer names cover shorter ones."""
    words = folded(segment)
    taken: set[int] = set()
    found: list[tuple[int, str]] = []
    for length in range(min(_LONGEST, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            places = range(first, first + length)
            key = _BY_PHRASE.get(words[first : first + length])
            if key is not None and not taken.intersection(places):
                taken.update(places)
                found.append((first + length, key))
    return sorted(found)


@remembered(4_096)
def neutral_title(title: str) -> str:
    """A title with what it tells of somebody's sex taken out: only so may it be compared."""
    return neutralise(title[:_TITLE_LENGTH], Identity())


@remembered(4_096)
def occupations_of(title: str) -> tuple[str, ...]:
    """The occupations a title names, the head first; empty when the title says nothing of the kind of work.

    The head of a title is the name that ends last in its first telling segment: an "ICU ward clerk" is a clerk.
    """
    heads: list[str] = []
    for segment in _SEGMENT_END.split(neutral_title(title)):
        named = _named_in(segment)
        if not named:
            continue
        head = named[-1][1]
        if not heads:
            heads = [head, *(key for _, key in named[:-1] if nearness(key, head) >= _REFINES)]
        elif any(nearness(head, key) >= _REFINES for key in heads):
            heads.append(head)
    return tuple(dict.fromkeys(heads))


def title_nearness(title: str, targets: tuple[str, ...]) -> float | None:
    """How near a title's occupations are to the targets', 0–1; None when one of them names no known occupation."""
    own = occupations_of(title)
    if not own or not targets:
        return None
    return max(nearness(one, other) for one in own for other in targets)
