"""Spoken languages and their levels."""

import re
from collections.abc import Sequence

from engine.profile import Language, Line, Section
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.lexicon.levels import LANGUAGES, LEVELS
from services.matcher.domain.structure.rows import Row
from services.matcher.domain.structure.text import fold

MAX_LANGUAGES = 40
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


def languages_of(rows: Sequence[Row], facts: Facts) -> tuple[Language, ...]:
    """The languages of a section: one or more a row, the level beside, behind or in the row below."""
    result: dict[str, Language] = {}
    waiting: list[tuple[str, float]] = []
    for row in rows:
        named: list[tuple[str, float]] = []
        for cell in row.cells:
            for name, level in languages_in(cell.text):
                line = facts.line(row.text, page=row.page, section=Section.LANGUAGES)
                if name not in result or result[name].level is None:
                    result[name] = Language(name, level or (result[name].level if name in result else None), line)
                named.append((name, cell.x0))
        if named:
            waiting = [(name, x0) for name, x0 in named if result[name].level is None]
            if waiting and len(row.cells) > len(named) == 1 and (level := level_of(row.text)):
                result[waiting[0][0]] = _levelled(result[waiting[0][0]], level, row, facts)
                waiting = []
            continue
        for cell in row.cells:
            level = level_of(cell.text)
            if level is None or not waiting:
                continue
            nearest = min(waiting, key=lambda item: abs(item[1] - cell.x0))
            result[nearest[0]] = _levelled(result[nearest[0]], level, row, facts)
            waiting.remove(nearest)
        if len(result) >= MAX_LANGUAGES:
            break
    return tuple(result.values())


def languages_in_line(text: str, line: Line) -> tuple[Language, ...]:
    """The languages of a line such as `English (fluent), Turkish (native)`."""
    return tuple(Language(name, level, line) for name, level in languages_in(text)[:MAX_LANGUAGES])


def speaks_of_languages(text: str) -> bool:
    """Whether a list names spoken languages rather than those of programming: at least half of its parts do."""
    parts = [
        part for part in re.split(r"[,;|/·•]|\band\b|\bund\b|\bet\b", text[:_CHARS]) if any(c.isalpha() for c in part)
    ]
    named = sum(1 for part in parts if names_in(part))
    return bool(parts) and named * 2 >= len(parts)


def _levelled(language: Language, level: str, row: Row, facts: Facts) -> Language:
    text = f"{language.line.text} {row.text}" if row.text not in language.line.text else language.line.text
    return Language(language.name, level, facts.line(text, page=language.line.page, section=Section.LANGUAGES))
