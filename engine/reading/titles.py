"""Cues that a piece of text is a job title or the name of an employer."""

import re

from engine.reading.lexicon.more_titles import MORE_TITLE_WORDS
from engine.reading.lexicon.roles import COMPANY_WORDS, TITLE_ENDINGS, TITLE_WORDS
from engine.reading.lexicon.tables import phrases
from engine.reading.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEGAL_FORM = re.compile(
    r"(?:\b(?:inc|llc|ltd|plc|corp|gmbh|kgaa|sarl|eurl|s\.a\.?s?|s\.r\.l|s\.p\.a|s\.l\.?u?|ltda|b\.v|n\.v|sp\. z o\.?\s?o|pty)\b\.?)"
    r"|\b(?:AG|KG|SE|SA|SAS|SL|SPA|SRL|BV|NV|AB|AS|OY|ApS|LLP|Oy|SpA)\b",
)
# What follows the word that a title is about (`Head of Sales`, `Nurse, night shift`).
_HEAD_ENDS = re.compile(
    r"\s?[,;:(/|&–]|\s(?:-\s|(?:of|for|in|at|to|and|de|des|du|d'|del|della|di|da|do|dos|en|im|fur|der|und|et|y|e|i|ds|w|van|voor)(?!\w))"
)
_LOOSE_WORDS = 5
_WORDS = TITLE_WORDS | MORE_TITLE_WORDS
# A compound ends with the word for what somebody is (`Auftragssachbearbeiter`); short words end others by chance.
_COMPOUND_END = 6
_COMPOUND_START = 3
# Endings of words for people by what they do, in the languages of the tables.
_FORMED = 5
_FORMS = phrases(
    "er|erin|or|orin|ist|istin|ian|ant|antin|ling|hilfe|kraft|knecht|eur|euse|ier|iere|teur|trice|iste|dor|dora|ista|ero|era|eiro|eira|"
    "tore|tora|iera|aio|aia|nik|niczka|arz|arka|erka|acz|aczka|owy|owa|are|erska|skotare|hjalp|hulp|man|ente|ante"
)
_FEMININE = re.compile(r"[:*_/(]-?in(?:nen)?\)?$|in$")


def title_score(text: str) -> float:
    """How much the text looks like a job title; 0 when nothing speaks for it.

    A longer text needs its title word where titles have it: at its beginning, at its end or before `of`, `for`, a comma and the like.
    """
    folded = fold(text[:200])
    matches = list(_WORD.finditer(folded))
    hits = [index for index, match in enumerate(matches) if _names_a_title(match.group())]
    if not hits:
        return 0.0
    leads = [
        index for index in hits if index in {0, len(matches) - 1} or _HEAD_ENDS.match(folded, matches[index].end())
    ]
    if not leads and len(matches) > _LOOSE_WORDS:
        return 0.0
    edge = 0.5 if hits[0] == 0 or hits[-1] == len(matches) - 1 else 0.0
    variety = len({matches[index].group() for index in hits}) - 1
    return 1.0 + edge + 0.25 * variety - 0.05 * max(0, len(matches) - 8)


def _names_a_title(word: str) -> bool:
    return _is_title_word(word) or any(_is_title_word(part) for part in word.split("-"))


def title_likeness(text: str) -> float:
    """From 0 to 1, how much the form of a text's first and last words is that of words for people by what they do."""
    found = [match.group() for match in _WORD.finditer(fold(text[:200]))]
    if not found or len(found) > _LOOSE_WORDS:
        return 0.0
    return 1.0 if any(len(word) >= _FORMED and word.endswith(_FORMS) for word in (found[0], found[-1])) else 0.0


def company_score(text: str) -> float:
    """How much the text looks like an employer's name; 0 when nothing speaks for it."""
    folded = fold(text[:200])
    score = 2.0 if _LEGAL_FORM.search(text[:200]) or _LEGAL_FORM.search(folded) else 0.0
    # `a compression company` describes; `Compression Company` names.
    names = [match.group() for match in _WORD.finditer(text[:200]) if not match.group()[0].islower()]
    score += 0.8 * sum(1 for name in names if fold(name) in COMPANY_WORDS)
    if re.search(r"\.(?:com|org|net|io|de|fr|es|it|nl|pl|eu|ai|co)\b", folded):
        score += 1.0
    return score


def _is_title_word(word: str) -> bool:
    if word in _WORDS or word.endswith(TITLE_ENDINGS) or _is_compound(word):
        return True
    stem = _FEMININE.sub("", word)
    return stem != word and len(stem) > 3 and (stem in _WORDS or _is_compound(stem))  # noqa: PLR2004 - a stem that is a word


def _is_compound(word: str) -> bool:
    """Whether a long word ends with a title's word."""
    return any(word[at:] in _WORDS for at in range(_COMPOUND_START, len(word) - _COMPOUND_END + 1))
