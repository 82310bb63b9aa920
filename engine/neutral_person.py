"""Finds a person's own name in text, however it is spelt there, and takes it out."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product

from engine.identity import Identity
from engine.neutral_words import AMBIGUOUS_NAMES, SHORT_WORDS

MIN_LONE_NAME = 3
_SHORT_NAME = 2
_MIN_UNSPACED = 2
_NAME_GAP = 3
# With the hyphens and spaces that word processors put in their place.
_NAME_GAP_SIGNS = " ,.-\u00a0\u2010\u2011\u2013"
# A name written without its umlauts' e ("Muller" of Mueller) must stay this long: "Doe" is not looked for as "do".
_MIN_CONTRACTED = 6
_MAX_SPELLINGS = 16
_MOST_FIRMS = 20
_MOST_FIRM_WORDS = 12

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Kana, Han and Hangul: what is said of somebody follows the name without a space.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
# How letters are written where they are missing; the accents of the others are just left off.
_WRITTEN_OUT = {
    "ä": ("ae", "a"),
    "ö": ("oe", "o"),
    "ü": ("ue", "u"),
    "å": ("aa", "a"),
    "ø": ("oe", "o", "ø"),
    "æ": ("ae", "æ"),
    "œ": ("oe", "œ"),
    "ł": ("l", "ł"),
    "đ": ("d", "dj", "đ"),
    "ð": ("d", "ð"),
    "þ": ("th", "þ"),
    "ħ": ("h", "ħ"),
    "ı": ("i", "ı"),
}


class Person:
    """What is looked for of one identity."""

    def __init__(self, identity: Identity) -> None:
        words = [match.group() for match in WORD.finditer(identity.name or "")]
        self.tokens = frozenset(spelling for word in words for spelling in (*spellings(word), *_contracted(word)))
        self.initials = frozenset(token[0] for token in self.tokens)
        self._starts = frozenset(token.split("'")[0] for token in self.tokens)
        self.phones = frozenset(digits[-9:] for phone in identity.phones if len(digits := _digits(phone)) > 6)  # noqa: PLR2004 - shorter is no number
        cities = [part.strip() for part in (identity.location or "").split(",")]
        literals = [
            f"{city}-based" for city in cities if len(city) >= MIN_LONE_NAME and city.replace(" ", "").isalpha()
        ]
        literals += [link.split("://", 1)[-1].removeprefix("www.").rstrip("/") for link in identity.links]
        literals += [
            value for value in (identity.location, identity.birth_date) if value and (any(c.isdigit() for c in value))
        ]
        literals = sorted({value for value in literals if len(value) > 4}, key=lambda value: (-len(value), value))[:60]  # noqa: PLR2004 - shorter ones are words
        self.literals = (
            re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(value) for value in literals)})(?!\w)", re.IGNORECASE)
            if literals
            else None
        )
        # Letters outside ASCII have more forms than two.
        self._cues = [value.lower() for value in literals] if all(map(str.isascii, literals)) else None
        self.unspaced = _unspaced(identity.name or "")
        self._firms = _any_of(identity.firms)

    def without_literals(self, text: str, lowered: str, *, odd: bool) -> str:
        """The text without the person's links, address and birth date as they are written in the CV's head.

        Args:
            text: any text.
            lowered: the same in lower case, or more of it.
            odd: whether it has letters whose lower case tells nothing.
        """
        if self.literals is not None and (odd or self._cues is None or any(cue in lowered for cue in self._cues)):
            text = self.literals.sub(" ", text)
        return text if self.unspaced is None or text.isascii() else self.unspaced.sub(" ", text)

    def without_firms(self, text: str, *, instead: str = " ") -> str:
        """The text with the person's name taken out of the firms that bear it, also where it is another word elsewhere."""
        if self._firms is None:
            return text
        return self._firms.sub(lambda firm: self._nobodys(firm.group(), instead), text)

    def _nobodys(self, firm: str, instead: str) -> str:
        """A firm's name without the person's, whose particles and initials go with what they stand before: "Al-Farsi Travel"."""
        words = list(WORD.finditer(firm))
        taken = [self.names_firm(word.group()) for word in words]
        near = [_is_name_gap(firm[word.end() : after.start()]) for word, after in pairwise(words)]
        for place in reversed(range(len(near))):
            taken[place] |= taken[place + 1] and near[place] and self._leads(words[place].group())
        pieces: list[str] = []
        kept = 0
        for place, word in enumerate(words):
            if taken[place]:
                if not (place and taken[place - 1] and near[place - 1]):
                    pieces += (firm[kept : word.start()], instead)
                kept = word.end()
        return "".join((*pieces, firm[kept:]))

    def _leads(self, word: str) -> bool:
        """Whether a word in front of a part of the name belongs to it: a particle, another part or an initial."""
        return self.is_named_by(word) or (len(word) == 1 and word.isupper() and word.lower() in self.initials)

    def names_firm(self, word: str) -> bool:
        """Whether a word of a firm's name is a part of the person's: written as a name is, and no particle ("la", "van")."""
        return word[0].isupper() and len(word) > 1 and fold(word) not in SHORT_WORDS and self.is_named_by(word)

    def calls(self, number: str) -> bool:
        """Whether a number is the person's, with or without its country code."""
        digits = _digits(number)[-9:]
        return len(digits) > 6 and any(phone.endswith(digits) for phone in self.phones)  # noqa: PLR2004 - shorter is no number

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Whether a part of the name may be among a text's words, given in lower case and cut at every other sign."""
        return bool(self.tokens) and not (self._starts.isdisjoint(words) and all(map(str.isascii, words)))

    def is_named_by(self, word: str) -> bool:
        """Whether a word is a part of the name, in any spelling."""
        return not self.tokens.isdisjoint(spellings(word))


