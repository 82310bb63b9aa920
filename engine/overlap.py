"""How many of a name's words a text uses, whatever their endings: what is left of likeness where the model does not know the language."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.facts.glossary import MEANINGS
from engine.facts.table import words
from engine.remember import remembered
from engine.text import STOP_WORDS, fold, folded

# Words of a requirement's name that say nothing of what is asked, in the languages CVs are read in.
_GENERAL = frozenset(
    fold(word)
    for word in words(
        "de la le les des en et du d l au aux à sur dans par pour avec ou un une qualité niveau gestion bonne bonnes connaissance connaissances maîtrise "
        "expérience compétences der die das und oder mit von im in zu zur zum für auf bei nach ein eine einer einem gute guter sehr kenntnisse erfahrung "
        "erfahrungen umgang arbeit arbeiten fähigkeit el los las y o con del al para por una uno buen buena conocimiento conocimientos experiencia manejo "
        "gestión trabajo capacidad il lo gli i e di da della delle dei del nel nella per con buona conoscenza conoscenze esperienza gestione lavoro capacità "
        "os as um uma do da dos das no na em com experiência conhecimento conhecimentos gestão trabalho het een van met voor bij naar en of goede kennis "
        "ervaring werk w z na do i oraz lub dla przy po znajomość wiedza doświadczenie umiejętność praca pracy work level year years and or of to an for on"
    )
)
_PARENTHESES = re.compile(r"\s*\([^)]*\)\s*")
# Shorter words stand whole; longer ones by their beginning, which endings leave alone.
_WHOLE = 6
_KEPT = 0.6


@remembered(4_096)
def keys_of(name: str) -> tuple[str, ...]:
    """What the words of a name begin with, each with a space before it (and behind it, where the word stands whole); general words are left out."""
    bare = _PARENTHESES.sub(" ", name)
    return tuple(
        dict.fromkeys(
            _key(word) for word in folded(bare) if len(word) > 1 and word not in _GENERAL and word not in STOP_WORDS
        )
    )


def _key(word: str) -> str:
    return f" {word} " if len(word) < _WHOLE else f" {word[: max(_WHOLE, int(_KEPT * len(word)))]}"


@remembered(4_096)
def meant_by(key: str) -> tuple[str, ...]:
    """A key and those of the words that mean the same in other languages."""
    return tuple(dict.fromkeys((key, *(other for keys in _SAME.get(key, ()) for other in keys))))


def _meanings() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for meaning in MEANINGS:
        # Of "masa madre" both words must stand there: a key that holds a space is found as it is written.
        keys = tuple(dict.fromkeys(_phrase(word) for word in meaning))
        for key in keys:
            found.setdefault(key, []).append(keys)
    return found


def _phrase(words_of_one: str) -> str:
    *first, last = folded(words_of_one)
    return "".join(f" {word}" for word in first) + _key(last)


_SAME = _meanings()


def share(keys: Sequence[str], written: str) -> float:
    """The share of the keys that a text of folded words, with a space around each, uses."""
    return sum(key in written for key in keys) / len(keys) if keys else 0.0


def used_words(names: Sequence[Sequence[str]], lines: str, *, abroad: bool) -> NDArray[np.float64]:
    """How alike each line is to each name by the words that both use, as a likeness: [names, lines].

    Args:
        names: the keys of each name.
        lines: folded words with a space around each, a line each.
        abroad: the two sides may be of two languages: words that mean the same are one.
    """
    starts = [0, *accumulate(len(line) + 1 for line in lines.split("\n"))]
    places: dict[str, set[int]] = {}
    found = np.zeros((len(names), len(starts) - 1))
    for row, keys in enumerate(names):
        counts: dict[int, int] = {}
        for key in keys:
            if key not in places:
                alike = meant_by(key) if abroad else (key,)
                places[key] = {place for each in alike if each in lines for place in _lines_with(each, lines, starts)}
            for place in places[key]:
                counts[place] = counts.get(place, 0) + 1
        for place, count in counts.items():
            found[row, place] = _likeness(count / len(keys))
    return found


def _lines_with(key: str, lines: str, starts: Sequence[int]) -> list[int]:
    """The lines that have a key; `starts` are where they begin, and the end."""
    found: list[int] = []
    at = lines.find(key)
    while at >= 0:
        found.append(bisect_right(starts, at) - 1)
        at = lines.find(key, starts[found[-1] + 1])
    return found


def _likeness(share_used: float) -> float:
    return next(likeness for least, likeness in c.WORDS_LIKENESS if share_used >= least)
