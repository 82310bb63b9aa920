"""Finds by name, in any number of texts, what one job asks for: only names that could show it are looked for."""

from collections.abc import Iterable, Mapping, Sequence

from engine import calibration as c
from engine.facts.substitutes import SUBSTITUTABLE_KINDS
from engine.lexicon import LITERAL, SKILLS, Lexicon, Mention, literal_mentions
from engine.stance import stance_of
from engine.text import folded

Part = tuple[str, ...]
# The folded words of a text.
Words = tuple[str, ...]
# How far a text names something as the person's own, 0–1, and the weight of the best sense in which it does.
Named = tuple[float, float]


class Spotter:
    """Finds some of a lexicon's concepts in texts, as the whole lexicon would and without looking for the others."""

    def __init__(self, lexicon: Lexicon, concepts: Iterable[str]) -> None:
        self._lexicon = lexicon
        self._concepts = frozenset(concepts)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in dict.fromkeys(name for concept in sorted(self._concepts) for name in lexicon.names_of(concept)):
            self._by_first.setdefault(name[0], []).append(name)

    def mentions(self, text: str, words: Words) -> Sequence[Mention]:
        """The mentions in a text with these folded words, in order."""
        if self._by_first.keys().isdisjoint(words):
            return ()
        for place, word in enumerate(words):
            for name in self._by_first.get(word, ()):
                if words[place : place + len(name)] == name:
                    # What stands inside a longer name of any other concept is none: only the whole lexicon can tell.
                    return [found for found in self._lexicon.mentions(text) if found.concept in self._concepts]
        return ()


class SkillNames:
    """Finds the skills of some parts of requirements, each part being met by any of its concepts."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._showing: dict[str, dict[Part, float]] = {}
        self._literals: dict[str, list[str]] = {}
        for part in dict.fromkeys(parts):
            for concept in part:
                for shown_by, strength in _showing(concept).items():
                    strengths = self._showing.setdefault(shown_by, {})
                    strengths[part] = max(strengths.get(part, 0.0), strength)
                if concept.startswith(LITERAL):
                    self._literals.setdefault(folded(concept)[0], []).append(concept)
        self._spotter = Spotter(SKILLS, (concept for concept in self._showing if not concept.startswith(LITERAL)))

    def named_in(self, texts: Iterable[tuple[str, Words]]) -> Mapping[Part, Mapping[int, Named]]:
        """For each part the places of the texts, given with their folded words, that name it, and how."""
        found: dict[Part, dict[int, Named]] = {}
        for place, (text, words) in enumerate(texts):
            for mention in (*self._spotter.mentions(text, words), *self._literal(text, words)):
                weight = c.STANCE_WEIGHT[stance_of(text, mention.first, mention.last)]
                for part, strength in self._showing[mention.concept].items():
                    named = found.setdefault(part, {})
                    name, sense = named.get(place, (0.0, 0.0))
                    named[place] = max(name, strength * weight), max(sense, weight)
        return found

    def _literal(self, text: str, words: Words) -> Sequence[Mention]:
        if self._literals.keys().isdisjoint(words):
            return ()
        asked = dict.fromkeys(concept for word in set(words) for concept in self._literals.get(word, ()))
        return [found for concept in asked for found in literal_mentions(text, concept)]


def _showing(wanted: str) -> dict[str, float]:
    """The concepts that show a wanted one, and how far."""
    found: dict[str, float] = {}
    for kind in SKILLS.broader(wanted) & SUBSTITUTABLE_KINDS:
        found.update(dict.fromkeys(SKILLS.narrower(kind), c.STAND_IN))
    found.update(dict.fromkeys(SKILLS.narrower(wanted), c.IMPLIED))
    found[wanted] = c.NAMED
    return found
