"""A client's JSON as a bounded canonical tree: equal content in whatever order and spelling of keys gives an equal tree.

Bounds, each of them beyond what a CV holds: 64 levels, 60,000 values, 2,000 items of a list or fields of an object, 40,000
characters of a string, 400,000 characters in all. What lies beyond is not read. Strings are composed (NFC), without control
characters; empty values are left out; keys are folded to their letters and digits (`end_date`, `endDate` and `End Date` are one).
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from services.corpus.domain.recognise.keys import NOISE
from services.corpus.domain.recognise.reading import composed, fold

MAX_DEPTH = 64
MAX_VALUES = 60_000
MAX_ITEMS = 2_000
MAX_TEXT_CHARS = 40_000
MAX_CHARS = 400_000
MAX_KEY_CHARS = 80
# No composed character stands for more than four others, so that a cut before composing keeps all that may be kept after.
_LONGEST_EXPANSION = 4
_MAX_NUMBER = 10**15
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffc-\uffff\ud800-\udfff]+"
)
# Encoded files: no white space where a text of the same length always has some.
_BLOB = re.compile(r"[!-~]{1000}")
_NAMESPACE = re.compile(r"^(?:[@$]|[a-z]{1,8}:)")


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object: values by folded key in the keys' order, and the keys as they were written."""

    values: Mapping[str, "Tree"]
    labels: Mapping[str, str]

    def __iter__(self) -> Iterator[tuple[str, "Tree"]]:
        return iter(self.values.items())

    def get(self, *keys: str) -> "Tree | None":
        """The value of the first of some folded keys that is there."""
        return next((self.values[key] for key in keys if key in self.values), None)

    def without(self, keys: frozenset[str]) -> "Fields":
        """The object without some folded keys."""
        return Fields({key: value for key, value in self.values.items() if key not in keys}, self.labels)


Tree: TypeAlias = str | int | float | bool | list["Tree"] | Fields


def folded_key(key: str) -> str:
    """A key as its lower-case letters and digits without accents: `hr:PositionTitle` is `positiontitle`."""
    return "".join(
        c for c in fold(_NAMESPACE.sub("", composed(key[: MAX_KEY_CHARS * _LONGEST_EXPANSION]))) if c.isalnum()
    )[:MAX_KEY_CHARS]


def tree_of(value: Any) -> Tree:
    """The canonical tree of a decoded JSON value; an empty text when nothing is in it."""
    tree = _Pruning().tree(value, 0)
    return "" if tree is None else tree


class _Pruning:
    """One pass over a JSON value that spends the bounds in canonical order."""

    def __init__(self) -> None:
        self._values = 0
        self._chars = 0

    def tree(self, value: Any, depth: int) -> Tree | None:  # noqa: PLR0911 - one kind of value a return
        """The tree of a value, None when nothing is in it or the bounds are spent."""
        self._values += 1
        if self._values > MAX_VALUES or depth > MAX_DEPTH:
            return None
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return _number(value)
        if isinstance(value, Mapping):
            return self._fields(value, depth)
        if isinstance(value, Sequence):
            items = [tree for item in value[:MAX_ITEMS] if (tree := self.tree(item, depth + 1)) is not None]
            return items or None
        return None

    def _text(self, value: str) -> str | None:
        if self._chars >= MAX_CHARS:
            return None
        text = composed(value[: MAX_TEXT_CHARS * _LONGEST_EXPANSION])[:MAX_TEXT_CHARS]
        text = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if not text or _BLOB.search(text):
            return None
        self._chars += len(text)
        return text

    def _fields(self, value: Mapping[Any, Any], depth: int) -> Fields | None:
        keys = sorted((folded_key(key), composed(key[:MAX_TEXT_CHARS]), key) for key in value if isinstance(key, str))
        values: dict[str, Tree] = {}
        labels: dict[str, str] = {}
        for folded, label, key in keys[:MAX_ITEMS]:
            if not folded or folded in values or folded in NOISE:
                continue
            tree = self.tree(value[key], depth + 1)
            if tree is not None:
                values[folded] = tree
                labels[folded] = _CONTROL.sub(" ", label).strip()[:MAX_KEY_CHARS]
        return Fields(values, labels) if values else None


def _number(value: float) -> int | float | None:
    """A number without its notation: 1.0 is 1; None for one that no CV means."""
    if not (isinstance(value, int) or math.isfinite(value)) or abs(value) > _MAX_NUMBER:
        return None
    return int(value) if value == int(value) else float(value)


# Where parsers put the value when they say more than the value: `{"Raw": …, "Normalized": …}`, `{"value": …}`, `{"parsed": …}`.
_VALUE_KEYS = (
    "raw", "parsed", "value", "text", "name", "rawtext", "rawinput", "inputstr", "label", "title", "formattedname", "normalized",
    "localized", "description", "content",
)  # fmt: skip
_LIST_KEYS = ("item", "items", "values", "elements", "entries", "list", "data")
_DEEPEST_VALUE = 6


def text_of(tree: Tree | None, depth: int = 0) -> str:
    """The text of a value, of a wrapped value or of the first of a list; empty when it is none."""
    match tree:
        case str():
            return tree
        case bool():
            return ""
        case int() | float():
            return str(tree)
        case Fields() if depth < _DEEPEST_VALUE:
            found = (text_of(tree.values[key], depth + 1) for key in _VALUE_KEYS if key in tree.values)
            return next((text for text in found if text), "") or _localized(tree)
        case [first, *_] if depth < _DEEPEST_VALUE:
            return text_of(first, depth + 1)
    return ""


def _localized(fields: Fields) -> str:
    """The text of `{"en_US": "…"}`: a single field named by a locale."""
    texts = [value for key, value in fields if len(key) in {2, 4} and key.isalpha() and isinstance(value, str)]
    return texts[0] if len(texts) == len(fields.values) and texts else ""


def items_of(tree: Tree | None) -> list[Tree]:
    """The entries of a list, of a wrapped list (`{"item": […]}`, `{"values": […]}`), or a single entry as a list of one."""
    match tree:
        case None:
            return []
        case list():
            return tree
        case Fields():
            wrapped = [value for key in _LIST_KEYS if isinstance(value := tree.values.get(key), list)]
            return wrapped[0] if wrapped and isinstance(wrapped[0], list) else [tree]
    return [tree]


def objects_of(tree: Tree | None) -> list[Fields]:
    """The objects among the entries."""
    return [item for item in items_of(tree) if isinstance(item, Fields)]


def at(tree: Tree | None, *path: str) -> Tree | None:
    """The value at a path of folded keys; None where it ends."""
    for key in path:
        if not isinstance(tree, Fields):
            return None
        tree = tree.values.get(key)
    return tree


def texts_in(tree: Tree | None) -> list[str]:
    """All texts below a value in canonical order."""
    match tree:
        case str():
            return [tree]
        case list():
            return [text for item in tree for text in texts_in(item)]
        case Fields():
            return [text for _, value in tree for text in texts_in(value)]
    return []
