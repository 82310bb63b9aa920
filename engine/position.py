"""Reads the position of a search: requirements as a client sent them, or requirements made from any other object's text."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.fields import LIST_LIMIT, NAME_LIMIT
from engine.requirements import Named, Requirements, SkillNeeds, WorkNeeds, parse_config, parse_requirements_block

# Keys under which a position says what it is called; the shortest path and the first of these wins.
TITLE_KEYS = ("title", "job_title", "jobTitle", "position_title", "role", "position", "name")
_REQUIREMENTS = "requirements"
_BLOCKS = ("workExperience", "skills")
_EVERY_BLOCK = frozenset({*_BLOCKS, "education"})
# Text says nothing of how much anything weighs: all of it is as important, and any length of work will do.
_IMPORTANCE = 3
_TIME_IMPORTANCE = 1
_MOST_YEARS = 60
# Nesting and text beyond these are no position; what lies beyond is not searched for.
_DEPTH = 8
_MOST_CHARS = 20_000
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|[\n\r\u2022\u2023\u25e6]+|\s-\s")
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+|[\d\W_]+", re.IGNORECASE)
_EDGES = " \t,.;:•-–*"


@dataclass(frozen=True, slots=True)
class Position:
    """What a search asks for. `job_description` is what DeepMatch is sent beside these requirements for the same numbers."""

    requirements: Requirements
    job_description: str


def asks_formally(metadata: Mapping[str, Any]) -> str | None:
    """Tells where in a position the requirements of the contract stand.

    Returns `requirements` for `{name, requirements}`, an empty text for a bare block, and None for any other object, which is
    searched by its text. A block is known by `workExperience` or `skills` being an object.
    """
    if _is_block(metadata.get(_REQUIREMENTS)):
        return _REQUIREMENTS
    return "" if _is_block(metadata) else None


def read_position(metadata: Mapping[str, Any], *, path: str = "position_metadata") -> Position:
    """Read the metadata of a position, which stands at `path` of what the client sent.

    Raises:
        RequirementsError: it holds requirements that break the contract; with every bad field.
    """
    where = asks_formally(metadata)
    if where is None:
        return _from_text(metadata)
    if where:
        requirements = parse_config(metadata, path=path)
        rest = {key: value for key, value in metadata.items() if key != _REQUIREMENTS}
    else:
        requirements = parse_requirements_block(metadata, path=path)
        rest = {key: value for key, value in metadata.items() if key not in _EVERY_BLOCK}
    return Position(requirements, json.dumps(rest, ensure_ascii=False))


def _is_block(value: Any) -> bool:
    return isinstance(value, Mapping) and any(isinstance(value.get(key), Mapping) for key in _BLOCKS)


def _from_text(metadata: Mapping[str, Any]) -> Position:
    texts = list(_texts(metadata, depth=0))
    titles = sorted(
        (text for text in texts if text.key in TITLE_KEYS and len(text.text) <= NAME_LIMIT),
        key=lambda text: (text.depth, TITLE_KEYS.index(text.key)),
    )
    title = titles[0].text.strip(_EDGES) if titles else ""
    statements = _statements(text.text for text in texts if not titles or text is not titles[0])
    if not title and not statements:
        # Nothing in it is text: the names of its fields are all it says.
        named = _statements(" ".join(re.findall(r"[^\W\d_]+", key)) for key in metadata)
        statements = named or (json.dumps(dict(metadata), ensure_ascii=False)[:NAME_LIMIT],)
    requirements = Requirements(
        work=WorkNeeds(
            from_years=0,
            to_years=_MOST_YEARS,
            importance=_IMPORTANCE,
            time_importance=_TIME_IMPORTANCE,
            transferable_skills=True,
            roles=(Named(title, _IMPORTANCE),) if title else (),
        ),
        skills=SkillNeeds(
            importance=_IMPORTANCE, hard=tuple(Named(statement, _IMPORTANCE) for statement in statements)
        ),
    )
    return Position(requirements, json.dumps(dict(metadata), ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class _Text:
    key: str
    text: str
    depth: int


def _texts(value: Any, *, depth: int, key: str = "") -> Iterator[_Text]:
    """The texts that hold a word, in order, each with the key it stands under."""
    if isinstance(value, str):
        if _NO_WORDS.sub("", value):
            yield _Text(key, value.strip(), depth)
    elif depth < _DEPTH and isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _texts(entry, depth=depth + 1, key=str(name))
    elif depth < _DEPTH and isinstance(value, list):
        for entry in value:
            yield from _texts(entry, depth=depth + 1, key=key)


def _statements(texts: Iterator[str]) -> tuple[str, ...]:
    """The sentences of some texts that hold a word, each once, as many as a list of requirements may have."""
    found: dict[str, None] = {}
    read = 0
    for text in texts:
        for sentence in _SENTENCE_END.split(text[: _MOST_CHARS - read]):
            statement = sentence.strip(_EDGES)[:NAME_LIMIT].strip()
            if _NO_WORDS.sub("", statement):
                found.setdefault(statement)
        read += len(text)
        if read >= _MOST_CHARS or len(found) >= LIST_LIMIT:
            break
    return tuple(found)[:LIST_LIMIT]
