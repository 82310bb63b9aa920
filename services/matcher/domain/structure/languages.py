"""Spoken languages and their levels from the rows and lines of a section."""

import re
from collections.abc import Sequence

from engine.profile import Language, Line, Section
from engine.reading.languages import languages_in, level_of, unlisted_in
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.rows import Row

MAX_LANGUAGES = 40
_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]{2,19}")


def languages_of(rows: Sequence[Row], facts: Facts) -> tuple[Language, ...]:
    """The languages of a section: one or more a row, the level beside, behind or in the row below."""
    result: dict[str, Language] = {}
    waiting: list[tuple[str, float]] = []
    unknown: str | None = None
    for row in rows:
        named = _take(row, result, facts)
        if named:
            waiting = [(name, x0) for name, x0 in named if result[name].level is None]
            if waiting and len(row.cells) > len(named) == 1 and (level := level_of(row.text)):
                result[waiting[0][0]] = _levelled(result[waiting[0][0]], level, row, facts)
                waiting = []
            continue
        level = level_of(row.text)
        if level is not None and unknown is not None and not waiting:
            # A language that no table has, with its level below.
            result[unknown] = Language(
                unknown, level, facts.line(f"{unknown} {row.text}", page=row.page, section=Section.LANGUAGES)
            )
        unknown = row.text if level is None and len(row.cells) == 1 and _NAME.fullmatch(row.text) else None
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


def _take(row: Row, result: dict[str, Language], facts: Facts) -> list[tuple[str, float]]:
    """Adds the languages that a row names to the result; returns them with where their cells begin."""
    line = facts.line(row.text, page=row.page, section=Section.LANGUAGES)
    named: list[tuple[str, float]] = []
    for cell in row.cells:
        for name, level in languages_in(cell.text):
            if name not in result or result[name].level is None:
                result[name] = Language(name, level or (result[name].level if name in result else None), line)
            named.append((name, cell.x0))
    for name, level in unlisted_in(" | ".join(cell.text for cell in row.cells)):
        result.setdefault(name, Language(name, level, line))
        named.append((name, row.x1))
    return named


def languages_in_line(text: str, line: Line) -> tuple[Language, ...]:
    """The languages of a line such as `English (fluent), Turkish (native)`."""
    named = [*languages_in(text), *unlisted_in(text)]
    return tuple(Language(name, level, line) for name, level in named[:MAX_LANGUAGES])


def _levelled(language: Language, level: str, row: Row, facts: Facts) -> Language:
    text = f"{language.line.text} {row.text}" if row.text not in language.line.text else language.line.text
    return Language(language.name, level, facts.line(text, page=language.line.page, section=Section.LANGUAGES))
