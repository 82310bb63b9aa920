"""Finds by name, in any number of texts, what one job asks for: only names that could show it are looked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from engine import calibration as c
from engine.facts.substitutes import SUBSTITUTABLE_KINDS
from engine.layout import Part
from engine.lexicon import LITERAL, SKILLS, literal_mentions
from engine.readings import Readings, each_in
from engine.stance import Stance, stance_of
from engine.text import folded

# How far a text names something as the person's own, 0–1, and the weight of the best sense in which it does.
Named = tuple[float, float]


class SkillNames:
    """Finds the skills of some parts of requirements, each part being met by any of its concepts."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._showing: dict[str, dict[Part, float]] = {}
        for part in dict.fromkeys(parts):
            for concept in part:
                for shown_by, strength in _showing(concept).items():
                    strengths = self._showing.setdefault(shown_by, {})
                    strengths[part] = max(strengths.get(part, 0.0), strength)
        self._literals = {concept: folded(concept) for concept in self._showing if concept.startswith(LITERAL)}

    def named_in(
        self, texts: Sequence[str], readings: Readings, *, without: Collection[int] = ()
    ) -> Mapping[Part, Mapping[int, Named]]:
        """For each part the places of the texts, given with their readings, that name it, and how; some are passed over."""
        found: dict[Part, dict[int, Named]] = {}

        def note(concept: str, place: int, stance: Stance) -> None:
            weight = c.STANCE_WEIGHT[stance]
            for part, strength in self._showing[concept].items():
                named = found.setdefault(part, {})
                name, sense = named.get(place, (0.0, 0.0))
                named[place] = max(name, strength * weight), max(sense, weight)

        for concept in readings.skills.keys() & self._showing.keys():
            for place, stance in each_in(readings.skills[concept]):
                if place not in without:
                    note(concept, place, stance)
        for concept, words in self._literals.items():
            for place in (place for place in readings.places_of(words) if place not in without):
                for mention in literal_mentions(texts[place], concept):
                    note(concept, place, stance_of(texts[place], mention.first, mention.last))
        return found


def _showing(wanted: str) -> dict[str, float]:
    """The concepts that show a wanted one, and how far."""
    found: dict[str, float] = {}
    for kind in SKILLS.broader(wanted) & SUBSTITUTABLE_KINDS:
        found.update(dict.fromkeys(SKILLS.narrower(kind), c.STAND_IN))
    found.update(dict.fromkeys(SKILLS.narrower(wanted), c.IMPLIED))
    found[wanted] = c.NAMED
    return found
