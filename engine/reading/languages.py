"""Names and levels of spoken languages in a text."""

import re

from engine.reading.lexicon.levels import LANGUAGES, LEVELS
from engine.reading.text import fold

_CEFR = re.compile(r"(?<![\w.])([abc][12])(?![\w.])")
_NAMES = re.compile(
    rf"(?<!\w)(?:jezyk\s)?({'|'.join(re.escape(n) for n in sorted(LANGUAGES, key=len, reverse=True) if n.isascii())})(?!\w)"
)
_CJK_NAMES = re.compile("|".join(re.escape(n) for n in LANGUAGES if not n.isascii()))
_LEVELS = re.compile(
    rf"(?<!\w)({'|'.join(re.escape(n) for n in sorted(LEVELS, key=len, reverse=True) if n.isascii())})(?!\w)"
)
_CJK_LEVELS = re.compile("|".join(re.escape(n) for n in LEVELS if not n.isascii()))
_CHARS = 2_000
_RATINGS = {5: "native", 4: "C1", 3: "B2", 2: "B1", 1: "A2"}
_PARTS = re.compile(r"[,;|/·•]")
_UNLISTED = re.compile(r"(?P<name>[^\W\d_]{3,20})\b\s{0,3}[:(–—-]?\s{0,3}(?P<level>.{1,60})$")
_DOTS = re.compile(r"[●★⬤■◼]{1,5}[○☆◯□◻]{0,4}")


def level_of(text: str) -> str | None:
    """The level a short text states: A1 to C2 or native; None when it states none. See the levels table for the mapping."""
    folded = fold(text[:_CHARS])
    cefr = _CEFR.findall(folded)
    if cefr:
        return str(max(cefr)).upper()
    word = _LEVELS.search(folded) or _CJK_LEVELS.search(folded)
    if word is not None:
        return LEVELS[word.group()]
    dots = _DOTS.search(text[:_CHARS])
    if dots is None or len(dots.group()) != len(_RATINGS):
        return None
    return _RATINGS.get(sum(c in "●★⬤■◼" for c in dots.group()))


def names_in(text: str) -> list[tuple[str, int, int]]:
    """The languages a text names: English name, start and end, left to right."""
    folded = fold(text[:_CHARS])
    found = [(LANGUAGES[m.group(1)], *m.span()) for m in _NAMES.finditer(folded)]
    found += [(LANGUAGES[m.group()], *m.span()) for m in _CJK_NAMES.finditer(folded)]
    return sorted(found, key=lambda item: item[1])


def languages_in(text: str) -> list[tuple[str, str | None]]:
    """Each language of a text with the level that stands after it, before the next; a level before the first counts if none follows."""
    names = names_in(text)
    result: dict[str, str | None] = {}
    for number, (name, _, end) in enumerate(names):
        stop = names[number + 1][1] if number + 1 < len(names) else len(text)
        level = level_of(text[end:stop])
        if level is None and len(names) == 1:
            level = level_of(text[: names[0][1]])
        if name not in result or result[name] is None:
            result[name] = level
    return list(result.items())


def unlisted_in(text: str) -> list[tuple[str, str | None]]:
    """Languages that no table knows, in a list of languages: each a name and a level behind it (`Igbo: fluent`)."""
    result: dict[str, str | None] = {}
    parts = [part.strip() for part in _PARTS.split(text[:_CHARS])]
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        # The level may be parted from the name as names are from each other (`Igbo, fluent`).
        whole = f"{part} {following}" if part.isalpha() and not names_in(following) else part
        match = _UNLISTED.match(whole)
        if match is None or names_in(whole) or level_of(match.group("name")) is not None:
            continue
        level = level_of(match.group("level"))
        if level is not None and not match.group("name")[0].islower():
            result.setdefault(match.group("name"), level)
    return list(result.items())


def speaks_of_languages(text: str) -> bool:
    """Whether a list names spoken languages rather than those of programming: at least half of its parts do."""
    parts = [
        part for part in re.split(r"[,;|/·•]|\band\b|\bund\b|\bet\b", text[:_CHARS]) if any(c.isalpha() for c in part)
    ]
    named = sum(1 for part in parts if names_in(part))
    return bool(parts) and named * 2 >= len(parts)
