"""The person's name: the most prominent line of the header that looks like one."""

import re
import unicodedata
from collections.abc import Sequence

from engine.reading.headings import section_told
from engine.reading.lexicon.personal import DOCUMENT_WORDS, HONORIFICS, POST_NOMINALS
from engine.reading.lexicon.tables import words
from engine.reading.text import clean, fold, fragments, unspaced
from engine.reading.titles import company_score, title_score
from services.matcher.domain.structure.places import is_place
from services.matcher.domain.structure.rows import Row

_NAME_CHARS = 60
_MAX_WORDS = 6
_TWO_LINE_WORDS = 4
# A part of a name with so many letters is known again in an e-mail address.
_TOLD_CHARS = 3
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_PARTICLES = words(
    "de da do dos das di del della van von der den ten ter la le el al bin ibn y e zu und of mac mc san st"
)
# Trades that families and people are named after.
_TRADE_NAMES = words(
    "archer baker barber bauer becker bishop brewer butcher carpenter carter chandler clark clerk constable cook cooper cutter deacon dean draper "
    "driver dyer farmer fischer fisher forester fuller gardener gartner glover herrero hunter judge kaufmann king knight koch lehrer major marshall "
    "mason meister metzger miller molinero muller page painter parker pope porter potter prior ranger richter rider sawyer schmidt schneider schreiber "
    "sergeant shepherd skinner smith spencer squire steward stewart tailor tanner taylor thatcher turner tyler vogt wagner walker weaver weber wright "
    "zapatero zimmermann"
)
_CJK = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3\u3040-\u30ff]{2,8}")
# Rows further down a document than this are no candidates.
_CANDIDATE_ROWS = 60


def name_in(text: str) -> str | None:
    """The name a text holds and nothing else but titles, letters and the word for a CV; None when it holds none."""
    if len(text) > 2 * _NAME_CHARS or any(c in "@:" for c in text):
        return None
    for part in fragments(text.replace("|", " | ").replace(",", " | ")):
        name = _bare_name(part)
        if name is not None:
            return name
    return None


def _bare_name(text: str) -> str | None:
    if len(text) > _NAME_CHARS or any(c.isdigit() for c in text):
        return None
    if _CJK.fullmatch(text.replace(" ", "")) and section_told(text) is None and text not in DOCUMENT_WORDS:
        return text
    tokens = [token for token in unspaced(text).split() if fold(token).strip(".,()") not in DOCUMENT_WORDS]
    while tokens and fold(tokens[0]).strip(".,") in HONORIFICS:
        tokens.pop(0)
    while tokens and fold(tokens[-1]).strip(".,()") in POST_NOMINALS and len(tokens) > 1:
        tokens.pop()
    if not 1 <= len(tokens) <= _MAX_WORDS or not all(_TOKEN.fullmatch(token.strip(',()"')) for token in tokens):
        return None
    # Scripts without capitals have nothing to tell a name by but its place and size.
    capitalised = [
        token for token in tokens if token.strip('("')[:1].isupper() or unicodedata.category(token[0]) == "Lo"
    ]
    if any(token not in capitalised and fold(token) not in _PARTICLES for token in tokens) or not capitalised:
        return None
    name = " ".join(tokens).strip(" ,")
    return None if section_told(name) is not None else name


def find_name(rows: Sequence[Row], emails: Sequence[str]) -> tuple[str | None, frozenset[int]]:
    """The name among the header's rows and the indexes of the rows it was read from.

    What counts: size above the other rows, a place near the top, two to four words, likeness to the local part of an e-mail
    address; what counts against: words of a title, an employer or a place.
    """
    locals_ = [re.sub(r"[^a-z]", "", fold(email.split("@", 1)[0])) for email in emails]
    candidates: list[tuple[float, int, str, frozenset[int]]] = []
    short = [(index, row) for index, row in enumerate(rows[:_CANDIDATE_ROWS]) if row.short]
    sizes = sorted({round(cell.size, 1) for _, row in short for cell in row.cells}, reverse=True)
    for position, (index, row) in enumerate(short):
        for cell in row.cells:
            name = name_in(cell.text)
            if name is not None:
                score = _score(name, cell.size, sizes, index, locals_)
                candidates.append((score, -index, name, frozenset({index})))
        following = short[position + 1] if position + 1 < len(short) else None
        if following is not None and following[0] == index + 1:
            joined = _two_line_name(row, following[1], sizes)
            if joined is not None:
                score = _score(joined, row.size, sizes, index, locals_) + 0.5
                candidates.append((score, -index, joined, frozenset({index, index + 1})))
    if not candidates:
        return None, frozenset()
    score, _, name, where = max(candidates, key=lambda candidate: candidate[:2])
    return (_cased(name), where) if score > 0 else (None, frozenset())


def _two_line_name(first: Row, second: Row, sizes: list[float]) -> str | None:
    """A first name over a family name, both in the largest of several sizes."""
    if abs(first.size - second.size) > 1 or round(first.size, 1) != sizes[0] or sizes[0] == sizes[-1]:
        return None
    upper, lower = name_in(first.text), name_in(second.text)
    if upper is None or lower is None or "|" in first.text or len(f"{upper} {lower}".split()) > _TWO_LINE_WORDS:
        return None
    return f"{upper} {lower}"


def _score(name: str, size: float, sizes: list[float], index: int, locals_: list[str]) -> float:
    words = name.split()
    rank = sizes.index(round(size, 1)) if round(size, 1) in sizes else len(sizes)
    score = 3.0 / (1 + rank) + 1.0 / (1 + 0.3 * index)
    score += {1: -1.0, 2: 1.0, 3: 0.8, 4: 0.4}.get(len(words), 0.0)
    if _CJK.fullmatch(name):
        score += 1.5
    tokens = [re.sub(r"[^a-z]", "", fold(word)) for word in words]
    if any(len(token) >= _TOLD_CHARS and token in local for token in tokens for local in locals_):
        score += 2.0
    score -= 1.2 * min(2.0, title_score(_without_trade_names(words))) + 1.0 * company_score(name)
    if is_place(name):
        score -= 2.0
    return score


def _without_trade_names(words: Sequence[str]) -> str:
    """A name without a first or last word that is a trade as well: Greg Baker is no baker."""
    kept = [
        word for place, word in enumerate(words) if place not in {0, len(words) - 1} or fold(word) not in _TRADE_NAMES
    ]
    return " ".join(kept) if kept else " ".join(words)


def _cased(name: str) -> str:
    """A name with words in capitals, small ones among them, written with large initials only; any other as it is."""
    return clean(" ".join(word.title() if _is_set_in_capitals(word) else word for word in name.split()))


def _is_set_in_capitals(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    return capitals > 1 and capitals * 10 >= sum(c.isalpha() for c in word) * 7
