"""Skills from lists: by commas, bars, bullets and cells, with categories and levels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.profile import Language, Line, Section, Skill
from services.matcher.domain.structure.entries import is_link
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.headings import section_named
from services.matcher.domain.structure.items import Item
from services.matcher.domain.structure.languages import languages_in_line, speaks_of_languages
from services.matcher.domain.structure.lexicon.levels import SKILL_LEVELS
from services.matcher.domain.structure.rows import Row, is_pure_date
from services.matcher.domain.structure.text import BULLETS, clean, fold, is_capitals

MAX_SKILLS = 400
_SKILL_CHARS = 60
_SKILL_WORDS = 6
_LABEL_CHARS = 45
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
    r"(?:conoscenza|esperienza|uso)\s(?:di|del|della|con|in)\s|(?:conhecimentos?|dominio|experiencia)\s(?:de|em|com)\s|(?:kennis|ervaring)\s(?:van|met)\s|(?:znajomosc|obsluga)\s)"
)
_RATING = re.compile(r"\s*(?:[●○★☆⬤◯■□◼◻]{2,10}|\d{1,3}\s?%|\d{1,2}\s?/\s?\d{1,2})\s*$")
_YEARS = re.compile(r"\b\d{1,2}\+?\s?(?:years?|yrs?|jahre?|ans|anos|anni|jaar|lat[a]?)\b")


@dataclass(slots=True)
class Listed:
    """What a skills section holds: skills, languages, and lines too long for a skill."""

    skills: list[Skill] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def skills_of(rows: Sequence[Row], facts: Facts) -> Listed:
    """The skills of a section in reading order; each name once."""
    listed = Listed()
    seen: dict[str, int] = {}
    since_level = 0
    for column in _columns(rows):
        for item in _list_items(column, facts):
            if len(listed.skills) >= MAX_SKILLS:
                return listed
            text, line = item.text, facts.line(item.text, page=item.page, section=Section.SKILLS)
            if fold(text).strip(" .()") in SKILL_LEVELS:
                _set_level(listed.skills, since_level, text.strip(" .()"))
                continue
            label, content = _labelled(text)
            if section_named(label) == Section.LANGUAGES and speaks_of_languages(content):
                listed.languages.extend(languages_in_line(content, line))
                continue
            if section_named(label) == Section.INTERESTS:
                listed.lines.append(facts.line(text, page=item.page, section=Section.INTERESTS))
                continue
            since_level = len(listed.skills)
            rated = bool(label) and fold(content) in SKILL_LEVELS
            names: list[tuple[str, str | None]] = [(label, content)] if rated else list(_names(content))
            if not names or _reads_as_prose(content, names):
                listed.lines.append(line)
            for name, level in names if not _reads_as_prose(content, names) else []:
                _add(listed.skills, seen, Skill(name, line, level))
    return listed


def skills_in(text: str, line: Line) -> list[Skill]:
    """The skills of one list such as `Python, Go (expert) | SQL`."""
    return [Skill(name, line, level) for name, level in _names(text)][:MAX_SKILLS]


def _add(skills: list[Skill], seen: dict[str, int], skill: Skill) -> None:
    key = fold(skill.name)
    if key not in seen:
        seen[key] = len(skills)
        skills.append(skill)


def _set_level(skills: list[Skill], start: int, level: str) -> None:
    for index in range(start, len(skills)):
        if skills[index].level is None:
            skills[index] = Skill(skills[index].name, skills[index].line, level)


def _columns(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows by columns where several rows in a row have cells at the same places: a table is read downwards."""
    columns: list[list[Row]] = []
    table: list[Row] = []
    plain = False
    for row in rows:
        if len(row.cells) > 1 and not row.bullet and not _is_label(row.cells[0].text, row):
            table.append(row)
            continue
        if table and any(abs(row.x0 - cell.x0) < row.size for cell in table[0].cells[1:]):
            table.append(row)
            continue
        if table:
            columns.extend(_untabled(table))
            table, plain = [], False
        if plain:
            columns[-1].append(row)
        else:
            columns.append([row])
        plain = True
    columns.extend(_untabled(table))
    return columns


def _is_label(text: str, row: Row) -> bool:
    """Whether a first cell labels the cells beside it (`Tech Stack   Tableau | Python`)."""
    return text.endswith(":") or (row.cells[0].bold and not row.cells[1].bold) or row.cells[0].x0 < 0


def _untabled(table: list[Row]) -> list[list[Row]]:
    if not table:
        return []
    lefts = [cell.x0 for cell in table[0].cells]
    columns: list[list[Row]] = [[] for _ in lefts]
    for row in table:
        for cell in row.cells:
            _, nearest = min((abs(left - cell.x0), index) for index, left in enumerate(lefts))
            columns[nearest].append(Row((cell,), row.page, row.block, row.y0, row.y1, row.gap, row.bullet))
    return [column for column in columns if column]


def _list_items(rows: Sequence[Row], facts: Facts) -> Iterator[Item]:
    """The items of a list; rows with a separator at their end or the next one's start go on."""
    pending: Item | None = None
    for item in facts.items(rows):
        if (
            pending is not None
            and pending.text.rstrip().endswith((",", "·", "|", "•", ";", "/", "&"))
            and not item.bullet
        ):
            pending = Item(f"{pending.text} {item.text}", pending.page, pending.bullet, pending.rows + item.rows)
            continue
        if pending is not None:
            yield pending
        pending = item
    if pending is not None:
        yield pending


def _labelled(text: str) -> tuple[str, str]:
    """A category and its list; an empty category when there is none."""
    label, colon, content = text.partition(":")
    if colon and content.strip() and len(label) <= _LABEL_CHARS and "," not in label:
        return clean(label), clean(content)
    return "", text


def _names(text: str) -> Iterator[tuple[str, str | None]]:
    """The names in a list with their levels."""
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
            re.search(r"[,/]", content) and len(content.split()) <= 2 * content.count(",") + 2 * content.count("/") + 2
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


def _reads_as_prose(text: str, names: list[tuple[str, str | None]]) -> bool:
    """Whether a text is sentences rather than a list: its words are many more than its names can hold."""
    words = len(text.split())
    held = sum(len(name.split()) for name, _ in names)
    return words > 12 and held * 2 < words  # noqa: PLR2004 - lists of long names stay below
