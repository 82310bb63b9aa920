"""Reads job titles: which occupations a title names, and how near two titles' work is."""

import re

from engine.facts.occupations import OCCUPATIONS, nearness
from engine.identity import Identity
from engine.neutral import neutralise
from engine.profile import Job
from engine.remember import remembered
from engine.text import folded

_SEGMENT_END = re.compile(r"[,;:/|()–—]| - | then | later | and | & |\bthen\b|\blater\b")
# A second name in a title refines the first ("Staff Nurse, ITU") when their work is this near; else it is only a place.
_REFINES = 0.5
_TITLE_LENGTH = 200
# Titles that say whose a firm is and not what it does.
_OWNER = re.compile(
    r"(?:co-?)?(?:owner|founder)(?: (?:and|&) \w+)?|self[- ]employed|sole trader|freelance\w*|proprietor|inhaber(?:in)?|selbst(?:st)?ändig\w*|freiberuf\w+|"
    r"gérante?|indépendante?|travailleu(?:r|se) indépendante?|autónom[oa]|propietari[oa]|titolare|libero professionista|proprietári[oa]|zelfstandige?|zzp['’]?er|"
    r"eigenaar|właściciel(?:ka)?|samozatrudnien\w+",
    re.IGNORECASE,
)
# The other sex's ending behind a title: "Sozialarbeiter/in", "Jefe/a de obra", "Pharmacien(ne)", "Lehrer:in".
_BOTH_ENDINGS = re.compile(
    r"(?<=\w\w\w)(?:[/:*_·]-?|\(-?)(?:innen|in|rice|trice|euse|ère|fe|ffe|ne|e|a|o|as|r|n|frau|mann)\b\)?|\s\([mwfdhvxi/ ]{3,9}\)"
)
# A title at the end of a compound is its head: a "Schulsozialarbeiter" is a Sozialarbeiter.
_SHORTEST_HEAD = 6
_SHORTEST_FRONT = 3

_BY_PHRASE: dict[tuple[str, ...], str] = {
    folded(form): occupation.key
    for occupation in reversed(OCCUPATIONS)
    for title in occupation.titles
    for form in (title, neutralise(title.title(), Identity()))
    if folded(form)
}
_LONGEST = max(len(phrase) for phrase in _BY_PHRASE)
_BY_WORD = {
    phrase[0]: key for phrase, key in _BY_PHRASE.items() if len(phrase) == 1 and len(phrase[0]) >= _SHORTEST_HEAD
}


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
    compounds = ((place, _head(word)) for place, word in enumerate(words) if place not in taken)
    return sorted([*found, *((place + 1, key) for place, key in compounds if key)])


def _head(word: str) -> str | None:
    """The occupation that the longest title at the end of a compound names."""
    ends = (word[first:] for first in range(_SHORTEST_FRONT, len(word) - _SHORTEST_HEAD + 1))
    return next((_BY_WORD[end] for end in ends if end in _BY_WORD), None)


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
    for segment in _SEGMENT_END.split(neutral_title(_BOTH_ENDINGS.sub("", title[:_TITLE_LENGTH]))):
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


def job_nearness(job: Job, targets: tuple[str, ...]) -> float | None:
    """How near a job's work is to the targets', by its title; who owns a firm does what the firm is called.

    A firm is often called after its owner too: it is read where names of people are taken out.
    """
    return title_nearness(job.header.scored if _OWNER.fullmatch(job.title.strip()) else job.title, targets)
