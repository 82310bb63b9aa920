"""Splits a tree into who somebody is and everything else."""

import re
from dataclasses import dataclass, field

from engine.identity import Identity
from engine.profile import Section
from services.corpus.domain.recognise.identity_keys import (
    BLOCKS,
    NAME_NOISE,
    SINGLE_ONLY,
    THIRD_PERSONS,
    identity_field,
)
from services.corpus.domain.recognise.keys import section_of
from services.corpus.domain.recognise.tree import Fields, Tree, folded_key, text_of

# Beyond these a value is no name, number or address, and looking for its words would take other text away.
_NAME_CHARS, _NAME_WORDS, _NAMES_KEPT = 100, 8, 12
_VALUE_CHARS = 300
_VALUES = 40
_PHONE_DIGITS = 7
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LINK = re.compile(r"^(?:https?://|www\.)\S+$|^\S+\.\S+/\S*$", re.IGNORECASE)
# `{"label": "Date of birth", "value": "…"}`: objects whose one field names what another holds.
_NAMING = ("label", "key", "type", "field", "fieldname", "question", "property", "kind")
_CV_SECTIONS = frozenset((Section.EXPERIENCE, Section.EDUCATION, Section.SKILLS))
_NAMED = ("value", "content", "answer", "text", "data", "val", "response")


@dataclass(slots=True)
class _Found:
    """Values of the identity as they are met."""

    names: dict[str, None] = field(default_factory=dict)
    values: dict[str, dict[str, None]] = field(default_factory=dict)

    def take(self, of: str, tree: Tree) -> None:
        """Takes every text below a dropped field."""
        match tree:
            case str():
                self._text(of, tree)
            case bool():
                return
            case int() | float():
                self._text(of, str(tree))
            case list():
                for item in tree:
                    self.take(of, item)
            case Fields():
                for key, value in tree:
                    if of == "name" and key in NAME_NOISE:
                        continue
                    self.take(identity_field(key, personal=True) or of, value)

    def _text(self, of: str, text: str) -> None:
        if of == "name":
            words = _WORD.findall(text) if len(text) <= _NAME_CHARS else []
            if len(words) <= _NAME_WORDS:
                self.names.update(dict.fromkeys(words[:_NAMES_KEPT]))
        elif len(text) <= _VALUE_CHARS:
            self.values.setdefault(_by_shape(of, text), {})[text] = None

    def identity(self) -> Identity:
        def values(of: str) -> tuple[str, ...]:
            return tuple(self.values.get(of, ()))[:_VALUES]

        def joined(of: str) -> str | None:
            return ", ".join(values(of)[:6]) or None

        return Identity(
            name=" ".join(list(self.names)[:_NAMES_KEPT]) or None,
            emails=values("email"),
            phones=values("phone"),
            location=joined("location"),
            links=values("link"),
            birth_date=joined("birth_date"),
            nationality=joined("nationality"),
            other=values("other"),
        )


def part(tree: Tree) -> tuple[Tree, Identity]:
    """The tree without the fields that tell who somebody is, and what they said.

    Dropped are name, contact, address, birth, age, sex, nationality, marital status, photo and the like wherever they stand, names,
    places and links where the CV speaks of the person, contact blocks as a whole, and third persons (referees, supervisors).
    """
    found = _Found()
    left = _parted(tree, found, personal=True)
    return "" if left is None else left, found.identity()


def _parted(tree: Tree, found: _Found, *, personal: bool) -> Tree | None:
    match tree:
        case list():
            items = [left for item in tree if (left := _parted(item, found, personal=personal)) is not None]
            return items or None
        case Fields():
            return _parted_fields(tree, found, personal=personal)
    return tree


def _parted_fields(fields: Fields, found: _Found, *, personal: bool) -> Fields | None:
    of = _named_field(fields, personal=personal)
    if of is not None:
        found.take(of, fields.without(frozenset(_NAMING)))
        return None
    values: dict[str, Tree] = {}
    for key, value in fields:
        if key in THIRD_PERSONS:
            continue
        held = isinstance(value, Fields | list)
        if isinstance(value, Fields) and _holds_a_cv(value):
            # Some address books put the whole CV below `contact` or `user`.
            within = _parted_fields(value, found, personal=personal)
            if within is not None:
                values[key] = within
            continue
        if key in BLOCKS and (personal or held):
            found.take("other", value)
            continue
        of = identity_field(key, personal=personal)
        if of is not None and not (held and key in SINGLE_ONLY):
            # An employer has a name, an address and a site of its own: they are left out, and are not the person's.
            if personal or of not in {"name", "location", "link"}:
                found.take(of, value)
            continue
        left = _parted(value, found, personal=personal and section_of(key) in {None, Section.SUMMARY})
        if left is not None:
            values[key] = left
    return Fields(values, fields.labels) if values else None


def _holds_a_cv(fields: Fields) -> bool:
    """Whether an object has blocks of jobs, studies or skills of its own."""
    return any(isinstance(value, Fields | list) and section_of(key) in _CV_SECTIONS for key, value in fields)


def _named_field(fields: Fields, *, personal: bool) -> str | None:
    """What an object of a label and a value holds when the label names something of the identity."""
    if not any(key in fields.values for key in _NAMED):
        return None
    for naming in _NAMING:
        label = text_of(fields.values.get(naming))
        if label and len(label) <= 60:  # noqa: PLR2004 - labels are short
            return "other" if folded_key(label) in BLOCKS else identity_field(folded_key(label), personal=personal)
    return None


def _by_shape(of: str, text: str) -> str:
    """The field a value belongs to by its form, where a block does not say it."""
    if "@" in text:
        return "email"
    if of in {"other", "link"} and _LINK.match(text):
        return "link"
    if of == "other" and sum(c.isdigit() for c in text) >= _PHONE_DIGITS and not any(c.isalpha() for c in text):
        return "phone"
    return of
