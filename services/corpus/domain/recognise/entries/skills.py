"""Skills from names, lists, groups with keywords, and levels by name."""

from collections.abc import Iterator

from services.corpus.domain.recognise import keys as k
from services.corpus.domain.recognise.entries.common import (
    DEEPEST,
    LIST_CHARS,
    SKILL_CHARS,
    first_text,
)
from services.corpus.domain.recognise.prose import plain
from services.corpus.domain.recognise.raw import RawSkill
from services.corpus.domain.recognise.reading import (
    SKILL_LEVELS,
    fold,
    skill_names,
)
from services.corpus.domain.recognise.tree import Fields, Tree, items_of


def skills_of(tree: Tree | None, group: str = "", depth: int = 0) -> list[RawSkill]:
    """The skills of a block: names, lists in one text, objects with a level, groups with keywords, or levels by name."""
    found: list[RawSkill] = []
    for item in items_of(tree):
        if isinstance(item, str):
            found.extend(_skills_in_text(item, group))
        elif isinstance(item, list) and depth < DEEPEST:
            found.extend(skills_of(item, group, depth + 1))
        elif isinstance(item, Fields):
            found.extend(_skills_of_object(item, group, depth))
    return found


def _skills_in_text(text: str, group: str) -> Iterator[RawSkill]:
    for row in text[:LIST_CHARS].split("\n"):
        head, colon, tail = row.partition(":")
        label, content = (
            (plain(head), tail) if colon and tail.strip() and len(head) <= SKILL_CHARS // 2 else (group, row)
        )
        for name, level in skill_names(plain(content)):
            yield RawSkill(name, level, label)


def _skills_of_object(fields: Fields, group: str, depth: int) -> list[RawSkill]:
    name, level = first_text(fields, k.NAME), first_text(fields, k.LEVEL) or None
    grouped = next((key for key in k.GROUPED if key in fields.values and key != "name"), None)
    if grouped is not None and depth < DEEPEST:
        inner = skills_of(
            fields.values[grouped],
            name or first_text(fields, ("category", "type", "group", "area", "section")) or group,
            depth + 1,
        )
        return [RawSkill(s.name, s.level or level, s.group) for s in inner]
    if name:
        if len(name) > SKILL_CHARS or "," in name or ";" in name:
            return [RawSkill(s.name, s.level or level, s.group) for s in _skills_in_text(name, group)]
        return [RawSkill(name, level, group)]
    found: list[RawSkill] = []
    for key, value in fields:
        label = fields.labels[key]
        if isinstance(value, str) and fold(value) in SKILL_LEVELS:
            found.append(RawSkill(label, value, group))
        elif isinstance(value, bool | int | float):
            found.extend([RawSkill(label, None, group)] if (value and depth > 0) or not isinstance(value, bool) else [])
        elif depth < DEEPEST:
            found.extend(skills_of(value, label, depth + 1))
    return found
