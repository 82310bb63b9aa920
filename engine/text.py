"""Words of a text, folded so that spelling variants of one word compare equal."""

import re
import unicodedata
from typing import NamedTuple

from engine.facts.table import words
from engine.reading.composed import composed
from engine.remember import remembered

# Order matters: ".NET", then letters joined by & (R&D, GD&T, P&L), then words with their own signs (C++, C#).
_TOKEN = re.compile(r"(?<![\w.])\.NET\b|\b\w+(?:&\w+)+|[^\W_]+(?:['’](?=s\b))?[+#]*", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?]\s|[.;:!?]$|\s[-–—]\s|\bbut\b|\balthough\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)
# A full stop inside one of these does not end a clause; they are longer than any clause mark and carry no meaning here.
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|incl|approx|etc|vs|no|dept)\.", re.IGNORECASE)
_SPELLING = (
    ("haem", "hem"), ("paed", "ped"), ("anaes", "anes"), ("isation", "ization"), ("ising", "izing"), ("labour", "labor"),
    ("behaviour", "behavior"), ("programme", "program"), ("licence", "license"), ("centre", "center"), ("modelling", "modeling"),
    ("enrolment", "enrollment"), ("catalogue", "catalog"), ("analyse", "analyze"), ("organise", "organize"), ("optimise", "optimize"),
)  # fmt: skip
_STEM_ENDINGS = (
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ers",
    "ies",
    "ied",
    "ed",
    "er",
    "es",
    "y",
    "e",
    "s",
)
_SHORTEST_STEM = 4
STOP_WORDS = words(
    "a an and any are as at be by for from has have in into is it its of on or our per such than that the their them they this to up "
    "using via was we were which with within you your i my me other others similar etc eg ie equivalent related like "
    "experience experienced knowledge skill skills ability able strong good excellent solid proven working work hands relevant "
    "understanding proficiency proficient expertise expert demonstrated"
)


class Token(NamedTuple):
    """A word as written and folded; `start` and `end` are its place in the text."""

    written: str
    folded: str
    start: int
    end: int


@remembered(65_536)
def fold(word: str) -> str:
    """Fold a word: case, accents, British spelling and a plural s are taken out."""
    plain = word.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = plain.rstrip("'’").replace("ß", "ss")
    for british, american in _SPELLING:
        plain = plain.replace(british, american)
    if len(plain) > _SHORTEST_STEM and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) >= _SHORTEST_STEM and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        return plain[:-1]
    return plain


@remembered(65_536)
def stem(folded: str) -> str:
    """Cut a folded word to its stem, so that manage, managing and management compare equal; short words stay whole."""
    for ending in _STEM_ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return folded[: -len(ending)]
    return folded


@remembered(8_192)
def tokens(text: str) -> tuple[Token, ...]:
    """Split a text into its words, in order."""
    return tuple(Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(composed(text)))


@remembered(8_192)
def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(map(fold, _TOKEN.findall(composed(text))))


def content_stems(text: str) -> tuple[str, ...]:
    """The distinct stems of the words that carry meaning, in order."""
    return tuple(
        dict.fromkeys(stem(t.folded) for t in tokens(text) if t.folded not in STOP_WORDS and len(t.folded) > 1)
    )


@remembered(8_192)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """The places (start, end) of a text's clauses: a hedge or a "not" governs its own clause only."""
    masked = _ABBREVIATION.sub(lambda m: m.group().replace(".", " "), composed(text))
    places: list[tuple[int, int]] = []
    start = 0
    for mark in _CLAUSE_END.finditer(masked):
        if mark.start() > start:
            places.append((start, mark.start()))
        start = mark.end() if mark.group().strip() in ".;:!?-–—" else mark.start()
    if start < len(masked):
        places.append((start, len(masked)))
    return tuple(places)
