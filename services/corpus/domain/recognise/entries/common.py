"""What the readers of all entries share: names, texts, and what an entry tells beyond its named fields."""

from collections.abc import Iterable

from engine.profile import Period
from services.corpus.domain.recognise import keys as k
from services.corpus.domain.recognise.prose import plain
from services.corpus.domain.recognise.tree import Fields, Tree, text_of, texts_in

NAME_CHARS = 200
SKILL_CHARS = 80
LIST_CHARS = 4_000
# No parser nests the entries of a section deeper.
DEEPEST = 4
# A left-over text of an entry is told when it is a statement rather than a code.
_TOLD_WORDS = 4
# Short values that say something of work all the same.
_TOLD_KEYS = frozenset(
    k.keys(
        "industry industries department technologies technology tools stack techstack skills skillsused keywords environment team relatedskills branche sector"
    )
)


def short(tree: Tree | None) -> str:
    """A name, title or the like: the first line of a value, without markup, cut where no name goes on."""
    return plain(text_of(tree))[:NAME_CHARS].strip()


def first_text(fields: Fields, keys: Iterable[str]) -> str:
    """The text of the first of some keys that has one."""
    return next((text for key in keys if key in fields.values and (text := short(fields.values[key]))), "")


def is_dated(period: Period) -> bool:
    """Whether a period says anything."""
    return period.start is not None or period.end is not None


def leftovers(fields: Fields, used: frozenset[str]) -> tuple[str, ...]:
    """What an entry tells beyond its named fields: known texts first, then every other statement in canonical order."""
    known = [
        text for key in k.TEXTS if key in fields.values and key not in used for text in texts_in(fields.values[key])
    ]
    rest: list[str] = []
    for key, value in fields:
        if key in used or key in k.TEXTS:
            continue
        texts = texts_in(value)
        if key in _TOLD_KEYS and texts:
            rest.append(f"{fields.labels[key]}: {', '.join(texts)}"[:LIST_CHARS])
        else:
            rest.extend(text for text in texts if len(text.split()) >= _TOLD_WORDS)
    return tuple(dict.fromkeys((*known, *rest)))
