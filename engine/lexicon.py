"""Finds the concepts of the fact tables in a text, by whole words in order, never by pieces of words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.facts import (
    building,
    care,
    certificates,
    commerce,
    data,
    engineering,
    finance,
    general,
    hospitality,
    industries,
    law,
    logistics,
    marketing,
    social,
    software,
    teaching,
    trades,
)
from engine.facts.table import Concept, read_table, words
from engine.remember import remembered
from engine.text import Token, folded, tokens

# Marks a concept that is not in the tables and is looked for by its own words.
LITERAL = "="
# Words after which a name that is also an everyday word is not the name: "go to", "go live".
_EVERYDAY_NEXT = words(
    "to live lives into beyond for through with by back out on up over wrong first further round alone in where who which"
)
_EVERYDAY_BEFORE = words("to i we you they ll will would can could must should let not on")
_NEVER_NEXT = _EVERYDAY_NEXT - words("for with by in on")
_EVERYDAY_NAMES = words("Go React Swift Vue Gin Angular Svelte")
# Signs around a one-letter name that make it part of something else: "R&D", "C-level", "Vitamin C".
_JOINING = frozenset("-&'’")


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text: `first` and `last` are the places of its words among the text's tokens."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Name:
    folded: tuple[str, ...]
    written: tuple[str, ...] | None
    concept: str


class Lexicon:
    """An index of concepts by their names."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts: dict[str, Concept] = {}
        self._by_first: dict[str, list[_Name]] = {}
        for concept in concepts:
            known = self._concepts.get(concept.name)
            implies = tuple(dict.fromkeys((*(known.implies if known else ()), *concept.implies)))
            self._concepts[concept.name] = Concept(concept.name, concept.names, concept.exact, implies)
            for name in concept.names:
                parts = tokens(name)
                exact = tuple(part.written for part in parts) if name in concept.exact else None
                entry = _Name(tuple(part.folded for part in parts), exact, concept.name)
                self._by_first.setdefault(entry.folded[0], []).append(entry)
        self._broader = {name: self._closure(name) for name in self._concepts}
        self._narrower: dict[str, set[str]] = {}
        for name, broader in self._broader.items():
            for each in broader:
                self._narrower.setdefault(each, set()).add(name)

    def _closure(self, name: str) -> frozenset[str]:
        seen: set[str] = set()
        open_names = [name]
        while open_names:
            concept = self._concepts.get(open_names.pop())
            for broader in concept.implies if concept else ():
                if broader not in seen:
                    seen.add(broader)
                    open_names.append(broader)
        return frozenset(seen - {name})

    def broader(self, concept: str) -> frozenset[str]:
        """All that using `concept` shows, however many steps away, without itself."""
        return self._broader.get(concept, frozenset())

    def narrower(self, concept: str) -> frozenset[str]:
        """All whose use shows `concept`, however many steps away, without itself."""
        return frozenset(self._narrower.get(concept, ()))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The concepts a text names, in order; where names overlap within one concept the longest counts."""
        words = folded(text)
        found: dict[tuple[str, int], Mention] = {}
        for first, word in enumerate(words):
            for name in self._by_first.get(word, ()):
                last = first + len(name.folded) - 1
                if words[first : last + 1] != name.folded:
                    continue
                if name.written and not _is_name(text, tokens(text), first, last, name.written):
                    continue
                key = (name.concept, first)
                if key not in found or found[key].last < last:
                    found[key] = Mention(name.concept, first, last)
        # "data warehouse" is no warehouse: what stands wholly inside a longer name is not named.
        kept = (m for m in found.values() if not any(_inside(m, other) for other in found.values()))
        return tuple(sorted(kept, key=lambda m: (m.first, -m.last, m.concept)))


def _inside(inner: Mention, outer: Mention) -> bool:
    shorter = inner.last - inner.first < outer.last - outer.first
    return shorter and outer.first <= inner.first and inner.last <= outer.last


def _is_name(text: str, around: tuple[Token, ...], first: int, last: int, written: tuple[str, ...]) -> bool:
    """Whether a case-sensitive name stands as a name and not as an everyday word or a piece of another."""
    if any(around[first + step].written != part for step, part in enumerate(written)):
        return False
    start, end = around[first].start, around[last].end
    if len(written) == 1 and len(written[0]) == 1 and {text[start - 1 : start], text[end : end + 1]} & _JOINING:
        return False
    if written[0] not in _EVERYDAY_NAMES:
        return True
    before = around[first - 1].folded if first else ""
    after = around[last + 1].folded if last + 1 < len(around) and text[end : end + 1] == " " else ""
    if before in _EVERYDAY_BEFORE or after in _NEVER_NEXT:
        return False
    # At the start of a sentence the capital says nothing: "Go for it" beside "Go for payment services".
    return first > 0 or after not in _EVERYDAY_NEXT


SKILLS = Lexicon(
    concept
    for module in (
        software,
        data,
        marketing,
        finance,
        care,
        hospitality,
        teaching,
        engineering,
        logistics,
        general,
        law,
        social,
        building,
        commerce,
    )
    for concept in read_table(module.TABLE)
)
CERTIFICATES = Lexicon(read_table(certificates.TABLE))
INDUSTRIES = Lexicon(read_table(industries.TABLE))
# A trade's key is no word of its own.
_TRADES = Lexicon(replace(trade, names=trade.names[1:]) for trade in read_table(trades.TABLE))


@remembered(8_192)
def skills_in(text: str) -> tuple[Mention, ...]:
    """The skills a text names."""
    return SKILLS.mentions(text)


@remembered(4_096)
def certificates_in(text: str) -> tuple[Mention, ...]:
    """The certificates and licences a text names."""
    return CERTIFICATES.mentions(text)


@remembered(4_096)
def industries_in(text: str) -> tuple[Mention, ...]:
    """The industries a text names."""
    return INDUSTRIES.mentions(text)


@remembered(8_192)
def trades_in(text: str) -> tuple[Mention, ...]:
    """The trades whose own words a text uses."""
    return _TRADES.mentions(text)


def literal_mentions(text: str, concept: str) -> tuple[Mention, ...]:
    """Where a text holds the words of a concept that no fact table knows (written `=its words`)."""
    if not concept.startswith(LITERAL):
        return ()
    wanted = folded(concept)
    written = folded(text)
    places = range(len(written) - len(wanted) + 1)
    return tuple(
        Mention(concept, place, place + len(wanted) - 1)
        for place in places
        if written[place : place + len(wanted)] == wanted
    )


def concepts(mentions: Iterable[Mention]) -> Mapping[str, Mention]:
    """The first mention of each concept, in order."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.concept, mention)
    return first
