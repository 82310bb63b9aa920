"""Which section a title is like when no table has it: by the words that the known titles of a section share, typing errors forgiven."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from engine.reading.lexicon.headings import ALIASES, PERSONAL
from engine.reading.lexicon.tables import words

_WORD = re.compile(r"[^\W\d_]+")
# Words without a section of their own; what they stand beside decides.
_NEUTRAL = words(
    "and und et y e i en oraz of de del della di da do dos das der die das des du la le les los las il lo the in im for fur mit with "
    "a an my our mein meine mes mis mijn moje moja other additional further selected relevant key main core recent previous weitere "
    "ausgewahlte sonstige relevante autres otras otros outras altre overige inne professional personal personliche professionnelle "
    "professionnelles profesional profesionales professionale professionali profissional profissionais zawodowe zawodowa zawodowej "
    "history summary details information service services"
)
_SHORTEST = 3
# Shorter words become other words by a single letter; a word alone may be a surname (Schulz).
_FORGIVEN = 6
_FORGIVEN_ALONE = 8
_OWN_SHARE = 0.75
_LEAD = 1.5


def alike(key: str) -> str | None:
    """The section that every telling word of a folded title speaks for; None where one is unknown or two sections are equal."""
    votes, unknown = _votes(key)
    return None if unknown else _winner(votes)


def leaning(key: str) -> str | None:
    """The section that the known words of a folded title speak for, unknown ones aside."""
    votes, unknown = _votes(key)
    return _winner(votes) if votes and unknown <= 2 * votes.total() else None


def _votes(key: str) -> tuple[Counter[str], int]:
    votes: Counter[str] = Counter()
    unknown = 0
    found = [word for word in _WORD.findall(key) if len(word) >= _SHORTEST]
    for word in found:
        section = _section_of(word, _FORGIVEN if len(found) > 1 else _FORGIVEN_ALONE)
        if section is None:
            unknown += 1
        elif section:
            votes[section] += 1
    return votes, unknown


def _winner(votes: Counter[str]) -> str | None:
    ranked = votes.most_common(2)
    if not ranked or ranked[0][0] == PERSONAL:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _LEAD * ranked[1][1] else None


def _section_of(word: str, forgiven: int) -> str | None:
    """The section a word speaks for, "" for a word of several or of none, None for an unknown one."""
    known = _table()
    if word in known or len(word) < forgiven:
        return known.get(word)
    near = {known[other] for short in (word, *_shortened(word)) for other in _misspelt().get(short, ())}
    return near.pop() if len(near) == 1 else None


@cache
def _table() -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, section in ALIASES.items():
        for word in set(_WORD.findall(phrase)):
            counts[word][section] += 1
    table: dict[str, str] = {}
    for word, sections in counts.items():
        section, count = sections.most_common(1)[0]
        table[word] = section if count >= _OWN_SHARE * sections.total() else ""
    return table | dict.fromkeys(_NEUTRAL, "")


@cache
def _misspelt() -> dict[str, tuple[str, ...]]:
    """Known words by what is left of them when a letter is lost: two words that share such a rest differ by one slip."""
    index: dict[str, set[str]] = defaultdict(set)
    for word in _table():
        if len(word) >= _FORGIVEN:
            for short in (word, *_shortened(word)):
                index[short].add(word)
    return {short: tuple(sorted(found)) for short, found in index.items()}


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
