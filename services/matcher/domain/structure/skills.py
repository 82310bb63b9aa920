"""Skills from lists: by commas, bars, bullets and cells, with categories and levels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.profile import Language, Line, Section, Skill
from engine.reading.headings import section_named
from engine.reading.languages import speaks_of_languages
from engine.reading.lexicon.levels import SKILL_LEVELS
from engine.reading.skill_names import skill_names
from engine.reading.text import HYPHENS, clean, fold, join
from services.matcher.domain.structure.facts import Facts
from services.matcher.domain.structure.items import Item, Layout
from services.matcher.domain.structure.languages import languages_in_line
from services.matcher.domain.structure.rows import Row

MAX_SKILLS = 400
_LABEL_CHARS = 45
# A list of one name a row has so many rows at least, of so many words at most.
_LIST_ROWS = 3
_NAME_WORDS = 5
_PARTED_SHARE = 0.2
_SEPARATORS = re.compile(r"[,;|/:•·]|\s[–—-]\s")


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
            names: list[tuple[str, str | None]] = [(label, content)] if rated else list(skill_names(content))
            if not names or _reads_as_prose(content, names):
                listed.lines.append(line)
            for name, level in names if not _reads_as_prose(content, names) else []:
                _add(listed.skills, seen, Skill(name, line, level))
    return listed


def skills_in(text: str, line: Line) -> list[Skill]:
    """The skills of one list such as `Python, Go (expert) | SQL`."""
    return [Skill(name, line, level) for name, level in skill_names(text)][:MAX_SKILLS]


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
        if len(row.cells) > 1 and not _is_label(row.cells[0].text, row) and (not row.bullet or _is_grid(row)):
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


def _is_grid(row: Row) -> bool:
    """Whether each cell of a bulleted row is an item (its own bullet was taken off)."""
    return all(len(cell.text.split()) <= _NAME_WORDS and not _SEPARATORS.search(cell.text) for cell in row.cells)


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
    single = _one_a_row(rows, facts.layout)
    items = [item for row in rows for item in facts.items([row])] if single else facts.items(rows)
    for item in items:
        if pending is not None and not item.bullet and _is_unfinished(pending.text.rstrip()):
            pending = Item(join(pending.text, item.text), pending.page, pending.bullet, pending.rows + item.rows)
            continue
        if pending is not None:
            yield pending
        pending = item
    if pending is not None:
        yield pending


def _is_unfinished(text: str) -> bool:
    """Whether a name or list goes on in the next row: a separator or hyphen at its end, or an open bracket."""
    if text.endswith((",", "·", "|", "•", ";", "/", "&")) or text.count("(") > text.count(")"):
        return True
    return text[-1:] in HYPHENS and text[-2:-1].isalpha()


def _one_a_row(rows: Sequence[Row], layout: Layout) -> bool:
    """Whether each row is a name of its own: short ones, few with a separator, none of which goes on in the next."""
    if len(rows) < _LIST_ROWS or any(
        row.bullet or len(row.cells) > 1 or len(row.text.split()) > _NAME_WORDS for row in rows
    ):
        return False
    if sum(_SEPARATORS.search(row.text) is not None for row in rows) > _PARTED_SHARE * len(rows):
        return False
    return not any(
        after.text[:1].islower() and _may_wrap(before, after, layout) and not _is_unfinished(before.text)
        for before, after in pairwise(rows)
    )


def _may_wrap(before: Row, after: Row, layout: Layout) -> bool:
    """Whether the first word of a row had no place in the row before."""
    word = (after.text.find(" ") + 1 or len(after.text) + 1) * (after.x1 - after.x0) / len(after.text)
    return before.x1 + word > layout.right.get((before.page, before.block), before.x1) - 0.5 * before.size


def _labelled(text: str) -> tuple[str, str]:
    """A category and its list; an empty category when there is none."""
    label, colon, content = text.partition(":")
    if colon and content.strip() and len(label) <= _LABEL_CHARS and "," not in label:
        return clean(label), clean(content)
    return "", text


def _reads_as_prose(text: str, names: list[tuple[str, str | None]]) -> bool:
    """Whether a text is sentences rather than a list: its words are many more than its names can hold."""
    words = len(text.split())
    held = sum(len(name.split()) for name, _ in names)
    return words > 12 and held * 2 < words  # noqa: PLR2004 - lists of long names stay below
