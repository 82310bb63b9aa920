"""Goes through a JSON text from the outside in, so that only one of its parts is held as objects at a time."""

import re
from collections.abc import Iterator
from typing import Any

from services.gateway.intake.strict_json import JsonError, scan_json

# What a value takes in memory has little to do with its length in the text; a CV has one in twenty bytes or fewer.
MAX_VALUES = 1_000_000
_SPACE = re.compile(r"[ \t\n\r]*")


def refuse_swarm(text: str) -> None:
    """Returns when a text holds at most a million values; counted by their punctuation, which text may hold too.

    Raises:
        JsonError: it may hold more.
    """
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise JsonError(f"holds more than {MAX_VALUES} values")


class JsonWalk:
    """A place in a JSON text. Every method raises `JsonError` where the text does not go on as JSON does."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._skip_space()

    @property
    def next_char(self) -> str:
        """What the value here begins with; empty at the end of the text."""
        return self._text[self._at : self._at + 1]

    def members(self) -> Iterator[str]:
        """Yields each key of the object here; its value must be read before the next key is asked for."""
        self._expect("{")
        seen: set[str] = set()
        while not self._ends("}", first=not seen):
            if self.next_char != '"':
                raise self._error()
            key = self.value()
            if key in seen:
                raise JsonError("has an object with a repeated key")
            seen.add(key)
            self._expect(":")
            yield key

    def items(self) -> Iterator[int]:
        """Yields the index of each item of the array here; the item must be read before the next is asked for."""
        self._expect("[")
        index = 0
        while not self._ends("]", first=index == 0):
            yield index
            index += 1

    def value(self) -> Any:
        """Reads the value here, whole."""
        return self.piece()[1]

    def piece(self) -> tuple[str, Any]:
        """Reads the value here; returns it with its text as it was sent."""
        start = self._at
        value, self._at = scan_json(self._text, start)
        text = self._text[start : self._at]
        self._skip_space()
        return text, value

    def end(self) -> None:
        """Returns when nothing is left."""
        if self._at < len(self._text):
            raise self._error()

    def _ends(self, closing: str, *, first: bool) -> bool:
        if self.next_char == closing:
            self._advance()
            return True
        if not first:
            self._expect(",")
        return False

    def _expect(self, char: str) -> None:
        if self.next_char != char:
            raise self._error()
        self._advance()

    def _advance(self) -> None:
        self._at += 1
        self._skip_space()

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        if found is not None:
            self._at = found.end()

    def _error(self) -> JsonError:
        line = self._text.count("\n", 0, self._at) + 1
        column = self._at - self._text.rfind("\n", 0, self._at)
        return JsonError(f"is not valid JSON (line {line}, column {column})")
