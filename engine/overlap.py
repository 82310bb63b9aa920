"""How many of a name's words a text uses, whatever their endings, and also in other languages, which the model for English cannot read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.facts.glossary import FALSE_FRIENDS, MEANINGS
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
_BAR = "|"


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
def meant_by(key: str, *, english: bool) -> tuple[str, ...]:
    """A key and those of the words that mean the same.

    Args:
        key: what a word of a name begins with.
        english: the name may be English. Then a word of English means what it means there, its equals in English are left to the model,
            and what is another word in English stands for nothing: so nobody has to tell what language a line is in.
    """
    found: list[str] = [key]
    for same in _SAME.get(key, ()):
        if not english:
            found += (*same.english, *same.others)
        elif key in same.english:
            found += (other for other in same.others if other not in _ENGLISH and other not in _FALSE_FRIENDS)
        elif key not in _ENGLISH and key not in _FALSE_FRIENDS:
            found += (other for other in (*same.english, *same.others) if other not in _FALSE_FRIENDS)
    return tuple(dict.fromkeys(found))


class _Same(NamedTuple):
    """The keys of one meaning, of its words in English and in the other languages."""

    english: tuple[str, ...]
    others: tuple[str, ...]


def _meanings() -> dict[str, list[_Same]]:
    found: dict[str, list[_Same]] = {}
    for meaning in MEANINGS:
        same = _Same(_phrases(meaning.english), _phrases(meaning.others))
        for key in dict.fromkeys((*same.english, *same.others)):
            found.setdefault(key, []).append(same)
    return found


def _phrases(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_phrase, written)))


def _phrase(written: str) -> str:
    # Of "masa madre" both words must stand there: a key that holds a space is found as it is written.
    kept, bar, _ = written.partition(_BAR)
    *first, last = folded(kept)
    return "".join(f" {word}" for word in first) + (f" {last}" if bar else _key(last))


_SAME = _meanings()
_ENGLISH = frozenset(_phrase(word) for meaning in MEANINGS for word in meaning.english)
_FALSE_FRIENDS = frozenset(map(_phrase, FALSE_FRIENDS))


def share(keys: Sequence[str], written: str) -> float:
    """The share of the keys that a text of folded words, with a space around each, uses."""
    return sum(key in written for key in keys) / len(keys) if keys else 0.0


class Overlap:
    """The words of some names, ready to be looked for in lines.

    Args:
        names: the keys of each name.
        english: whether the names may be English, see `meant_by`.
    """

    def __init__(self, names: Sequence[Sequence[str]], *, english: bool) -> None:
        self._lengths = [len(keys) for keys in names]
        self._rows: dict[str, list[int]] = {}
        for row, keys in enumerate(names):
            for key in keys:
                self._rows.setdefault(key, []).append(row)
        # By the first letters of their first word: what a key is found by, and the key.
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for key in self._rows:
            for form in meant_by(key, english=english):
                self._forms.setdefault(form.split()[0][:_WHOLE], []).append((form, key))

    def likeness(self, lines: str) -> NDArray[np.float64]:
        """How alike each line is to each name by the words that both use: [names, lines].

        Args:
            lines: folded words with a space around each, a line each.
        """
        written = lines.split("\n")
        found = np.zeros((len(self._lengths), len(written)))
        for place, line in enumerate(written):
            used: set[str] = set()
            for word in line.split():
                if forms := self._forms.get(word[:_WHOLE]):
                    used.update(key for form, key in forms if form in line)
            if used:
                for row, count in Counter(row for key in used for row in self._rows[key]).items():
                    found[row, place] = _likeness(count / self._lengths[row])
        return found


def _likeness(share_used: float) -> float:
    return next(likeness for least, likeness in c.WORDS_LIKENESS if share_used >= least)
