"""Finds claims that are copied from the job's own wording: they say what was asked for, not what somebody can."""

from engine.plan import Plan
from engine.readings import Names
from engine.text import folded

# The name of a requirement is a wording from this many words on: "Kubernetes" is written by everybody who knows it.
_NAME_WORDS = 4
# So many words of the job's text in a row are no chance.
_RUN_WORDS = 8
# One or two of the job's phrases are found in honest CVs; so many are a copy.
_PHRASES = 3

_Phrase = tuple[str, ...]


class Wording:
    """The phrases of a job by their first word, ready to be looked for in any number of profiles."""

    __slots__ = ("_by_first",)

    def __init__(self, plan: Plan) -> None:
        self._by_first: dict[str, dict[_Phrase, None]] = {}
        for want in plan.wanted:
            words = folded(want.asked.name)
            if len(words) >= _NAME_WORDS:
                self._add(words)
        for sentence in plan.sentences:
            words = folded(sentence)
            for first in range(len(words) - _RUN_WORDS + 1):
                self._add(words[first : first + _RUN_WORDS])

    def copied(self, claims: Names) -> frozenset[int]:
        """The places of the claims that stand in a line with the job's own phrases, where the profile has several of these."""
        found: set[_Phrase] = set()
        places: list[int] = []
        for line, claimed in claims.items():
            phrases = self._phrases_in(tuple(line.split()))
            if phrases:
                found.update(phrases)
                places += claimed
        return frozenset(places) if len(found) >= _PHRASES else frozenset()

    def _add(self, phrase: _Phrase) -> None:
        self._by_first.setdefault(phrase[0], {})[phrase] = None

    def _phrases_in(self, words: _Phrase) -> list[_Phrase]:
        return [
            phrase
            for place, word in enumerate(words)
            if word in self._by_first
            for phrase in self._by_first[word]
            if words[place : place + len(phrase)] == phrase
        ]