def firms_named_after(identity: Identity, companies: Iterable[str]) -> tuple[str, ...]:
    """Those of some companies that bear a part of the person's name among other words."""
    person = person_of(identity)
    found = {
        company.strip(): None
        for company in companies
        if 1 < len(words := WORD.findall(company)) <= _MOST_FIRM_WORDS and any(map(person.names_firm, words))
    }
    return tuple(found)[:_MOST_FIRMS]


def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if names else None


def _unspaced(name: str) -> re.Pattern[str] | None:
    """What finds a name of a script without spaces, whole or its longer parts, inside any run of characters."""
    parts = _UNSPACED.findall(name)
    known = {part for part in (*parts, "".join(parts)) if len(part) >= _MIN_UNSPACED}
    return re.compile("|".join(sorted(known, key=lambda part: (-len(part), part)))) if known else None


@lru_cache(maxsize=4)
def person_of(identity: Identity) -> Person:
    """What is looked for of an identity; a CV's lines ask for the same one again and again."""
    return Person(identity)


def without_name(text: str, words: frozenset[str], person: Person) -> str:
    """The text without the person's full name, and without a single part of it unless that may be another word.

    Args:
        text: any text.
        words: its words in lower case, cut at every other sign; there may be more.
        person: whose name.
    """
    if not person.may_be_in(words):
        return text
    named_here = {word for word in WORD.findall(text) if person.is_named_by(word)}
    if not named_here:
        return text
    pieces: list[str] = []
    kept = 0
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        word = match.group()
        counts = word in named_here or (len(word) == 1 and word.isupper() and word.lower() in person.initials)
        near = bool(run) and _is_name_gap(text[run[-1].end() : match.start()])
        if counts and (near or not run):
            run.append(match)
            continue
        kept = _close(text, run, kept, pieces)
        run = [match] if counts else []
    kept = _close(text, run, kept, pieces)
    return "".join(pieces) + text[kept:] if pieces else text


def _is_name_gap(between: str) -> bool:
    """Whether what stands between two words is no more than parts of a name have between them: `Okafor, M. B.`."""
    return len(between) <= _NAME_GAP and not between.strip(_NAME_GAP_SIGNS)


def _close(text: str, run: list[re.Match[str]], kept: int, pieces: list[str]) -> int:
    """Takes a run of name parts out if it is the person's name; gives where the text goes on."""
    parts = [match for match in run if len(match.group()) > 1]
    if not parts:
        return kept
    full = len({fold(match.group()) for match in parts}) > 1 or len(run) > len(parts)
    if not full and _may_be_another_word(parts[0].group()):
        return kept
    pieces.extend((text[kept : run[0].start()], " "))
    end = run[-1].end()
    return end + 1 if len(run[-1].group()) == 1 and text[end : end + 1] == "." else end


def _may_be_another_word(lone: str) -> bool:
    """Whether a part of the name that stands alone may be something else."""
    folded = fold(lone)
    if len(lone) == _SHORT_NAME and lone.isascii():
        # "Xu led the team": two letters are taken for a name only as a name is written, and when they are no word.
        return not lone.istitle() or folded in SHORT_WORDS
    # Not `isupper`: Arabic, Hebrew and the scripts of India have no capitals to tell a name by.
    return len(lone) < MIN_LONE_NAME or lone[0].islower() or folded in AMBIGUOUS_NAMES


@lru_cache(maxsize=50_000)
def spellings(word: str) -> tuple[str, ...]:
    """How a word may be written by who lacks its letters: folded, accents left off, umlauts written out."""
    folded = fold(word)
    if word.isascii():
        return (folded,)
    composed = unicodedata.normalize("NFC", word).casefold()
    choices = [_WRITTEN_OUT.get(sign) for sign in composed]
    if not any(choices):
        return (folded,)
    ways = (choice or (sign,) for choice, sign in zip(choices, composed, strict=True))
    found = {folded: None}
    for _, way in zip(range(_MAX_SPELLINGS), product(*ways), strict=False):
        found[fold("".join(way))] = None
    return tuple(found)


def _contracted(word: str) -> tuple[str, ...]:
    """How a name with written-out umlauts is written without: "Muller" of Mueller, where enough is left to know it by."""
    folded = fold(word)
    short = folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return (short,) if folded != short and len(short) >= _MIN_CONTRACTED else ()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case without accents and without a possessive ending."""
    if word.isascii():
        return word.lower().removesuffix("'s")
    folded = (
        "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        .casefold()
        .replace("’", "'")
    )
    return folded.removesuffix("'s")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
