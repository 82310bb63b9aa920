"""Names of skills in one-line lists, with their levels."""

import re
from collections.abc import Iterator

from engine.reading.dates import is_pure_date
from engine.reading.headings import section_named
from engine.reading.lexicon.levels import SKILL_LEVELS
from engine.reading.text import BULLETS, clean, fold, is_capitals, is_link

_SKILL_CHARS = 60
_SKILL_WORDS = 6
# Dots and stars part names (`Go ● SQL`) unless they are a rating (`Go ●●●○○`).
_DOTS = "●○★☆■□◆◇"
_SINGLE_DOT = rf"(?<![{_DOTS}]\s)(?<=\s)[{_DOTS}](?=\s)(?!\s[{_DOTS}])"
_SPLIT = re.compile(
    rf"\s*(?:[,;|、，；¦{''.join(glyph for glyph in BULLETS if glyph not in _DOTS)}∙⋅]|{_SINGLE_DOT}|\s[–—-]\s|(?<=\w{4})\.\s(?=[A-ZÀ-Þ])|\.$)\s*"
)
_GLUE = re.compile(r"\s+(?:and|und|et|y|e|en|oraz|&)\s+")
_BRACKETS = re.compile(r"\(([^()]{1,120})\)")
_LEAD = re.compile(
    r"^(?:(?:very |strong |good |solid |excellent |basic |working |advanced |deep |extensive |hands-on |sound |professional )*"
    r"(?:proficient|proficiency|experienced?|skilled|expertise|expert|knowledge|understanding|familiar(?:ity)?|competent|command|background|fluent)"
    r"\s(?:with|in|of|at|using)\s(?:the\s)?|(?:gute |sehr gute |fundierte |sichere |grundlegende )*(?:kenntnisse|erfahrung|umgang|grundkenntnisse)\s(?:in|mit|im)\s(?:der\s|dem\s)?|"
    r"(?:bonne |tres bonne |solide )*(?:maitrise|connaissances?|experience|pratique)\s(?:de|des|du|en|d')\s?(?:la\s|l')?|(?:conocimientos?|dominio|manejo|experiencia)\s(?:de|del|en|con)\s|"
    r"(?:conoscenza|esperienza|uso)\s(?:di|del|della|con|in)\s|(?:conhecimentos?|dominio|experiencia)\s(?:de|em|com)\s|(?:kennis|ervaring)\s(?:van|met)\s|znajomosc\s)"
)
_RATING = re.compile(r"\s*(?:[●○★☆⬤◯■□◼◻]{2,10}|\d{1,3}\s?%|\d{1,2}\s?/\s?\d{1,2})\s*$")
_YEARS = re.compile(r"\b\d{1,2}\+?\s?(?:years?|yrs?|jahre?|ans|anos|anni|jaar|lat[a]?)\b")


def skill_names(text: str) -> Iterator[tuple[str, str | None]]:
    """The names in a list such as `Python, Go (expert) | SQL` with their levels as written."""
    if text.count(" / ") > 1 and not _SPLIT.search(text.strip(" .")):
        # Nothing else parts them.
        text = text.replace(" / ", " | ")
    hidden = _BRACKETS.sub(
        lambda match: "(" + match.group(1).replace(",", "\x1f").replace(";", "\x1f").replace("|", "\x1f") + ")", text
    )
    for part in (piece.replace("\x1f", ",") for piece in _SPLIT.split(hidden)):
        if not any(c.isalpha() for c in part):
            continue
        name, level, inner = _without_level(part)
        for piece in _unglued(_stripped(name), led=_stripped(name) != clean(name)):
            bare = _stripped(piece)
            if (
                _is_name(bare)
                and 1 <= len(bare) <= _SKILL_CHARS
                and len(bare.split()) <= _SKILL_WORDS
                and any(c.isalpha() for c in bare)
            ):
                yield bare, level
        for extra in inner:
            yield extra, level


def _is_name(text: str) -> bool:
    """Whether a piece may be the name of a skill rather than an address, a date, markup or a heading."""
    if "@" in text or "\\" in text or is_link(text):
        return False
    return not (is_capitals(text) and section_named(text) is not None) and not is_pure_date(text)


def _unglued(name: str, *, led: bool) -> list[str]:
    """The names joined by `and`: behind an opening phrase, or where each is one capitalised word (`Python and Go`)."""
    pieces = _GLUE.split(name)
    single = all(len(piece.split()) == 1 and not piece[:1].islower() for piece in pieces)
    return pieces if led or single else [name]


def _without_level(part: str) -> tuple[str, str | None, list[str]]:
    """A part of a list without its level, the level, and further names from brackets."""
    level: str | None = None
    inner: list[str] = []
    bracket = _BRACKETS.search(part)
    if bracket is not None:
        content = bracket.group(1).strip()
        folded = fold(content)
        if folded in SKILL_LEVELS or _YEARS.search(folded) or _RATING.search(content):
            level = content
            part = (part[: bracket.start()] + part[bracket.end() :]).strip()
        elif (
            re.search(r"[,/]", content)
            # Names are written with capitals beside a name with one; small words say what kind is meant.
            and (part[:1].islower() or not content.islower() or any(c.isdigit() for c in content))
            and len(content.split()) <= 2 * content.count(",") + 2 * content.count("/") + 2
        ):
            inner = [clean(piece) for piece in re.split(r"[,/]", content) if any(c.isalpha() for c in piece)]
            part = (part[: bracket.start()] + part[bracket.end() :]).strip()
    rating = _RATING.search(part)
    if rating is not None and rating.start() > 0:
        level = level or rating.group().strip()
        part = part[: rating.start()]
    head, colon, tail = part.partition(":")
    if colon and fold(tail.strip()) in SKILL_LEVELS:
        return head.strip(), tail.strip(), inner
    words = part.split()
    if (
        len(words) > 1
        and fold(words[-1]) in SKILL_LEVELS
        and fold(words[-1]) not in {"master", "expert", "professional", "base", "basis"}
    ):
        return " ".join(words[:-1]), level or words[-1], inner
    return part, level, inner


def _stripped(text: str) -> str:
    """A name without what introduces it (`good understanding of`) and without marks at its ends."""
    text = clean(text).strip(" :–—-*\"'“”").rstrip(".").removeprefix(". ")
    folded = fold(text)
    lead = _LEAD.match(folded)
    if lead is not None and lead.end() < len(text):
        text = text[lead.end() :]
    head, glue, tail = text.partition(" ")
    if glue and fold(head) in {"and", "und", "et", "y", "e", "en", "oraz", "&", "incl.", "including"}:
        text = tail
    return text.strip(" :–—-")
